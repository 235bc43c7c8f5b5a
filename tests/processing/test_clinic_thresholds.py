"""Thresholds of the whole practice: under a runner's own, from now on, and never of the past."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from plantar.alert import Alert, Rule
from plantar.clinic import ClinicThreshold
from plantar.errors import BadInput, UnknownRunner
from plantar.measured import DayTotal, Origin, OriginKind, Session, Sport
from plantar.plan import RuleOverride
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.recompute import recompute, recompute_dirty
from processing.rules.in_force import InForce
from processing.rules.thresholds import DEFAULTS
from processing.setting_thresholds import (
    end_for_runner,
    set_for_clinic,
    set_for_runner,
)

TODAY = date(2026, 3, 12)
NOW = datetime(2026, 3, 12, 20, tzinfo=UTC)
DECIDED = ClinicThreshold(Rule.S1, "caution_ratio", 1.25, "kine-a", "ruis", TODAY, NOW)
OWN = RuleOverride(Rule.S1, "caution_ratio", 1.05, "kine-b", "voorzichtig", TODAY, TODAY)


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def cautions(in_force: InForce, *days: int) -> list[float]:
    return [in_force.thresholds(on(day)).S1.caution_ratio for day in days]


def test_a_runners_own_stands_above_the_practice_and_that_above_what_ships() -> None:
    in_force = InForce((OWN,), (DECIDED,))

    assert cautions(in_force, -1, 0, 1) == [1.10, 1.05, 1.25]


def test_one_with_an_end_ends_by_itself_and_one_that_goes_back_is_as_it_ships() -> None:
    week = replace(DECIDED, value=1.4, since=on(3), until=on(5))
    back = replace(DECIDED, value=None, since=on(7), decided_at=NOW + timedelta(days=7))

    for decided in ((DECIDED, week, back), (back, week, DECIDED)):
        assert cautions(InForce((), decided), 2, 3, 5, 6, 7) == [1.25, 1.4, 1.4, 1.25, 1.10]
    assert InForce((), (DECIDED, week, back)).thresholds(on(7)) == DEFAULTS


def test_of_two_decided_for_one_day_the_one_decided_last_counts() -> None:
    later = replace(DECIDED, value=1.15, decided_at=NOW + timedelta(minutes=1))

    for decided in ((DECIDED, later), (later, DECIDED)):
        assert cautions(InForce((), decided), 0) == [1.15]


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two runners who run further and further, in a file to be copied."""
    chance = Random(7)  # noqa: S311  made-up runs
    path = tmp_path_factory.mktemp("practice") / "plantar.db"
    with open_store(path) as store:
        for name, zone in (("anna", "Europe/Brussels"), ("bert", "Pacific/Auckland")):
            store.add_runner(Runner(name, zone=zone))
            runs = [
                Session(NOW - timedelta(days=back, hours=3), Sport.RUNNING, km * 360.0, km * 1000.0)
                for back in range(0, 90, 3)
                if (km := (3.0 + 0.2 * (90 - back)) * chance.uniform(0.8, 1.5))
            ]
            steps = [
                DayTotal(on(-back), round((3000 + 90 * (90 - back)) * chance.uniform(0.6, 1.6)))
                for back in range(90)
            ]
            for kind, rows in (("runs", runs), ("steps", steps)):
                origin = Origin(f"{name}-{kind}", OriginKind.IMPORT, f"{kind}.csv", NOW)
                store.put(name, Batch(origin, kind, tuple(rows)))
            recompute(store, name, now=NOW)
    return path


@pytest.fixture
def practice(lived: Path, tmp_path: Path) -> Iterator[Store]:
    """A practice of those two."""
    path = tmp_path / "plantar.db"
    path.write_bytes(lived.read_bytes())
    with open_store(path) as store:
        yield store


def told(store: Store, name: str, last: date = date.max) -> list[Alert]:
    return store.alerts(name, date(2025, 12, 1), last)


