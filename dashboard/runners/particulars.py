"""What is known of one runner beside what is measured: each of it can be changed, and back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from html import escape
from zoneinfo import available_timezones

import streamlit as st

from dashboard.frame import links, shared
from dashboard.frame.places import link
from dashboard.frame.style import muted
from dashboard.runners import particular_fields, wear_form
from dashboard.visit import Visit
from plantar.account import Door, shown_name
from plantar.consent import EVERYTHING, Scope
from plantar.day import LATEST_DAY_START, LocalDay
from plantar.errors import BadInput
from plantar.pain import PainMoment
from plantar.runner import LANGUAGES, Runner
from plantar.viewer import Role
from plantar.words.catalogue import Words
from processing.evidence import BEGINNING

#: What was just kept and what it was before; what is asked before it is kept.
KEPT, ASKED = "particulars-kept", "particulars-asked"
#: Days start at one of these. [min]
STARTS_EVERY_MIN = 30
MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Particulars:
    """A runner, and the name that they have on screens."""

    runner: Runner
    name: str


def page(visit: Visit, runner: Runner) -> None:
    """Draw everything that is agreed with, or told of, one runner."""
    words = visit.words
    name = visit.store.display_names().get(runner.id, runner.id)
    writes = visit.may_plan(runner.id)
    if Role.KINESIST in visit.viewer.roles:
        link(visit.places["runners"], words.say("← All runners"), words)
    st.html(f'<h1 class="name"><bdi class="long">{escape(name)}</bdi></h1>')
    with st.container(horizontal=True, key="particular-ways"):
        link(visit.places["runner"], words.say("Load and pain"), words, runner.id)
        link(visit.places["programme"], words.say("Programme and planned runs"), words, runner.id)
        if Role.KINESIST in visit.viewer.roles:
            link(visit.places["settings"], words.say("Thresholds"), words, runner.id)
        particular_fields.ways_if_there(visit, runner.id)
    if not writes:
        shared.read_only(visit)
    left, right = st.columns(2, gap="large")
    with left:
        st.header(words.say("Particulars"), anchor=False)
        _particulars(visit, Particulars(runner, name), writes=writes)
    with right:
        st.header(words.say("Wear plan"), anchor=False)
        wear_form.draw(visit, runner, writes=writes)
        if visit.viewer.runner_id != runner.id and Role.KINESIST in visit.viewer.roles:
            st.header(words.say("Account"), anchor=False)
            _account(visit, runner)


def _particulars(visit: Visit, before: Particulars, *, writes: bool) -> None:
    if writes:
        _undo(visit, before)
    asked = st.session_state.get(ASKED)
    if asked is not None and asked[0] == before:
        _ask(visit, *asked)
        return
    after = _form(visit, before, writes=writes)
    if after is None or after == before:
        return
    said = what_changes(visit, before.runner, after.runner)
    if said:
        st.session_state[ASKED] = (before, after, said)
    else:
        _keep(visit, before, after)
    st.rerun()


def _form(visit: Visit, before: Particulars, *, writes: bool) -> Particulars | None:
    """The fields; what they say once the button is pressed."""
    words, runner = visit.words, before.runner
    today = runner.days.day_of(visit.now)
    cut = runner.days.in_force(today)
    # Drawn anew from the store once it is kept, also by somebody else.
    mark = f"{hash(before):x}"
    with st.form("particulars", border=False):
        name = st.text_input(
            words.say("Name for the screen"), before.name[:80], max_chars=80, key=f"name-{mark}",
            disabled=not writes,
        )  # fmt: skip
        side = particular_fields.side(runner.side, words, key=f"side-{mark}")
        limit = particular_fields.limit(runner.pain_limit, words, key=f"limit-{mark}")
        mass = particular_fields.mass(runner.body_mass_kg, words, key=f"mass-{mark}")
        muted(
            words.say(
                "A new body mass counts from the next calibration of the soles on; figures so far "
                "keep the one that they were calibrated with."
            )
        )
        language = st.segmented_control(
            words.say("Language"), LANGUAGES, default=runner.language, format_func=str.upper,
            required=True, key=f"language-{mark}",
        )  # fmt: skip
        with st.expander(words.say("Time zone and start of the day")):
            zones = sorted(available_timezones() | {cut.zone})
            zone = st.selectbox(
                words.say("Time zone"), zones, index=zones.index(cut.zone), key=f"zone-{mark}"
            )
            starts = _starts(cut.day_start)
            start = st.selectbox(
                words.say("A day starts at"), starts, index=starts.index(cut.day_start),
                format_func=lambda one: f"{one:%H:%M}", key=f"start-{mark}",
                help=words.say("What is measured before that hour belongs to the day before."),
            )  # fmt: skip
            since = st.date_input(
                words.say("From which day on"), today, format="DD/MM/YYYY", key=f"since-{mark}"
            )
        if not st.form_submit_button(
            words.say("Save"), type="primary", key="particulars-save", disabled=not writes
        ):
            return None
    try:
        after = replace(runner, body_mass_kg=mass, language=language, side=side, pain_limit=limit)
        if (zone, start) != (cut.zone, cut.day_start) and isinstance(since, date):
            after = after.with_days(LocalDay(since, zone, start))
        # A name that is longer than names may be now stays, where nobody touched it.
        shown = before.name if name == before.name[:80] else shown_name(name)
    except BadInput as refused:
        st.error(particular_fields.refusal(refused, words), icon=None)
        return None
    return Particulars(after, shown)


def _starts(known: time) -> list[time]:
    """The hours at which a day may start."""
    minutes = range(0, LATEST_DAY_START.hour * MINUTES_AN_HOUR + 1, STARTS_EVERY_MIN)
    return sorted({time(*divmod(one, MINUTES_AN_HOUR)) for one in minutes} | {known})


def what_changes(visit: Visit, before: Runner, after: Runner) -> list[str]:
    """What becomes another figure, or another message, by other particulars."""
    words, said = visit.words, []
    if before.pain_limit != after.pain_limit:
        said.append(_limit_changes(visit, before, after))
    if before.day_changes != after.day_changes:
        (change,) = set(after.day_changes) - set(before.day_changes)
        span = visit.store.span(before.id)
        last = change.since if span is None else before.days.day_of(span[1])
        said.append(
            words.plural(
                "From {day} on days are those of {zone}, from {hour} on: {n} day so far is cut "
                "and computed again.",
                "From {day} on days are those of {zone}, from {hour} on: {n} days so far are cut "
                "and computed again.",
                0 if span is None else max(0, (last - change.since).days + 1),
                day=words.date(change.since, "year"),
                zone=change.zone,
                hour=f"{change.day_start:%H:%M}",
            )
        )
    return said


def _limit_changes(visit: Visit, before: Runner, after: Runner) -> str:
    """How many scores lie above the agreed limit, as it is and as it would be."""
    words = visit.words
    of = [_limit(one.pain_limit, words) for one in (before, after)]
    if Scope.PAIN not in visit.sees(before.id):
        return words.say(
            "The agreed limit goes from {old} to {new}: rule P1 is asked again about every day.",
            old=of[0],
            new=of[1],
        )
    scores = [
        one.score
        for one in visit.store.pain(before.id, BEGINNING, visit.now + timedelta(seconds=1))
        if one.moment is PainMoment.DURING
    ]
    return words.say(
        "The agreed limit goes from {old} to {new}. Rule P1 is asked again about every day: of "
        "{scores} scores during a run {was} lie above it now, and {will} then.",
        old=of[0],
        new=of[1],
        scores=len(scores),
        was=_above(scores, before.pain_limit),
        will=_above(scores, after.pain_limit),
    )


def _limit(limit: int | None, words: Words) -> str:
    return words.say("none agreed") if limit is None else f"{limit}/10"


def _above(scores: Sequence[int], limit: int | None) -> int:
    return 0 if limit is None else sum(score > limit for score in scores)


def _ask(visit: Visit, before: Particulars, after: Particulars, said: Sequence[str]) -> None:
    """Say which figures change, before anything is kept."""
    words = visit.words
    with st.container(border=True, key="particulars-ask"):
        st.html("".join(f'<p class="reason">{escape(one)}</p>' for one in said))
        with st.container(horizontal=True):
            if st.button(words.say("Save it"), type="primary", key="particulars-yes"):
                _keep(visit, before, after)
                st.rerun()
            if st.button(words.say("Leave it as it was"), key="particulars-no"):
                st.session_state.pop(ASKED)
                st.rerun()


def _keep(visit: Visit, before: Particulars, after: Particulars) -> None:
    store = visit.store
    if after.runner != before.runner:
        store.save_runner(after.runner)
    if after.name != before.name:
        store.rename_runner(after.runner.id, after.name)
    st.session_state.pop(ASKED, None)
    st.session_state[KEPT] = (before, after)


def _undo(visit: Visit, now: Particulars) -> None:
    """What was just kept, and a way back while nobody changed it since."""
    words, kept = visit.words, st.session_state.get(KEPT)
    if kept is None or kept[1] != now:
        return
    st.html(particular_fields.told(words.say("Saved. Figures follow by themselves.")))
    if st.button(words.say("Undo"), key="particulars-undo"):
        _keep(visit, now, kept[0])
        st.session_state.pop(KEPT)
        st.rerun()


def _account(visit: Visit, runner: Runner) -> None:
    """Whether they can sign in by themselves, and a link where they cannot."""
    words, store = visit.words, visit.store
    account = next((one for one in store.accounts() if one.runner_id == runner.id), None)
    if account is None:
        muted(words.say("No account yet: a link lets them make one, and see what is theirs."))
        if st.button(words.say("Make a link"), key="invite-runner"):
            links.make(visit, Door.RUNNER, runner_id=runner.id)
        links.show(visit, Door.RUNNER)
        return
    muted(
        words.say("They can sign in.")
        if account.disabled_at is None
        else words.say("Their account is disabled.")
    )
    if visit.sees(runner.id) >= EVERYTHING and account.roles == {Role.RUNNER}:
        muted(
            words.say("Who forgot their password gets a link for a new one; they read who made it.")
        )
        if st.button(words.say("Link for a new password"), key="reset-runner"):
            links.make(visit, Door.PASSWORD, account=account.id)
        links.show(visit, Door.PASSWORD)
