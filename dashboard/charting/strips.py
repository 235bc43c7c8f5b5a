"""Two strips below the wear: what was exercised and missed, and time that was told by hand.

What was told is an estimate: it stands in a strip of its own, hatched and outlined, and in no bar
of measured load.
"""

from datetime import date
from typing import Final

from dashboard.charting.beside import ESTIMATED, RAN, SHIFT, STOOD, WALKED
from dashboard.charting.canvas import Canvas, Option, Strip
from dashboard.frame.palette import BLUE, INK, MUTED, PAGE, RUNNING, STANDING, WALKING
from plantar.context import EVENTS
from plantar.rehab import plain_name
from plantar.words.catalogue import mark

MINUTES_AN_HOUR: Final = 60.0
#: Outline and name of each kind of estimated time.
KINDS: Final = {
    SHIFT: (MUTED, mark("shift, estimated")),
    STOOD: (STANDING, mark("stood, estimated")),
    WALKED: (WALKING, mark("walked, estimated")),
    RAN: (RUNNING, mark("ran, estimated")),
}


def strips(canvas: Canvas) -> list[Option]:
    """The series of the strips that have anything to show, and the letters of the notes."""
    return [_letters(canvas), *_exercises(canvas), *_told(canvas)]


def _letters(canvas: Canvas) -> Option:
    """A vertical for each day with notes, with their letters below the load; events are bold."""
    place = {day: n for n, day in enumerate(canvas.dates)}
    beside = canvas.story.beside
    days = dict.fromkeys(note.day for _, note in beside.notes if note.day in place)
    events = {note.day for _, note in beside.notes if note.kind in EVENTS}
    return {
        "name": "notes",
        "type": "line",
        "data": [],
        "silent": True,
        "markLine": {
            "silent": True,
            "symbol": ["none", "none"],
            "data": [
                {
                    "xAxis": place[day],
                    "lineStyle": {
                        "color": INK if day in events else MUTED,
                        "width": 1.4 if day in events else 1,
                        "type": "solid" if day in events else "dotted",
                    },
                    "label": {
                        "show": True,
                        "position": "start",
                        "distance": 4,
                        "formatter": beside.letters(day),
                        "color": INK,
                        "fontSize": 12.5,
                        "fontWeight": 650 if day in events else 400,
                    },
                }
                for day in days
            ],
        },
        "z": 3,
    }


def _exercises(canvas: Canvas) -> list[Option]:
    """A row per exercise: a filled dot where it was done, a ring where it was missed."""
    panel = canvas.panel(Strip.EXERCISES)
    if panel is None:
        return []
    names = exercise_names(canvas)
    size = 4 if canvas.thin else 8
    dots: list[list[int]] = []
    rings: list[list[int]] = []
    for n, day in enumerate(canvas.dates):
        one = canvas.story.beside.exercised.get(day)
        if one is not None:
            dots += [[n, row] for row in _rows(one.done, names)]
            rings += [[n, row] for row in _rows(one.missed, names)]
    common: Option = {
        "type": "scatter",
        "xAxisIndex": panel,
        "yAxisIndex": panel,
        "symbol": "circle",
        "symbolSize": size,
        "silent": True,
    }
    ring = {"color": PAGE, "borderColor": MUTED, "borderWidth": 1.4}
    return [
        {**common, "name": canvas.words.say("missed"), "data": rings, "itemStyle": ring},
        {
            **common,
            "name": canvas.words.say("done"),
            "data": dots,
            "itemStyle": {"color": BLUE, "borderWidth": 0},
        },
    ]


def exercise_names(canvas: Canvas) -> list[str]:
    """The exercises of the strip, bottom to top, as they are compared."""
    found = canvas.story.beside.exercised
    shown = [one for day in canvas.dates if (one := found.get(day)) is not None]
    names = [plain_name(name) for one in shown for name in (*one.done, *one.missed)]
    return list(dict.fromkeys(names))


def _rows(names: tuple[str, ...], known: list[str]) -> list[int]:
    return sorted({known.index(plain_name(name)) + 1 for name in names})


def _told(canvas: Canvas) -> list[Option]:
    """Hours told by hand, hatched in an outline."""
    panel = canvas.panel(Strip.TOLD)
    if panel is None:
        return []
    hatch = {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 3], "rotation": 0.785}
    return [
        {
            "name": canvas.words.say(KINDS[kind][1]),
            "type": "bar",
            "stack": "told",
            "xAxisIndex": panel,
            "yAxisIndex": panel,
            "barCategoryGap": "14%",
            "data": [hours_told(canvas, day, kind) for day in canvas.dates],
            "itemStyle": {
                "color": PAGE,
                "borderColor": KINDS[kind][0],
                "borderWidth": 0.8,
                "borderType": "dashed",
                "decal": {**hatch, "color": KINDS[kind][0]},
            },
            "emphasis": {"disabled": True},
            "silent": True,
        }
        for kind in ESTIMATED
        if any(kind in of_day for of_day in canvas.story.beside.minutes.values())
    ]


def hours_told(canvas: Canvas, day: date, kind: str) -> float | None:
    """Hours of one kind that were told of a day; None where none were."""
    minutes = canvas.story.beside.minutes.get(day, {}).get(kind)
    return None if minutes is None else round(minutes / MINUTES_AN_HOUR, 2)
