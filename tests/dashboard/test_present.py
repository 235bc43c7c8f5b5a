"""What the overview says of each runner."""

import math
from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard import present
from dashboard.overview import sparks, triage, triage_help, triage_rows
from dashboard.overview.triage_rows import Entry, Row
from plantar.alert import Level
from plantar.load import Method, NoRatio, Ratio
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.runner import LANGUAGES, Runner
from plantar.state import Attention, State
from plantar.store import Store
from plantar.store.things import StrengthWork
from plantar.words.catalogue import words
from tests.dashboard.clinic import NOW

NL = words("nl")
TODAY = NOW.date()


def of(clinic: Store, language: str = "nl") -> dict[str, Row]:
    return {
        entry.runner_id: triage_rows.row(entry, words(language), NOW) for entry in entries(clinic)
    }


def entries(clinic: Store) -> list[Entry]:
    return triage_rows.listed(clinic.runners(), clinic.states(), clinic.display_names(), NOW)


def state(clinic: Store, runner_id: str) -> State:
    found = clinic.state(runner_id)
    assert found is not None
    return found


def test_who_must_be_called_comes_first_and_who_gave_no_data_last(clinic: Store) -> None:
    groups = [row.group for row in of(clinic).values()]

    assert groups == sorted(groups, key=list(triage_rows.GROUPS).index)
    assert groups[0] == "call-today"
    assert groups[-1] == "no-data"


def test_two_families_of_reasons_come_before_one(clinic: Store) -> None:
    first, *_ = of(clinic).values()

    assert first.name == "Ben Zwaenepoel"
    assert any("chtendpijn" in text for text in first.details)


def test_a_row_says_why_by_which_numbers_and_since_when(clinic: Store) -> None:
    row = of(clinic)["r-004"]

    assert row.why == "Loop 39\u00a0% langer dan de langste van 30 dagen"
    assert row.details == (
        "16,4\u00a0km tegenover 11,8\u00a0km op 4 november",  # told on the day since which
        "sinds za 21 nov",
    )


def test_a_runner_without_data_is_never_quiet_and_has_no_ratio(clinic: Store) -> None:
    for runner_id in ("r-008", "r-050"):
        row = of(clinic)[runner_id]

        assert row.group == "no-data"
        assert row.loud
        assert row.ratio == ""


def test_a_baseline_in_the_making_is_told_in_days(clinic: Store) -> None:
    row = of(clinic)["r-040"]

    assert row.group == "quiet"
    assert row.ratio == ""
    assert row.ratio_words == "basislijn in opbouw, dag 9 van 28"


def test_no_morning_score_is_a_dash_not_a_zero(clinic: Store) -> None:
    assert of(clinic)["r-005"].pain == "–"


def test_unknown_coverage_is_called_unknown(clinic: Store) -> None:
    assert of(clinic)["r-005"].coverage == "7 van 7 dagen · dekking onbekend"


def test_the_search_finds_part_of_a_name_or_an_id_in_any_case(clinic: Store) -> None:
    listed = entries(clinic)

    assert [row.name for row in triage_rows.matching(listed, " zwaen ")] == ["Ben Zwaenepoel"]
    assert [row.name for row in triage_rows.matching(listed, "R-004")] == ["Hilde Aerts"]
    assert triage_rows.matching(listed, "") == listed
    assert triage_rows.matching(listed, "nobody of that name") == []


@pytest.mark.parametrize("text", ["zoe", "ZOË", "lefevre", "Lefèvre"])
def test_the_search_finds_a_name_with_or_without_its_accents(text: str) -> None:
    listed = triage_rows.listed([Runner("r"), Runner("s")], [], {"r": "Zoë Lefèvre"}, NOW)

    assert [one.runner_id for one in triage_rows.matching(listed, text)] == ["r"]


def test_counts_add_up(clinic: Store) -> None:
    counts = triage_rows.counts(list(of(clinic).values()))

    assert counts.pop(triage_rows.EVERYBODY) == sum(counts.values()) == len(clinic.runners())


