"""Where things lie in the chart of a report, and its grid and dates."""

from collections.abc import Sequence
from typing import Final

from dashboard.charting.canvas import Canvas
from dashboard.frame.palette import MUTED, RULE
from dashboard.report.strokes import Point, rule, text

#: The whole chart, as wide as the text of an A4 page. [pt]
WIDTH, HEIGHT = 504.0, 234.0
#: Between them lie the days; names at the line ends stand right of them. [pt]
LEFT, RIGHT = 24.0, 430.0
#: Top and bottom of the panels. [pt]
LOAD: Final = (29.0, 141.0)
PAIN: Final = (164.0, 219.0)
DATES_AT = 229.5
#: Names at line ends keep this apart. [pt]
LINE_HEIGHT = 8.5
#: How far down from its middle a text stands. [pt]
TO_BASELINE = 2.5
#: Dates along the axis, at most.
MOST_DATES = 7


def x_of(drawn: Canvas, n: float) -> float:
    """Left edge of the nth day; n + 0.5 is its middle. [pt]"""
    return LEFT + n * (RIGHT - LEFT) / len(drawn.dates)


def y_of(panel: tuple[float, float], share: float) -> float:
    """How high a share of a panel's scale lies. [pt]"""
    top, bottom = panel
    return bottom - share * (bottom - top)


def points(drawn: Canvas, ys: Sequence[float | None]) -> list[Point | None]:
    """A point in the middle of each day that has a height."""
    return [None if y is None else (x_of(drawn, n + 0.5), y) for n, y in enumerate(ys)]


def grid(panel: tuple[float, float], marks: Sequence[tuple[float, str]]) -> list[str]:
    """Lines across a panel at shares of its scale, each with its number."""
    shapes = []
    for share, name in marks:
        y = y_of(panel, share)
        shapes.append(rule(y, LEFT, RIGHT, RULE if share else MUTED))
        shapes.append(text(LEFT - 4, y + TO_BASELINE, name, fill=MUTED, anchor="end"))
    return shapes


def time_axis(drawn: Canvas) -> list[str]:
    """Dates of Mondays below both panels."""
    mondays = [n for n, day in enumerate(drawn.dates) if day.weekday() == 0]
    every = max(1, -(-len(mondays) // MOST_DATES))
    shapes = []
    for n in mondays[::every]:
        x = x_of(drawn, n)
        shapes.append(
            f'<path d="M{x:.1f} {LOAD[1]}v3M{x:.1f} {PAIN[1]}v3" stroke="{MUTED}"'
            ' stroke-width=".6"/>'
        )
        shapes.append(text(x, DATES_AT, drawn.words.date(drawn.dates[n]), fill=MUTED))
    return shapes


def in_the_middle(panel: tuple[float, float], said: str) -> str:
    """What stands between the lines of a panel that has nothing to draw."""
    return text((LEFT + RIGHT) / 2, y_of(panel, 0.21), said, fill=MUTED, anchor="middle")
