"""The wear of the last days as a strip of bars: each foot apart, or a source that knows no feet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from dashboard.sensors.sensor_words import FEET
from plantar.load import Day
from plantar.sample import Foot
from plantar.words.catalogue import Words
from processing.days.feet import FootDay

HUNDRED = 100
_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of one row."""

    day: date
    share: float | None  # None: nothing was measured
    is_missing: bool  # and the plan asked for it
    hours: float | None = None


def feet_strip(days: Mapping[Foot, Sequence[FootDay]], words: Words) -> str:
    """A row for each foot."""
    rows = [
        (
            words.say(FEET[foot]),
            [
                Bar(one.day, one.share, one.is_missing, one.worn_s / _HOUR_S if one.share else None)
                for one in of_foot
            ],
        )
        for foot, of_foot in days.items()
    ]
    return _strip(rows, words)


def days_strip(
    days: Sequence[Day], dates: Sequence[date], planned: Sequence[bool], words: Words
) -> str:
    """One row, for a source that does not tell feet apart."""
    known = {one.day: one for one in days}
    bars = []
    for day, asked in zip(dates, planned, strict=True):
        one = known.get(day)
        measured = one is not None and one.load_wse is not None
        # A day's total says nothing of hours: it is there, or it is not.
        share = (one.coverage if one.coverage is not None else 1.0) if one and measured else None
        bars.append(Bar(day, share, is_missing=asked and share is None))
    return _strip([(words.say("both feet"), bars)], words)


def mean_share(days: Sequence[FootDay]) -> float | None:
    """Measured of all that was planned, of a foot; None when nothing was planned."""
    planned_s = sum(one.planned_h for one in days) * _HOUR_S
    counted_s = sum(min(one.worn_s, one.planned_h * _HOUR_S) for one in days)
    return counted_s / planned_s if planned_s else None


def _strip(rows: Sequence[tuple[str, Sequence[Bar]]], words: Words) -> str:
    dates = [bar.day for bar in rows[0][1]]
    heads = "".join(
        f'<th scope="col"><span class="unseen">{escape(words.date(day))}</span>'
        f'<span aria-hidden="true">{_day(day, dates[-1], words)}</span></th>'
        for day in dates
    )
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{_bar(bar, words, is_open=bar is bars[-1])}</td>" for bar in bars)
        + "</tr>"
        for name, bars in rows
    )
    caption = escape(words.say("Measured, of what the wear plan asks, in %"))
    return (
        f'<div class="worn" tabindex="0" role="region" aria-label="{caption}"><table>'
        f'<caption class="unseen">{caption}</caption>'
        f"<thead><tr><td></td>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _day(day: date, today: date, words: Words) -> str:
    return escape(words.say("now")) if day == today else str(day.day)


def _bar(bar: Bar, words: Words, *, is_open: bool) -> str:
    """A day's bar; the last one is today, which is not over and so not missing yet."""
    day = words.date(bar.day)
    if bar.share is None:
        missing = bar.is_missing and not is_open
        said = words.say("not measured") if bar.is_missing else words.say("no wear planned")
        drawn = "missing" if missing else "free"
        return (
            f'<span class="bar {drawn}" title="{escape(f"{day}: {said}")}"></span>'
            f'<small aria-hidden="true">{"–" if missing else ""}</small>'
            f'<span class="unseen">{escape(said)}</span>'
        )
    percent = round(bar.share * HUNDRED)
    said = f"{words.number(percent)} %"
    if bar.hours is not None:
        said = words.say("{percent} %, {n} h", percent=percent, n=words.number(bar.hours, 1))
    return (
        f'<span class="bar" title="{escape(f"{day}: {said}")}">'
        f'<i style="height:{percent}%"></i></span><small>{words.number(percent)}</small>'
    )
