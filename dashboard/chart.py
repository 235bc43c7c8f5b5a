"""The runner's chart as an ECharts option: load, pain and wear on one time axis.

ECharts takes no callbacks from here and writes numbers in English, so every text is made ready
before: the tooltip is a sheet of lines that the first series carries, and the load axis counts in
hundreds or thousands.
"""

import math
from typing import Final

from dashboard import sheet
from dashboard.canvas import HUNDRED, PANELS, THOUSAND, Canvas, Option, Strip, canvas
from dashboard.load_panel import load_panel
from dashboard.pain_panel import MARKS, marked, missing, pain_panel, wear_strip
from dashboard.palette import BAND_KEY, GRID, INK, MUTED, PAGE, RULE
from dashboard.story import Story
from dashboard.strips import KINDS, MINUTES_AN_HOUR, strips
from plantar.pain import WORST_PAIN
from plantar.words.catalogue import Words

#: Left and right of the panels: wide screens have room for names at the end of the lines. [px]
WIDE_MARGINS: Final = (48, 112)
NARROW_MARGINS: Final = (34, 10)
#: Below this width, the chart is on a phone. [px]
NARROW = 560
#: Labels along the bottom, at most, on a wide screen.
MOST_LABELS = 13
WEEK_DAYS = 7


def height(story: Story, words: Words, *, compact: bool = False) -> int:
    """How high the chart is. [px]"""
    return canvas(story, words, compact=compact).height


def option(story: Story, words: Words, *, compact: bool = False) -> Option:
    """The whole chart; a compact one is low, and has no strips below it."""
    drawn = canvas(story, words, compact=compact)
    series = [
        *_readers(drawn),
        *missing(drawn),
        *load_panel(drawn),
        *pain_panel(drawn),
        wear_strip(drawn),
        *strips(drawn),
    ]
    return {
        "baseOption": {
            "animation": False,
            "grid": _grids(drawn, WIDE_MARGINS),
            "xAxis": [_time_axis(drawn, panel) for panel in range(len(drawn.panels))],
            "yAxis": _value_axes(drawn),
            "axisPointer": {"link": [{"xAxisIndex": "all"}]},
            "tooltip": _tooltip(),
            "legend": _legend(drawn),
            "dataset": _sheets(drawn),
            "series": series,
            "aria": {"enabled": True},
        },
        "media": [{"query": {"maxWidth": NARROW}, "option": _narrow(drawn, series)}],
    }


def _narrow(drawn: Canvas, series: list[Option]) -> Option:
    """What a phone has no room for: names at the line ends, half of the dates."""
    fewer = {"axisLabel": {"interval": 2 * _days_a_label(drawn) - 1}}
    return {
        "grid": _grids(drawn, NARROW_MARGINS),
        "xAxis": [fewer for _ in drawn.panels],
        "legend": {"left": 0, "right": 0},
        "series": [_without_names(one) for one in series],
    }


def _without_names(one: Option) -> Option:
    if one["name"] == "names":
        return {"data": []}
    if one.get("xAxisIndex", 0) >= len(PANELS):
        return {}  # a strip: its rings and outlines are all that it shows
    return {"endLabel": {"show": False}, "itemStyle": {"borderWidth": 0}}


def _grids(drawn: Canvas, margins: tuple[int, int]) -> list[Option]:
    left, right = margins
    return [{"left": left, "right": right, "top": y, "height": h} for y, h in drawn.panels]


def _days_a_label(drawn: Canvas) -> int:
    return WEEK_DAYS * max(1, math.ceil(len(drawn.dates) / WEEK_DAYS / MOST_LABELS))


def _time_axis(drawn: Canvas, panel: int) -> Option:
    return {
        "type": "category",
        "gridIndex": panel,
        "data": [drawn.words.date(day) for day in drawn.dates],
        "axisTick": {"show": False},
        "axisLine": {"lineStyle": {"color": RULE}},
        "axisLabel": {
            "show": panel == len(drawn.panels) - 1,
            "color": MUTED,
            "fontSize": 12,
            "interval": _days_a_label(drawn) - 1,
        },
        "axisPointer": {
            "show": True,
            "type": "line",
            "lineStyle": {"color": INK, "width": 1, "type": "solid"},
            "label": {"show": False},
        },
    }


