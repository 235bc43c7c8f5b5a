"""What did kinesist and runner agree? Exercises by phases, and the runs of the week."""

from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

import streamlit as st

from dashboard.access.authors import author
from dashboard.entry import exercise_words
from dashboard.entry.plan_week import plan_week
from dashboard.entry.programme_draft import REFUSED, Draft, DraftPhase, empty_exercise, example
from dashboard.frame import shared
from dashboard.frame.places import link
from dashboard.frame.style import muted
from dashboard.views.pain import day_name
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.errors import BadInput
from plantar.rehab import (
    MOST_LOAD_KG,
    MOST_REPS,
    MOST_SETS,
    MOST_WEEKS,
    Exercise,
    Legs,
    Phase,
    Programme,
    ProgrammeKind,
    programme_on,
)
from plantar.runner import Runner
from plantar.viewer import Role
from plantar.words.catalogue import Words

#: How far ahead a programme may begin from the page. [d]
AHEAD_DAYS = 28
Often = tuple[int | None, int | None]
#: How often an exercise may be prescribed, as `every_days` and `per_week`.
OFTEN: Final[tuple[Often, ...]] = (
    *((n, None) for n in (1, 2, 3, 4)),
    *((None, n) for n in range(1, 8)),
)
DRAFT, KEPT = "programme-draft", "programme-kept"


@dataclass(frozen=True, slots=True)
class Written:
    """The fields of one phase as they stand on the screen, not yet checked."""

    name: str
    since_week: int
    exercises: tuple[dict[str, object], ...]


def page(visit: Visit) -> None:
    """Draw the programme in force, the one being written, and the runs of the week."""
    words = visit.words
    runner = named(visit.store, words)
    if runner is None:
        return
    today = runner.days.day_of(visit.now)
    writes = Role.KINESIST in visit.viewer.roles and visit.may_plan(runner.id)
    with st.container(key="programme"):
        link(visit.places["runner"], words.say("← Back to the runner"), words, runner.id)
        st.title(words.say("Programme"), anchor=False)
        muted(visit.store.display_names().get(runner.id, runner.id))
        programmes = visit.store.programmes(runner.id)
        in_force = programme_on(programmes, today)
        draft = st.session_state.get(DRAFT)
        if writes and isinstance(draft, Draft) and draft.runner_id == runner.id:
            _form(visit, runner, draft, programmes, today)
            return
        if st.session_state.pop(KEPT, None) == runner.id:
            saved = escape(words.say("Saved"))
            st.html(f'<p class="saved" role="status"><b>✓ {saved}</b></p>')
        if in_force is None:
            muted(words.say("No programme is in force today."))
        for programme in reversed(programmes):
            _version(visit, runner, programme, today, is_now=programme == in_force, writes=writes)
        if writes:
            _begin(runner, in_force, words)
        elif visit.viewer.runner_id == runner.id:
            muted(words.say("Your kinesist writes the programme, and plans the runs with you."))
        else:
            shared.read_only(visit)
        plan_week(visit, runner, writes=writes)


def _begin(runner: Runner, in_force: Programme | None, words: Words) -> None:
    """The ways to begin writing."""
    with st.container(horizontal=True):
        if in_force is not None and st.button(
            words.say("Change it"), key="programme-change", type="primary"
        ):
            _write(Draft.changing(runner.id, in_force))
        if st.button(words.say("Begin with the example"), key="programme-example"):
            _write(Draft.of(runner.id, example(words), ProgrammeKind.BUILD))
        if st.button(words.say("Begin with nothing"), key="programme-empty"):
            phase = Phase(words.say("phase 1"), 1, (empty_exercise(words),))
            _write(Draft.of(runner.id, (phase,), ProgrammeKind.BUILD))
    muted(
        words.say(
            "The example: heavy, slow heel raises after Rathleff 2015, one of the options in the "
            "guideline. In later trials people got on as well with other doses."
        )
    )


def _write(draft: Draft) -> None:
    st.session_state[DRAFT] = draft
    st.rerun()


def _form(
    visit: Visit, runner: Runner, draft: Draft, programmes: list[Programme], today: date
) -> None:
    words = visit.words
    draft.kind = st.segmented_control(
        words.say("Kind"),
        list(ProgrammeKind),
        default=draft.kind,
        required=True,
        format_func=lambda kind: words.say(exercise_words.KINDS[kind]),
        key="programme-kind",
    )
    since = today + timedelta(
        days=st.selectbox(
            words.say("Begins"),
            list(range(AHEAD_DAYS + 1)),
            format_func=lambda n: day_name(today + timedelta(days=n), today, words),
            key="programme-since",
        )
    )
    goes_on = draft.weeks_from is not None and st.toggle(
        words.say("Count on from week 1 on {day}", day=words.date(draft.weeks_from, "long")),
        value=True,
        key="programme-goes-on",
    )
    muted(words.say("Earlier days keep the version that was in force then."))
    if any(one.since == since for one in programmes):
        muted(words.say("A version that begins on the same day is replaced."))
    written = [_phase(draft, phase, n, words) for n, phase in enumerate(draft.phases)]
    if st.button(words.say("Add a phase"), key="add-phase"):
        name = words.say("phase {n}", n=len(draft.phases) + 1)
        draft.add_phase(Phase(name, draft.next_week(), (empty_exercise(words),)))
        st.rerun()
    with st.container(horizontal=True):
        keeps = st.button(words.say("Keep the programme"), key="programme-save", type="primary")
        if st.button(words.say("Do not keep it"), key="programme-drop"):
            del st.session_state[DRAFT]
            st.rerun()
    if not keeps:
        return
    try:
        phases = tuple(_phase_of(one) for one in written)
        by = visit.viewer.account
        programme = draft.programme(phases, since, by, weeks_go_on=goes_on)
    except BadInput as refused:
        said = words.say("Not kept.")
        why = words.say(REFUSED[refused.field]) if refused.field in REFUSED else str(refused)
        st.html(f'<p class="refused" role="alert">{escape(said)} {escape(why)}</p>')
        return
    visit.store.keep_programme(runner.id, programme)
    del st.session_state[DRAFT]
    st.session_state[KEPT] = runner.id
    st.rerun()


