"""Which of several rows about the same thing counts: the one place that says so.

Across origins: the highest revision, then the newest origin. Within one origin: the highest
revision, then the fuller content, column by column (longer measured, a later end, more steps or
strides). Both are total orders, so that the order of arrival never matters, and hearing something
twice changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from plantar.store.rows import Kind, Row


@dataclass(frozen=True, slots=True)
class Layer:
    """A row as one origin told it."""

    origin_no: int
    received_at: int  # [µs]
    origin_id: str
    row: Row


def counting(kind: Kind[Any], layers: Sequence[Layer]) -> Layer:
    """The one of the layers of a key that counts."""
    if len(layers) == 1:
        return layers[0]
    return max(
        layers,
        key=lambda layer: (kind.revision(layer.row), layer.received_at, layer.origin_id),
    )


def fuller(kind: Kind[Any], row: Row, than: Row) -> bool:
    """Whether a row replaces another one of its own origin."""
    revision, before = kind.revision(row), kind.revision(than)
    if revision != before:
        return revision > before
    return _sortable(kind.content(row)) > _sortable(kind.content(than))


def _sortable(content: Row) -> tuple[tuple[bool, Any], ...]:
    return tuple((cell is not None, 0 if cell is None else cell) for cell in content)


def same(kind: Kind[Any], one: Row, other: Row) -> bool:
    """Whether two rows say the same, so that nothing follows from the difference."""
    return kind.content(one) == kind.content(other)
