"""The wear plan of a runner: what holds, what held before, and another one from a day on."""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from dashboard.frame.style import muted
from dashboard.runners import particular_fields, wear_words
from dashboard.visit import Visit
from plantar.errors import BadInput
from plantar.runner import DAYS_A_WEEK, Runner, WearKind, WearPlan
from plantar.words.catalogue import Words
from processing.days.coverage import WAKING_HOURS, plan_on

MOST_HOURS, STEP_HOURS = 24.0, 0.5
#: The plan that was just kept, and what stood in its place.
KEPT = "wear-kept"
ASKED = "wear-asked"


def draw(visit: Visit, runner: Runner, *, writes: bool, kind: WearKind | None = None) -> None:
    """Draw the plans there are and, for who may write, a form for another one."""
    words, today = visit.words, runner.days.day_of(visit.now)
    plans = visit.store.wear_plans(runner.id)
    st.html(_so_far(plans, today, words))
    muted(wear_words.explained(words))
    if not writes:
        return
    _undo(visit, runner)
    asked = st.session_state.get(ASKED)
    if asked is not None and asked[0] == runner.id:
        _ask(visit, runner, asked[1], plans)
        return
    plan = _written(plan_on(today, plans), kind, today, words)
    if plan is not None:
        if days_ruled(visit, runner, plan, plans):
            st.session_state[ASKED] = (runner.id, plan)
        else:
            _keep(visit, runner, plan, plans)
        st.rerun()


def _so_far(plans: Sequence[WearPlan], today: date, words: Words) -> str:
    """Every plan there is, the one in force first said."""
    now = wear_words.in_short(plans, today, words)
    today_is = escape(words.say("Wear plan today"))
    lines = [f'<p class="reason"><b>{today_is}</b>: {escape(now)}</p>']
    for plan in reversed(plans):
        since = words.say("from {day}", day=words.date(plan.since, "year"))
        said = f"{words.say(wear_words.KINDS[plan.kind])} · {wear_words.hours(plan, words)}"
        lines.append(f'<p class="muted">{escape(since)}: {escape(said)}</p>')
    return "".join(lines)


def _written(before: WearPlan, kind: WearKind | None, today: date, words: Words) -> WearPlan | None:
    """The plan on the screen, once its button is pressed."""
    chosen = st.segmented_control(
        words.say("When are the sensors worn?"),
        list(WearKind),
        default=kind or before.kind,
        required=True,
        format_func=lambda one: words.say(wear_words.KINDS[one]),
        key="wear-kind",
    )
    muted(words.say(wear_words.EXPLAINED[chosen]))
    with st.form("wear", border=False):
        hours = _hours(before if before.kind is chosen else None, chosen, words)
        since = st.date_input(
            words.say("From which day on"), today, format="DD/MM/YYYY", key="wear-since"
        )
        if not st.form_submit_button(words.say("Keep the wear plan"), type="primary"):
            return None
    if not any(hours):
        st.error(
            words.say("Hours: 0 on every day asks for nothing at all. Give one day some hours."),
            icon=None,
        )
        return None
    try:
        return WearPlan(since, chosen, hours)
    except BadInput as refused:
        st.error(particular_fields.refusal(refused, words), icon=None)
        return None


def _hours(before: WearPlan | None, kind: WearKind, words: Words) -> tuple[float, ...]:
    """Hours by weekday, Monday first: one number where every day is the same."""
    if kind is WearKind.ALL_DAY:
        known = WAKING_HOURS if before is None else before.hours[0]
        every = st.number_input(
            words.say("Hours a day"), 0.0, MOST_HOURS, known, STEP_HOURS, format="%g",
            key="wear-every",
        )  # fmt: skip
        return (float(every),) * DAYS_A_WEEK
    hours = []
    with st.container(key="wear-week"):
        columns = st.columns(DAYS_A_WEEK, gap="small")
        for n, name in enumerate(wear_words.weekdays(words)):
            known = 0.0 if before is None else before.hours[n]
            with columns[n]:
                label = words.say("{day}, h", day=name)
                hours.append(
                    float(
                        st.number_input(
                            label, 0.0, MOST_HOURS, known, STEP_HOURS, format="%g",
                            key=f"wear-{kind}-{n}",
                        )
                    )
                )  # fmt: skip
    return tuple(hours)


def days_ruled(visit: Visit, runner: Runner, plan: WearPlan, plans: Sequence[WearPlan]) -> int:
    """How many days so far a plan would rule: those are computed again."""
    span = visit.store.span(runner.id)
    if span is None:
        return 0
    first, last = (runner.days.day_of(at) for at in span)
    later = [one.since for one in plans if one.since > plan.since]
    if later:
        last = min(last, min(later) - date.resolution)
    return max(0, (last - max(first, plan.since)).days + 1)


def _ask(visit: Visit, runner: Runner, plan: WearPlan, plans: Sequence[WearPlan]) -> None:
    """Say which figures a plan changes, before it is kept."""
    words = visit.words
    with st.container(border=True, key="wear-ask"):
        said = words.plural(
            "From {day} on: {plan}. {n} day that was measured is computed again: its coverage, "
            "and with that which means it counts in.",
            "From {day} on: {plan}. {n} days that were measured are computed again: their "
            "coverage, and with that which means they count in.",
            days_ruled(visit, runner, plan, plans),
            day=words.date(plan.since, "year"),
            plan=f"{words.say(wear_words.KINDS[plan.kind])}, {wear_words.hours(plan, words)}",
        )
        st.html(f'<p class="reason">{escape(said)}</p>')
        with st.container(horizontal=True):
            if st.button(words.say("Keep it"), type="primary", key="wear-yes"):
                _keep(visit, runner, plan, plans)
                st.rerun()
            if st.button(words.say("Leave it as it was"), key="wear-no"):
                st.session_state.pop(ASKED)
                st.rerun()


def _keep(visit: Visit, runner: Runner, plan: WearPlan, plans: Sequence[WearPlan]) -> None:
    before = next((one for one in plans if one.since == plan.since), None)
    visit.store.add_wear_plan(runner.id, plan)
    st.session_state.pop(ASKED, None)
    st.session_state[KEPT] = (runner.id, plan, before)


def _undo(visit: Visit, runner: Runner) -> None:
    """What was just kept, and a way back while nobody wrote another one in its place."""
    words, kept = visit.words, st.session_state.get(KEPT)
    if kept is None or kept[0] != runner.id:
        return
    _, plan, before = kept
    if plan not in visit.store.wear_plans(runner.id):
        return
    st.html(
        particular_fields.told(words.say("Saved: the wear plan. Figures follow by themselves."))
    )
    if st.button(words.say("Undo"), key="wear-undo"):
        if before is None:
            visit.store.withdraw_wear_plan(runner.id, plan.since)
        else:
            visit.store.add_wear_plan(runner.id, before)
        st.session_state.pop(KEPT)
        st.rerun()
