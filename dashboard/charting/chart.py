"""The runner's chart as an ECharts option: load, pain and wear on one time axis.

ECharts takes no callbacks from here and writes numbers in English, so every text is made ready
before: the tooltip is a sheet of lines whose figures a series of each panel carries, and the load
axis counts in hundreds or thousands.
"""

import math
from typing import Final

from dashboard.charting import run_strip, sheet
from dashboard.charting.canvas import HUNDRED, PANELS, THOUSAND, Canvas, Option, Strip, canvas
from dashboard.charting.load_panel import load_panel
from dashboard.charting.pain_panel import missing, pain_panel, wear_strip
from dashboard.charting.story import Story
from dashboard.charting.strips import MINUTES_AN_HOUR, strips
from dashboard.frame.palette import GRID, INK, MUTED, PAGE, RULE
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


def option(story: Story, words: Words, *, compact: bool = False, by_foot: bool = False) -> Option:
    """The whole chart; a compact one is low, and has no strips below it."""
    drawn = canvas(story, words, compact=compact, by_foot=by_foot)
    series = [
        *_readers(drawn),
        *missing(drawn),
        *load_panel(drawn),
        *pain_panel(drawn),
        *wear_strip(drawn),
        *run_strip.run_strip(drawn),
        *strips(drawn),
    ]
    return {
        "baseOption": {
            "animation": False,
            "grid": _grids(drawn, WIDE_MARGINS),
            "xAxis": [_time_axis(drawn, panel) for panel in range(len(drawn.panels))],
            "yAxis": _value_axes(drawn),
            "axisPointer": {"link": [{"xAxisIndex": "all"}]},
            "tooltip": _tooltip(drawn),
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
        "series": [_without_names(one) for one in series],
    }


def _without_names(one: Option) -> Option:
    if one["name"] == "names":
        return {"data": []}
    if one.get("xAxisIndex", 0) >= len(PANELS):
        return {}  # a strip: its rings and outlines are all that it shows
    other: Option = {"endLabel": {"show": False}} if "endLabel" in one else {}
    if one["type"] == "bar" and one.get("itemStyle", {}).get("borderWidth"):
        other["itemStyle"] = {"borderWidth": 0}
    return other


def _grids(drawn: Canvas, margins: tuple[int, int]) -> list[Option]:
    left, right = margins
    return [{"left": left, "right": right, "top": y, "height": h} for y, h in drawn.panels]


def _days_a_label(drawn: Canvas) -> int:
    return WEEK_DAYS * max(1, math.ceil(len(drawn.dates) / WEEK_DAYS / MOST_LABELS))


def _time_axis(drawn: Canvas, panel: int) -> Option:
    return {
        "type": "category",
        "gridIndex": panel,
        "data": _places(drawn, panel),
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


def _places(drawn: Canvas, panel: int) -> list[str] | list[int]:
    """Mondays by their date in the lowest panel; what nobody reads is short."""
    if panel < len(drawn.panels) - 1:
        return list(range(len(drawn.dates)))
    return [drawn.words.date(day) if day.weekday() == 0 else "" for day in drawn.dates]


def _value_axes(drawn: Canvas) -> list[Option]:
    words = drawn.words
    if drawn.scale == THOUSAND:
        load = words.say("Daily load (× 1000 step equivalents)")
    else:
        load = words.say("Daily load (× 100 step equivalents)")
    hidden: Option = {"axisLabel": {"show": False}, "splitLine": {"show": False}}
    axes = [
        _value_axis(0, load, drawn.top),
        _value_axis(1, _pain_name(drawn), WORST_PAIN) | {"interval": WORST_PAIN / 2},
        _value_axis(2, words.say("Wear (% of plan)"), HUNDRED) | hidden,
    ]
    if drawn.panel(Strip.RUNS) is not None:
        axes.append(_value_axis(len(axes), run_strip.name(drawn), run_strip.top(drawn)) | hidden)
    if drawn.panel(Strip.EXERCISES) is not None:
        name = words.say("Exercises (filled: done, ring: missed)")
        axes.append(
            _value_axis(len(axes), name, max(1, drawn.exercises) + 0.5) | {"min": 0.5} | hidden
        )
    if drawn.panel(Strip.TOLD) is not None:
        name = words.say("Told by hand (hours, estimated)")
        axes.append(_value_axis(len(axes), name, _most_told(drawn)) | {"splitNumber": 1})
    return axes


def _pain_name(drawn: Canvas) -> str:
    """The title of the panel, which also says why it is empty: no pain told is not no pain."""
    words = drawn.words
    if drawn.story.hides_pain:
        return words.say("Pain (0–10): not shared with you")
    if not any(day in drawn.dates for day, _ in drawn.story.pain):
        return words.say("Pain (0–10): nothing told in this period")
    return words.say("Pain (0–10)")


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


def _tooltip(drawn: Canvas) -> Option:
    return {
        "trigger": "axis",
        "formatter": sheet.template(drawn.story, drawn.words),
        "extraCssText": "white-space: pre-line; line-height: 1.45;",
        "backgroundColor": PAGE,
        "borderColor": RULE,
        "textStyle": {"color": INK, "fontSize": 13},
        "confine": True,
    }


def _sheets(drawn: Canvas) -> Option:
    """The figures of the tooltip: a row per date, read by a series of each panel."""
    return {
        "source": [
            [n, 0, *sheet.cells(drawn.story, day, drawn.words)] for n, day in enumerate(drawn.dates)
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
