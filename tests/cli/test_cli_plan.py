"""`plantar plan`, `shift` and `threshold`: what was agreed and told, kept and taken back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plantar.alert import Alert, Rule
from plantar.day import civil_day, zone
from plantar.measured import Origin, OriginKind, Session, Sport
from plantar.store import Batch
from plantar.store.sql import open_store
from tests.cli.conftest import Plantar, started

Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]
NOW = datetime.now(UTC)
TODAY = civil_day(NOW, zone("Europe/Brussels"))
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
OTHERS = ("plan", "shift", "threshold", "strength")


def ran(home: Path, *runs: tuple[date, float]) -> None:
    """Runs of so many kilometres, at noon, six minutes each."""
    sessions = tuple(
        Session(
            datetime(day.year, day.month, day.day, 12, tzinfo=UTC),
            Sport.RUNNING,
            360.0 * km,
            1000.0 * km,
        )
        for day, km in runs
    )
    with open_store(home / "plantar.db") as store:
        origin = Origin("runs", OriginKind.IMPORT, "runs.csv", NOW)
        store.put("anna", Batch(origin, "watch", sessions))


def test_a_plan_is_kept_listed_replaced_and_withdrawn(
    plantar: Plantar, anna: str, home: Path
) -> None:
    first = plantar("plan", anna, "add", TOMORROW, "--km", 8, "--by", "kine-a")
    again = plantar("plan", anna, "add", TOMORROW, "--km", 10, "--min", 62, "--by", "kine-a")
    listed = plantar("plan", anna, "list", "--json").json
    shown = plantar("plan", anna, "list").out
    with open_store(home / "plantar.db") as store:
        assert store.dirty(anna).days == ()  # a day to come is settled too
    gone = plantar("plan", anna, "withdraw", TOMORROW)

    assert (first.code, again.code, gone.code) == (0, 0, 0)
    assert f"planned 8 km on {TOMORROW}" in first.err
    assert f"planned 10 km in 62 min on {TOMORROW}, in place of 8 km" in again.err
    assert listed == [
        {
            "day": str(TOMORROW),
            "distance_km": 10.0,
            "duration_min": 62.0,
            "ran_km": None,
            "ran_min": None,
            "runs": 0,
            "author": "kine-a",
            "note": "",
        }
    ]
    assert str(TOMORROW) in shown
    assert "10.0" in shown
    assert plantar("plan", anna, "list", "--json").json == []


def test_a_plan_stands_beside_what_was_run_and_nothing_is_no_zero(
    plantar: Plantar, anna: str, home: Path
) -> None:
    before = YESTERDAY - timedelta(days=1)
    ran(home, (YESTERDAY, 7.0))
    for day in (before, YESTERDAY):
        plantar("plan", anna, "add", day, "--km", 8, "--by", "kine-a")

    listed = plantar("plan", anna, "list", "--json").json

    assert [(one["day"], one["ran_km"], one["runs"]) for one in listed] == [
        (str(before), None, 0),
        (str(YESTERDAY), 7.0, 1),
    ]
    assert listed[1]["ran_min"] == pytest.approx(42.0)


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("plan", "anna", "add", "tomorrow", "--km", 8, "--by", "k"), "DATE: 'tomorrow'"),
        (("plan", "anna", "add", TOMORROW, "--by", "k"), "a distance, a duration or both"),
        (("plan", "anna", "add", TOMORROW, "--km", 0, "--by", "k"), "distance_m: 0.0"),
        (("plan", "anna", "add", TOMORROW, "--km", 8, "--by", " "), "author"),
        (("plan", "anna", "add", TOMORROW, "--km", 8), "--by"),
        (("shift", "anna", TOMORROW, "--hours", 8), f"today ({TODAY}) or earlier"),
        (("shift", "anna", YESTERDAY, "--hours", 0), "upright_min: 0.0"),
        (("shift", "anna", YESTERDAY, "--hours", 25), "upright_min: 1500.0"),
        (("shift", "anna", "2026-13-01", "--hours", 8), "DATE: '2026-13-01'"),
        (
            ("threshold", "anna", "set", "S9", "x", 2, "--by", "k", "--why", "w"),
            "RULE: 'S9' is not one of S1, S1b, S1w",
        ),
        (
            ("threshold", "anna", "set", "S1", "window_days", 9, "--by", "k", "--why", "w"),
            "FIELD: 'window_days' is not one of caution_ratio",
        ),
        (
            ("threshold", "anna", "set", "S1", "caution_ratio", 0.5, "--by", "k", "--why", "w"),
            "value: 0.5 is not between 1 and 10",
        ),
        (
            ("threshold", "anna", "set", "S1", "caution_ratio", 1.5, "--by", "k", "--why", ""),
            "reason",
        ),
        (("threshold", "anna", "set", "S1", "caution_ratio", 1.5, "--by", "k"), "--why"),
    ],
)
def test_what_cannot_be_is_wrong_use_and_nothing_is_kept(
    plantar: Plantar, anna: str, contents: Contents, words: tuple[object, ...], named: str
) -> None:
    before = contents()

    refused = plantar(*words)

    assert refused.code == 2
    assert named in refused.err
    assert contents() == before


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("plan", "anna", "withdraw", TODAY), f"no planned run on {TODAY} of runner 'anna'"),
        (("shift", "anna", "withdraw", "abc"), "no shift abc of runner 'anna'"),
        (("threshold", "anna", "end", "P2", "rise"), f"no threshold P2 rise after {YESTERDAY}"),
        (("plan", "zoe", "add", TODAY, "--km", 8, "--by", "k"), "no runner 'zoe'"),
        (("plan", "zoe", "list"), "no runner 'zoe'"),
        (("shift", "zoe", TODAY, "--hours", 8), "no runner 'zoe'"),
        (("shift", "zoe", "list"), "no runner 'zoe'"),
        (("threshold", "zoe", "list"), "no runner 'zoe'"),
    ],
)
def test_what_is_not_there_is_refused(
    plantar: Plantar, anna: str, words: tuple[object, ...], named: str
) -> None:
    refused = plantar(*words)

    assert refused.code == 1
    assert named in refused.err


def test_shifts_are_told_listed_and_taken_back_one_by_one(plantar: Plantar, anna: str) -> None:
    told = plantar("shift", anna, YESTERDAY, "--hours", 4.5, "--floor", "beton")
    plantar("shift", anna, "add", YESTERDAY, "--hours", 3, "--by", "kine-a")
    listed = plantar("shift", anna, "list", "--json").json
    shown = plantar("shift", anna, "list").out

    assert told.code == 0
    assert f"4.5 h on the feet, {YESTERDAY} (id {listed[0]['id']})" in told.err
    assert [(one["upright_min"], one["floor"], one["author"]) for one in listed] == [
        (270.0, "beton", ""),
        (180.0, "", "kine-a"),
    ]
    assert "the runner" in shown
    withdrawn = plantar("shift", anna, "withdraw", listed[0]["id"])
    assert f"withdrew 4.5 h on the feet, {YESTERDAY}" in withdrawn.err
    assert plantar("shift", anna, "list", "--json").json == listed[1:]


def test_the_shifts_of_a_day_fit_into_a_day(
    plantar: Plantar, anna: str, contents: Contents
) -> None:
    plantar("shift", anna, YESTERDAY, "--hours", 20)
    before = contents()

    refused = plantar("shift", anna, YESTERDAY, "--hours", 5)

    assert refused.code == 2
    assert "upright_min: 300.0 is not 240 or less" in refused.err
    assert contents() == before


def test_a_threshold_of_ones_own_is_set_listed_and_ended(plantar: Plantar, anna: str) -> None:
    since, until = TODAY, TODAY + timedelta(days=30)
    rule = ("s1", "caution_ratio", 1.25, "--by", "kine-a", "--why", "marathon in het voorjaar")
    agreed = plantar("threshold", anna, "set", *rule, "--since", since, "--until", until)
    listed = plantar("threshold", anna, "list", "--json").json
    shown = plantar("threshold", anna, "list").out
    last = TODAY + timedelta(days=9)
    ended = plantar("threshold", anna, "end", "S1", "caution_ratio", "--last", last)
    after = plantar("threshold", anna, "list", "--json").json

    assert (agreed.code, ended.code) == (0, 0)
    assert f"S1 caution_ratio is 1.25 from {since} until {until} (default 1.1)" in agreed.err
    assert listed == [
        {
            "rule": "S1",
            "field": "caution_ratio",
            "value": 1.25,
            "default": 1.1,
            "since": str(since),
            "until": str(until),
            "in_force": True,
            "author": "kine-a",
            "reason": "marathon in het voorjaar",
        }
    ]
    assert "in force" in shown
    assert "marathon in het voorjaar" in shown
    assert f"S1 caution_ratio is 1.1 again, the default, after {last}" in ended.err
    assert after == [{**listed[0], "until": str(last)}]


def test_a_threshold_set_today_and_ended_never_was(plantar: Plantar, anna: str) -> None:
    plantar("threshold", anna, "set", "P2", "rise", 3, "--by", "kine-a", "--why", "wisselt")

    assert plantar("threshold", anna, "end", "P2", "rise").code == 0
    assert plantar("threshold", anna, "list", "--json").json == []


def test_another_threshold_changes_today_and_nothing_before_it(
    plantar: Plantar, anna: str, home: Path
) -> None:
    usual = [(TODAY - timedelta(days=n), 10.0) for n in range(3, 20, 3)]
    ran(home, *usual, (YESTERDAY, 12.0), (TODAY, 14.5))
    plantar("recompute", "--runner", anna)

    def spoken() -> list[Alert]:
        with open_store(home / "plantar.db") as store:
            told = store.alerts(anna, YESTERDAY, TODAY)
            return [alert for alert in told if alert.rule is Rule.S1]

    before = spoken()
    rule = ("S1", "caution_ratio", 1.25, "--by", "kine-a", "--why", "marathon")
    late = plantar("threshold", anna, "set", *rule, "--since", YESTERDAY)
    set_ = plantar("threshold", anna, "set", *rule)
    after = spoken()
    too_early = YESTERDAY - timedelta(days=1)
    back = plantar("threshold", anna, "end", "S1", "caution_ratio", "--last", too_early)
    plantar("threshold", anna, "end", "S1", "caution_ratio")

    assert (late.code, set_.code, back.code) == (2, 0, 2)
    assert f"since: '{YESTERDAY}' is not today ({TODAY}) or later" in late.err
    assert f"last: '{too_early}' is not yesterday ({YESTERDAY}) or later" in back.err
    assert [alert.day for alert in before] == [YESTERDAY, TODAY]
    assert after == before[:1]
    assert spoken() == before


def test_a_threshold_of_the_practice_is_decided_tried_listed_and_ended(
    plantar: Plantar, anna: str, home: Path
) -> None:
    usual = [(TODAY - timedelta(days=n), 10.0) for n in range(3, 40, 3)]
    ran(home, *usual, (YESTERDAY, 12.0), (TODAY, 14.5))
    plantar("recompute", "--runner", anna)
    rule = ("S1", "caution_ratio", 1.25, "--by", "kine-a", "--why", "te veel meldingen")

    tried = plantar("threshold", "try", "s1.caution_ratio=1.25", "--json").json
    shown = plantar("threshold", "--clinic", "try", "S1.caution_ratio=1.25")
    of_anna = plantar("threshold", anna, "try", "S1.caution_ratio=1.25", "--json").json
    late = plantar("threshold", "--clinic", "set", *rule, "--since", YESTERDAY)
    decided = plantar("threshold", "--clinic", "set", *rule)
    listed = plantar("threshold", "--clinic", "list", "--json").json
    with open_store(home / "plantar.db") as store:
        told = [one for one in store.alerts(anna, YESTERDAY, TODAY) if one.rule is Rule.S1]
    unsigned = plantar("threshold", "--clinic", "end", "S1", "caution_ratio")
    ended = plantar(
        "threshold", "--clinic", "end", "S1", "caution_ratio", "--by", "kine-a", "--why", "terug"
    )
    after = plantar("threshold", "--clinic", "list", "--json").json

    assert [one.day for one in told] == [YESTERDAY]
    assert (tried["is"]["messages"], tried["would_be"]["messages"]) == (1, 0)
    assert tried["differing"] == {anna: {"is": 1, "would_be": 0}}
    assert of_anna["would_be"] == tried["would_be"]
    assert "anna: 1 -> 0" in shown.err
    assert (late.code, decided.code, unsigned.code, ended.code) == (2, 0, 2, 0)
    assert f"S1 caution_ratio is 1.25 for everybody from {TODAY}" in decided.err
    assert (listed[0]["author"], listed[0]["in_force"]) == ("kine-a", True)
    assert [(one["value"], one["in_force"]) for one in after] == [(1.25, False), (None, False)]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("S9.rise=2", "THRESHOLD: 'S9.rise=2' is not one of the rules S1"),
        ("P2.window_days=2", "THRESHOLD: 'window_days' is not one of rise, least_score"),
        ("P2.rise=much", "THRESHOLD: 'P2.rise=much' is not such as P2.rise=1.5"),
        ("P2.rise=0.1", "value: 0.1 is not between 0.5 and 10"),
    ],
)
def test_a_threshold_that_cannot_be_is_not_tried(plantar: Plantar, asked: str, named: str) -> None:
    ran = plantar("threshold", "try", asked)

    assert ran.code == 2
    assert named in ran.err


def test_a_name_for_the_screen_is_in_no_plan(plantar: Plantar) -> None:
    plantar("runner", "add", "anna", "--name", "Hidden Name")
    plantar("plan", "anna", "add", TODAY, "--km", 8, "--by", "kine-a")
    plantar("shift", "anna", TODAY, "--hours", 8)
    plantar("threshold", "anna", "set", "P2", "rise", 3, "--by", "kine-a", "--why", "wisselt")

    for what in ("plan", "shift", "threshold"):
        for how in ((), ("--json",)):
            told = plantar(what, "anna", "list", *how)
            assert told.code == 0
            assert "Hidden" not in told.out + told.err


@pytest.mark.parametrize("what", OTHERS)
def test_help_stands_before_and_after_the_runner(plantar: Plantar, what: str) -> None:
    for words in ((what, "--help"), (what, "anna", "--help")):
        told = plantar(*words)
        assert told.code == 0
        assert "list" in told.out
    assert plantar(what, "anna", "list", "--help").code == 0
    assert plantar(what, "anna", "lst").code == 2


def test_a_shift_is_told_from_a_terminal(home: Path) -> None:
    started("runner", "add", "anna", home=home)

    told = started("shift", "anna", str(YESTERDAY), "--hours", "8", home=home)
    refused = started("shift", "anna", str(TOMORROW), "--hours", "8", home=home)

    assert (told.returncode, refused.returncode) == (0, 2)
    assert refused.stderr.startswith("plantar: DATE: ")
    assert "Traceback" not in refused.stderr
