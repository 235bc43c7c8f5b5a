"""What the panels of the runner's chart share: dates, the scale of load, and labels kept apart."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from dashboard.charting.story import Story
from plantar.rehab import plain_name
from plantar.words.catalogue import Words

Option = dict[str, Any]

#: Panels from top to bottom, as top and height: load, pain, wear. [px]
PANELS: Final = ((30, 200), (268, 104), (408, 14))
#: The same where a chart stands beside other things. [px]
COMPACT: Final = ((30, 104), (168, 62), (264, 10))
#: Between a panel and the strip below it, for the name of the strip. [px]
STRIP_GAP = 34
#: Below the last panel, for the dates. [px]
BELOW = 26
#: A row of the exercises, the strip of runs, and that of hours told by hand. [px]
ROW_PX, RUNS_PX, TOLD_PX = 15, 34, 30
MOST_ROWS = 6
#: Two labels at the end of lines keep this apart. [px]
LINE_HEIGHT = 15
#: From here on, days are too thin for white seams, big dots and signs. [d]
THIN_DAYS = 120
#: The load axis counts in thousands of step equivalents from this load on, else in hundreds. [WSE]
THOUSANDS_FROM_WSE = 8_000.0
THOUSAND, HUNDRED = 1000, 100
#: Room above the highest bar, for a mark and its number. [1]
HEADROOM = 1.16
#: Below so many steps of the axis a hundredth of one can be seen.
FINE_BELOW = 30
#: Lines across the load panel, at most.
MOST_LINES = 5


class Strip(StrEnum):
    """A panel that is there only when it has something to show."""

    RUNS = "runs"
    EXERCISES = "exercises"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Canvas:
    """A story with the dates along the bottom and the scale up the side."""

    story: Story
    words: Words
    dates: tuple[date, ...]
    scale: int  # one step of the load axis [WSE]
    top: int  # its end, in such steps
    compact: bool = False  # beside other things: low, and without strips
    by_foot: bool = False  # bars of the left and the right foot, not of what they did

    @property
    def thin(self) -> bool:
        """Whether days are too thin for detail."""
        return len(self.dates) >= THIN_DAYS

    @property
    def strips(self) -> dict[Strip, int]:
        """The strips that have something to show, with their heights. [px]"""
        beside, shown = self.story.beside, {}
        if self.compact:
            return {}
        if self.story.runs:
            shown[Strip.RUNS] = RUNS_PX
        if beside.exercised or beside.has_programme:
            shown[Strip.EXERCISES] = ROW_PX * max(1, min(self.exercises, MOST_ROWS))
        if beside.minutes:
            shown[Strip.TOLD] = TOLD_PX
        return shown

    @property
    def exercises(self) -> int:
        """How many exercises there are to tell of."""
        days = self.story.beside.exercised.values()
        return len({plain_name(name) for one in days for name in (*one.done, *one.missed)})

    @property
    def panels(self) -> list[tuple[int, int]]:
        """Every panel from top to bottom, as top and height. [px]"""
        placed = list(COMPACT if self.compact else PANELS)
        for height in self.strips.values():
            placed.append((sum(placed[-1]) + STRIP_GAP, height))
        return placed

    @property
    def height(self) -> int:
        """How high the whole chart is. [px]"""
        return sum(self.panels[-1]) + BELOW

    def panel(self, strip: Strip) -> int | None:
        """The number of a strip's panel; None where it is not shown."""
        shown = list(self.strips)
        return len(PANELS) + shown.index(strip) if strip in shown else None

    def load(self, load_wse: float | None) -> float | None:
        """A load on the axis; None where there is none."""
        if load_wse is None or math.isnan(load_wse):
            return None
        return round(load_wse / self.scale, 1 if self.top >= FINE_BELOW else 2)


def canvas(story: Story, words: Words, *, compact: bool = False, by_foot: bool = False) -> Canvas:
    """The canvas that a story fits on; a whole one also has the days of this week to come."""
    highest = max(
        [
            1.0,
            *(day.load_wse or 0.0 for day in story.shown()),
            *(usual.high for usual in story.usual.values() if usual is not None),
            *(ratio.acute or 0.0 for ratio in story.ratios.values()),
        ]
    )
    scale = THOUSAND if highest >= THOUSANDS_FROM_WSE else HUNDRED
    wanted = HEADROOM * highest / scale
    step = _step(wanted)
    dates = story.dates if compact else story.dates + story.ahead()
    top = step * math.ceil(wanted / step)
    return Canvas(story, words, dates, scale, top, compact, by_foot)


def _step(wanted: float) -> int:
    """A whole, round step that covers a height in at most `MOST_LINES`."""
    magnitude = 10.0 ** math.floor(math.log10(wanted / MOST_LINES))
    round_steps = (n * magnitude for n in (1, 2, 3, 4, 5, 10))
    return max(1, math.ceil(next(step for step in round_steps if step * MOST_LINES >= wanted)))


def end_label(text: str, colour: str, offset: float) -> Option:
    """The name of a line, where it ends."""
    return {
        "show": True,
        "formatter": text,
        "color": colour,
        "fontSize": 12.5,
        "distance": 7,
        "offset": [0, round(offset, 1)],
    }


def apart(ends: Sequence[float | None], px_per_unit: float) -> list[float]:
    """How far down each label moves so that none covers another. [px]"""
    order = sorted((-end, n) for n, end in enumerate(ends) if end is not None)
    offsets, lowest = [0.0] * len(ends), -math.inf
    for depth, n in order:
        wanted = depth * px_per_unit
        lowest = max(wanted, lowest + LINE_HEIGHT)
        offsets[n] = lowest - wanted
    return offsets


def last(series: Iterable[float | None]) -> float | None:
    """The last value there is."""
    known = [value for value in series if value is not None]
    return known[-1] if known else None
