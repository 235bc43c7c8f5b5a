"""Who is erased is in no row and no byte of a store, and nobody else is touched."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from plantar.errors import UnknownRunner
from plantar.measured import Origin, OriginKind
from plantar.minute import StepMinute
from plantar.own.erasing import count_rows, erase_rows, find_bytes, find_rows, names_of, write_over
from plantar.own.traces import Traces
from plantar.runner import Runner
from plantar.store import Batch, contents, of_runner
from plantar.store.engine import Database
from plantar.store.mirror_notes import open_mirror_notes
from plantar.store.of_runner import Whose
from plantar.store.sql import open_store
from processing.recompute import recompute
from tests.plantar.test_backup import BOTH, place
from tests.plantar.test_own_export import exported
from tests.plantar.whole_store import NOON, NOW, fill, fill_and_tell

TRACES = Traces(["anna", "anna Ångström 足"])


@contextmanager
def practice(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Anna with everything, bert, and somebody whose id begins as hers does."""
    with place(kind, request, folder, "old") as address:
        with open_store(address) as store:
            fill(store, "bert", days=3)
            fill_and_tell(store, "anna")
            fill(store, "annabel", days=2)
            for who in ("bert", "annabel"):
                recompute(store, who, now=NOW)
        with open_mirror_notes(address) as notes:
            notes.leave_out("anna")
        yield address


def every_cell(address: str) -> set[str]:
    """Every text of every table, as a dump has them."""
    with closing(Database(address)) as database, database.reading() as connection:
        return {
            cell
            for table in contents.tables(connection)
            for block in contents.blocks(connection, table)
            for row in block
            for cell in row
            if isinstance(cell, str)
        }


@pytest.mark.parametrize("kind", BOTH)
def test_a19_nothing_is_left_and_others_are_untouched(
    kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with practice(kind, request, tmp_path) as address, closing(Database(address)) as database:
        for who in ("bert", "annabel"):
            exported(address, tmp_path / f"{who}.before.zip", who=who)
        traces = Traces(names_of(database, "anna"))
        assert set(traces.names) > set(TRACES.names)
        assert {hit.place.split()[-1] for hit in find_rows(database, traces)} > {"runner", "pain"}
        counted = count_rows(database, "anna")

        erased = erase_rows(database, "anna")
        said = write_over(database)

        assert erased == counted
        of_runners = of_runner.tables(*(one for one in Whose if one is not Whose.NOBODYS))
        # Her days were computed: none of them is dirty.
        assert erased.keys() == {table.name for table in of_runners} - {"dirty"}
        assert count_rows(database, "anna") == {}
        assert list(find_rows(database, traces)) == []
        assert list(find_bytes(database, traces)) == []
        assert not any("anna" in cell.replace("annabel", "") for cell in every_cell(address))
        for who in ("bert", "annabel"):
            exported(address, tmp_path / f"{who}.after.zip", who=who)
            before, after = (tmp_path / f"{who}.{when}.zip" for when in ("before", "after"))
            assert before.read_bytes() == after.read_bytes()
        assert ("WAL" in said) == (kind == "postgresql")
        assert erase_rows(database, "anna") == {}


def test_no_byte_of_it_is_left_in_the_file_or_its_log(tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    with open_store(path) as store:
        fill(store, "bert", days=2)
        fill_and_tell(store, "anna")
    sought = (b"anna", "Ångström 足".encode(), b'say "au", twice')
    with closing(Database(path)) as database:
        erase_rows(database, "anna")
        write_over(database)
        inside = b"".join(one.read_bytes() for one in sorted(tmp_path.glob("clinic.db*")))

    for name in sought[:1]:
        assert name not in inside
    assert b"bert" in inside
    assert b"twice" not in inside
    assert inside.count(sought[1]) == 1  # that of bert's name


def test_what_was_only_deleted_is_found_in_the_bytes(tmp_path: Path) -> None:
    """The search is one that finds: without writing the file anew the name is still in it."""
    path = tmp_path / "clinic.db"
    with open_store(path) as store:
        fill(store, "anna", days=2)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("PRAGMA foreign_keys = OFF")
        for table in ("pain", "display_name", "runner", "origin", "source"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608  tables of ours

    with closing(Database(path)) as database:
        assert [hit.place for hit in find_bytes(database, TRACES)] != []


def test_what_comes_in_afterwards_does_not_bring_them_back(tmp_path: Path) -> None:
    path = tmp_path / "clinic.db"
    late = Batch(
        Origin("live anna sole", OriginKind.STREAM, "sole", NOON),
        "sole",
        (StepMinute(NOON, 0, 80.0, 60.0),),
    )
    with open_store(path) as store, closing(Database(path)) as database:
        fill(store, "anna", days=2)
        erase_rows(database, "anna")

        with pytest.raises(UnknownRunner):
            store.put("anna", late)
        with pytest.raises(UnknownRunner):
            store.put_together([("anna", late)])
        assert list(find_rows(database, TRACES)) == []


def test_of_two_with_one_name_one_stays(tmp_path: Path) -> None:
    with open_store(tmp_path / "clinic.db") as store:
        for who in ("jan-1", "jan-2"):
            store.add_runner(Runner(who), "Jan")
        assert store.erase_runner("jan-1").hits == 0
        assert store.display_names() == {"jan-2": "Jan"}
        with pytest.raises(UnknownRunner):
            store.erase_runner("jan-1")


@pytest.mark.parametrize(
    ("told", "times"),
    [
        ("anna", 1),
        ("live anna sole, for anna.", 2),
        ("annabel", 0),
        ("joanna", 0),
        ("anna-2", 0),
        ("anna.b", 0),
        ("Anna", 0),
        ('{"runner": "anna"}', 1),
        ("", 0),
    ],
)
def test_a_name_within_another_one_is_another_name(told: str, times: int) -> None:
    assert TRACES.in_text(told) == times


def test_a_name_across_two_blocks_of_a_file_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plantar.own.traces.BLOCK", 5)
    (tmp_path / "file").write_bytes(b"...anna....anna annabel.anna")

    assert TRACES.in_file(tmp_path / "file", {"annabel"}) == 3


def test_an_id_that_is_too_short_to_be_told_from_chance_is_not_looked_for_in_bytes(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").write_bytes(bytes(5_000))
    short = Traces(["a"])

    assert short.in_file(tmp_path / "file") == 0
    assert list(short.not_in_bytes) == [str(tmp_path / "file")]
