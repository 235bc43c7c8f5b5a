"""Planned runs as outlines, and in them what was run; what was missed is crossed, not coloured."""

from typing import Final

from dashboard.charting.canvas import Canvas, Option, Strip
from dashboard.charting.runs import KM, MIN, SHARE, Kept, RunDay, done_size, measure, planned_size
from dashboard.frame.palette import INK, MUTED, RUNNING
from plantar.words.catalogue import mark

NAMES: Final = {
    KM: mark("Runs: planned and done (km)"),
    MIN: mark("Runs: planned and done (min)"),
    SHARE: mark("Runs: planned and done (share of the plan)"),
}
#: What stands on a day without a bar of its own.
SIGNS: Final = {Kept.MISSED: "×", Kept.UNKNOWN: "?", Kept.RAN: "•"}


def name(canvas: Canvas) -> str:
    """What the strip is called, with its unit."""
    by = measure(canvas.story.runs.values())
    return canvas.words.say(NAMES[by])


def top(canvas: Canvas) -> float:
    """Its highest bar."""
    by = measure(canvas.story.runs.values())
    sizes = [
        size
        for one in canvas.story.runs.values()
        for size in (planned_size(one, by), done_size(one, by))
        if size is not None
    ]
    return max([1.0, *sizes])


def run_strip(canvas: Canvas) -> list[Option]:
    """The series of the strip; none where nothing was planned."""
    panel = canvas.panel(Strip.RUNS)
    if panel is None:
        return []
    by = measure(canvas.story.runs.values())
    shown = [canvas.story.runs.get(day) for day in canvas.dates]
    bar: Option = {
        "type": "bar",
        "xAxisIndex": panel,
        "yAxisIndex": panel,
        "barGap": "-100%",
        "barCategoryGap": "14%",
        "emphasis": {"disabled": True},
        "silent": True,
    }
    signs = [
        {"value": [n, top(canvas) / 2], "label": {"formatter": SIGNS[one.kept]}}
        for n, one in enumerate(shown)
        if one is not None and one.kept in SIGNS and done_size(one, by) is None
    ]
    return [
        {
            **bar,
            "name": canvas.words.say("run done"),
            "data": [None if one is None else _round(done_size(one, by)) for one in shown],
            "itemStyle": {"color": RUNNING},
            "z": 2,
        },
        {
            **bar,
            "name": canvas.words.say("run planned"),
            "data": [_outline(one, by) for one in shown],
            "itemStyle": {"color": "transparent", "borderColor": INK, "borderWidth": 1.3},
            "z": 3,
        },
        {
            "name": "signs of runs",
            "type": "scatter",
            "xAxisIndex": panel,
            "yAxisIndex": panel,
            "symbolSize": 0,
            "silent": True,
            "data": signs,
            "label": {
                "show": True,
                "position": "inside",
                "color": INK,
                "fontSize": 14,
                "fontWeight": 700,
            },
            "z": 5,
        },
    ]


def _outline(one: RunDay | None, by: str) -> Option | float | None:
    size = None if one is None else _round(planned_size(one, by))
    if one is None or size is None or one.kept is not Kept.TO_COME:
        return size
    dashed = {"borderType": "dashed", "borderColor": MUTED}
    return {"value": size, "itemStyle": dashed}


def _round(size: float | None) -> float | None:
    return None if size is None else round(size, 2)
