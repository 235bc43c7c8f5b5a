"""Several processes on one store: pages read while the pipeline writes, and one may be killed."""

import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from plantar.errors import StoreError
from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner
from plantar.store import Batch
from plantar.store.engine import Database
from plantar.store.sql import open_store

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))

WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.store import Batch
from plantar.store.sql import open_store

path, name, batches, rows = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
noon = datetime(2026, 6, 1, 12, tzinfo=UTC)
with open_store(path) as store:
    for number in range(batches):
        origin = Origin(f"{name} {number}", OriginKind.IMPORT, "file", noon)
        minutes = tuple(
            StepMinute(noon + timedelta(minutes=number * rows + n), 0, 80.0, 60.0)
            for n in range(rows)
        )
        print(number, "begins", flush=True)
        store.put("anna", Batch(origin, name, minutes))
        print(number, "kept", flush=True)
"""


def writer(path: Path, name: str, batches: int, rows: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(batches), str(rows)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    where = tmp_path / "plantar.db"
    with open_store(where) as store:
        store.add_runner(Runner("anna"))
    return where


def test_pages_read_and_pain_is_entered_while_two_pipelines_write(path: Path) -> None:
    writers = [writer(path, name, 30, 20) for name in ("watch", "pod")]
    entered = 0

    with open_store(path) as store:
        while any(one.poll() is None for one in writers):
            at = NOON + timedelta(minutes=entered)
            store.add_pain("anna", PainReport(at, PainMoment.DURING, 3), at)
            entered += 1
            # A batch is there with all its twenty minutes, or not yet.
            assert len(store.measured("anna", StepMinute, *ALL)) % 20 == 0
        told = store.measured("anna", StepMinute, *ALL)
        assert store.pain("anna", *ALL)[-1].at == NOON + timedelta(minutes=entered - 1)

    assert [one.wait() for one in writers] == [0, 0]
    for one in writers:
        one.communicate()
    assert len(told) == 2 * 30 * 20
    assert entered > 1


@pytest.mark.parametrize("acknowledged", [0, 1, 2])
def test_a_killed_writer_leaves_whole_batches_and_all_it_acknowledged(
    path: Path, acknowledged: int
) -> None:
    rows = 20_000
    one = writer(path, "watch", 50, rows)
    assert one.stdout is not None
    for line in one.stdout:
        if line == f"{acknowledged} begins\n":
            break

    one.kill()  # SIGKILL: no clean-up of any kind
    one.communicate()

    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with open_store(path) as store:
        kept = store.origins("anna")
        assert acknowledged <= len(kept) < 50
        assert {known.rows for known in kept} <= {rows}
        assert len(store.measured("anna", StepMinute, *ALL)) == len(kept) * rows
        assert (store.dirty("anna").days != ()) is bool(kept)


def test_many_may_open_a_store_that_is_not_there_yet(tmp_path: Path) -> None:
    path = tmp_path / "plantar.db"
    code = "import sys; from plantar.store.sql import open_store; open_store(sys.argv[1]).close()"

    openers = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]

    assert [(one.communicate()[1], one.returncode) for one in openers] == [("", 0)] * 3


def test_threads_of_one_dashboard_share_a_store(path: Path) -> None:
    seen: list[int] = []
    with open_store(path) as store:

        def enter(number: int) -> None:
            at = NOON + timedelta(days=number)
            store.add_pain("anna", PainReport(at, PainMoment.EVENING, number), at)
            seen.append(len(store.pain("anna", *ALL)))

        threads = [threading.Thread(target=enter, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(store.pain("anna", *ALL)) == 8
    assert max(seen) == 8


def test_what_was_acknowledged_survives_a_power_cut_as_far_as_sqlite_can_tell(path: Path) -> None:
    database = Database(path)
    with database.writing() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        told = [connection.scalar(text(f"PRAGMA {name}")) for name in asked]
    database.close()

    assert told == ["wal", 2, 1, 10_000]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps access in lists, not in modes")
def test_a_new_store_is_its_owners_only(tmp_path: Path) -> None:
    path = tmp_path / "state" / "plantar" / "plantar.db"

    with open_store(path) as store:
        store.add_runner(Runner("anna"))
        modes = [stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()]

    assert set(modes) == {0o600}
    for folder in (path.parent, path.parent.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_store_that_stays_busy_is_said_to_be_busy(path: Path) -> None:
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            open_store(path, patience_s=0.05) as store,
            pytest.raises(StoreError, match=r"plantar\.db: is busy"),
        ):
            store.add_runner(Runner("bert"))
        other.execute("ROLLBACK")
    other.close()

    with open_store(path) as store:
        assert [runner.id for runner in store.runners()] == ["anna"]


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "steps.csv"
    path.write_bytes(b"date,steps\n2026-06-01,8021\n" * 100)
    before = path.read_bytes()

    with pytest.raises(StoreError, match=r"steps\.csv: is not a Plantar store"):
        open_store(path)

    assert path.read_bytes() == before


def test_a_folder_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"{tmp_path.name}: cannot be opened"):
        open_store(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match=r"plantar\.db: cannot be made"):
        open_store(tmp_path / "file" / "plantar.db")


def test_a_store_that_cannot_be_written_says_so_and_can_be_read(path: Path) -> None:
    with open_store(f"sqlite:///file:{path}?mode=ro&uri=true") as store:
        assert store.runner("anna") == Runner("anna")
        with pytest.raises(StoreError, match=r"plantar\.db: cannot be written to"):
            store.add_runner(Runner("bert"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nosuch://somewhere", "nosuch"),
        ("postgresql://anna:geheim@:port/x", "postgresql"),
        ("postgresql+nosuchdriver://anna:geheim@localhost/x", "nosuchdriver"),
    ],
)
def test_an_address_that_leads_nowhere_is_named_without_its_password(
    address: str, said: str
) -> None:
    with pytest.raises(StoreError, match=said) as refused:
        open_store(address)

    assert "geheim" not in str(refused.value)


def test_words_no_database_can_keep_are_refused_and_nothing_is_kept(path: Path) -> None:
    # A file name that is no text, as Python reads it from such a disk.
    origin = Origin("odd", OriginKind.IMPORT, "stappen\udcff.csv", NOON)

    with open_store(path) as store:
        with pytest.raises(StoreError, match=r"plantar\.db: cannot keep this"):
            store.put("anna", Batch(origin, "watch", (StepMinute(NOON, 0, 80.0, 60.0),)))

        assert store.origins() == []


def test_knowing_what_a_store_is_needs_no_database_library() -> None:
    code = (
        "import sys, plantar.store;"
        "heavy = {'sqlalchemy', 'alembic', 'numpy'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_opening_a_store_that_is_up_to_date_needs_no_migration_library(path: Path) -> None:
    code = (
        "import sys; from plantar.store.sql import open_store; open_store(sys.argv[1]).close();"
        "sys.exit('alembic' in sys.modules)"
    )

    subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, check=True)
