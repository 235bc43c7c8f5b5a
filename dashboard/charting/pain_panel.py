"""How the foot answered, on the same days; and how much of each day was measured."""

import math
from datetime import date
from typing import Final

from dashboard.charting.canvas import HUNDRED, Canvas, Option, apart, end_label, last
from dashboard.frame.palette import (
    BAND,
    HATCH,
    INK,
    MUTED,
    PAGE,
    PAIN_AFTER_24H,
    PAIN_DURING,
    PAIN_EVENING,
    PAIN_FIRST_STEPS,
)
from dashboard.present import MOMENTS
from plantar.load import Day, DayStatus
from plantar.pain import WORST_PAIN, PainMoment

#: Colour, width, dash, symbol and size of each moment's line.
LINES: Final = {
    PainMoment.FIRST_STEPS: (PAIN_FIRST_STEPS, 2.2, "solid", "circle", 4),
    PainMoment.AFTER_24H: (PAIN_AFTER_24H, 1.6, "dashed", "diamond", 7),
    PainMoment.DURING: (PAIN_DURING, 1.5, "dotted", "triangle", 6),
    PainMoment.EVENING: (PAIN_EVENING, 1.4, "dashed", "rect", 5),
}
#: Where a day is marked, below the top of the panel, and the shape and size of each mark.
MARKS: Final = {"painkiller": (9.4, "roundRect", (10, 5)), "flare-up": (8.2, "arrow", (9, 10))}
#: Too light for text on white: its label is set in ink.
LIGHT: Final = {PAIN_DURING}


def pain_panel(canvas: Canvas) -> list[Option]:
    """A line per moment that was ever answered; a day without an answer breaks it."""
    scores = {
        moment: [canvas.story.pain.get((day, moment)) for day in canvas.dates] for moment in LINES
    }
    answered = [moment for moment in LINES if last(scores[moment]) is not None]
    ends = [last(scores[moment]) for moment in answered]
    offsets = apart(ends, canvas.panels[1][1] / WORST_PAIN)
    lines = [_line(canvas, moment, scores[moment]) for moment in answered]
    names = [
        _name(canvas, moment, end, offset)
        for moment, end, offset in zip(answered, ends, offsets, strict=True)
    ]
    limit: Option = {
        "name": "limit",
        "type": "line",
        "xAxisIndex": 1,
        "yAxisIndex": 1,
        "data": [],
        "silent": True,
    }
    if canvas.story.pain_limit is not None:
        limit["markLine"] = _limit(canvas, canvas.story.pain_limit)
    return [limit, *lines, _names(names), _above(canvas), *_marks(canvas)]


def _above(canvas: Canvas) -> Option:
    """A ring around the worst score of each day above the agreed limit."""
    worst = canvas.story.above_limit()
    return {
        "name": "above the limit",
        "type": "scatter",
        "xAxisIndex": 1,
        "yAxisIndex": 1,
        "symbol": "circle",
        "symbolSize": 6 if canvas.thin else 11,
        "silent": True,
        "data": [[n, worst[day]] for n, day in enumerate(canvas.dates) if day in worst],
        "itemStyle": {"color": "transparent", "borderColor": INK, "borderWidth": 1.4},
        "z": 6,
    }


def marked(canvas: Canvas) -> list[tuple[str, str, set[date]]]:
    """What days are marked with, its word for the legend, and which days; only what there is."""
    story, words = canvas.story, canvas.words
    found = [
        ("painkiller", words.say("painkiller"), story.with_analgesic()),
        ("flare-up", words.say("flare-up"), story.with_flare()),
    ]
    shown = set(canvas.dates)
    return [(mark, word, days & shown) for mark, word, days in found if days & shown]


def _marks(canvas: Canvas) -> list[Option]:
    """A shape for each day with a painkiller, and one for each flare-up; never a colour alone."""
    series: list[Option] = []
    for mark, word, days in marked(canvas):
        height, symbol, size = MARKS[mark]
        series.append(
            {
                "name": word,
                "type": "scatter",
                "xAxisIndex": 1,
                "yAxisIndex": 1,
                "symbol": symbol,
                "symbolSize": [side / 2 for side in size] if canvas.thin else list(size),
                "itemStyle": {"color": INK},
                "silent": True,
                "data": [[n, height] for n, day in enumerate(canvas.dates) if day in days],
            }
        )
    return series


