"""Of every table it is written down whose its rows are, and what becomes of them."""

import pytest
from sqlalchemy import MetaData, Table

from plantar.own.looks import LOOKS, MEASURED
from plantar.store import of_runner
from plantar.store.columns import whole
from plantar.store.of_runner import RUNNER_ID, WHOSE, Whose
from plantar.store.tables import METADATA

OF_RUNNERS = of_runner.tables(Whose.KEPT, Whose.TO_READ, Whose.UNTOLD, Whose.NAMELESS)
KEPT = of_runner.tables(Whose.KEPT)


def test_every_table_is_written_down() -> None:
    """Whoever adds a table says in plantar/store/of_runner.py what it is, and why."""
    of_runner.tables()

    assert set(WHOSE) == set(METADATA.tables)


@pytest.mark.parametrize("table", OF_RUNNERS, ids=lambda table: table.name)
def test_a_runners_row_leads_to_the_runner(table: Table) -> None:
    assert of_runner.way(table) is not None


def test_a_row_of_nobody_leads_to_no_runner() -> None:
    assert [table.name for table in of_runner.tables(Whose.NOBODYS) if of_runner.way(table)] == []


def test_a_line_that_loses_its_id_has_one() -> None:
    nameless = of_runner.tables(Whose.NAMELESS)

    assert [table.name for table in nameless if RUNNER_ID not in table.c] == []


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.name)
def test_what_goes_into_another_plantar_needs_nothing_that_does_not(table: Table) -> None:
    referred = {key.column.table.name for key in table.foreign_keys}

    assert {WHOSE[name] for name in referred} <= {Whose.KEPT}


@pytest.mark.parametrize("table", KEPT, ids=lambda table: table.name)
def test_what_is_taken_in_is_read_back_as_records(table: Table) -> None:
    assert (table.name in LOOKS) != (table.name in MEASURED)


def test_a_table_that_nobody_wrote_anything_about_is_no_runners() -> None:
    assert of_runner.way(Table("new", MetaData(), whole("no"))) is None