@pytest.mark.parametrize(
    ("ratio", "said"),
    [(1.95, "95\u00a0% boven gewoon"), (0.8, "20\u00a0% onder gewoon"), (1.001, "zoals gewoon")],
)
def test_a_ratio_is_put_as_above_below_or_as_usual(clinic: Store, ratio: float, said: str) -> None:
    week = Ratio(TODAY, Method.UNCOUPLED, 10.0, 10.0, ratio, 7, 21)

    assert present.ratio_words(replace(state(clinic, "r-001"), ratio=week), NL) == said


def test_the_status_of_a_silent_runner_says_since_when(clinic: Store) -> None:
    sentence = present.status_sentence(clinic.runner("r-008"), state(clinic, "r-008"), NL)

    assert sentence == "Geen gegevens sinds wo 18 nov: over deze week valt niets te zeggen."


def test_the_status_gives_the_strongest_reason_of_each_family(clinic: Store) -> None:
    sentence = present.status_sentence(clinic.runner("r-017"), state(clinic, "r-017"), NL)

    assert "21,1\u00a0km tegenover 10,2\u00a0km" in sentence
    assert "7/10 tegenover gewoonlijk 3" in sentence
    assert sentence.index("loop") < sentence.index("ochtendpijn")


def test_a_quiet_runner_is_told_in_numbers_that_no_rule_spoke(clinic: Store) -> None:
    sentence = present.status_sentence(clinic.runner("r-001"), state(clinic, "r-001"), NL)

    assert sentence.startswith("Deze week 8\u00a0% boven gewoon: ")
    assert sentence.endswith("Geen enkele regel sprak.")


@pytest.mark.parametrize("reason", NoRatio)
def test_a_quiet_runner_without_a_ratio_is_told_why(clinic: Store, reason: NoRatio) -> None:
    none = Ratio(TODAY, Method.UNCOUPLED, None, None, None, 3, 9, reason, 9, 28)
    told = replace(state(clinic, "r-001"), ratio=none, attention=Attention.BUILDING)

    assert "valt nog niet te vergelijken: " in present.status_sentence(
        clinic.runner("r-001"), told, NL
    )


def test_a_row_tells_what_the_week_adds_up_to_and_in_how_many_days(clinic: Store) -> None:
    known, english = state(clinic, "r-017"), words("en")
    assert known.week_sum_wse is not None
    said = present.sum_words(known.week_sum_wse, known.worn_days, english)

    row = of(clinic, "en")["r-017"]

    assert row.week == said
    assert f"in {known.worn_days} of 7 days" in said
    assert said in triage.table([row], triage_rows.counts([row]), english)
    assert said in row.load_svg
    quiet = replace(known, reasons=(), attention=Attention.QUIET)
    assert said in present.status_sentence(Runner("r"), quiet, english)


def test_pain_alone_does_not_colour_the_load(clinic: Store) -> None:
    assert not sparks.speaks_of_load(state(clinic, "r-022"))
    assert sparks.speaks_of_load(state(clinic, "r-009"))
    assert state(clinic, "r-022").level is Level.ALERT


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hostile_name_is_inert_in_the_list(clinic: Store, language: str) -> None:
    rows = list(of(clinic, language).values())

    html = triage.table(rows, triage_rows.counts(rows), words(language))

    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_hostile_name_is_inert_in_an_attribute_too(clinic: Store) -> None:
    row = replace(
        next(iter(of(clinic).values())),
        name='" onmouseover="alert(1)',
        why="<img src=x onerror=alert(1)>",
        details=("<b>bold</b>",),
        side="<i>",
        source="<u>",
        coverage="<s>",
        seen="<q>",
    )

    html = triage.table([row], triage_rows.counts([row]), NL)

    assert 'onmouseover="' not in html
    for tag in ("<img", "<b>bold", "<i>", "<u>", "<s>", "<q>"):
        assert tag not in html


