"""What a runner tells in passing, by the page: tapped, confirmed, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.context import ContextKind, ContextNote
from plantar.plan import DeclaredShift
from plantar.runner import LANGUAGES
from plantar.store import Store
from tests.dashboard.signed_in import sees_all
from tests.dashboard.test_pages import html, opened

RUNNER = "r-050"


def today(store: Store) -> date:
    return store.runner(RUNNER).days.day_of(datetime.now(UTC))


def kinesist(store: Store) -> str:
    return sees_all(store).id


def notes(store: Store) -> list[ContextNote]:
    return [one.record for one in store.notes(RUNNER)]


def shifts(store: Store) -> list[DeclaredShift]:
    return [one.record for one in store.declared_shifts(RUNNER)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_asks_in_every_language_and_says_that_it_is_an_estimate(
    practice: Store, language: str
) -> None:
    said = html(opened("context", lang=language, runner=RUNNER))

    assert {"nl": "schatting", "en": "estimate", "fr": "estimation"}[language] in said


def test_a_shift_is_two_taps_and_is_marked_as_an_estimate(practice: Store) -> None:
    page = opened("context", lang="nl", runner=RUNNER)

    page.button(key="kind-shift").click().run()
    page.button(key="length-450").click().run()

    assert shifts(practice) == [DeclaredShift(today(practice), 450.0, "", kinesist(practice))]
    assert "Bewaard: Werkdag op de been, 7,5 u (geschat), " in html(page)
    assert today(practice) in practice.dirty(RUNNER).days


def test_the_floor_is_that_of_the_last_shift_unless_another_one_is_tapped(practice: Store) -> None:
    page = opened("context", lang="nl", runner=RUNNER)
    page.button(key="kind-shift").click().run()
    page.segmented_control(key="context-floor").set_value("hard").run()
    page.button(key="length-480").click().run()

    page.button(key="kind-shift").click().run()
    page.button(key="length-60").click().run()

    assert [one.floor for one in shifts(practice)] == ["hard", "hard"]
    assert "harde vloer" in html(page)


@pytest.mark.parametrize("kind", [ContextKind.RACE, ContextKind.NEW_SHOES])
def test_what_happens_on_a_day_is_one_tap(practice: Store, kind: ContextKind) -> None:
    page = opened("context", lang="nl", runner=RUNNER)

    page.button(key=f"kind-{kind}").click().run()

    assert [(one.kind, one.minutes) for one in notes(practice)] == [(kind, None)]
    assert practice.dirty(RUNNER).days == ()


def test_a_few_words_may_follow_an_event(practice: Store) -> None:
    page = opened("context", lang="nl", runner=RUNNER)
    page.button(key="kind-race").click().run()
    (kept,) = practice.notes(RUNNER)

    page.text_input(key=f"words-{kept.id}").set_value("20 km <b>door</b> Brussel").run()

    assert [one.text for one in notes(practice)] == ["20 km <b>door</b> Brussel"]
    assert "&lt;b&gt;door" in html(page)
    assert "<b>door" not in html(page)


@pytest.mark.parametrize(
    ("kind", "minutes"),
    [
        (ContextKind.WALKED, 45.0),
        (ContextKind.RAN, 20.0),
        (ContextKind.STOOD, 90.0),
        (ContextKind.BAREFOOT, 30.0),
    ],
)
def test_minutes_that_no_sensor_saw_are_two_taps(
    practice: Store, kind: ContextKind, minutes: float
) -> None:
    page = opened("context", lang="nl", runner=RUNNER)

    page.button(key=f"kind-{kind}").click().run()
    page.button(key=f"length-{minutes:g}").click().run()

    assert [(one.kind, one.minutes) for one in notes(practice)] == [(kind, minutes)]
    assert "(geschat)" in html(page)


def test_something_else_needs_words(practice: Store) -> None:
    page = opened("context", lang="nl", runner=RUNNER)
    page.button(key="kind-other").click().run()
    page.button(key="context-save").click().run()
    assert notes(practice) == []

    page.text_input(key="context-text").set_value("slecht geslapen").run()
    page.button(key="context-save").click().run()

    assert [one.text for one in notes(practice)] == ["slecht geslapen"]


def test_undo_takes_back_what_was_told_and_so_does_the_list(practice: Store) -> None:
    page = opened("context", lang="nl", runner=RUNNER)
    page.button(key="kind-race").click().run()
    page.button(key="undo").click().run()
    assert notes(practice) == []
    assert "Bewaard" not in html(page)

    page.button(key="kind-shift").click().run()
    page.button(key="length-60").click().run()
    (kept,) = practice.declared_shifts(RUNNER)
    page.button(key=f"back-{kept.id}").click().run()

    assert shifts(practice) == []


def test_a_day_of_the_last_week_can_be_told_of_and_none_before(practice: Store) -> None:
    page = opened("context", lang="nl", runner=RUNNER)
    days = page.selectbox(key="context-day")
    assert len(days.options) == 8

    days.set_value(7).run()
    page.button(key="kind-race").click().run()

    assert [one.day for one in notes(practice)] == [today(practice) - timedelta(days=7)]


def test_shifts_that_do_not_fit_into_a_day_are_refused_in_a_sentence(practice: Store) -> None:
    page = opened("context", lang="nl", runner=RUNNER)
    for minutes in (720, 690):
        page.button(key="kind-shift").click().run()
        page.button(key=f"length-{minutes}").click().run()
    page.button(key="kind-shift").click().run()
    page.button(key="length-60").click().run()

    assert [one.upright_min for one in shifts(practice)] == [720.0, 690.0]
    assert "Niet bewaard: een dag telt 24 uur" in html(page)
