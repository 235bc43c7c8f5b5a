"""A part of the validation report: what was compared, how, and what came out."""

from collections.abc import Sequence
from dataclasses import dataclass

from cli.validate.figure import Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, how it was done, a table, its figures, and what all this does not show."""

    title: str
    method: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""
    figures: tuple[Figure, ...] = ()

    def written(self) -> str:
        """As Markdown."""
        if not self.rows:
            table = "No recording of this kind is in the folder."
        else:
            table = "\n".join(
                [
                    _row(self.columns),
                    _row(["---"] * len(self.columns)),
                    *(_row(row) for row in self.rows),
                ]
            )
        figures = [figure.written() for figure in self.figures]
        parts = [f"## {self.title}", self.method, table, *figures, self.remark]
        return "\n\n".join(part for part in parts if part) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
