"""A part of the validation report: what was compared, how, and what came out."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, how it was done, a table and what it does not show."""

    title: str
    method: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""

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
        parts = [f"## {self.title}", self.method, table]
        return "\n\n".join([*parts, self.remark] if self.remark else parts) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
