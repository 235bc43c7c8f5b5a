"""The upper panel of a report's chart: load by activity, the usual band, the 7-day line."""

from collections.abc import Sequence
from itertools import groupby

from dashboard.charting import history
from dashboard.charting.canvas import THOUSAND, Canvas, last
from dashboard.frame.palette import (
    BAND,
    HATCH,
    INK,
    LEVEL_COLOURS,
    MUTED,
    RUNNING,
    STANDING,
    UNSPLIT,
    WALKING,
)
from dashboard.report.frame import (
    LEFT,
    LINE_HEIGHT,
    LOAD,
    RIGHT,
    TO_BASELINE,
    grid,
    points,
    x_of,
    y_of,
)
from dashboard.report.strokes import Box, bar, hatch, polylines, rect, sign, spread, text
from plantar.load import Activity, Day, DayStatus
from plantar.which_first import among_bars_of_load
from plantar.words import sentences

#: A mark stands above the bars this near to it. [d]
MARK_REACH = 2
#: Dots along the edge of the usual band; dashes of the usual itself.
EDGE, USUAL = "0.6 1.3", "4 2"


def load_panel(drawn: Canvas) -> list[str]:
    """Everything in the panel, from the back to the front."""
    words = drawn.words
    name = (
        words.say("Daily load (× 1000 step equivalents)")
        if drawn.scale == THOUSAND
        else words.say("Daily load (× 100 step equivalents)")
    )
    return [
        text(0, LOAD[0] - 7, name, weight="bold"),
        *_missing(drawn),
        *grid(LOAD, [(step / drawn.top, words.number(step)) for step in _steps(drawn.top)]),
        *_band(drawn),
        *_bars(drawn),
        *_means(drawn),
        *_marks(drawn),
    ]


def parts(day: Day) -> list[tuple[float, str, str]]:
    """Load, colour and pattern of each part of a bar, bottom to top."""
    return [
        (_load(day.standing), STANDING, "lines"),
        (_load(day.walking), WALKING, ""),
        (_load(day.running), RUNNING, ""),
        (history.unsplit(day), UNSPLIT, "bars"),
    ]


def _load(part: Activity | None) -> float:
    return 0.0 if part is None else part.load_wse


def _steps(top: int) -> list[int]:
    """Whole numbers up the axis, as far apart as they are from its ends."""
    count = next(count for count in (4, 5, 3, 2, 1) if top % count == 0)
    return [top * n // count for n in range(count + 1)]


def _missing(drawn: Canvas) -> list[str]:
    boxes, days = [], list(enumerate(drawn.dates))
    for missing, stretch in groupby(days, key=lambda each: drawn.story.is_missing(each[1])):
        if missing:
            places = [x_of(drawn, n) for n, _ in stretch]
            width = places[-1] - places[0] + x_of(drawn, 1) - LEFT
            boxes.append(Box(places[0], LOAD[0], width, LOAD[1] - LOAD[0]))
    return [hatch(box, HATCH) for box in boxes]


def _y(drawn: Canvas, load_wse: float | None) -> float | None:
    load = drawn.load(load_wse)
    return None if load is None else y_of(LOAD, load / drawn.top)


def _band(drawn: Canvas) -> list[str]:
    """The usual band, with an edge that prints."""
    bands = [drawn.story.usual.get(day) for day in drawn.dates]
    highs = [None if band is None else _y(drawn, band.high) for band in bands]
    lows = [None if band is None else _y(drawn, band.low) for band in bands]
    width = x_of(drawn, 1) - LEFT
    boxes = [
        rect(Box(x_of(drawn, n), high, width, low - high), BAND, 0.38)
        for n, (high, low) in enumerate(zip(highs, lows, strict=True))
        if high is not None and low is not None
    ]
    edges = [polylines(points(drawn, ends), MUTED, 0.6, EDGE) for ends in (highs, lows)]
    return [*boxes, *edges[0], *edges[1]]


def _bars(drawn: Canvas) -> list[str]:
    width = x_of(drawn, 1) - LEFT
    gap = min(0.8, 0.15 * width)
    shapes = []
    for n, date_ in enumerate(drawn.dates):
        day = drawn.story.days.get(date_)
        if day is None or day.load_wse is None:
            continue
        whole, total = day.status is DayStatus.VALID, 0.0
        for load, colour, pattern in parts(day):
            low, high = _y(drawn, total), _y(drawn, total + load)
            if low is not None and high is not None and low > high:
                box = Box(x_of(drawn, n) + gap / 2, high, width - gap, low - high)
                shapes.append(bar(box, colour, pattern, whole=whole))
            total += load
        if not whole:
            top = _y(drawn, day.load_wse) or LOAD[1]
            shapes.append(text(x_of(drawn, n + 0.5), top - 1.5, "≥", anchor="middle"))
    return shapes


def _means(drawn: Canvas) -> list[str]:
    """The 7-day mean and the usual, each with its name and number where it ends."""
    words = drawn.words
    ratios = [drawn.story.ratios.get(day) for day in drawn.dates]
    weeks = [ratio.acute if ratio else None for ratio in ratios]
    usuals = [ratio.chronic if ratio else None for ratio in ratios]
    week = points(drawn, [_y(drawn, load) for load in weeks])
    usual = points(drawn, [_y(drawn, load) for load in usuals])
    names = [
        (words.say("week {load}", load=words.about(last(weeks))), INK, _end(week)),
        (words.say("usual {load}", load=words.about(last(usuals))), MUTED, _end(usual)),
    ]
    return [
        *polylines(usual, "#fff", 2.4),
        *polylines(usual, MUTED, 1.1, USUAL),
        *polylines(week, "#fff", 3.4),
        *polylines(week, INK, 1.7),
        *_names([(name, colour, y) for name, colour, y in names if y is not None]),
    ]


def _end(line: Sequence[tuple[float, float] | None]) -> float | None:
    return last(None if point is None else point[1] for point in line)


def _names(ends: Sequence[tuple[str, str, float]]) -> list[str]:
    places = spread([y for _, _, y in ends], LINE_HEIGHT, LOAD[1])
    return [
        text(RIGHT + 5, y + TO_BASELINE, name, fill=colour)
        for (name, colour, _), y in zip(ends, places, strict=True)
    ]


def _marks(drawn: Canvas) -> list[str]:
    """One triangle per episode of load, above the bars around the day of its strongest alert."""
    place = {day: n for n, day in enumerate(drawn.dates)}
    shapes = []
    for episode in drawn.story.episodes:
        alert = among_bars_of_load(episode)
        if alert is None or alert.day not in place:
            continue
        n, colour = place[alert.day], LEVEL_COLOURS[episode.level]
        x, y = x_of(drawn, n + 0.5), _top_around(drawn, n) - 5
        said = sentences.short(alert, drawn.words)
        shapes.append(sign("triangle", x, y, 3.2, colour))
        shapes.append(text(x, y - 4.5, said, fill=colour, anchor="middle", weight="bold"))
    return shapes


def _top_around(drawn: Canvas, n: int) -> float:
    tops = [LOAD[1]]
    for day in drawn.dates[max(0, n - MARK_REACH) : n + MARK_REACH + 1]:
        of_day, ratio = drawn.story.days.get(day), drawn.story.ratios.get(day)
        loads = (of_day.load_wse if of_day else None, ratio.acute if ratio else None)
        tops += [y for load in loads if (y := _y(drawn, load)) is not None]
    return min(tops)
