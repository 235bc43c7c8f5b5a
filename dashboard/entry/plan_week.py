"""The runs agreed for this week and the next, in a grid: minutes and kilometres a day."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from html import escape

import streamlit as st

from dashboard.access.authors import author
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.consent import Scope
from plantar.measured import Session
from plantar.plan import PlannedRun
from plantar.rehab import DAYS_A_WEEK
from plantar.runner import Runner
from plantar.words.catalogue import NO_NUMBER, Words
from processing.rules.outings import runs_of

WEEKS = 2
LONGEST_MIN, LONGEST_KM = 1440, 500.0
STEP_MIN, STEP_KM = 5, 0.5
SECONDS_A_MINUTE, METRES_A_KM = 60.0, 1000.0


def plan_week(visit: Visit, runner: Runner, *, writes: bool) -> None:
    """Draw the grid, and keep what is changed in it by who may write there."""
    words = visit.words
    today = runner.days.day_of(visit.now)
    monday = today - timedelta(days=today.weekday())
    planned = {one.day: one for one in visit.store.planned_runs(runner.id)}
    names = visit.store.account_names()
    by = {day: author(one.author, names, words) for day, one in planned.items()}
    # Of whom load is not shared nothing is known of runs: not even that there was none.
    sees_runs = Scope.LOAD in visit.sees(runner.id)
    ran = _ran(visit, runner, monday, today) if sees_runs else {}
    st.header(words.say("Planned runs"), anchor=False)
    if not writes:
        days = [monday + timedelta(days=n) for n in range(WEEKS * DAYS_A_WEEK)]
        told = {
            day: _past(planned.get(day), ran.get(day), words)
            if day < today and sees_runs
            else _planned(planned.get(day), words)
            for day in days
            if day in planned or (day in ran and day < today)
        }
        _to_read(told, by, words)
        return
    muted(
        words.say(
            "On a day with a plan, a run is compared with the plan. An empty field is no plan; "
            "what is planned is agreed by the two of you, and is no advice of Plantar's."
        )
    )

    def drawn(day: date) -> tuple[int, float] | None:
        """What is asked of a day; nothing of one that is over."""
        if day >= today:
            return _asked(planned.get(day), day, words)
        past = _past(planned.get(day), ran.get(day), words)
        muted(past if sees_runs else _planned(planned.get(day), words))
        return None

    with st.container(key="plan-week"):
        wanted = _week(monday, drawn, by, words)
        then = monday + timedelta(days=DAYS_A_WEEK)
        # What is folded away is still there: it is kept together with the first.
        with st.expander(_next(sum(day >= then for day in planned), words)):
            wanted |= _week(then, drawn, by, words)
    if st.button(words.say("Keep the planned runs"), key="plan-save"):
        for day, (minutes, km) in wanted.items():
            _keep(visit, runner, planned.get(day), day, minutes, km)
        st.session_state["plan-saved"] = runner.id
        st.rerun()
    if st.session_state.pop("plan-saved", None) == runner.id:
        saved = escape(words.say("Saved"))
        st.html(f'<p class="saved" role="status"><b>✓ {saved}</b></p>')


def _week(
    monday: date,
    drawn: Callable[[date], tuple[int, float] | None],
    by: Mapping[date, str],
    words: Words,
) -> dict[date, tuple[int, float]]:
    """The days of a week beside each other, and what is wanted on those that are to come."""
    wanted = {}
    for n, column in enumerate(st.columns(DAYS_A_WEEK, gap="small")):
        day = monday + timedelta(days=n)
        with column:
            muted(words.date(day, "weekday"))
            if (asked := drawn(day)) is not None:
                wanted[day] = asked
            if day in by:
                muted(words.say("by {who}", who=by[day]))
    return wanted


def _next(n: int, words: Words) -> str:
    """What the next week is called, and how many runs stand in it."""
    title = words.say("Next week")
    runs = words.plural("{n} planned run", "{n} planned runs", n)
    return f"{title}: {runs}" if n else title


def _to_read(told: Mapping[date, str], by: Mapping[date, str], words: Words) -> None:
    """The days with a plan or a run, one line each."""
    muted(words.say("Agreed by runner and kinesist; no advice of Plantar's."))
    if not told:
        muted(words.say("Nothing is planned for this week and the next."))
    for day, said in told.items():
        line = f"{words.date(day, 'weekday')}: {said}"
        if day in by:
            line = words.say("{told}, by {who}", told=line, who=by[day])
        muted(line)


def _asked(plan: PlannedRun | None, day: date, words: Words) -> tuple[int, float]:
    minutes, km = _targets(plan)
    asked_min = st.number_input(
        words.say("min"),
        0,
        LONGEST_MIN,
        minutes or None,
        STEP_MIN,
        key=f"plan-min-{day}",
        placeholder=NO_NUMBER,
    )
    asked_km = st.number_input(
        words.say("km"),
        0.0,
        LONGEST_KM,
        km or None,
        STEP_KM,
        format="%g",
        key=f"plan-km-{day}",
        placeholder=NO_NUMBER,
    )
    return asked_min or 0, asked_km or 0.0


def _targets(plan: PlannedRun | None) -> tuple[int, float]:
    if plan is None:
        return 0, 0.0
    return (
        round((plan.duration_s or 0.0) / SECONDS_A_MINUTE),
        round((plan.distance_m or 0.0) / METRES_A_KM, 1),
    )


def _keep(  # noqa: PLR0917 - one day of the grid: its plan as it was and as it is to be
    visit: Visit, runner: Runner, before: PlannedRun | None, day: date, minutes: int, km: float
) -> None:
    if (minutes, km) == _targets(before):
        return
    if not minutes and not km:
        visit.store.withdraw_planned_run(runner.id, day)
        return
    plan = PlannedRun(
        day=day,
        distance_m=km * METRES_A_KM or None,
        duration_s=minutes * SECONDS_A_MINUTE or None,
        author=visit.viewer.account,
        note="" if before is None else before.note,
    )
    visit.store.keep_planned_run(runner.id, plan)


def _ran(
    visit: Visit, runner: Runner, first: date, last: date
) -> dict[date, tuple[float | None, float | None]]:
    """Kilometres and minutes run on each day; None where a run does not say."""
    since, until = runner.days.begins(first), runner.days.bounds(last)[1]
    sessions = visit.store.measured(runner.id, Session, since, until)
    found: dict[date, tuple[float | None, float | None]] = {}
    for run in runs_of([one.record for one in sessions], runner.days):
        km, minutes = found.get(run.day, (0.0, 0.0))
        found[run.day] = (
            None if km is None or run.distance_km is None else km + run.distance_km,
            None if minutes is None or run.duration_min is None else minutes + run.duration_min,
        )
    return found


def _past(
    plan: PlannedRun | None, ran: tuple[float | None, float | None] | None, words: Words
) -> str:
    """What was planned for a day that is over, beside what was run of it."""
    if plan is None and ran is None:
        return NO_NUMBER
    planned = words.say("no plan") if plan is None else _planned(plan, words)
    run = words.say("no run") if ran is None else _figures(*ran, words)
    return words.say("planned: {planned}; ran: {ran}", planned=planned, ran=run)


def _planned(plan: PlannedRun | None, words: Words) -> str:
    """What is planned for a day."""
    if plan is None:
        return NO_NUMBER
    minutes, km = _targets(plan)
    return _figures(km or None, minutes or None, words)


def _figures(km: float | None, minutes: float | None, words: Words) -> str:
    said = []
    if km is not None:
        said.append(words.say("{km} km", km=words.number(km, 1)))
    if minutes is not None:
        said.append(words.say("{minutes} min", minutes=round(minutes)))
    return ", ".join(said) or words.say("not told how far or how long")
