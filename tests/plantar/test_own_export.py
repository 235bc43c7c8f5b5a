"""An export goes into another Plantar, and everything there is as it was here."""

import csv
import io
import json
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest

from plantar.errors import BadInput, FileRejected, UnknownRunner
from plantar.measured import SourceClass
from plantar.own.form import MANIFEST
from plantar.own.reading_in import TakenIn, read_export
from plantar.own.writing import Exported, write_export
from plantar.store import Dirty, Store, of_runner
from plantar.store.engine import Database
from plantar.store.of_runner import Whose
from plantar.store.sql import open_store
from processing.again import again
from processing.recompute import derive
from tests.plantar.test_backup import place
from tests.plantar.whole_store import HARD, NOON, NOW, fill, fill_and_tell, held

PAIRS = [
    ("sqlite", "sqlite"),
    pytest.param("sqlite", "postgresql", marks=pytest.mark.postgres),
    pytest.param("postgresql", "sqlite", marks=pytest.mark.postgres),
    # What this could find the two before find too.
    pytest.param("postgresql", "postgresql", marks=[pytest.mark.postgres, pytest.mark.long]),
]
EVER = (date(2026, 1, 1), date(2026, 12, 31))


def exported(address: str | Path, path: Path, *, who: str = "anna", name: bool = True) -> Exported:
    with closing(Database(address)) as database:
        return write_export(database, who, path, plantar="1", now=NOW, with_name=name)


def taken_in(path: Path, address: str | Path, under: str | None = None) -> TakenIn:
    with closing(Database(address)) as database:
        return read_export(database, path, plantar="1", now=NOW, under=under)


def files(path: Path) -> dict[str, bytes]:
    with ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def told(path: Path) -> dict[str, bytes]:
    """All of the files to the last byte, but for what is agreed with people of one Plantar."""
    inside = files(path)
    here = {
        f"to-read/{name}.csv" for name in ("consent", "looked", "message_item", "sensor", "upload")
    }
    assert here < inside.keys()
    return {name: inside[name] for name in inside.keys() - here - {MANIFEST}}


