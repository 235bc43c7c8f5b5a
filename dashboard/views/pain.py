"""How much did it hurt? One tap answers."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from html import escape
from typing import Final, Literal

import streamlit as st

from dashboard.places import link
from dashboard.present import MOMENTS, SIDES
from dashboard.style import muted
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.day import LocalDays
from plantar.pain import NO_PAIN, WORST_PAIN, PainMoment, PainReport, Side
from plantar.runner import Runner
from plantar.store import Store
from plantar.words.catalogue import Words

#: How far back an answer can be given. [d]
BACK_DAYS = 7
#: Until this hour one is asked about the first steps, until the second about the day itself.
MORNING_UNTIL, DAY_UNTIL = time(11), time(17)
#: The hour that an answer about an earlier day is filed under.
USUAL_HOUR: Final = {
    PainMoment.FIRST_STEPS: time(7, 30),
    PainMoment.DURING: time(14),
    PainMoment.AFTER_24H: time(18),
    PainMoment.EVENING: time(21),
}
SAVED = "pain-saved"


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that was just kept, so that it can be taken back."""

    runner_id: str
    report: PainReport
    recorded_at: datetime
    day: date


def page(visit: Visit) -> None:
    """Draw the question, and keep the answer that is tapped."""
    store, words, now = visit.store, visit.words, visit.now
    runner = named(store, words)
    if runner is None:
        return
    days = runner.days
    today = days.day_of(now)
    with st.container(key="pain"):
        link(visit.places["runner"], words.say("← Back to the runner"), words, runner.id)
        st.title(words.say("How much pain did you have?"), anchor=False)
        muted(store.display_names().get(runner.id, runner.id))
        back = st.selectbox(
            words.say("Day"),
            [back for back in range(BACK_DAYS + 1) if days.hours(today - timedelta(days=back))],
            format_func=lambda back: day_name(today - timedelta(days=back), today, words),
            key="pain-day",
        )
        moment = st.segmented_control(
            words.say("Moment"),
            list(PainMoment),
            default=likely_moment(now, days),
            required=True,
            format_func=lambda moment: words.say(MOMENTS[moment]),
            key="pain-moment",
        )
        side = st.segmented_control(
            words.say("Side"),
            list(Side),
            default=runner.side or Side.BOTH,
            required=True,
            format_func=lambda side: words.say(SIDES[side]),
            key="pain-side",
        )
        day = today - timedelta(days=back)
        asked = PainReport(moment_of(day, moment, now, days), moment, NO_PAIN, side)
        tapped = _scores(_known(store, runner, asked, day), words)
        if tapped is not None:
            # Not in a callback: that would file the answer when the page was last drawn.
            report = replace(asked, score=tapped)
            store.add_pain(runner.id, report, now)
            st.session_state[SAVED] = Saved(runner.id, report, now, day)
            st.rerun()
        _confirmation(store, runner, words)


def likely_moment(now: datetime, days: LocalDays) -> PainMoment:
    """What one is most likely to answer about, by the clock."""
    clock = days.local(now).time()
    if clock < days.in_force(days.day_of(now)).day_start:
        return PainMoment.EVENING  # the day before is not over yet
    if clock < MORNING_UNTIL:
        return PainMoment.FIRST_STEPS
    return PainMoment.DURING if clock < DAY_UNTIL else PainMoment.EVENING


def moment_of(day: date, moment: PainMoment, now: datetime, days: LocalDays) -> datetime:
    """When an answer about a day counts: now for today, the usual hour for an earlier day.

    A day cut short by a flight east may not have had that hour: then its last minute.
    """
    if PainReport(now, moment, NO_PAIN).day(days) == day:
        return now
    usual = datetime.combine(day, USUAL_HOUR[moment], tzinfo=days.clock()).astimezone(UTC)
    return min(usual, days.bounds(day)[1] - timedelta(minutes=1))


def day_name(day: date, today: date, words: Words) -> str:
    """A date as one says it on the day itself."""
    if day == today:
        return words.say("today, {day}", day=words.date(day, "weekday"))
    if day == today - timedelta(days=1):
        return words.say("yesterday, {day}", day=words.date(day, "weekday"))
    return words.date(day, "weekday")


def _scores(known: int | None, words: Words) -> int | None:
    """Eleven buttons, the answer that counts filled in; the one that was tapped."""
    muted(words.say("0 = no pain, 10 = worst imaginable"))
    tapped = None
    with st.container(key="scores"):
        for score in range(NO_PAIN, WORST_PAIN + 1):
            kind: Literal["primary", "secondary"] = "primary" if score == known else "secondary"
            if st.button(str(score), key=f"score-{score}", type=kind, width="stretch"):
                tapped = score
    return tapped


def _known(store: Store, runner: Runner, asked: PainReport, day: date) -> int | None:
    # First steps may have been taken before the day starts.
    since, until = runner.days.begins(day - timedelta(days=1)), runner.days.bounds(day)[1]
    for report in store.pain(runner.id, since, until):
        told = (report.moment, report.side, report.day(runner.days))
        if told == (asked.moment, asked.side, day):
            return report.score
    return None


def _confirmation(store: Store, runner: Runner, words: Words) -> None:
    saved = st.session_state.get(SAVED)
    if not isinstance(saved, Saved) or saved.runner_id != runner.id:
        return
    side = "" if saved.report.side is None else words.say(SIDES[saved.report.side])
    text = words.say(
        "Saved: {moment}, {side}, {day}: {score}/10",
        moment=words.say(MOMENTS[saved.report.moment]),
        side=side,
        day=words.date(saved.day, "weekday"),
        score=saved.report.score,
    )
    st.html(f'<p class="saved" role="status"><b>✓ {escape(text)}</b></p>')
    if st.button(words.say("Undo"), key="undo"):
        store.withdraw_pain(runner.id, saved.report, saved.recorded_at)
        del st.session_state[SAVED]
        st.rerun()