def test_what_was_told_of_earlier_days_stays_bit_for_bit_when_the_practice_changes(
    practice: Store,
) -> None:
    names = ("anna", "bert")
    before = {name: told(practice, name) for name in names}
    episodes = {name: practice.episodes(name) for name in names}
    since = practice.first_open_day(NOW)
    strict = [
        replace(DECIDED, rule=rule, field=field, value=value, since=since)
        for rule, field, value in (
            (Rule.S1, "caution_ratio", 3.0),
            (Rule.S1, "alert_ratio", 3.0),
            (Rule.S2, "caution_ratio", 5.0),
            (Rule.S3, "caution_ratio", 5.0),
            (Rule.S4, "load_ratio", 5.0),
        )
    ]

    for one in strict:
        set_for_clinic(practice, one, now=NOW)
    fresh = recompute_dirty(practice, now=NOW)

    assert since == on(1)  # it is tomorrow in Auckland
    assert [state.runner_id for state in fresh] == list(names)
    for name in names:
        assert len(before[name]) >= 8
        today = practice.runner(name).days.day_of(NOW)
        assert told(practice, name, today - timedelta(days=1)) == [
            alert for alert in before[name] if alert.day < today
        ]
        assert [one.opened for one in practice.episodes(name)] == [
            one.opened for one in episodes[name]
        ]
    assert practice.dirty("anna").days == ()


def test_a_later_day_is_told_by_the_new_one_and_says_whose_it_is(practice: Store) -> None:
    tomorrow, later = NOW + timedelta(days=1), NOW + timedelta(days=1, hours=4)
    set_for_clinic(practice, replace(DECIDED, value=1.01, since=on(1)), now=NOW)
    set_for_runner(practice, "bert", replace(OWN, value=1.02, since=on(1), until=None), now=NOW)
    for name in ("anna", "bert"):
        far = Session(tomorrow, Sport.RUNNING, 18_000.0, 50_000.0)
        origin = Origin(f"{name}-far", OriginKind.IMPORT, "far.csv", later)
        practice.put(name, Batch(origin, "runs", (far,)))
        recompute(practice, name, now=later)

    anna, bert = (
        next(one for one in reversed(told(practice, name)) if one.rule is Rule.S1)
        for name in ("anna", "bert")
    )

    assert anna.input("clinic_caution_ratio") == "kine-a: ruis"
    assert bert.input("override_caution_ratio") == "kine-b: voorzichtig"
    assert "clinic_caution_ratio" not in dict(bert.inputs)


def test_nothing_begins_on_a_day_that_is_over_for_anybody(practice: Store) -> None:
    with pytest.raises(BadInput, match=f"since: '{TODAY}' is not today \\({on(1)}\\) or later"):
        set_for_clinic(practice, DECIDED, now=NOW)
    with pytest.raises(BadInput, match="since"):
        set_for_runner(practice, "bert", OWN, now=NOW)
    with pytest.raises(UnknownRunner):
        set_for_runner(practice, "zoe", OWN, now=NOW)

    assert set_for_runner(practice, "anna", OWN, now=NOW) == OWN
    assert practice.clinic_thresholds() == []
    assert practice.overrides("bert") == []


def test_what_a_runner_agreed_ends_yesterday_at_the_earliest(practice: Store) -> None:
    long = replace(OWN, since=on(-40), until=None)
    practice.add_override("anna", long)
    recompute(practice, "anna", now=NOW)
    before = told(practice, "anna", on(-1))

    with pytest.raises(BadInput, match="last"):
        end_for_runner(practice, "anna", Rule.S1, "caution_ratio", on(-2), now=NOW)
    end_for_runner(practice, "anna", Rule.S1, "caution_ratio", on(-1), now=NOW)
    recompute(practice, "anna", now=NOW)

    assert practice.overrides("anna") == [replace(long, until=on(-1))]
    assert told(practice, "anna", on(-1)) == before


def test_a_practice_without_runners_begins_on_the_day_it_is(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.db") as empty:
        assert empty.first_open_day(NOW) == TODAY