def _line(canvas: Canvas, moment: PainMoment, scores: list[int | None]) -> Option:
    colour, width, dash, symbol, size = LINES[moment]
    return {
        "name": canvas.words.say(MOMENTS[moment]),
        "type": "line",
        "xAxisIndex": 1,
        "yAxisIndex": 1,
        "data": scores,
        "connectNulls": False,
        "symbol": symbol,
        "showAllSymbol": True,
        "symbolSize": size / 2 if canvas.thin else size,
        "lineStyle": {"color": colour, "width": width, "type": dash},
        "itemStyle": {"color": colour},
        "silent": True,
        "z": 5 if moment is PainMoment.FIRST_STEPS else 3,
    }


def _name(canvas: Canvas, moment: PainMoment, end: float | None, offset: float) -> Option:
    """The name of a line at the edge of the panel, also where its answers ended earlier."""
    colour = LINES[moment][0]
    text = canvas.words.say(MOMENTS[moment])
    label = end_label(text, INK if colour in LIGHT else colour, offset)
    return {"value": [len(canvas.dates) - 1, end], "label": label | {"position": "right"}}


def _names(names: list[Option]) -> Option:
    return {
        "name": "names",
        "type": "scatter",
        "xAxisIndex": 1,
        "yAxisIndex": 1,
        "symbolSize": 0,
        "silent": True,
        "data": names,
    }


def _limit(canvas: Canvas, limit: int) -> Option:
    return {
        "silent": True,
        "symbol": "none",
        "data": [{"yAxis": limit}],
        "lineStyle": {"color": MUTED, "type": "solid", "width": 0.8},
        "label": {
            "show": True,
            "position": "insideStartTop",
            "formatter": canvas.words.say("agreed limit {limit}", limit=limit),
            "color": MUTED,
            "fontSize": 11.5,
        },
    }


def wear_strip(canvas: Canvas) -> list[Option]:
    """How much of the planned wear was measured; an outline where nobody knows."""
    days = [canvas.story.days.get(day) for day in canvas.dates]
    bar: Option = {
        "type": "bar",
        "stack": "wear",
        "xAxisIndex": 2,
        "yAxisIndex": 2,
        "barGap": "-100%",
        "barCategoryGap": "14%",
        "emphasis": {"disabled": True},
        "silent": True,
    }
    outline = {"color": PAGE, "borderColor": MUTED, "borderWidth": 1}
    looks = (
        ("wear", {"color": MUTED}),
        ("wear in part", {"color": BAND}),
        ("wear unknown", outline),
    )
    return [
        {
            **bar,
            "name": name,
            "data": [[n, _share(day)] for n, day in enumerate(days) if _worn(day) == name],
            "itemStyle": look,
        }
        for name, look in looks
    ]


def _worn(day: Day | None) -> str:
    if day is None or day.load_wse is None:
        return ""
    if day.coverage is None:
        return "wear unknown"
    return "wear" if day.status is DayStatus.VALID else "wear in part"


def _share(day: Day | None) -> int:
    return HUNDRED if day is None or day.coverage is None else round(day.coverage * HUNDRED)


def missing(canvas: Canvas) -> list[Option]:
    """Hatched columns where there is no figure, in the load panel and in the strip of wear."""
    hatch = {
        "symbol": "rect",
        "color": HATCH,
        "dashArrayX": [1, 0],
        "dashArrayY": [1, 5],
        "rotation": -math.pi / 4,
    }
    missing_days = {day for day in canvas.dates if canvas.story.is_missing(day)}
    return [
        {
            "name": canvas.words.say("no figure") if panel == 0 else "not worn",
            "type": "bar",
            "xAxisIndex": panel,
            "yAxisIndex": panel,
            "barGap": "-100%",
            "barCategoryGap": "0%",
            "data": [[n, height] for n, day in enumerate(canvas.dates) if day in missing_days],
            "itemStyle": {"color": "rgba(169,180,190,0.10)", "decal": hatch},
            "emphasis": {"disabled": True},
            "silent": True,
            "z": 0,
        }
        for panel, height in ((0, canvas.top), (2, HUNDRED))
    ]
