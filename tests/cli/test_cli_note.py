"""`plantar note`: told, listed and taken back, and refused in one sentence."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plantar.day import civil_day, zone
from tests.cli.conftest import Plantar, started

TODAY = civil_day(datetime.now(UTC), zone("Europe/Brussels"))
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def test_notes_are_told_listed_and_taken_back(plantar: Plantar, anna: str) -> None:
    race = plantar("note", anna, "--kind", "race", "--text", "20 km")
    plantar("note", anna, "add", "--kind", "walked", "--hours", 1.5, "--on", YESTERDAY)
    listed = plantar("note", anna, "list", "--json").json
    shown = plantar("note", anna, "list").out

    assert f"noted race, {TODAY}" in race.err
    assert [
        (one["day"], one["kind"], one["minutes"], one["estimated"], one["text"]) for one in listed
    ] == [
        (str(YESTERDAY), "walked", 90.0, True, ""),
        (str(TODAY), "race", None, False, "20 km"),
    ]
    assert "estimated" in shown
    assert "the runner" in shown

    undone = plantar("note", anna, "undo", listed[0]["id"])

    assert f"took back walked, 90 min (estimated), {YESTERDAY}" in undone.err
    assert plantar("note", anna, "list", "--json").json == listed[1:]


def test_a_note_changes_no_figure(plantar: Plantar, anna: str) -> None:
    before = plantar("ratio", "--runner", anna, "--json").out

    plantar("note", anna, "--kind", "ran", "--min", 90)

    assert plantar("ratio", "--runner", anna, "--json").out == before


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("--kind", "race", "--on", TOMORROW), 2, f"today ({TODAY}) or earlier"),
        (
            ("--kind", "race", "--on", TODAY - timedelta(days=8)),
            2,
            f"is not {TODAY - timedelta(days=7)} or later: within the last 7 days",
        ),
        (("--kind", "walked"), 2, "minutes: None is not a number"),
        (("--kind", "walked", "--min", 0), 2, "minutes: 0.0 is not more than 0"),
        (("--kind", "stood", "--hours", 25), 2, "minutes: 1500.0 is not between 0 and 1440"),
        (("--kind", "stood", "--hours", 1, "--min", 60), 2, "--min: 60.0"),
        (("--kind", "race", "--min", 60), 2, "minutes: 60.0 is not told for race"),
        (("--kind", "other"), 2, "text: '' is not some words"),
        (("--kind", "flying"), 2, "kind: 'flying' is not one of walked, ran"),
    ],
)
def test_what_cannot_be_is_refused_by_field_and_value(
    plantar: Plantar, anna: str, words: tuple[object, ...], code: int, named: str
) -> None:
    refused = plantar("note", anna, *words)

    assert refused.code == code
    assert named in refused.err
    assert plantar("note", anna, "list", "--json").json == []


def test_a_note_that_is_not_there_cannot_be_taken_back(plantar: Plantar, anna: str) -> None:
    refused = plantar("note", anna, "undo", "abc")

    assert refused.code == 1
    assert "no note abc of runner 'anna'" in refused.err
    assert "no runner 'zoe'" in plantar("note", "zoe", "list").err


def test_a_shift_of_last_month_is_no_figure_either(plantar: Plantar, anna: str) -> None:
    refused = plantar("shift", anna, TODAY - timedelta(days=8), "--hours", 8)

    assert refused.code == 2
    assert "within the last 7 days" in refused.err
    assert plantar("shift", anna, "list", "--json").json == []


def test_a_note_is_told_from_a_terminal(plantar: Plantar, anna: str, home: Path) -> None:
    told = started("note", anna, "--kind", "new-shoes", home=home)

    assert told.returncode == 0
    assert plantar("note", anna, "list", "--json").json[0]["kind"] == "new-shoes"
