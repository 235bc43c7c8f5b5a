"""Letters of notes, dots and rings of exercises, and the facts that follow the pain, as drawn."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from dashboard.charting import beside, chart, history, sheet, story
from dashboard.charting.story import Story
from dashboard.frame.palette import PAGE
from dashboard.frame.places import Places
from dashboard.overview import triage, triage_rows
from dashboard.runner import facts, rehab_panel
from dashboard.views import overview
from dashboard.visit import Visit
from plantar.context import ContextKind, ContextNote
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from plantar.pain import PainMoment, PainReport
from plantar.rehab import Exercise, Phase, Programme, ProgrammeKind, StrengthSession
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from processing.days.build import Calendar
from processing.rehab.relapse import Came, Relapse
from tests.dashboard.signed_in import sees_all
from tests.dashboard.tooltip import day_sheet

NL = words("nl")
TODAY = date(2026, 6, 30)
NOON = datetime(2026, 6, 30, 12, tzinfo=UTC)
RAISE = Exercise("heel <i>raise", 3, 12, every_days=2)
CURL = Exercise("toe curl", 2, 15, per_week=3)


def ago(n: int) -> date:
    return TODAY - timedelta(days=n)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna", pain_limit=5))
        yield opened


def told(store: Store) -> Story:
    days = [Day(ago(n), SourceClass.WATCH, DayStatus.VALID, 5_000.0) for n in range(40)]
    runner = store.runner("anna")
    found = history.stretch(days, Calendar(runner.days, (), TODAY))
    assert found is not None
    first = history.window_start(found.last, 42)
    stands = beside.beside(store, "anna", first, found.last)
    return story.tell(runner, found, 42, [], [], beside=stands)


def series(option: dict[str, Any], name: str) -> dict[str, Any]:
    (found,) = [one for one in option["baseOption"]["series"] if one["name"] == name]
    return found


@pytest.mark.parametrize(("n", "name"), [(0, "a"), (25, "z"), (26, "aa"), (51, "az"), (52, "ba")])
def test_notes_are_lettered_also_past_z(n: int, name: str) -> None:
    assert beside.letter(n) == name


def test_without_anything_told_the_chart_is_as_it_was(store: Store) -> None:
    shown = told(store)
    option = chart.option(shown, NL)

    assert len(option["baseOption"]["grid"]) == 3
    assert chart.height(shown, NL) == 448
    assert series(option, "notes")["markLine"]["data"] == []
    assert facts.notes_list(shown, NL) == ""
    assert "oefeningen" not in facts.days_table(shown, NL)


def test_each_note_is_a_vertical_with_its_letter_and_stands_in_the_list(store: Store) -> None:
    store.keep_note("anna", ContextNote(ago(9), ContextKind.NEW_SHOES, text="<b>Brooks"), NOON)
    store.keep_note("anna", ContextNote(ago(2), ContextKind.BAREFOOT, 90.0), NOON)
    store.keep_note("anna", ContextNote(ago(2), ContextKind.RACE), NOON + timedelta(minutes=1))
    store.keep_note("anna", ContextNote(ago(90), ContextKind.RACE), NOON)
    shown = told(store)

    lines = series(chart.option(shown, NL), "notes")["markLine"]["data"]
    listed = facts.notes_list(shown, NL)

    assert [
        (shown.dates[one["xAxis"]], one["label"]["formatter"], one["lineStyle"]["type"])
        for one in lines
    ] == [(ago(9), "a", "solid"), (ago(2), "b c", "solid")]
    assert "Nieuwe schoenen: &lt;b&gt;Brooks" in listed
    assert "<b>" not in listed
    assert "b: Blootsvoets, 1,5 u (geschat)" in day_sheet(shown, ago(2), NL)
    assert listed.count("<tr>") == 3


def test_what_was_done_is_filled_and_what_was_missed_is_a_ring_a_row_each(store: Store) -> None:
    phases = (Phase("all along", 1, (RAISE, CURL)),)
    store.keep_programme("anna", Programme(ago(13), phases, "kine-a"))
    for n in (13, 11, 9):
        store.keep_strength("anna", StrengthSession(ago(n), RAISE.name, 3, 12), NOON)
    shown = told(store)
    option = chart.option(shown, NL)

    done, missed = series(option, "gedaan"), series(option, "gemist")

    assert [shown.dates[n] for n, _ in done["data"]] == [ago(13), ago(11), ago(9)]
    rows = {row for _, row in missed["data"]}
    assert rows == {1, 2}
    raised = [shown.dates[n] for n, row in missed["data"] if row == 1]
    assert raised == [ago(7), ago(5), ago(3)]
    assert [shown.dates[n] for n, row in missed["data"] if row == 2] == [ago(9), ago(8), ago(7)]
    assert missed["itemStyle"]["color"] == PAGE
    assert missed["itemStyle"]["borderWidth"] > 0
    text = sheet.exercised_words(shown.beside, ago(7), NL)
    assert text == "gemist: heel <i>raise, toe curl"
    assert "heel &lt;i&gt;raise" in facts.days_table(shown, NL)


def test_on_a_phone_the_rings_stay_rings(store: Store) -> None:
    phases = (Phase("all along", 1, (RAISE,)),)
    store.keep_programme("anna", Programme(ago(13), phases, "kine-a"))
    option = chart.option(told(store), NL)

    names = [one["name"] for one in option["baseOption"]["series"]]
    narrow = option["media"][0]["option"]["series"]

    assert narrow[names.index("gemist")] == {}
    assert json.dumps(option, allow_nan=False)


def quiet(store: Store, scores: dict[int, int]) -> None:
    for n, score in scores.items():
        at = NOON - timedelta(days=n, hours=6)
        store.add_pain("anna", PainReport(at, PainMoment.FIRST_STEPS, score), at)


def panel(store: Store, language: str = "nl") -> str:
    rehab = rehab_panel.rehab_of(store, store.runner("anna"), TODAY)
    return rehab_panel.panel(rehab, words(language))


def test_quiet_mornings_raise_the_question_with_their_coverage_until_it_is_answered(
    store: Store,
) -> None:
    building = Programme(ago(60), (Phase("1", 1, (RAISE,)),), "kine-a")
    store.keep_programme("anna", building)
    quiet(store, dict.fromkeys(range(22), 1))

    assert "mediaan van 1/10 (22 van 28 ochtenden gemeld)" in panel(store)
    kept_up = replace(building, since=ago(0), kind=ProgrammeKind.MAINTENANCE)
    store.keep_programme("anna", kept_up)

    said = panel(store)
    assert "mediaan" not in said
    assert "Onderhoud: 1, week 1" in said
    assert "voorgeschreven sessies genoteerd in 14 dagen" in said  # strength goes on, and is shown


def test_pain_that_came_back_is_told_with_numbers_day_and_coverage(store: Store) -> None:
    quiet(store, dict.fromkeys(range(1, 60), 0) | {0: 6})

    said = panel(store)

    assert "kwam de ochtendpijn terug: 6/10 op 30 juni, boven de afgesproken 5/10" in said
    assert "28 van de laatste 28 ochtenden" in said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "relapse",
    [
        Relapse(TODAY, Came.WEEK, None, None, 15 / 7, 0.0, 32),
        Relapse(TODAY, Came.ABOVE_LIMIT, 6, 5, None, None, 40),
    ],
)
def test_a_relapse_is_a_sentence_with_its_numbers(language: str, relapse: Relapse) -> None:
    said = rehab_panel.came_back(relapse, words(language))

    assert str(relapse.quiet_days) in said
    assert ("6/10" in said) is (relapse.came is Came.ABOVE_LIMIT)
    assert ("2,1/10" in said or "2.1/10" in said) is (relapse.came is Came.WEEK)


def test_who_has_neither_programme_nor_mornings_has_no_panel(store: Store) -> None:
    assert panel(store) == ""


def test_the_overview_tells_a_quiet_runner_s_kinesist_what_their_mornings_say(
    practice: Store,
) -> None:
    now = datetime.now(UTC)
    begun = now.date() - timedelta(days=60)
    for runner_id in ("r-001", "r-017"):  # one quiet, one in the middle of it
        practice.keep_programme(runner_id, Programme(begun, (Phase("1", 1, (RAISE,)),), "kine-a"))
    visit = Visit(practice, NL, now, Places(), sees_all(practice).viewer)
    rows = [
        triage_rows.row(entry, NL, now)
        for entry in triage_rows.listed(practice.runners(), practice.states(), {}, now)
    ]
    work = practice.strength_work([row.runner_id for row in rows], now.date())
    told_of = {
        row.runner_id: overview.with_rehab(visit, row, work.get(row.runner_id)) for row in rows
    }

    quiet_one, loud_one = told_of["r-001"], told_of["r-017"]

    assert [one for one in quiet_one.told if "mediaan van 1/10 (28 van 28" in one]
    assert not [one for one in loud_one.told if "mediaan" in one]
    assert told_of["r-002"].told == ()  # median 3
    table = triage.table([quiet_one], triage_rows.counts([quiet_one]), NL)
    assert "bespreek gerust of een onderhoudsprogramma volgt" in table
