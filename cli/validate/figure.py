"""A figure of the report: what is drawn, in words; `cli.validate.drawing` makes it an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

#: Where the figures of a report stand, seen from the report.
FOLDER = "img/validation"


class Mark(Enum):
    """How the points of a series are drawn."""

    LINE = auto()
    STEP = auto()  # holds its value until the next
    POINTS = auto()


@dataclass(frozen=True, slots=True)
class Axis:
    """What runs along a side, and how far; without ends it fits what is drawn."""

    name: str  # with its unit in brackets, such as "contact time [s]"
    low: float | None = None
    high: float | None = None
    ticks: tuple[tuple[float, str], ...] = ()  # own labels, such as months or names of rules


@dataclass(frozen=True, slots=True)
class Series:
    """Points of one kind; nan breaks a line."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    mark: Mark = Mark.LINE


@dataclass(frozen=True, slots=True)
class Bound:
    """A straight line across at a height, or upright at a place, with its name."""

    at: float
    name: str
    upright: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """One plot; at most six series, told apart by colour and by shape."""

    file: str  # stem of its file
    title: str
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    bounds: tuple[Bound, ...] = ()

    def written(self) -> str:
        """As Markdown, seen from the report."""
        return f"![{self.title}]({FOLDER}/{self.file}.svg)"
