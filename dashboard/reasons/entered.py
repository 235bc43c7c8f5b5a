"""What entered a rule: its days, its outings or the scores that were told, as tables with bars."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import escape
from typing import Final

from dashboard.charting.sheet import status_words
from dashboard.frame.palette import BAR, INK, css
from dashboard.present import MOMENTS, SIDES
from plantar.alert import Alert, Rule
from plantar.load import Day, DayStatus
from plantar.plan import DeclaredShift
from plantar.runner import Runner
from plantar.words import demo_words
from plantar.words.catalogue import NO_NUMBER, Words, mark
from processing.explain.chain import Chain
from processing.ratio import ACUTE_DAYS, HISTORY_DAYS
from processing.rules.outings import Outing, runs_of, walks_of

FULL = 100.0
WINDOW_DAYS = 30
A_SCORE = 10.0
MEASURES: Final = {
    "distance": mark("distance (km)"),
    "duration": mark("duration (min)"),
    "steps": mark("steps"),
}
Row = tuple[str, float | None, tuple[str, ...], bool]


def days_table(alert: Alert, chain: Chain, words: Words) -> str:
    """The days that a rule looked at, newest first: figure, coverage, and what they were for."""
    upright = alert.code.startswith(("s3", "s4-upright"))
    marked = _marked(alert, words)
    rows: list[Row] = []
    for day in reversed(chain.days):
        figure = day.upright_bw_min if upright else day.load_wse
        least = figure is not None and day.status is not DayStatus.VALID
        written = ("≥ " if least else "") + words.about(figure)
        status = status_words(day, words)
        role = marked.get(day.day, _role(alert, day, words))
        rows.append(
            (words.date(day.day, "weekday"), figure, (written, status, role), day.day in marked)
        )
    heads = (
        words.say("day"),
        words.say("upright (BW·min)") if upright else words.say("load (WSE)"),
        words.say("coverage"),
        words.say("its part"),
    )
    return _barred(words.say("The days that entered, newest first"), heads, rows)


def weeks_table(alert: Alert, chain: Chain, words: Words) -> str:
    """The week and the three before it, each by its sum and the days it rests on."""
    upright = alert.code == "s4-upright"
    rows: list[Row] = []
    for n, week in enumerate(chain.weeks):
        found = week.upright if upright else week.load
        worn = words.say("{n} of 7 days measured in full", n=found.worn_days)
        until = words.say("until {day}", day=words.date(week.until, "weekday"))
        rows.append((until, found.total, (words.about(found.total), worn), n == 0))
    heads = (
        words.say("week"),
        words.say("upright (BW·min)") if upright else words.say("load (WSE)"),
        words.say("coverage"),
    )
    return _barred(words.say("The week, and the three before it"), heads, rows)


def outings_table(alert: Alert, chain: Chain, runner: Runner, words: Words) -> str:
    """The runs or the walks of the 30 days, newest first, with where they came from."""
    found = outings(alert, chain, runner)
    measure = str(dict(alert.inputs).get("measure", "distance"))
    marked = _marked(alert, words)
    source = {one.record.start: one.source for one in chain.sessions}
    sources = {runner.days.local(at): named for at, named in source.items()}
    rows: list[Row] = [
        (
            f"{words.date(one.day, 'weekday')}, {one.start:%H:%M}",
            size,
            (
                words.number(size, 1) if measure == "distance" else words.about(size),
                demo_words.named(sources.get(one.start, NO_NUMBER), words),
                _of_outing(one, alert, marked, words),
            ),
            one.start.isoformat() == dict(alert.inputs).get("session_start"),
        )
        for one in reversed(found)
        for size in (one.size(measure),)
    ]
    heads = (
        words.say("start"),
        words.say(MEASURES[measure]),
        words.say("source"),
        words.say("its part"),
    )
    return _barred(words.say("The runs or walks that entered, newest first"), heads, rows)


def outings(alert: Alert, chain: Chain, runner: Runner) -> tuple[Outing, ...]:
    """The runs of the window, or the walks where the rule is about one."""
    made = walks_of if alert.rule is Rule.S1W else runs_of
    found = made([one.record for one in chain.sessions], runner.days)
    first = alert.day - timedelta(days=WINDOW_DAYS)
    return tuple(one for one in found if first <= one.day <= alert.day)


def scores_table(alert: Alert, chain: Chain, runner: Runner, words: Words) -> str:
    """The scores that entered, newest first, each with its time and its moment."""
    first = alert.day - timedelta(days=_looked_back(alert))
    rows: list[Row] = []
    for report in reversed(chain.reports):
        day = report.day(runner.days)
        if not first <= day <= alert.day:
            continue
        at = runner.days.local(report.at)
        side = NO_NUMBER if report.side is None else words.say(SIDES[report.side])
        rows.append(
            (
                f"{words.date(day, 'weekday')}, {at:%H:%M}",
                float(report.score),
                (
                    words.say("{value}/10", value=words.number(report.score)),
                    words.say(MOMENTS[report.moment]),
                    side,
                ),
                day == alert.day,
            )
        )
    heads = (words.say("told"), words.say("score"), words.say("moment"), words.say("side"))
    caption = words.say("The scores that entered, newest first; of a day the worst counts")
    return _barred(caption, heads, rows, most=A_SCORE)


def shifts_table(alert: Alert, shifts: Sequence[DeclaredShift], words: Words) -> str:
    """The shifts that were told by hand, newest first."""
    rows: list[Row] = [
        (
            words.date(one.day, "weekday"),
            one.upright_min,
            (words.say("{value} min (estimated)", value=words.number(one.upright_min)), one.floor),
            one.day == alert.day,
        )
        for one in sorted(shifts, key=lambda one: one.day, reverse=True)
    ]
    heads = (words.say("day"), words.say("time on the feet"), words.say("floor"))
    return _barred(words.say("The shifts that entered, told by hand"), heads, rows)


def days_in_question(alert: Alert) -> tuple[date, ...]:
    """The days whose minutes a rule is about, the first of them first."""
    inputs = dict(alert.inputs)
    if alert.rule is Rule.S4:
        return tuple(alert.day - timedelta(days=back) for back in range(ACUTE_DAYS))
    before = ("jump_day", "load_day") if alert.code[0] in "pc" else ("longest_day", "highest_day")
    named = [date.fromisoformat(str(inputs[name])) for name in before if name in inputs]
    if alert.code[0] in "pc" and named:
        return tuple(named)
    return tuple(dict.fromkeys((alert.day, *named)))


def _looked_back(alert: Alert) -> int:
    match alert.rule:
        case Rule.P1:
            return 28
        case Rule.P3:
            return 13
        case _:
            return 10  # seven mornings before, and those of the last four


def _marked(alert: Alert, words: Words) -> Mapping[date, str]:
    """The days that the alert names, with what they were."""
    marked = {}
    for name, value in alert.inputs:
        if name in ("longest_day", "highest_day"):
            marked[date.fromisoformat(str(value))] = words.say("held against")
    return {**marked, alert.day: words.say("the day in question")}


def _role(alert: Alert, day: Day, words: Words) -> str:
    back = (alert.day - day.day).days
    if alert.rule is Rule.S4:
        if back < ACUTE_DAYS:
            return words.say("this week")
        return words.say("3 weeks before") if back < HISTORY_DAYS else words.say("floor")
    return words.say("30 days before") if back <= WINDOW_DAYS else NO_NUMBER


def _of_outing(one: Outing, alert: Alert, marked: Mapping[date, str], words: Words) -> str:
    if one.start.isoformat() == dict(alert.inputs).get("session_start"):
        return words.say("the one in question")
    return marked.get(one.day, words.say("30 days before"))


def _barred(
    caption: str, heads: Sequence[str], rows: Sequence[Row], *, most: float | None = None
) -> str:
    """A table whose second column is a bar with its figure; empty where there are no rows."""
    if not rows:
        return ""
    longest = most or max((value or 0.0 for _, value, _, _ in rows), default=0.0) or 1.0
    body = []
    for name, value, (figure, *others), marked in rows:
        colour = css(INK if marked else BAR)
        width = 0.0 if value is None else FULL * value / longest
        bar = f'<i style="width:{width:.0f}%;background:{colour}"></i>'
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in others)
        kind = ' class="marked"' if marked else ' class="missing"' if value is None else ""
        body.append(
            f'<tr{kind}><th scope="row">{escape(name)}</th>'
            f'<td><span class="bar-of">{bar}</span>{escape(figure)}</td>{cells}</tr>'
        )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return (
        f'<div class="days entered" tabindex="0"><table><caption>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )
