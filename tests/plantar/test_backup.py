"""A backup is whole, reads back equal, and goes back all of it or not at all."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantar.alert import Family, Rule
from plantar.clinic import ClinicThreshold
from plantar.errors import FileRejected, PlantarError, StoreError
from plantar.measured import SourceClass
from plantar.minute import FootMinute
from plantar.response import Reason
from plantar.runner import Runner
from plantar.store import Store, contents
from plantar.store.backup import Manifest, write_backup
from plantar.store.engine import Database
from plantar.store.mirror_notes import open_mirror_notes
from plantar.store.restore import restore, verify
from plantar.store.sql import open_store
from processing.answering import Said, snooze
from processing.recompute import derive, recompute
from tests.collector.test_outbox_disk import small_disk  # noqa: F401  a fixture
from tests.plantar.conftest import empty_file
from tests.plantar.whole_store import NOON, NOW, fill, held

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

ROOT = Path(__file__).parents[2]
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)
BOTH = ["sqlite", POSTGRESQL]
#: Puts batches until it is told to stop, and says how many were kept.
WRITER = """
import sys, threading, time
from datetime import timedelta
from plantar.errors import StoreError
from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.store import Batch
from plantar.store.sql import open_store
from tests.plantar.conftest import empty_file
from tests.plantar.whole_store import NOON

stop, kept = threading.Event(), 0
threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
with open_store(sys.argv[1]) as store:
    while not stop.is_set():
        # Two origins a turn in one transaction: a backup has both or none.
        store.put("anna", *(
            Batch(Origin(f"{side} {kept}", OriginKind.IMPORT, side, NOON), side, tuple(
                StepMinute(NOON + timedelta(minutes=100 * kept + n), 0, 80.0, 60.0)
                for n in range(50)))
            for side in ("one", "other")))
        kept += 1
        print(kept, flush=True)
        time.sleep(0.05)
"""


@contextmanager
def place(kind: str, request: pytest.FixtureRequest, folder: Path, name: str) -> Iterator[str]:
    """A store without anything in it; two at a time in PostgreSQL where one is called old."""
    if kind == "sqlite":
        path = folder / f"{name}.db"
        path.write_bytes(empty_file())  # to make its tables takes longer than most of what follows
        yield str(path)
        return
    server: PrivatePostgres = request.getfixturevalue("postgres")
    with server.database() if name == "old" else server.emptied() as address:
        yield address


def backed_up(address: str | Path, path: Path) -> Manifest:
    with closing(Database(address)) as database:
        return write_backup(database, path, plantar="1", now=NOW, files={"sensors.toml": b"# one"})


def put_back(path: Path, address: str | Path, instead_of: Path | None = None) -> Manifest:
    done = restore(path, address, plantar="1", now=NOW, instead_of=instead_of)
    assert done.files == {"sensors.toml": b"# one"}
    return done.manifest


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two runners, one of them computed, and a backup of it."""
    folder = tmp_path_factory.mktemp("made")
    with open_store(folder / "clinic.db") as store:
        fill(store, "anna")
        fill(store, "bert", days=2)
        recompute(store, "anna", now=NOW)
    backed_up(folder / "clinic.db", folder / "one.backup")
    return folder


@pytest.fixture
def clinic(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_once / "clinic.db", tmp_path))


@pytest.fixture
def backup(made_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_once / "one.backup", tmp_path))


def answered(store: Store, now: datetime) -> None:
    """Nothing arrived for weeks: somebody puts that off."""
    (episode,) = store.episodes("anna")
    assert episode.family is Family.NO_DATA
    said = Said("kine-a", Reason.KNOWN)
    snooze(store, store.runner("anna"), episode, said, now + timedelta(days=2), now=now)


@pytest.mark.parametrize("there", BOTH)
@pytest.mark.parametrize("here", BOTH)
def test_what_is_put_back_is_equal_to_the_last_digit_and_so_is_what_follows_from_it(
    here: str, there: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    path = tmp_path / "one.backup"
    with (
        place(here, request, tmp_path, "old") as old,
        place(there, request, tmp_path, "new") as new,
    ):
        with open_store(old) as store:
            fill(store, "anna", days=8)
            decided = (2.5, "kine-a", "too many words", NOON.date())
            store.keep_clinic_threshold(ClinicThreshold(Rule.P2, "rise", *decided, NOON))
            recompute(store, "anna", now=NOW)
            answered(store, NOW)
            computed = derive(store, "anna", now=NOW, afresh=True)
        with open_mirror_notes(old) as mirror_notes:
            mirror_notes.leave_out("dora")
        made = backed_up(old, path)
        put_back(path, new)

        assert held(new) == held(old) == made.tables
        assert not [name for name, table in made.tables.items() if not table.rows and name not in
                    {"episode", "episode_alert", "alert", "local_day", "dirty"}]  # fmt: skip
        with open_store(new) as store:
            assert derive(store, "anna", now=NOW, afresh=True) == computed
            # New rows come after those that were put in, on PostgreSQL too.
            fill(store, "carla", days=1)
            answered(store, NOW + timedelta(days=3))
            (episode,) = store.episodes("anna")
            assert len(episode.responses) == 2
            assert [one.id for one in store.runners()] == ["anna", "carla"]


@pytest.mark.parametrize("here", BOTH)
def test_a_backup_while_another_process_writes_is_one_moment_of_the_store(
    here: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with place(here, request, tmp_path, "busy") as address:
        with open_store(address) as store:
            fill(store, "anna", days=20)
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, address],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as writer:
            assert writer.stdout is not None
            assert writer.stdin is not None
            before = int(writer.stdout.readline())
            backed_up(address, tmp_path / "one.backup")
            writer.stdin.write("\n")
            writer.stdin.close()
            after = int(writer.stdout.read().split()[-1])
        assert writer.returncode == 0
        new = tmp_path / "new.db"
        new.write_bytes(empty_file())
        put_back(tmp_path / "one.backup", new)
        with open_store(new) as store:
            turns = {
                (row.origin.label, int(row.origin.id.split()[1])): row.rows
                for row in store.origins("anna")
                if row.origin.label in {"one", "other"}
            }
            follows = derive(store, "anna", now=NOW, afresh=True)
        with open_store(address) as store:  # as it was at that moment
            for row in store.origins("anna"):
                side, _, turn = row.origin.id.partition(" ")
                if side in {"one", "other"} and (side, int(turn)) not in turns:
                    store.withdraw(row.origin.id)
            before_it = derive(store, "anna", now=NOW, afresh=True)

    taken = {turn for _, turn in turns}
    assert set(turns) == {(side, turn) for side in ("one", "other") for turn in taken}
    assert set(turns.values()) == {50}
    assert taken == set(range(len(taken)))
    assert before <= len(taken) <= after
    for part in ("days", "alerts", "episodes", "state"):
        assert repr(getattr(follows, part)) == repr(getattr(before_it, part))
    # It went on while the backup was made, and the backup did not wait for it to end.
    assert after > before


def test_only_its_owner_reads_a_backup_and_nothing_is_left_beside_it(made_once: Path) -> None:
    assert (made_once / "one.backup").stat().st_mode & 0o777 == 0o600
    assert {one.name for one in made_once.iterdir() if "backup" in one.name} == {"one.backup"}


def test_a_file_that_is_there_is_never_written_over(clinic: Path, tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"a photo")

    with pytest.raises(FileRejected, match=r"photo\.jpg: is there already"):
        backed_up(clinic, path)

    assert path.read_bytes() == b"a photo"


def test_a_backup_on_a_full_disk_has_no_name_and_says_why(
    clinic: Path,
    small_disk: Path,  # noqa: F811  the fixture of that name
) -> None:
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 65_536))

    with pytest.raises(FileRejected, match=r"one\.backup: cannot .* full"):
        backed_up(clinic, small_disk / "one.backup")

    assert [one.name for one in small_disk.iterdir()] == ["ballast"]