def _value_axes(drawn: Canvas) -> list[Option]:
    words = drawn.words
    if drawn.scale == THOUSAND:
        load = words.say("Daily load (× 1000 step equivalents)")
    else:
        load = words.say("Daily load (× 100 step equivalents)")
    hidden: Option = {"axisLabel": {"show": False}, "splitLine": {"show": False}}
    axes = [
        _value_axis(0, load, drawn.top),
        _value_axis(1, words.say("Pain (0–10)"), WORST_PAIN) | {"interval": WORST_PAIN / 2},
        _value_axis(2, words.say("Wear (% of plan)"), HUNDRED) | hidden,
    ]
    if drawn.panel(Strip.EXERCISES) is not None:
        name = words.say("Exercises (filled: done, ring: missed)")
        axes.append(
            _value_axis(len(axes), name, max(1, drawn.exercises) + 0.5) | {"min": 0.5} | hidden
        )
    if drawn.panel(Strip.TOLD) is not None:
        name = words.say("Told by hand (hours, estimated)")
        axes.append(_value_axis(len(axes), name, _most_told(drawn)) | {"splitNumber": 1})
    return axes


def _most_told(drawn: Canvas) -> int:
    days = drawn.story.beside.minutes.values()
    return math.ceil(max(math.fsum(of_day.values()) for of_day in days) / MINUTES_AN_HOUR)


def _value_axis(panel: int, name: str, top: float) -> Option:
    return {
        "type": "value",
        "gridIndex": panel,
        "name": name,
        "min": 0,
        "max": top,
        "minInterval": 1,  # a half would be written with a point, in any language
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"color": MUTED, "fontSize": 12},
        "splitLine": {"lineStyle": {"color": GRID}},
        "nameTextStyle": {
            "color": INK,
            "fontSize": 13,
            "fontWeight": 600,
            "align": "left",
            "padding": [0, 0, 0, -30],
        },
        "nameGap": 13,
    }


def _tooltip() -> Option:
    return {
        "trigger": "axis",
        "formatter": "{@[2]}",
        "extraCssText": "white-space: pre-line; line-height: 1.45;",
        "backgroundColor": PAGE,
        "borderColor": RULE,
        "textStyle": {"color": INK, "fontSize": 13},
        "confine": True,
    }


def _sheets(drawn: Canvas) -> Option:
    """The text of the tooltip: a row per date, read by a series of each panel."""
    return {
        "source": [
            [n, 0, sheet.day_sheet(drawn.story, day, drawn.words)]
            for n, day in enumerate(drawn.dates)
        ],
        "sourceHeader": False,
    }


def _readers(drawn: Canvas) -> list[Option]:
    """A series per panel that draws nothing: a tooltip takes its text from the first it meets."""
    return [
        {
            "name": "sheet",
            "type": "scatter",
            "datasetIndex": 0,
            "encode": {"x": 0, "y": 1},
            "xAxisIndex": panel,
            "yAxisIndex": panel,
            "symbolSize": 0,
            "silent": True,
            "itemStyle": {"opacity": 0},
        }
        for panel in range(len(drawn.panels))
    ]


def _legend(drawn: Canvas) -> Option:
    words = drawn.words
    days = drawn.story.shown()
    parts = [
        (words.say("running"), any(day.running for day in days)),
        (words.say("walking"), any(day.walking for day in days)),
        (words.say("standing"), any(day.standing for day in days)),
        (words.say("not split"), drawn.story.has_unsplit()),
    ]
    keys: list[Option] = [{"name": name, "icon": "rect"} for name, there in parts if there]
    keys.append({"name": words.say("7-day mean"), "icon": "path://M0,4L24,4L24,7L0,7Z"})
    if any(drawn.story.usual.values()):
        band = {"color": BAND_KEY}
        keys.append({"name": words.say("usual band"), "icon": "rect", "itemStyle": band})
    if any(drawn.story.is_missing(day) for day in drawn.dates):
        keys.append({"name": words.say("no figure"), "icon": "rect"})
    keys += [{"name": word, "icon": MARKS[mark][1]} for mark, word, _ in marked(drawn)]
    told = {kind for of_day in drawn.story.beside.minutes.values() for kind in of_day}
    keys += [{"name": words.say(KINDS[kind][1]), "icon": "rect"} for kind in KINDS if kind in told]
    return {
        "show": True,
        "type": "scroll",
        "top": -4,
        "right": 4,
        "itemGap": 13,
        "itemWidth": 15,
        "itemHeight": 9,
        "selectedMode": False,
        "textStyle": {"color": INK, "fontSize": 12.5},
        "data": keys,
    }
