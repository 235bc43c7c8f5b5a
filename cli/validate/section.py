"""A part of the validation report: what was compared, how, and what came out."""

from collections.abc import Sequence
from dataclasses import dataclass

from cli.validate.figure import Figure

ABSENT = "No recording of this kind is in the folder."


@dataclass(frozen=True, slots=True)
class Claim:
    """Something Plantar should do, how well, and what was found."""

    what: str
    bound: str
    found: str
    met: bool | None  # None: nothing to look at in this folder

    @classmethod
    def unseen(cls, what: str, bound: str) -> "Claim":
        """A claim that this folder says nothing about."""
        return cls(what, bound, "not in this folder", None)

    def row(self) -> tuple[str, ...]:
        """As a row of the summary."""
        said = "-" if self.met is None else "met" if self.met else "**not met**"
        return (self.what, self.bound, self.found, said)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, how it was done, a table, its figures, and what all this does not show."""

    title: str
    method: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""
    figures: tuple[Figure, ...] = ()
    claims: tuple[Claim, ...] = ()
    below: str = ""  # further tables and sentences, under the first table

    def written(self) -> str:
        """As Markdown."""
        shown = table(self.columns, self.rows) if self.rows else ABSENT
        figures = [figure.written() for figure in self.figures]
        parts = [f"## {self.title}", self.method, shown, self.below, *figures, self.remark]
        return "\n\n".join(part for part in parts if part) + "\n"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def summary(sections: Sequence[Section]) -> str:
    """Every claim with its bound and what was found."""
    rows = [claim.row() for section in sections for claim in section.claims]
    heading = "## What was asked, and what was found"
    return f"{heading}\n\n{table(('claim', 'bound', 'found', ''), rows)}\n"
