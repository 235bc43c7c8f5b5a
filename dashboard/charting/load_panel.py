"""The load of each day by activity or by foot, beside the usual band and the 7-day mean."""

from typing import Final

from dashboard.charting import history
from dashboard.charting.canvas import Canvas, Option, apart, end_label, last
from dashboard.frame.palette import (
    BAND,
    BAND_KEY,
    INK,
    LEVEL_COLOURS,
    MUTED,
    PAGE,
    RUNNING,
    STANDING,
    UNSPLIT,
    WALKING,
)
from plantar.load import Activity, Day, DayStatus
from plantar.which_first import among_bars_of_load
from plantar.words import sentences
from plantar.words.catalogue import mark

#: Each foot by the name that a day has it under.
FEET: Final = {"left": mark("left"), "right": mark("right")}
#: Its colour, the shape of its key, and its outline: dark is left, light in an outline is right.
LOOKS: Final = {"left": (MUTED, "bar", None), "right": (BAND_KEY, "outline", MUTED)}
#: Strength of a day that was measured in part.
PARTIAL_OPACITY = 0.42
#: A mark stands above the bars this near to it. [d]
MARK_REACH = 2
#: Distance of a mark and of a sign from the bar below, as a share of the panel.
MARK_GAP, SIGN_GAP = 0.035, 0.012


def load_panel(canvas: Canvas) -> list[Option]:
    """The series of the load panel, bottom to top."""
    return [
        *_bars(canvas),
        _at_least(canvas),
        *_band(canvas),
        *_means(canvas),
        _marks(canvas),
    ]


def is_by_foot(canvas: Canvas) -> bool:
    """Whether bars are of feet: only where the source tells them apart."""
    return canvas.by_foot and canvas.story.has_feet()


def _bars(canvas: Canvas) -> list[Option]:
    return [
        _stacked(canvas, name, loads, {"color": colour, "borderColor": edge or PAGE})
        for name, colour, edge, loads in (
            _by_foot(canvas) if is_by_foot(canvas) else _by_activity(canvas)
        )
    ]


Bars = tuple[str, str, str | None, list[float | None]]


def _by_activity(canvas: Canvas) -> list[Bars]:
    words, days = canvas.words, _days(canvas)
    stack: list[Bars] = [
        (words.say("standing"), STANDING, None, [_load(day.standing) for day in days]),
        (words.say("walking"), WALKING, None, [_load(day.walking) for day in days]),
        (words.say("running"), RUNNING, None, [_load(day.running) for day in days]),
    ]
    if canvas.story.has_unsplit():
        unsplit = [history.unsplit(day) for day in days]
        stack.append((words.say("not split"), UNSPLIT, None, [*unsplit]))
    return stack


def _by_foot(canvas: Canvas) -> list[Bars]:
    """Left under right; a day whose source does not tell them apart is one bar of neither."""
    words, days = canvas.words, _days(canvas)
    (dark, _, _), (light, _, edge) = LOOKS["left"], LOOKS["right"]
    rest = [None if _tells_feet(day) else day.load_wse for day in days]
    return [
        (words.say(FEET["left"]), dark, None, [day.left_wse for day in days]),
        (words.say(FEET["right"]), light, edge, [day.right_wse for day in days]),
        (words.say("feet not told apart"), UNSPLIT, None, rest),
    ]


def _tells_feet(day: Day) -> bool:
    return day.left_wse is not None or day.right_wse is not None


def _stacked(canvas: Canvas, name: str, loads: list[float | None], style: Option) -> Option:
    place = {day: n for n, day in enumerate(canvas.dates)}
    bars: list[Option | float | None] = [None] * len(canvas.dates)
    for day, load in zip(_days(canvas), loads, strict=True):
        bars[place[day.day]] = _bar(day, canvas.load(load))
    return {
        "name": name,
        "type": "bar",
        "stack": "day",
        "barGap": "-100%",
        "barCategoryGap": "14%",
        "data": bars,
        "itemStyle": {**style, "borderWidth": 0 if canvas.thin else 0.8},
        "emphasis": {"disabled": True},
        "z": 2,
    }


def _days(canvas: Canvas) -> list[Day]:
    return [day for day in canvas.story.shown() if day.load_wse is not None]


def _load(part: Activity | None) -> float | None:
    return None if part is None else part.load_wse


def _bar(day: Day, load: float | None) -> Option | float | None:
    if load is None or day.status is DayStatus.VALID:
        return load
    return {"value": load, "itemStyle": {"opacity": PARTIAL_OPACITY}}


