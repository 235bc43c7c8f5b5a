"""What the panels of the runner's chart share: dates, the scale of load, and labels kept apart."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dashboard.story import Story
from plantar.words.catalogue import Words

Option = dict[str, Any]

#: Panels from top to bottom, as top and height: load, pain, wear. [px]
PANELS: Final = ((42, 262), (352, 116), (512, 22))
#: Two labels at the end of lines keep this apart. [px]
LINE_HEIGHT = 15
#: From here on, days are too thin for white seams, big dots and signs. [d]
THIN_DAYS = 120
#: The load axis counts in thousands of step equivalents from this load on, else in hundreds. [WSE]
THOUSANDS_FROM_WSE = 8_000.0
THOUSAND, HUNDRED = 1000, 100
#: Room above the highest bar, for a mark and its number. [1]
HEADROOM = 1.16
#: Lines across the load panel, at most.
MOST_LINES = 5


@dataclass(frozen=True, slots=True)
class Canvas:
    """A story with the dates along the bottom and the scale up the side."""

    story: Story
    words: Words
    dates: tuple[date, ...]
    scale: int  # one step of the load axis [WSE]
    top: int  # its end, in such steps

    @property
    def thin(self) -> bool:
        """Whether days are too thin for detail."""
        return len(self.dates) >= THIN_DAYS

    def load(self, load_wse: float | None) -> float | None:
        """A load on the axis; None where there is none."""
        if load_wse is None or math.isnan(load_wse):
            return None
        return round(load_wse / self.scale, 2)


def canvas(story: Story, words: Words) -> Canvas:
    """The canvas that a story fits on."""
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
    return Canvas(story, words, story.dates, scale, step * math.ceil(wanted / step))


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