def figures(store: Store, who: str = "anna") -> list[str]:
    """Everything that is computed, every digit written out: nan is equal to nan then."""
    everything = (
        [store.days(who, kind, *EVER) for kind in SourceClass],
        store.alert_history(who, *EVER),
        store.episodes(who),
        store.answers(who),
        store.pain_history(who, NOON - timedelta(days=99), NOW),
        [one.record for one in store.notes(who)],
        store.programmes(who),
        store.state(who),
        replace(derive(store, who, now=NOW, afresh=True), settled=Dirty((), 0)),
    )
    return list(map(repr, everything))


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of a practice in which anna came after bert, and an export of hers."""
    folder = tmp_path_factory.mktemp("own")
    with open_store(folder / "clinic.db") as store:
        fill(store, "bert", days=2)
        fill_and_tell(store, "anna")
    exported(folder / "clinic.db", folder / "anna.zip")
    return folder


@pytest.mark.parametrize(("here", "there"), PAIRS)
def test_what_is_taken_in_and_what_follows_from_it_is_equal_to_the_last_digit(
    here: str, there: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with ExitStack() as both:
        old = both.enter_context(place(here, request, tmp_path, "old"))
        (tmp_path / "there").mkdir()
        # A database of its own, which numbers its rows from 1.
        new = both.enter_context(place(there, request, tmp_path / "there", "old"))
        with open_store(old) as store:
            fill_and_tell(store, "anna")
            before = figures(store)
        exported(old, tmp_path / "old.zip")

        open_store(new).close()
        taken = taken_in(tmp_path / "old.zip", new)
        with open_store(new) as store:
            assert store.dirty("anna").days
            again(store, store.runner("anna"), now=NOW)
            assert figures(store) == before
        exported(new, tmp_path / "new.zip")

        assert told(tmp_path / "new.zip") == told(tmp_path / "old.zip")
        ours, theirs = held(old), held(new)
        kept = {table.name for table in of_runner.tables(Whose.KEPT)}
        assert taken.rows == sum(ours[name].rows for name in kept)
        assert all(ours[name].rows for name in kept)
        # How often something changed there is counted anew.
        assert {name for name in kept if ours[name] != theirs[name]} <= {"runner"}


def test_numbers_of_a_store_with_others_in_it_are_not_told(made_once: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    open_store(new).close()
    taken_in(made_once / "anna.zip", new)
    with open_store(new) as store:
        again(store, store.runner("anna"), now=NOW)
    exported(new, tmp_path / "again.zip")

    assert told(tmp_path / "again.zip") == told(made_once / "anna.zip")
    assert b"bert" not in b"".join(files(tmp_path / "again.zip").values())


def test_an_import_that_was_taken_along_can_be_taken_back_there(
    made_once: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.db"
    with open_store(new) as store:
        taken_in(made_once / "anna.zip", new)
        store.withdraw("anna later")
        again(store, store.runner("anna"), now=NOW)
        there = figures(store)
    old = tmp_path / "old.db"
    old.write_bytes((made_once / "clinic.db").read_bytes())
    with open_store(old) as store:
        store.withdraw("anna later")
        again(store, store.runner("anna"), now=NOW)

        assert figures(store)[0] == there[0]
        assert [(o.origin.id, o.rows) for o in store.origins("anna")] == [
            ("anna soles", 421),
            ("anna watch", 60),
        ]


def test_the_same_again_is_nothing_new_and_something_else_is_refused(
    made_once: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new.db"
    with open_store(new) as store:
        first = taken_in(made_once / "anna.zip", new)
        before = held(str(new))
        second = taken_in(made_once / "anna.zip", new)

        assert (first.rows > 0, second.rows) == (True, 0)
        assert held(str(new)) == before
        store.keep_declared_shift("anna", store.declared_shifts("anna")[0].record, NOW)
        with pytest.raises(FileRejected, match=r"declared_shift\.csv: runner 'anna' is there alre"):
            taken_in(made_once / "anna.zip", new)


def test_another_pseudonym_lets_the_same_in_beside_it(made_once: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    with open_store(new) as store:
        taken_in(made_once / "anna.zip", new)
        taken_in(made_once / "anna.zip", new, "zed")
        for who in ("anna", "zed"):
            again(store, store.runner(who), now=NOW)

        assert figures(store, "zed")[0] == figures(store)[0]
        assert [one.origin.id for one in store.origins("zed")] == [
            "zed soles",
            "zed watch",
            "zed later",
        ]
        with pytest.raises(BadInput, match="--as: 'a b' is not an id"):
            taken_in(made_once / "anna.zip", new, "a b")


def test_a_name_goes_along_only_when_it_is_asked_for(made_once: Path, tmp_path: Path) -> None:
    exported(made_once / "clinic.db", tmp_path / "bare.zip", name=False)

    assert "display_name.json" not in files(tmp_path / "bare.zip")
    assert "Ångström" not in b"".join(files(tmp_path / "bare.zip").values()).decode()
    assert "Ångström" in files(made_once / "anna.zip")["display_name.json"].decode()
    with open_store(tmp_path / "new.db") as store:
        taken_in(tmp_path / "bare.zip", tmp_path / "new.db")
        assert store.display_names() == {}


def test_a_spreadsheet_finds_what_was_said_and_when_on_the_runners_clock(made_once: Path) -> None:
    text = files(made_once / "anna.zip")["pain.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [one["note"] for one in rows if one["moment"] == "during"] == list(HARD)
    assert rows[0]["at"] == "2026-06-01T14:00:00+02:00"  # Brussels
    assert rows[0]["at_us"] == "1780315200000000"
    assert [one["at"][-6:] for one in rows if one["at"] > "2026-06-2"][:1] == ["-04:00"]  # New York
    assert (rows[0]["score_0_to_10"], rows[0]["side"]) == ("0", "")
    assert text.count("\r\n") == len(rows) + 2  # its head, and one in a note


def test_the_manifest_says_how_much_is_in_each_file(made_once: Path) -> None:
    inside = files(made_once / "anna.zip")
    note = json.loads(inside[MANIFEST])

    assert (note["format"], note["plantar"], note["runner"]) == (1, "1", "anna")
    assert note["files"].keys() == inside.keys() - {MANIFEST}
    assert all(note["files"][name]["bytes"] == len(inside[name]) for name in note["files"])
    assert note["files"]["foot_minute.csv"]["rows"] == 180
    assert inside["README.txt"].decode().startswith("Alles wat Plantar 1 over anna heeft.")


def test_what_is_broken_off_leaves_nothing(made_once: Path, tmp_path: Path) -> None:
    def break_off(part: str, _rows: int) -> None:
        if part.startswith("foot_minute"):
            raise KeyboardInterrupt

    new = tmp_path / "new.db"
    open_store(new).close()
    before = held(str(new))
    with closing(Database(new)) as database, pytest.raises(KeyboardInterrupt):
        read_export(database, made_once / "anna.zip", plantar="1", now=NOW, tell=break_off)
    with closing(Database(made_once / "clinic.db")) as database, pytest.raises(KeyboardInterrupt):
        write_export(database, "anna", tmp_path / "x.zip", plantar="1", now=NOW, tell=break_off)

    assert held(str(new)) == before
    assert not list(tmp_path.glob("x.zip*"))


def test_an_export_is_written_whole_or_not_at_all(made_once: Path, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_text("mine")

    with pytest.raises(FileRejected, match="is there already"):
        exported(made_once / "clinic.db", tmp_path / "there.zip")
    with pytest.raises(UnknownRunner, match="zoe"):
        exported(made_once / "clinic.db", tmp_path / "zoe.zip", who="zoe")

    assert [path.name for path in tmp_path.iterdir()] == ["there.zip"]
    assert (tmp_path / "there.zip").read_text() == "mine"
