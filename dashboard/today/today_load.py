"""Today and the week of one runner as they carry it: bars beside numbers, in plain HTML.

Drawn with boxes, since Streamlit takes no SVG inside HTML. Every bar stands beside its number, and
what was not measured is hatched, never flat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from dashboard import present
from dashboard.charting.history import Stretch, unsplit
from dashboard.charting.sheet import status_words
from dashboard.charting.story import UNSPLIT_SHARE
from dashboard.frame.explained import explained
from dashboard.frame.palette import RUNNING, STANDING, UNSPLIT, WALKING, css
from dashboard.present import HUNDRED
from plantar.load import Activity, Day, DayStatus
from plantar.measured import SourceClass
from plantar.state import State
from plantar.words.catalogue import NO_NUMBER, Words
from processing.ratio import ACUTE_DAYS

#: Room that a scale leaves beyond what is on it. [1]
ROOM = 1.08


@dataclass(frozen=True, slots=True)
class Part:
    """One way of being on the feet within a day."""

    name: str
    colour: str  # as CSS
    load_wse: float
    minutes: float | None  # None: the source does not tell


def parts(day: Day, words: Words) -> list[Part]:
    """What a day is made of, as far as its source tells; what it cannot split stands apart."""
    known: tuple[tuple[str, str, Activity | None], ...] = (
        (words.say("running"), RUNNING, day.running),
        (words.say("walking"), WALKING, day.walking),
        (words.say("standing"), STANDING, day.standing),
    )
    found = [
        Part(name, css(colour), one.load_wse, one.minutes)
        for name, colour, one in known
        # A source that counts no minutes of it does not know that there were none.
        if one and (one.load_wse > 0 or one.minutes is not None)
    ]
    rest = unsplit(day)
    if rest > UNSPLIT_SHARE * (day.load_wse or 0.0):
        found.append(Part(words.say("not split"), css(UNSPLIT), rest, None))
    return found


def today(found: Stretch, state: State, words: Words) -> str:
    """Today so far against the runner's own usual days; every text in it is escaped."""
    day = found.days[found.last]
    band = _band(state)
    if day.load_wse is None:
        nothing = words.say("Nothing was measured today so far; that is not the same as rest.")
        return _heading("", state, words) + _p(nothing, "muted") + _usual(band, state, words)
    total = words.say("{load} step equivalents", load=words.about(day.load_wse))
    if day.status is not DayStatus.VALID:
        total = words.say("at least {load}", load=total)
    split = parts(day, words)
    return (
        _heading(total, state, words)
        + _bar(split, day.load_wse, band, _said(day, band, words))
        + _usual(band, state, words)
        + _legend(split, words)
        + _p(f"{_source(day, words)} · {_covered(day, words)}", "muted")
        + _lacks(day, words)
    )


def week(found: Stretch, state: State, words: Words) -> str:
    """The last seven days on the band of usual days; every text in it is escaped."""
    dates = [found.last - timedelta(days=ago) for ago in range(ACUTE_DAYS - 1, -1, -1)]
    days = [found.days.get(one) for one in dates]
    band = _band(state)
    top = _top([day.load_wse or 0.0 for day in days if day], band)
    columns = "".join(_column(day, one, top, words) for one, day in zip(dates, days, strict=True))
    behind = ""
    if band is not None:
        low, high = (_share(edge, top) for edge in band)
        behind = f'<i class="band" style="bottom:{low:.1f}%;height:{high - low:.1f}%"></i>'
    note = present.week_sum(state, words)
    return (
        f'<div class="week"><div class="plot" aria-hidden="true">{behind}</div>'
        f"<ol>{columns}</ol></div>"
        + _p(" · ".join(filter(None, (words.say("Step equivalents a day"), note))), "muted")
    )


def _heading(total: str, state: State, words: Words) -> str:
    title = escape(words.say("Today"))
    if not total:
        return f"<h2>{title}</h2>"
    asks = explained(words, "wse", state.runner_id)
    return f'<h2>{title} <span class="so-far">{escape(total)}</span> {asks}</h2>'