def _at_least(canvas: Canvas) -> Option:
    """A sign on the days measured in part: the load was this or more."""
    place = {day: n for n, day in enumerate(canvas.dates)}
    signs = [
        [place[day.day], (canvas.load(day.load_wse) or 0.0) + SIGN_GAP * canvas.top]
        for day in _days(canvas)
        if day.status is not DayStatus.VALID
    ]
    return {
        "name": "at least",
        "type": "scatter",
        "symbolSize": 0,
        "silent": True,
        "data": [] if canvas.thin else signs,
        "label": {
            "show": True,
            "formatter": "≥",
            "position": "top",
            "distance": 1,
            "color": INK,
            "fontSize": 12,
        },
        "z": 7,
    }


def _band(canvas: Canvas) -> list[Option]:
    bands = [canvas.story.usual.get(day) for day in canvas.dates]
    common: Option = {
        "type": "line",
        "stack": "band",
        "symbol": "none",
        "silent": True,
        "lineStyle": {"opacity": 0},
        "z": 1,
    }
    return [
        {
            **common,
            "name": "band low",
            "data": [canvas.load(band.low) if band else None for band in bands],
        },
        {
            **common,
            "name": canvas.words.say("usual band"),
            "data": [canvas.load(band.high - band.low) if band else None for band in bands],
            "itemStyle": {"color": BAND_KEY},
            "areaStyle": {"color": BAND, "opacity": 0.42},
        },
    ]


def _means(canvas: Canvas) -> list[Option]:
    words = canvas.words
    ratios = [canvas.story.ratios.get(day) for day in canvas.dates]
    weeks = [ratio.acute if ratio else None for ratio in ratios]
    usuals = [ratio.chronic if ratio else None for ratio in ratios]
    week, usual = [canvas.load(load) for load in weeks], [canvas.load(load) for load in usuals]
    offsets = apart([last(week), last(usual)], canvas.panels[0][1] / canvas.top)
    week_end = words.say("week {load}", load=words.about(last(weeks)))
    usual_end = words.say("usual {load}", load=words.about(last(usuals)))
    line: Option = {"type": "line", "symbol": "none", "silent": True}
    return [
        {
            **line,
            "name": words.say("usual"),
            "data": usual,
            "lineStyle": {"color": MUTED, "width": 1.5, "type": "dashed"},
            "itemStyle": {"color": MUTED},
            "endLabel": end_label(usual_end, MUTED, offsets[1]),
            "z": 4,
        },
        {
            **line,
            "name": "casing",
            "data": week,
            "lineStyle": {"color": PAGE, "width": 5.5, "opacity": 0.85},
            "z": 5,
        },
        {
            **line,
            "name": words.say("7-day mean"),
            "data": week,
            "lineStyle": {"color": INK, "width": 2.6},
            "itemStyle": {"color": INK},
            "endLabel": {**end_label(week_end, INK, offsets[0]), "fontWeight": 650},
            "z": 6,
        },
    ]


def _marks(canvas: Canvas) -> Option:
    """One mark per load episode, above the bars around the day of its strongest alert."""
    place = {day: n for n, day in enumerate(canvas.dates)}
    signs = []
    for episode in canvas.story.episodes:
        alert = among_bars_of_load(episode)
        if alert is None or alert.day not in place:
            continue
        height = canvas.load(_height_around(canvas, place[alert.day])) or 0.0
        colour = LEVEL_COLOURS[episode.level]
        signs.append(
            {
                "value": [place[alert.day], round(height + MARK_GAP * canvas.top, 2)],
                "itemStyle": {"color": colour},
                "label": {
                    "show": True,
                    "position": "top",
                    "formatter": sentences.short(alert, canvas.words),
                    "color": colour,
                    "fontWeight": 650,
                    "fontSize": 13,
                },
            }
        )
    return {
        "name": canvas.words.say("alert"),
        "type": "scatter",
        "symbol": "triangle",
        "symbolSize": 11,
        "silent": True,
        "data": signs,
        "itemStyle": {"color": MUTED},
        "z": 8,
    }


def _height_around(canvas: Canvas, at: int) -> float:
    near = canvas.dates[max(0, at - MARK_REACH) : at + MARK_REACH + 1]
    loads = [day.load_wse or 0.0 for day in _days(canvas) if day.day in near]
    means = [ratio.acute or 0.0 for day in near if (ratio := canvas.story.ratios.get(day))]
    return max([0.0, *loads, *means])
