"""A set in two taps, by the page: done as planned, then how much it hurt."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.rehab import Exercise, Legs, Phase, Programme, StrengthSession
from plantar.runner import LANGUAGES
from plantar.store import Store
from tests.dashboard.test_pages import html, opened

RUNNER = "r-050"
RAISE = Exercise("heel <b>raise</b>", 3, 12, 10.0, "3-2-3", every_days=2, note="towel")
CURL = Exercise("toe curl", 2, 15, per_week=7, mode=Legs.BOTH)


def today(store: Store) -> date:
    return store.runner(RUNNER).days.day_of(datetime.now(UTC))


@pytest.fixture
def prescribed(practice: Store) -> Store:
    """A runner who began four weeks ago, and did the raises until a fortnight ago."""
    begun = today(practice) - timedelta(days=28)
    phases = (Phase("all along", 1, (RAISE, CURL)),)
    practice.keep_programme(RUNNER, Programme(begun, phases, "kine-a"))
    return practice


def logged(store: Store) -> list[StrengthSession]:
    return [one.record for one in store.strength_log(RUNNER)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_no_programme_is_told_who_writes_it(practice: Store, language: str) -> None:
    page = opened("exercises", lang=language, runner=RUNNER)

    assert "kin" in html(page)
    assert not [one for one in page.button if str(one.key).startswith("done-")]


def test_two_taps_log_a_set_with_its_pain(prescribed: Store) -> None:
    page = opened("exercises", lang="nl", runner=RUNNER)

    page.button(key="done-0").click().run()
    (kept,) = prescribed.strength_log(RUNNER)
    page.button(key=f"pain-{kept.id}-3").click().run()

    assert logged(prescribed) == [
        StrengthSession(today(prescribed), RAISE.name, 3, 12, 10.0, Legs.ONE, "3-2-3", worst_pain=3)
    ]
    said = html(page)
    assert "Gedaan: 3 × 12, 10 kg, pijn 3/10" in said
    assert "heel &lt;b&gt;raise" in said
    assert "<b>raise" not in said


def test_pain_may_be_left_out_and_a_logged_set_offers_no_second_one(prescribed: Store) -> None:
    page = opened("exercises", lang="nl", runner=RUNNER)

    page.button(key="done-0").click().run()

    assert [one.worst_pain for one in logged(prescribed)] == [None]
    assert "done-0" not in [one.key for one in page.button]


def test_what_went_otherwise_is_kept_as_it_went(prescribed: Store) -> None:
    page = opened("exercises", lang="nl", runner=RUNNER)
    its_own = f"{today(prescribed)}-{RAISE.name}"
    page.number_input(key=f"reps-{its_own}").set_value(8)
    page.number_input(key=f"load-{its_own}").set_value(7.5)

    page.button(key="save-0").click().run()

    (done,) = logged(prescribed)
    assert (done.sets, done.reps, done.load_kg) == (3, 8, 7.5)


def test_a_logged_set_can_be_adjusted_and_undone(prescribed: Store) -> None:
    page = opened("exercises", lang="nl", runner=RUNNER)
    page.button(key="done-0").click().run()
    (kept,) = prescribed.strength_log(RUNNER)

    page.number_input(key=f"reps-{kept.id}").set_value(10)
    page.button(key=f"change-{kept.id}").click().run()
    (changed,) = prescribed.strength_log(RUNNER)
    assert changed.record.reps == 10
    page.button(key=f"undo-{changed.id}").click().run()

    assert logged(prescribed) == []
    assert "done-0" in [one.key for one in page.button]


def test_what_is_not_due_stands_below_and_can_still_be_logged(prescribed: Store) -> None:
    yesterday = today(prescribed) - timedelta(days=1)
    prescribed.keep_strength(
        RUNNER, StrengthSession(yesterday, RAISE.name, 3, 12, 12.0), datetime.now(UTC)
    )

    page = opened("exercises", lang="nl", runner=RUNNER)

    said = html(page)
    assert said.index("toe curl") < said.index("heel &lt;b&gt;raise")
    assert "Op deze dag niet aan de beurt." in said
    page.button(key="done-1").click().run()
    assert [one.exercise for one in logged(prescribed)] == [RAISE.name, RAISE.name]


def test_how_much_was_done_is_said_with_a_neutral_note(prescribed: Store) -> None:
    said = html(opened("exercises", lang="nl", runner=RUNNER))

    assert "0 van 21 voorgeschreven sessies genoteerd in 14 dagen" in said
    assert "Wat niet genoteerd is, kan wel gedaan zijn." in said


def test_what_was_forgotten_can_be_logged_for_up_to_a_week_back(prescribed: Store) -> None:
    page = opened("exercises", lang="nl", runner=RUNNER)
    days = page.selectbox(key="exercises-day")
    assert len(days.options) == 8

    days.set_value(2).run()
    page.button(key="done-0").click().run()

    assert [one.day for one in logged(prescribed)] == [today(prescribed) - timedelta(days=2)]
