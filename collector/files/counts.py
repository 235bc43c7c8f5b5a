"""Counts as people's tables write them: 12345, 12,345, 12.345, 12 345, 12345,0."""

import re

#: Spaces and apostrophes only ever group digits; the narrow ones are French.
GROUPING = re.compile(r"(?<=\d)[\s\u00a0\u2009\u202f'’](?=\d{3})")
NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")
GROUP_DIGITS = 3
MISSING = {"", "-", "--", "–", "na", "n/a", "nan", "null", "none", "nvt"}


class NotACount(ValueError):
    """A cell that is no number, or a mark whose meaning the column leaves open."""

    def __init__(self, n: int, cause: str) -> None:
        super().__init__(cause)
        self.n = n


def counts_of(cells: list[str]) -> list[float | None]:
    """A column of counts; None where a cell says that there is none.

    A point or comma groups thousands when three digits follow it everywhere; it is a decimal mark
    as soon as one cell shows so.

    Raises
    ------
    NotACount
        With the index of the first cell that is none.
    """
    plain = [GROUPING.sub("", cell.strip()) for cell in cells]
    marks: dict[str, bool] = {}  # mark: whether it is decimal
    for n, cell in enumerate(plain):
        if cell.casefold() in MISSING:
            continue
        if NUMBER.fullmatch(cell) is None:
            raise NotACount(n, f"{cells[n][:40]!r} is no number of steps")
        for mark, decimal in _shown(cell).items():
            if marks.setdefault(mark, decimal) is not decimal:
                raise NotACount(n, f"{cells[n][:40]!r} uses {mark!r} otherwise than rows before it")
    return [None if cell.casefold() in MISSING else _number(cell, marks) for cell in plain]


def _shown(cell: str) -> dict[str, bool]:
    """What a cell proves about its marks; one group of three digits proves nothing."""
    shown = {}
    last = max(cell.rfind("."), cell.rfind(","))
    for mark in ".,":
        if mark not in cell:
            continue
        if cell.count(mark) > 1 or cell.rfind(mark) < last:
            shown[mark] = False
        elif (
            len(cell) - cell.rfind(mark) - 1 != GROUP_DIGITS
            or cell.lstrip("-").find(mark) > GROUP_DIGITS
            or cell.lstrip("-0").startswith(mark)
            or len(set(cell) & set(".,")) > 1
        ):
            shown[mark] = True
    return shown


def _number(cell: str, decimal: dict[str, bool]) -> float:
    for mark in ".,":
        cell = cell.replace(mark, "\0" if decimal.get(mark, False) else "")
    return float(cell.replace("\0", "."))
