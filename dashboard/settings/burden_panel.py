"""What the last four weeks would have brought, beside the thresholds that one looks at."""

from collections.abc import Mapping
from datetime import date, timedelta
from html import escape

from plantar.words.catalogue import Words
from processing.burden import (
    COUNTED_DAYS,
    Burden,
)

#: Days between the dates under the bars.
WEEK_DAYS = 7
#: Runners who are named where a setting changes what is told of them.
NAMED = 8


def panel(
    is_now: Burden,
    would_be: Burden,
    names: Mapping[str, str],
    today: date,
    words: Words,
    *,
    of_practice: bool,
) -> str:
    """The messages a week as one would have it, its days, and whose it changes.

    `of_practice` says that the threshold would hold for others too than those who are counted.
    """
    counts = words.say(
        "as it is now: {week} a week · per runner in 30 days: {month}, now {before}",
        week=words.number(is_now.a_week, 1),
        month=words.number(would_be.a_runner_month, 1),
        before=words.number(is_now.a_runner_month, 1),
    )
    title = words.say("What this would have brought")
    no_claim = words.say(
        "Does not predict injury: it only says how often load or pain rose faster than somebody "
        "is used to."
    )
    return (
        f'<div class="side burden"><h2>{escape(title)}</h2>'
        f"<p>{in_short(would_be, words)}</p>"
        f'<p class="muted">{escape(counts)}</p>{_bars(would_be, today, words)}'
        f"{_differing(is_now, would_be, names, words)}"
        f"{_counted(words, of_practice=of_practice)}"
        f'<p class="muted">{escape(no_claim)}</p></div>'
    )


def _counted(words: Words, *, of_practice: bool) -> str:
    """How it was counted, for who asks."""
    said = [
        words.say(
            "The 28 days up to yesterday, by today’s thresholds: the same rules, episodes and "
            "messages as the real ones. Nothing was sent."
        )
    ]
    if of_practice:
        said.append(
            words.say(
                "Counted over the runners whose load and pain you may see; the threshold holds "
                "for everybody in the practice."
            )
        )
    told = "".join(f'<p class="muted">{escape(one)}</p>' for one in said)
    title = escape(words.say("How this is counted"))
    return f"<details><summary>{title}</summary>{told}</details>"


def in_short(burden: Burden, words: Words) -> str:
    """The messages a week of everybody, in one line."""
    whom = words.plural("{n} runner", "{n} runners", len(burden.runner_days))
    a_week = words.say("messages a week, {whom}", whom=whom)
    week = words.number(burden.a_week, 1)
    return f'<span class="big">{escape(week)}</span> {escape(a_week)}'


def _bars(burden: Burden, today: date, words: Words) -> str:
    """Messages of each of the days, drawn as high as they are many, with a date under each week."""
    days = [today - timedelta(days=back) for back in range(COUNTED_DAYS, 0, -1)]
    counts = burden.by_day
    most = max((counts.get(day, 0) for day in days), default=0)
    if not most:
        return ""
    bars = "".join(
        f'<i style="height:{100 * counts.get(day, 0) / most:.0f}%" '
        f'title="{escape(words.date(day, "weekday"))}: {counts.get(day, 0)}"></i>'
        for day in days
    )
    label = words.say(
        "messages a day, {first} to {last}; most on one day: {n}",
        first=words.date(days[0], "long"),
        last=words.date(days[-1], "long"),
        n=most,
    )
    weeks = "".join(f"<span>{escape(words.date(day))}</span>" for day in days[::WEEK_DAYS])
    return (
        f'<div class="plot" role="img" aria-label="{escape(label)}">'
        f'<div class="scale"><span>{most}</span><span>0</span></div>'
        f'<div class="bars">{bars}</div><div class="weeks">{weeks}</div></div>'
        f'<p class="muted">{escape(label[:1].upper() + label[1:])}</p>'
    )


def _differing(is_now: Burden, would_be: Burden, names: Mapping[str, str], words: Words) -> str:
    differing = would_be.differs_from(is_now)
    if not differing:
        nobody = words.say("Nobody would have been told otherwise.")
        return f"<p>{escape(nobody)}</p>"
    rows = "".join(
        f"<tr><th>{escape(names.get(one, one))}</th>"
        f"<td>{len(is_now.messages.get(one, ()))} → {len(would_be.messages.get(one, ()))}</td></tr>"
        for one in differing[:NAMED]
    )
    head = words.plural(
        "{n} runner would have been told otherwise: messages in 28 days, now → then",
        "{n} runners would have been told otherwise: messages in 28 days, now → then",
        len(differing),
    )
    more = len(differing) - NAMED
    rest = words.say("and {n} more", n=more) if more > 0 else ""
    tail = f'<p class="muted">{escape(rest)}</p>' if rest else ""
    return f"<p>{escape(head)}</p><table>{rows}</table>{tail}"
