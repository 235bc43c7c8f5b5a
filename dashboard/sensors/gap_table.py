"""Gaps by their cause: how many, how long, and the last of each; then the latest one by one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from dashboard.sensors.sensor_table import Cell, table
from dashboard.sensors.sensor_words import FEET, causes_of, length
from plantar.day import LocalDays
from plantar.measured import Gap, GapCause
from plantar.store import Sourced
from plantar.words.catalogue import Words

MOST_SHOWN = 30


def covered_s(gaps: Iterable[Gap]) -> float:
    """How long gaps last together, each moment once for each foot. [s]."""
    total, reached = 0.0, dict[object, datetime]()
    for gap in sorted(gaps, key=lambda one: one.since):
        begin = max(gap.since, reached.get(gap.foot, gap.since))
        total += max(0.0, (gap.until - begin).total_seconds())
        reached[gap.foot] = max(gap.until, begin)
    return total


def by_cause(gaps: Sequence[Sourced[Gap]], not_worn_s: float, days: LocalDays, words: Words) -> str:
    """A row for each cause, the longest first; nothing without gaps."""
    found: dict[GapCause, list[Gap]] = defaultdict(list)
    for one in gaps:
        found[one.record.cause].append(one.record)
    rows: list[tuple[float, list[Cell]]] = []
    for cause, of_cause in found.items():
        total_s = covered_s(of_cause)
        last = max(of_cause, key=lambda one: one.until)
        said = (causes_of(cause, words), words.number(len(of_cause)), _from_to(last, days, words))
        rows.append((total_s, _row(said, length(total_s, words), words)))
    if not_worn_s > 0.0:
        said = (words.say("measured, and not worn"), "–", "–")
        rows.append((not_worn_s, _row(said, length(not_worn_s, words), words)))
    if not rows:
        return ""
    ordered = sorted(rows, key=lambda one: -one[0])
    return table([row for _, row in ordered], words.say("Gaps by cause"))


def latest(gaps: Sequence[Sourced[Gap]], days: LocalDays, words: Words) -> str:
    """The last gaps, newest first."""
    newest = sorted((one.record for one in gaps), key=lambda gap: gap.since, reverse=True)
    rows = [
        (
            (words.say("from – to"), escape(_from_to(gap, days, words))),
            (words.say("length"), escape(length((gap.until - gap.since).total_seconds(), words))),
            (
                words.say("foot"),
                escape(words.say(FEET[gap.foot]) if gap.foot else words.say("both feet")),
            ),
            (words.say("cause"), escape(causes_of(gap.cause, words))),
        )
        for gap in newest[:MOST_SHOWN]
    ]
    return table(rows, words.say("The latest gaps"))


def _row(said: tuple[str, str, str], lasted: str, words: Words) -> list[Cell]:
    cause, number, last = map(escape, said)
    return [
        (words.say("cause"), cause),
        (words.say("in all"), escape(lasted)),
        (words.say("how many"), number),
        (words.say("the last one"), last),
    ]


def _from_to(gap: Gap, days: LocalDays, words: Words) -> str:
    since, until = days.local(gap.since), days.local(gap.until)
    return words.say(
        "{day}, {since}–{until}",
        day=words.date(days.day_of(gap.since), "weekday"),
        since=f"{since:%H:%M}",
        until=f"{until:%H:%M}",
    )
