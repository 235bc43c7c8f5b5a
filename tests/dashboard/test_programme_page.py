"""A kinesist writes a programme and plans runs on a page, without a file."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from plantar.plan import PlannedRun
from plantar.rehab import Exercise, Legs, Phase, Programme, ProgrammeKind
from plantar.runner import LANGUAGES
from plantar.store import Store
from processing.rehab.adherence import adherence_on
from tests.dashboard.signed_in import sees_all
from tests.dashboard.test_pages import html, opened

RUNNER = "r-050"
RAISE = Exercise("heel raise", 3, 12, 10.0, "3-2-3", every_days=2)


def today(store: Store) -> date:
    return store.runner(RUNNER).days.day_of(datetime.now(UTC))


def keys(page: AppTest, start: str) -> list[str]:
    drawn = [*page.button, *page.text_input, *page.number_input, *page.selectbox]
    return [str(one.key) for one in drawn if str(one.key).startswith(start)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_is_one_of_the_options_and_never_the_best(
    practice: Store, language: str
) -> None:
    said = html(opened("programme", lang=language, runner=RUNNER))

    assert "Rathleff 2015" in said
    assert {"nl": "een van de opties", "en": "one of the options", "fr": "une des options"}[
        language
    ] in said


def test_the_example_is_a_start_that_can_be_kept_as_it_is(practice: Store) -> None:
    page = opened("programme", lang="nl", runner=RUNNER)

    page.button(key="programme-example").click().run()
    assert practice.programmes(RUNNER) == []
    page.button(key="programme-save").click().run()

    (programme,) = practice.programmes(RUNNER)
    assert (programme.since, programme.author, programme.kind) == (
        today(practice),
        sees_all(practice).id,
        ProgrammeKind.BUILD,
    )
    doses = [
        (one.since_week, one.exercises[0].sets, one.exercises[0].reps) for one in programme.phases
    ]
    assert doses == [(1, 3, 12), (3, 4, 10), (5, 5, 8)]
    assert {one.exercises[0].load_kg for one in programme.phases} == {None}
    assert "Bewaard" in html(page)


def test_a_programme_is_written_from_nothing_field_by_field(practice: Store) -> None:
    page = opened("programme", lang="nl", runner=RUNNER)
    page.button(key="programme-empty").click().run()
    page.segmented_control(key="programme-kind").set_value(ProgrammeKind.MAINTENANCE).run()
    (name,) = keys(page, "name-")
    n = name.removeprefix("name-")
    page.text_input(key=name).set_value("tenen krullen")
    page.number_input(key=f"sets-{n}").set_value(2)
    page.number_input(key=f"reps-{n}").set_value(15)
    page.number_input(key=f"load-{n}").set_value(2.5)
    page.text_input(key=f"tempo-{n}").set_value("2-1-2")
    page.selectbox(key=f"often-{n}").set_value((None, 3))
    page.selectbox(key=f"legs-{n}").set_value(Legs.BOTH)
    page.text_input(key=f"note-{n}").set_value("op de trap")
    page.selectbox(key="programme-since").set_value(3)
    page.button(key="programme-save").click().run()

    (programme,) = practice.programmes(RUNNER)
    assert programme.phases[0].exercises == (
        Exercise("tenen krullen", 2, 15, 2.5, "2-1-2", None, 3, Legs.BOTH, "op de trap"),
    )
    assert programme.since == today(practice) + timedelta(days=3)
    assert programme.kind is ProgrammeKind.MAINTENANCE


def test_exercises_and_phases_come_and_go(practice: Store) -> None:
    page = opened("programme", lang="nl", runner=RUNNER)
    page.button(key="programme-empty").click().run()
    (first,) = keys(page, "name-")
    page.text_input(key=first).set_value("hielheffen").run()

    page.button(key=keys(page, "add-")[0]).click().run()
    second = keys(page, "name-")[1]
    page.text_input(key=second).set_value("tenen krullen").run()
    page.button(key="add-phase").click().run()
    assert len(keys(page, "name-")) == 3
    assert page.text_input(key=first).value == "hielheffen"
    page.button(key=first.replace("name-", "remove-")).click().run()
    page.button(key="programme-save").click().run()

    (programme,) = practice.programmes(RUNNER)
    assert [[one.name for one in phase.exercises] for phase in programme.phases] == [
        ["tenen krullen"],
        ["oefening"],
    ]
    assert [phase.since_week for phase in programme.phases] == [1, 3]


def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_lost(practice: Store) -> None:
    page = opened("programme", lang="nl", runner=RUNNER)
    page.button(key="programme-empty").click().run()
    (name,) = keys(page, "name-")
    tempo = name.replace("name-", "tempo-")
    page.text_input(key=name).set_value("hielheffen")
    page.text_input(key=tempo).set_value("traag")
    page.button(key="programme-save").click().run()

    assert "Niet bewaard. Een tempo is seconden omhoog" in html(page)
    assert page.text_input(key=name).value == "hielheffen"
    page.text_input(key=tempo).set_value("")
    page.text_input(key=name).set_value(" ")
    page.button(key="programme-save").click().run()
    assert "Een naam ontbreekt" in html(page)
    assert practice.programmes(RUNNER) == []


def test_a_change_begins_today_counts_on_and_leaves_earlier_days_as_they_were(
    practice: Store,
) -> None:
    begun = today(practice) - timedelta(days=17)
    later = replace(RAISE, sets=4, reps=10)
    first = Programme(begun, (Phase("1", 1, (RAISE,)), Phase("2", 3, (later,))), "kine-a")
    practice.keep_programme(RUNNER, first)
    before = adherence_on(today(practice) - timedelta(days=1), [first], [])
    page = opened("programme", lang="nl", runner=RUNNER)

    page.button(key="programme-change").click().run()
    page.number_input(key=keys(page, "sets-")[1]).set_value(5)
    page.button(key="programme-save").click().run()

    kept, changed = practice.programmes(RUNNER)
    assert kept == first
    assert (changed.since, changed.weeks_from) == (today(practice), begun)
    assert changed.week_on(today(practice)) == 3
    phase = changed.phase_on(today(practice))
    assert phase is not None
    assert phase.exercises[0].sets == 5
    assert adherence_on(today(practice) - timedelta(days=1), [kept, changed], []) == before


def test_a_version_that_has_not_begun_can_be_taken_back_and_one_that_has_cannot(
    practice: Store,
) -> None:
    begun = Programme(today(practice) - timedelta(days=3), (Phase("1", 1, (RAISE,)),), "kine-a")
    coming = replace(begun, since=today(practice) + timedelta(days=4))
    for programme in (begun, coming):
        practice.keep_programme(RUNNER, programme)
    page = opened("programme", lang="nl", runner=RUNNER)
    assert keys(page, "withdraw-") == [f"withdraw-{coming.since}"]

    page.button(key=f"withdraw-{coming.since}").click().run()

    assert practice.programmes(RUNNER) == [begun]


def test_runs_are_planned_changed_and_taken_back_in_the_grid(practice: Store) -> None:
    day, author = today(practice) + timedelta(days=1), sees_all(practice).id
    page = opened("programme", lang="nl", runner=RUNNER)
    page.number_input(key=f"plan-min-{day}").set_value(40)
    page.number_input(key=f"plan-km-{day}").set_value(6.5)
    page.button(key="plan-save").click().run()
    assert practice.planned_runs(RUNNER) == [PlannedRun(day, 6_500.0, 2_400.0, author)]
    assert day in practice.dirty(RUNNER).days

    page.number_input(key=f"plan-km-{day}").set_value(0.0)
    page.button(key="plan-save").click().run()
    assert practice.planned_runs(RUNNER) == [PlannedRun(day, None, 2_400.0, author)]
    page.number_input(key=f"plan-min-{day}").set_value(0)
    page.button(key="plan-save").click().run()

    assert practice.planned_runs(RUNNER) == []


def test_what_another_one_planned_stays_theirs_unless_it_is_changed(practice: Store) -> None:
    day = today(practice)
    theirs = PlannedRun(day, 8_000.0, None, "kine-b", "rustig")
    practice.keep_planned_run(RUNNER, theirs)
    page = opened("programme", lang="nl", runner=RUNNER)

    page.button(key="plan-save").click().run()

    assert practice.planned_runs(RUNNER) == [theirs]