def test_a_backup_that_finds_no_room_for_itself_leaves_the_store_empty(
    backup: Path,
    small_disk: Path,  # noqa: F811  the fixture of that name
) -> None:
    new, ballast = small_disk / "new.db", small_disk / "ballast"
    open_store(new).close()
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - 65_536))

    with pytest.raises(StoreError, match=r"new\.db: cannot grow: the disk is full"):
        put_back(backup, new)
    ballast.unlink()

    with closing(Database(new)) as database, database.reading() as connection:
        assert contents.is_empty(connection)


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from plantar.store.mirror_notes import open_mirror_notes
from plantar.store.backup import write_backup
from plantar.store.engine import Database
from plantar.store.restore import restore
what, store, backup, left = sys.argv[1], sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
def tell(table, rows):
    global left
    left -= table == "foot_minute"
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
if what == "backup":
    write_backup(Database(store), backup, plantar="1", now=None, tell=tell)
else:
    restore(backup, store, plantar="1", now=datetime.now(UTC), tell=tell)
"""


def killed(what: str, store: Path, backup: Path, at: int) -> None:
    """Begin to do something, and be killed at a block of minutes of feet."""
    words = [sys.executable, "-c", KILLED, what, str(store), str(backup), str(at)]
    assert subprocess.run(words, cwd=ROOT, check=False).returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_backup_that_is_killed_half_way_has_no_name(clinic: Path, tmp_path: Path) -> None:
    killed("backup", clinic, tmp_path / "one.backup", at=1)

    assert not (tmp_path / "one.backup").exists()


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
def test_a_backup_that_is_killed_while_it_is_put_back_leaves_nothing(
    backup: Path, tmp_path: Path
) -> None:
    killed("restore", tmp_path / "new.db", backup, at=2)  # it was verified, and is being put in

    put_back(backup, tmp_path / "new.db")
    assert held(str(tmp_path / "new.db")) == verify(backup).tables


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


def beginning_lost(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(4096))


def a_digit_changed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE foot_minute SET total_m4_n4s = total_m4_n4s * (1 + 1e-15) "
                           "WHERE at = (SELECT max(at) FROM foot_minute)")  # fmt: skip


def a_row_lost(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM pain WHERE no = 3")


def a_table_lost(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE gap")


def a_list_changed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE plantar_backup SET content = x'00' WHERE name LIKE 'file:%'")


def the_note_changed(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE plantar_backup SET content = x'7b' WHERE name = 'manifest'")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        query = "SELECT content FROM plantar_backup WHERE name = 'manifest'"
        (text,) = connection.execute(query).fetchone()
        told = json.dumps(json.loads(text) | {"revision": "9999", "plantar": "7.0"}).encode()
        connection.execute("UPDATE plantar_backup SET content = ? WHERE name = 'manifest'", (told,))


def a_store(path: Path) -> None:
    path.unlink()
    open_store(path).close()


def a_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n" * 900)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (truncated, "is damaged: "),
        (beginning_lost, "is no backup of Plantar, or has lost its head"),
        (a_digit_changed, "is damaged: a row of foot_minute is not as it was written"),
        (a_row_lost, "is damaged: pain has 31 rows, not 32"),
        (a_table_lost, "is damaged: table gap is missing"),
        (a_list_changed, r"is damaged: sensors\.toml in it is not as it was written"),
        (the_note_changed, "is damaged: plantar_backup cannot be read"),
        (newer, r"was written by a newer Plantar \(7\.0, tables 9999"),
        (a_store, "is a store, and no backup"),
        (a_picture, "is no backup of Plantar"),
    ],
)
def test_a_file_that_is_no_whole_backup_is_refused_with_what_is_wrong_and_nothing_is_changed(
    harm: Callable[[Path], None], said: str, backup: Path, tmp_path: Path
) -> None:
    harm(backup)
    new = tmp_path / "new.db"

    with pytest.raises(FileRejected, match=rf"one\.backup: {said}"):
        put_back(backup, new)

    assert not new.exists()


@pytest.mark.parametrize("at", [0.3, 0.5, 0.7, 0.9])
def test_bytes_that_fell_over_anywhere_are_noticed(at: float, backup: Path) -> None:
    size = backup.stat().st_size
    with backup.open("r+b") as file:
        file.seek(int(at * size))
        block = file.read(4096)
        file.seek(int(at * size))
        file.write(bytes(byte ^ 0x55 for byte in block))

    with pytest.raises(FileRejected, match=r"one\.backup: is "):
        verify(backup)


@pytest.mark.parametrize("there", BOTH)
def test_a_store_with_something_in_it_is_refused_and_replaced_only_when_asked_to(
    there: str, request: pytest.FixtureRequest, backup: Path, tmp_path: Path
) -> None:
    with place(there, request, tmp_path, "used") as address:
        with open_store(address) as store:
            fill(store, "dora", days=3)
        before = held(address)

        with pytest.raises(StoreError, match="is not empty, nothing was changed; --replace"):
            put_back(backup, address)
        assert held(address) == before
        put_back(backup, address, tmp_path / "replaced.backup")

        assert held(address) == verify(backup).tables
        assert verify(tmp_path / "replaced.backup").tables == before


def test_a_store_that_does_not_come_out_equal_is_left_as_it_was(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last look before the commit, of a store whose disk or driver changed a digit."""
    new = tmp_path / "new.db"
    with open_store(new), closing(sqlite3.connect(new)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER fault AFTER INSERT ON pain BEGIN "
            "UPDATE pain SET score = 9 WHERE no = new.no; END"
        )

    with pytest.raises(StoreError, match="pain does not hold what"):
        put_back(backup, new)

    with closing(Database(new)) as database, database.reading() as connection:
        assert contents.is_empty(connection)


