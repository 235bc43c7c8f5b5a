"""The headline of a runner's own day: the rules' own words, pain first, and nothing to do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from dashboard import present
from dashboard.overview import triage_rows
from dashboard.today import today_head
from plantar.alert import Alert, Level
from plantar.runner import LANGUAGES, Runner
from plantar.state import Attention, State
from plantar.store import Store
from plantar.words import sentences
from plantar.words.catalogue import words
from tests.dashboard.clinic import NOW, morning_alert, run_alert

TODAY = NOW.date()
ANNA = Runner("r-001", "Europe/Brussels", 68.0)
NL = words("nl")
PAINFUL = morning_alert(TODAY, 0, "p2-once", 5, 3)


def spoken(*reasons: Alert, attention: Attention = Attention.LOOK_THIS_WEEK) -> State:
    loudest = max(alert.level for alert in reasons)
    return State("r-001", TODAY, NOW, attention, loudest, since=TODAY, reasons=reasons)


def test_a_painful_morning_goes_before_a_long_run_also_when_the_run_is_louder() -> None:
    long_run = run_alert(TODAY, 1, 21.1, 10.2, Level.ALERT)
    painful = replace(PAINFUL, level=Level.CAUTION)

    head = today_head.head(
        ANNA, spoken(long_run, painful, attention=Attention.CALL_TODAY), TODAY, NL
    )

    assert head.title == sentences.reason(painful, NL)
    assert head.sentence == sentences.sentence(painful, NL)
    assert head.more[:2] == ("sterke melding", sentences.reason(long_run, NL))
    assert head.attention is Attention.CALL_TODAY  # the mark is the overview's
    assert head.alert is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_the_overview_and_the_runner_page_say_the_same_of_everybody(
    clinic: Store, language: str
) -> None:
    speak = words(language)
    rows = {
        entry.runner_id: triage_rows.row(entry, speak, NOW)
        for entry in triage_rows.listed(
            clinic.runners(), clinic.states(), clinic.display_names(), NOW
        )
    }
    for runner in clinic.runners():
        state = clinic.state(runner.id)
        row = rows[runner.id]

        head = today_head.head(runner, state, TODAY, speak)

        told = present.status_sentence(runner, state, speak)
        assert (head.alert is not None) is (row.group in ("call-today", "look-this-week"))
        if head.alert is not None:
            assert head.title in (row.why, *(part.split(" · ")[0] for part in row.details))
            assert head.sentence in told
        elif head.attention is Attention.QUIET:
            assert head.title.rstrip(".") in told
            assert head.sentence in told


def test_without_data_it_says_for_how_many_days_and_never_that_it_is_quiet() -> None:
    last = datetime(2026, 11, 18, 17, tzinfo=UTC)
    state = State("r-001", TODAY, NOW, Attention.NO_DATA, Level.OK, last_data_at=last)

    head = today_head.head(ANNA, state, TODAY, NL)

    assert head.title == "Sinds 5 dagen geen gegevens"
    assert "sprak" not in head.title + head.sentence


@pytest.mark.parametrize("state", [None, "never measured"])
def test_a_new_runner_reads_that_pain_can_be_told_at_once(state: str | None) -> None:
    blank = State("r-001", TODAY, NOW, Attention.NO_DATA, Level.OK)

    head = today_head.head(ANNA, None if state is None else blank, TODAY, NL)

    assert head.title == "Nog niets gemeten"
    assert "Pijn kan je vanaf de eerste dag ingeven" in head.sentence


def test_a_baseline_that_is_being_built_says_which_day_it_is(clinic: Store) -> None:
    head = today_head.head(clinic.runner("r-040"), clinic.state("r-040"), TODAY, NL)

    assert head.title == "Basislijn in opbouw, dag 9 van 28"


def test_the_days_without_data_are_civil_days_of_the_runner() -> None:
    away = Runner("r-001", "Pacific/Kiritimati")
    last = datetime(2026, 11, 18, 17, tzinfo=UTC)  # there it is the 19th already
    state = State("r-001", TODAY, NOW, Attention.NO_DATA, Level.OK, last_data_at=last)
    there = away.days.day_of(NOW)

    head = today_head.head(away, state, there, NL)

    assert head.title.startswith(f"Sinds {(there - date(2026, 11, 19)) // timedelta(days=1)} ")


def test_whoever_sees_pain_alone_reads_neither_that_it_is_quiet_nor_that_nothing_is_measured() -> (
    None
):
    unseen = State("r-001", TODAY, NOW, Attention.NO_DATA, Level.OK)

    head = today_head.head(ANNA, unseen, TODAY, NL, sees_load=False)

    assert head.title == "Geen enkele pijnregel sprak"
    assert head.sentence == "De belasting is niet met jou gedeeld."
    told = today_head.head(ANNA, spoken(PAINFUL), TODAY, NL, sees_load=False)
    assert told.title == sentences.reason(PAINFUL, NL)
