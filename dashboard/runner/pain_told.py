"""What a runner told of pain, also what another answer replaced, and when it was changed."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from dashboard.present import MOMENTS, SIDES
from plantar.day import LocalDays
from plantar.pain import PainReport, Recorded
from plantar.runner import Runner
from plantar.words.catalogue import NO_NUMBER, Words


def table(told: Sequence[Recorded], runner: Runner, words: Words) -> str:
    """Every answer, the last told first, as HTML; every text in it is escaped."""
    heads = [
        words.say("day"),
        words.say("Moment"),
        words.say("Side"),
        words.say("score (0–10)"),
        words.say("beside the pain"),
        words.say("told at"),
        words.say("changed at"),
    ]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(_row(one, runner, words) for one in reversed(told))
    return (
        f'<div class="days told" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _row(one: Recorded, runner: Runner, words: Words) -> str:
    report, days = one.report, runner.days
    cells = [
        words.date(report.day(days), "weekday"),
        words.say(MOMENTS[report.moment]),
        NO_NUMBER if report.side is None else words.say(SIDES[report.side]),
        words.number(report.score),
        beside(report, words) or NO_NUMBER,
        _when(one.recorded_at, days, words),
        _when(one.replaced_at, days, words),
    ]
    inner = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f"<tr{' class=missing' if one.replaced_at else ''}>{inner}</tr>"


def _when(at: datetime | None, days: LocalDays, words: Words) -> str:
    if at is None:
        return NO_NUMBER
    return f"{words.date(days.local(at))}, {days.local(at):%H:%M}"


def beside(report: PainReport, words: Words) -> str:
    """What was said beside a score, in the runner's own words where they are."""
    taken = {True: words.say("painkiller"), False: words.say("no painkiller"), None: ""}
    parts = [
        taken[report.analgesic],
        words.say("flare-up") if report.flare else "",
        report.shoe,
        report.note,
    ]
    return " · ".join(filter(None, parts))
