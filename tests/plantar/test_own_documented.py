"""docs/export.md describes every file of an export, and every column of it."""

import re
from pathlib import Path

import pytest
from sqlalchemy import Table

from plantar.own import form
from plantar.own.writing import TOLD
from plantar.store import of_runner
from plantar.store.of_runner import WHOSE, Whose

TEXT = (Path(__file__).parents[2] / "docs/export.md").read_text("utf-8")
ROWS = {
    cells[1].strip(" `"): cells
    for line in TEXT.splitlines()
    if line.startswith("| `") and len(cells := line.split("|")) == 6
}


@pytest.mark.parametrize("table", of_runner.tables(*TOLD), ids=lambda table: table.name)
def test_a_file_is_described_with_its_columns_in_order(table: Table) -> None:
    _, _, along, what, columns, _ = ROWS[form.file_of(table)]

    assert re.findall(r"`([^`]+)`", columns) == [
        name for field in form.fields(table) for name in field.names
    ]
    assert (along.strip() == "yes") == (WHOSE[table.name] is Whose.KEPT)
    assert what.strip()


def test_nothing_is_described_that_is_not_in_it() -> None:
    assert set(ROWS) == {form.file_of(table) for table in of_runner.tables(*TOLD)}
