"""A day as a strip of its minutes, with the same by the hour, by stretch and by the minute."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from typing import Final

from dashboard.frame.palette import BAR, HATCH, PAIN_EVENING, RUNNING, STANDING, WALKING, css
from plantar.day import LocalDays
from plantar.words.catalogue import NO_NUMBER, Words, mark
from processing.explain.minutes import DayMinutes, Doing, Hour, Stretch, hours, stretches

NAMES: Final = {
    Doing.RUNNING: mark("running"),
    Doing.WALKING: mark("walking"),
    Doing.STANDING: mark("standing"),
    Doing.STILL: mark("sitting or still"),
    Doing.STRENGTH: mark("strength work, left out"),
    Doing.NOT_WORN: mark("not worn"),
    Doing.NO_DATA: mark("nothing measured"),
}
A_MINUTE = timedelta(minutes=1)
#: From the bottom of a column to its top.
COLOURS: Final = {
    Doing.RUNNING: RUNNING,
    Doing.WALKING: WALKING,
    Doing.STANDING: STANDING,
    Doing.STRENGTH: PAIN_EVENING,
    Doing.STILL: BAR,
    Doing.NOT_WORN: HATCH,
}
#: One column is so many minutes.
EACH_MIN = 10
#: Hours between two figures under the strip; a phone shows every second one.
EVERY_H = 3
FULL = 100.0
#: Less than this is not worth a word. [min]
LEAST_MIN = 0.5


def strip(
    found: DayMinutes, days: LocalDays, words: Words, within: tuple[datetime, datetime] | None
) -> str:
    """The whole day in columns of ten minutes, each as full as they were; nothing is empty.

    `within` is the run or the walk that a rule spoke about.
    """
    lasts = found.after - found.first

    def at(moment: datetime) -> float:
        return FULL * ((moment - found.first) / lasts)

    width = FULL * EACH_MIN * A_MINUTE / lasts
    parts = "".join(
        f'<i style="left:{at(one.first):.3f}%;width:{width:.3f}%;background:{_filled(one)}"></i>'
        for one in hours(found, EACH_MIN)
    )
    if within is not None:
        since, until = (min(max(one, found.first), found.after) for one in within)
        parts += f'<b style="left:{at(since):.3f}%;width:{at(until) - at(since):.3f}%"></b>'
    ticks, moment = [], found.first
    while moment <= found.after:
        hour = days.local(moment).hour
        if not hour % EVERY_H:
            shown = "24" if moment == found.after and not hour else str(hour)
            wide = "" if hour % (2 * EVERY_H) else ' class="six"'
            ticks.append(f'<span{wide} style="left:{at(moment):.2f}%">{shown}</span>')
        moment += timedelta(hours=1)
    label = escape(totals(found, words))
    return (
        f'<div class="strip" role="img" aria-label="{label}">{parts}</div>'
        f'<div class="strip-hours" aria-hidden="true">{"".join(ticks)}</div>{legend(found, words)}'
    )


def _filled(one: Hour) -> str:
    """A column as a gradient with hard edges: what is hardest on the feet lowest."""
    stops, below = [], 0.0
    for doing, colour in COLOURS.items():
        above = below + FULL * one.minutes[doing] / EACH_MIN
        if above > below:
            stops.append(f"{css(colour)} {below:.1f}% {above:.1f}%")
        below = above
    return f"linear-gradient(to top,{','.join(stops)},transparent {below:.1f}%)"


def totals(found: DayMinutes, words: Words) -> str:
    """How many minutes of the day were spent on what, in words."""
    return " · ".join(
        words.say("{what}: {minutes} min", what=words.say(NAMES[doing]), minutes=round(minutes))
        for doing, minutes in _sums(found).items()
        if minutes >= LEAST_MIN
    )


def legend(found: DayMinutes, words: Words) -> str:
    """The colours and hatches of the strip, each with its minutes."""
    keys = "".join(
        f"<span>{_key(doing)}{escape(words.say(NAMES[doing]))} "
        f"<b>{escape(_min(minutes, words))}</b></span>"
        for doing, minutes in _sums(found).items()
        if minutes >= LEAST_MIN
    )
    return f'<p class="strip-keys">{keys}</p>'


def _key(doing: Doing) -> str:
    if doing is Doing.NO_DATA:
        return '<i class="no-data"></i>'
    return f'<i style="background:{css(COLOURS[doing])}"></i>'


def hours_table(found: DayMinutes, days: LocalDays, words: Words) -> str:
    """The hours in which anything was measured, with their minutes and load."""
    shown = [
        doing
        for doing in Doing
        if any(one.minutes[doing] >= LEAST_MIN for one in hours(found))
        and doing is not Doing.NO_DATA
    ]
    heads = [
        words.say("hour"),
        words.say("load (WSE)"),
        *(words.say(NAMES[doing]) for doing in shown),
        words.say("nothing measured"),
    ]
    rows = []
    for one in hours(found):
        since = days.local(one.first)
        rows.append(
            [
                f"{since:%H:%M}–{days.local(one.first + timedelta(hours=1)):%H:%M}",
                words.about(one.load_wse),
                *(_minutes(one.minutes[doing], words) for doing in shown),
                _minutes(one.minutes[Doing.NO_DATA], words),
            ]
        )
    rows.append(
        [
            words.say("together"),
            words.about(found.load_wse),
            *(_minutes(sum(one.minutes[doing] for one in hours(found)), words) for doing in shown),
            _minutes(_sums(found)[Doing.NO_DATA], words),
        ]
    )
    caption = words.say("Minutes by the hour, on the runner's own clock")
    return table(caption, heads, rows, last_is_sum=True)


def stretches_table(found: DayMinutes, days: LocalDays, words: Words) -> str:
    """The same day as stretches that were spent alike."""
    heads = (
        words.say("from – to"),
        words.say("mostly"),
        words.say("minutes"),
        words.say("steps"),
        words.say("load (WSE)"),
    )
    rows = [_stretch(one, days, words) for one in stretches(found)]
    return table(words.say("The day in stretches of minutes spent alike"), heads, rows)


def minutes_table(
    found: DayMinutes, days: LocalDays, words: Words, within: tuple[datetime, datetime]
) -> str:
    """Every minute of a run or walk."""
    since, until = within
    heads = (
        words.say("minute"),
        words.say("mostly"),
        words.say("steps"),
        words.say("load (WSE)"),
    )
    rows = [
        (
            f"{days.local(one.at):%H:%M}",
            words.say(NAMES[one.doing]) + (" ?" if one.uncertain else ""),
            words.number(one.steps),
            NO_NUMBER if one.load_wse is None else words.about(one.load_wse),
        )
        for one in found.minutes
        if since - A_MINUTE < one.at < until
    ]
    return table(words.say("Minute by minute"), heads, rows) if rows else ""


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    last_is_sum: bool = False,
) -> str:
    """A table that can be scrolled by the keyboard; every text in it is escaped."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        "<tr"
        + (' class="sum"' if last_is_sum and n == len(rows) - 1 else "")
        + ">"
        + "".join(f"<td>{escape(cell)}</td>" for cell in row)
        + "</tr>"
        for n, row in enumerate(rows)
    )
    return (
        f'<div class="days why" tabindex="0"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _stretch(one: Stretch, days: LocalDays, words: Words) -> tuple[str, ...]:
    return (
        f"{days.local(one.first):%H:%M}–{days.local(one.after):%H:%M}",
        words.say(NAMES[one.doing]),
        words.number(one.minutes),
        NO_NUMBER if one.doing is Doing.NO_DATA else words.number(one.steps),
        NO_NUMBER if one.load_wse is None else words.about(one.load_wse),
    )


def _sums(found: DayMinutes) -> dict[Doing, float]:
    """Minutes of the whole day by what they were spent on."""
    by_hour = hours(found)
    sums = {doing: sum(one.minutes[doing] for one in by_hour) for doing in Doing}
    measured = sum(minutes for doing, minutes in sums.items() if doing is not Doing.NO_DATA)
    sums[Doing.NO_DATA] = max(0.0, (found.after - found.first) / A_MINUTE - measured)
    return sums


def _min(minutes: float, words: Words) -> str:
    return words.say("{minutes} min", minutes=round(minutes))


def _minutes(minutes: float, words: Words) -> str:
    return words.number(round(minutes)) if minutes >= LEAST_MIN else "·"