def _column(day: Day | None, date_: date, top: float, words: Words) -> str:
    name = escape(words.date(date_, "weekday").split()[0].rstrip("."))
    full = escape(words.date(date_, "weekday"))
    if day is None or day.load_wse is None:
        off = day is not None and day.status is DayStatus.NOT_EXPECTED
        said = words.say("no wear planned") if off else words.say("not measured")
        hatched = "off" if off else "missing"
        return (
            f'<li><span class="unseen">{full}: {escape(said)}</span>'
            f'<span class="stack" aria-hidden="true"><i class="{hatched}"></i></span>'
            f'<b aria-hidden="true">{NO_NUMBER}</b><span aria-hidden="true">{name}</span></li>'
        )
    said = words.say("{load} step equivalents", load=words.about(day.load_wse))
    number = words.about(day.load_wse)
    if day.status is not DayStatus.VALID:
        said, number = words.say("at least {load}", load=said), f"≥ {number}"
    boxes = "".join(
        f'<i style="height:{_share(part.load_wse, top):.1f}%;background:{part.colour}"></i>'
        for part in reversed(parts(day, words))
    )
    partly = "" if day.status is DayStatus.VALID else " partly"
    return (
        f'<li><span class="unseen">{full}: {escape(said)}</span>'
        f'<span class="stack{partly}" aria-hidden="true">{boxes}</span>'
        f'<b aria-hidden="true">{escape(number)}</b><span aria-hidden="true">{name}</span></li>'
    )


def _bar(
    split: Sequence[Part], load_wse: float, band: tuple[float, float] | None, said: str
) -> str:
    top = _top([load_wse], band)
    boxes = "".join(
        f'<i style="width:{_share(part.load_wse, top):.1f}%;background:{part.colour}"></i>'
        for part in split
    )
    behind = edge = ""
    if band is not None:
        low, high = (_share(at, top) for at in band)
        behind = f'<i class="band" style="left:{low:.1f}%;width:{high - low:.1f}%"></i>'
        edge = f'<i class="edge" style="left:{high:.1f}%"></i>'
    return (
        f'<div class="day-bar" role="img" aria-label="{escape(said)}">{behind}'
        f'<span class="boxes">{boxes}</span>{edge}</div>'
    )


def _said(day: Day, band: tuple[float, float] | None, words: Words) -> str:
    load = words.say("{load} step equivalents", load=words.about(day.load_wse))
    return load if band is None else f"{load}; {_usual_words(band, words)}"


def _usual(band: tuple[float, float] | None, state: State, words: Words) -> str:
    if band is None:
        return _p(words.say("There is no usual load to compare with yet."), "muted")
    said = escape(_usual_words(band, words))
    asks = explained(words, "usual", state.runner_id)
    return f'<p class="muted"><i class="key band"></i>{said}&nbsp;{asks}</p>'


def _usual_words(band: tuple[float, float], words: Words) -> str:
    """Between which loads most days of the three weeks before lay."""
    return words.say(
        "your usual day: {low} to {high} (10th to 90th percentile of the 3 weeks before)",
        low=words.about(band[0]),
        high=words.about(band[1]),
    )


def _legend(split: Sequence[Part], words: Words) -> str:
    rows = "".join(
        f'<tr><th scope="row"><i class="key" style="background:{part.colour}"></i>'
        f"{escape(part.name)}</th><td>{escape(_minutes(part, words))}</td>"
        f"<td>{escape(load)}</td></tr>"
        for part in split
        for load in (words.say("{load} WSE", load=words.about(part.load_wse)),)
    )
    return f'<table class="split">{rows}</table>' if rows else ""


def _minutes(part: Part, words: Words) -> str:
    if part.minutes is None:
        return ""
    return words.say("{minutes} min", minutes=round(part.minutes))


def _source(day: Day, words: Words) -> str:
    said = words.say(present.SOURCES[day.source_class])
    return said[:1].upper() + said[1:]


def _covered(day: Day, words: Words) -> str:
    """How much of the wear there was; a day that is not over is no day measured in part."""
    if day.coverage is None:
        return status_words(day, words)
    return words.say("{percent}% of wear so far", percent=round(HUNDRED * day.coverage))


def _lacks(day: Day, words: Words) -> str:
    """What a source cannot tell, where it matters for what is shown."""
    if day.source_class is SourceClass.SESSIONS:
        said = words.say("Only activities are known: what lies between them is in no number here.")
    elif day.standing is None:
        said = words.say("At least this much: this source does not measure standing.")
    else:
        return ""
    return _p(said, "muted")


def _band(state: State) -> tuple[float, float] | None:
    low, high = state.band_low_wse, state.band_high_wse
    return None if low is None or high is None else (low, high)


def _top(loads: Sequence[float], band: tuple[float, float] | None) -> float:
    """The end of the scale."""
    return ROOM * max(1.0, *loads, *(band or ()))


def _share(value: float, top: float) -> float:
    return HUNDRED * value / top


def _p(text: str, kind: str) -> str:
    return f'<p class="{kind}">{escape(text)}</p>'