def test_the_list_is_a_table_with_headings_and_a_link_for_every_runner(clinic: Store) -> None:
    rows = list(of(clinic, "en").values())

    html = triage.table(rows, triage_rows.counts(rows), words("en"))

    assert html.count('scope="col"') == 7
    assert html.count('scope="rowgroup"') == len({row.group for row in rows})
    for row in rows:
        assert f'<a href="runner?runner={row.runner_id}&amp;lang=en"><bdi>' in html


def test_every_attention_has_a_group() -> None:
    assert {triage_rows.group_of(attention) for attention in Attention} == set(triage_rows.GROUPS)


def test_a_runner_who_was_just_added_has_a_row_without_figures() -> None:
    (new,) = triage_rows.listed([Runner("new")], [], {}, NOW)
    row = triage_rows.row(new, NL, NOW)

    assert (row.name, row.why, row.seen, row.pain) == ("new", "Nog niets gemeten", "nooit", "–")


def test_a_spark_with_a_gap_still_has_a_label_with_numbers(clinic: Store) -> None:
    gappy = state(clinic, "r-002")

    assert any(math.isnan(load) for load in gappy.load_spark)
    assert "zonder cijfer" in of(clinic)["r-002"].load_svg


def test_how_long_ago_data_came_is_told_from_now(clinic: Store) -> None:
    later = NOW + timedelta(days=4)
    (silent,) = [one for one in entries(clinic) if one.runner_id == "r-008"]

    row = triage_rows.row(silent, NL, later)
    assert row.seen == "9 dagen geleden"
    assert row.stale
    assert 'class="stale">9 dagen geleden' in triage.table([row], triage_rows.counts([row]), NL)


RAISE = Exercise("hielheffen", 3, 12, every_days=2)
BUILD = Programme(TODAY - timedelta(days=20), (Phase("1", 1, (RAISE,)),), "kine-a")


@pytest.mark.parametrize(("done", "few"), [(3, True), (5, False)])
def test_exercises_are_those_done_of_those_planned(clinic: Store, done: int, few: bool) -> None:  # noqa: FBT001  a column of the table above
    sessions = tuple(
        StrengthSession(TODAY - timedelta(days=2 * n), RAISE.name, 3, 12) for n in range(done)
    )

    row = triage_rows.with_work(of(clinic)["r-001"], StrengthWork((BUILD,), sessions), NL)

    assert (row.exercises, row.few, row.work) == (f"{done} / 7", few, "week 3")
    assert f"{done} van 7" in row.exercises_words
    html = triage.table([row], triage_rows.counts([row]), NL)
    assert f'>{done} / 7</span><span class="unseen">' in html
    assert ('class="few"' in html) is few


def test_without_a_programme_there_is_a_dash_and_no_nought(clinic: Store) -> None:
    ended = replace(BUILD, until=TODAY - timedelta(days=14))
    for work in (None, StrengthWork((ended,), ())):
        row = triage_rows.with_work(of(clinic)["r-001"], work, NL)

        assert row.exercises == row.work == ""
        assert "geen programma" in triage.table([row], triage_rows.counts([row]), NL)


def test_a_row_has_two_lines_beside_its_reason_and_what_was_answered_is_one(clinic: Store) -> None:
    row = replace(of(clinic)["r-017"], told=("Afgehandeld op ma 23 nov door Fien",))

    html = triage.table([row], triage_rows.counts([row]), NL)

    assert len(row.details) == 2
    why = html.partition('<td class="why">')[2].partition("</td>")[0]
    assert why.count("<span") == 2
    assert row.details[0] in why
    assert "door Fien" in why


def test_every_column_is_explained_in_the_list_itself(clinic: Store) -> None:
    assert set(triage_help.HEADS) == set(triage_help.HELP) == set(triage.COLUMNS)
    assert triage_help.html(NL).count("<dt>") == 7