@pytest.mark.parametrize("there", BOTH)
def test_a_backup_of_an_older_plantar_is_put_back_with_its_tables_brought_forward(
    there: str, request: pytest.FixtureRequest, clinic: Path, tmp_path: Path
) -> None:
    from alembic import command  # noqa: PLC0415  slow to load

    from plantar.store.migrate import config  # noqa: PLC0415  as above

    with closing(Database(clinic)) as database, database.writing() as connection:
        command.downgrade(config(connection), "0004")
    made = backed_up(clinic, tmp_path / "old.backup")

    with place(there, request, tmp_path, "new") as address:
        put_back(tmp_path / "old.backup", address)
        with open_store(address) as store, open_store(clinic) as forward:
            # What a migration asks to be computed again it asks here too.
            assert store.dirty("anna") == forward.dirty("anna")
            days = (SourceClass.INSOLE, date(2026, 1, 1), date(2026, 12, 31))
            assert store.days("anna", *days) == forward.days("anna", *days)
            ever = (NOON.replace(year=2020), NOON.replace(year=2030))
            assert store.measured("anna", FootMinute, *ever) == forward.measured(
                "anna", FootMinute, *ever
            )

    assert made.revision == "0004"


def test_there_is_nothing_to_back_up_where_there_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(PlantarError, match="is empty, there is nothing to back up"):
        backed_up(tmp_path / "none.db", tmp_path / "one.backup")

    assert not (tmp_path / "one.backup").exists()


def test_a_database_of_something_else_is_named(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "photos.db")) as connection, connection:
        connection.execute("CREATE TABLE photos (id INTEGER)")

    with pytest.raises(StoreError, match=r"photos\.db: is a database of something else"):
        backed_up(tmp_path / "photos.db", tmp_path / "one.backup")


def test_a_store_in_memory_has_a_backup_too(tmp_path: Path) -> None:
    with closing(Database("sqlite://")) as database:
        from plantar.store.migrate import migrate  # noqa: PLC0415  beside its one use
        from plantar.store.sql import SqlStore  # noqa: PLC0415  as above

        migrate(database)
        SqlStore(database).add_runner(Runner("anna"))
        made = write_backup(database, tmp_path / "one.backup", plantar="1", now=None)

    assert made.tables["runner"].rows == 1