def _phase(draft: Draft, phase: DraftPhase, n: int, words: Words) -> Written:
    """The fields of a phase, and what they hold."""
    with st.container(border=True, key=f"phase-{n}", gap="small"):
        columns = st.columns([3, 1], vertical_alignment="bottom")
        name = columns[0].text_input(
            words.say("Phase"), phase.name, key=f"phase-name-{phase.key}", max_chars=80
        )
        week = columns[1].number_input(
            words.say("from week"), 1, MOST_WEEKS, phase.since_week, key=f"phase-week-{phase.key}"
        )
        exercises = tuple(
            _exercise(phase, key, exercise, words) for key, exercise in phase.exercises.items()
        )
        with st.container(horizontal=True):
            if st.button(words.say("Add an exercise"), key=f"add-{phase.key}"):
                draft.add_exercise(phase, empty_exercise(words))
                st.rerun()
            if len(draft.phases) > 1 and st.button(
                words.say("Remove the phase"), key=f"remove-phase-{phase.key}"
            ):
                draft.phases.remove(phase)
                st.rerun()
    return Written(name, int(week), exercises)


def _exercise(phase: DraftPhase, key: int, exercise: Exercise, words: Words) -> dict[str, object]:
    """The fields of an exercise, by the names of the record."""
    often: Often = (exercise.every_days, exercise.per_week)
    known: list[Often] = list(OFTEN) if often in OFTEN else [often, *OFTEN]
    with st.container(border=True, gap="small"):
        name = st.text_input(words.say("Exercise"), exercise.name, key=f"name-{key}", max_chars=80)
        first, second = st.columns(4, vertical_alignment="bottom"), st.columns(3)
        sets = first[0].number_input(
            words.say("sets"), 1, MOST_SETS, exercise.sets, key=f"sets-{key}"
        )
        reps = first[1].number_input(
            words.say("repetitions"), 1, MOST_REPS, exercise.reps, key=f"reps-{key}"
        )
        load = first[2].number_input(
            words.say("load (kg)"),
            0.0,
            MOST_LOAD_KG,
            exercise.load_kg,
            0.5,
            format="%g",
            key=f"load-{key}",
            placeholder="–",
        )
        tempo = first[3].text_input(words.say("tempo"), exercise.tempo or "", key=f"tempo-{key}")
        frequency = second[0].selectbox(
            words.say("how often"),
            known,
            index=known.index(often),
            format_func=lambda one: exercise_words.frequency(one[0], one[1], words),
            key=f"often-{key}",
        )
        mode = second[1].selectbox(
            words.say("legs"),
            list(Legs),
            index=list(Legs).index(exercise.mode),
            format_func=lambda legs: words.say(exercise_words.LEGS[legs]),
            key=f"legs-{key}",
        )
        note = second[2].text_input(words.say("note"), exercise.note, key=f"note-{key}")
        if st.button(words.say("Remove the exercise"), key=f"remove-{key}"):
            del phase.exercises[key]
            st.rerun()
    return {
        "name": name.strip(),
        "sets": int(sets),
        "reps": int(reps),
        "load_kg": load,
        "tempo": tempo.strip() or None,
        "every_days": frequency[0],
        "per_week": frequency[1],
        "mode": mode,
        "note": note.strip(),
    }


def _phase_of(written: Written) -> Phase:
    exercises = tuple(Exercise(**fields) for fields in written.exercises)  # type: ignore[arg-type]
    return Phase(written.name.strip(), written.since_week, exercises)


def _version(
    visit: Visit, runner: Runner, programme: Programme, today: date, *, is_now: bool, writes: bool
) -> None:
    """One version of the programme; what has begun is not taken back from here."""
    words = visit.words
    began = words.date(programme.since, "year")
    head = words.say(
        "{kind}, from {day}, by {author}",
        kind=words.say(exercise_words.KINDS[programme.kind]),
        day=began,
        author=author(programme.author, visit.store.account_names(), words),
    )
    state = words.say("in force") if is_now else words.say("not in force today")
    phase_now = programme.phase_on(today) if is_now else None
    rows = "".join(
        f"<tr{' class=now' if phase is phase_now else ''}><th>{escape(phase.name)}</th>"
        f"<td>{escape(_from_week(phase, words))}</td>"
        f"<td>{'<br>'.join(_line(one, words) for one in phase.exercises)}</td></tr>"
        for phase in programme.phases
    )
    with st.container(border=True, gap="small"):
        st.html(
            f'<h2 class="exercise">{escape(head[:1].upper() + head[1:])}</h2>'
            f'<p class="muted">{escape(state)}</p>'
            f'<div class="notes"><table>{rows}</table></div>'
        )
        if writes and programme.since >= today:
            taken = st.button(words.say("Take back"), key=f"withdraw-{programme.since}")
            if taken:
                visit.store.withdraw_programme(runner.id, programme.since)
                st.rerun()


def _from_week(phase: Phase, words: Words) -> str:
    return words.say("from week {week}", week=phase.since_week)


def _line(exercise: Exercise, words: Words) -> str:
    said = f"{exercise.name}: {exercise_words.dose(exercise, words)}"
    return escape(f"{said} · {exercise.note}" if exercise.note else said)
