"""Thresholds of one runner: agreed, signed, and in force from a day until a day."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.alert import Level, Rule
from plantar.errors import BadInput
from plantar.measured import Origin, OriginKind, Session, Sport
from plantar.plan import BOUNDS, OVERRIDABLE, RuleOverride
from plantar.runner import Runner
from plantar.store import Batch
from plantar.store.sql import open_store
from processing.recompute import recompute
from processing.rules.decide import Evidence, decide
from processing.rules.outings import Outing
from processing.rules.thresholds import DEFAULTS

DAY_ONE = date(2026, 3, 2)
AGREED = RuleOverride(
    Rule.S1, "caution_ratio", 1.25, "kine-a", "bouwt op naar 20 km", DAY_ONE, DAY_ONE
)


def on(day: int) -> date:
    return DAY_ONE + timedelta(days=day - 1)


def levels(*overrides: RuleOverride, km: float = 12.0) -> list[Level]:
    """A run of 10 km, then the same longer one on days 8, 9 and 10, each by itself."""
    spoken = []
    for day in (8, 9, 10):
        runs = tuple(
            Outing(on(n), at, at, far, None)
            for n, far in ((1, 10.0), (day, km))
            if (at := datetime(2026, 3, 1, 17, tzinfo=UTC) + timedelta(days=n))
        )
        said = decide(Evidence((), (), runs, overrides=overrides), on(1), on(10))
        spoken.append(max((alert.level for alert in said.alerts), default=Level.OK))
    return spoken


def test_a_threshold_holds_from_its_first_day_until_its_last() -> None:
    ninth = replace(AGREED, since=on(9), until=on(9))
    endless = replace(AGREED, since=on(9), until=None)

    assert levels() == [Level.CAUTION] * 3
    assert levels(ninth) == [Level.CAUTION, Level.OK, Level.CAUTION]
    assert levels(endless) == [Level.CAUTION, Level.OK, Level.OK]


def test_the_later_of_two_counts_in_whatever_order_they_came() -> None:
    wide = replace(AGREED, since=on(1), until=on(30))
    later = replace(AGREED, value=1.05, since=on(9), until=on(9))

    for overrides in ((wide, later), (later, wide)):
        assert levels(*overrides) == [Level.OK, Level.CAUTION, Level.OK]


def test_an_alert_says_whose_threshold_it_passed() -> None:
    strict = replace(AGREED, value=1.02, until=None)
    runs = tuple(
        Outing(on(n), at, at, far, None)
        for n, far in ((1, 10.0), (8, 11.0))
        if (at := datetime(2026, 3, 1, 17, tzinfo=UTC) + timedelta(days=n))
    )

    (alert,) = decide(Evidence((), (), runs, overrides=(strict,)), on(1), on(8)).alerts

    assert alert.threshold == 1.02
    assert alert.input("override_caution_ratio") == "kine-a: bouwt op naar 20 km"


def test_a_threshold_of_another_rule_changes_and_signs_nothing() -> None:
    other = RuleOverride(Rule.P3, "rise", 3.0, "kine-a", "ruis", on(1))

    assert levels(other) == levels()


def test_what_may_be_agreed_is_a_threshold_of_its_rule_within_bounds() -> None:
    assert set(OVERRIDABLE) == set(Rule)
    for rule, names in OVERRIDABLE.items():
        known = {field.name for field in fields(getattr(DEFAULTS, rule.value))}
        assert set(names) <= known
        for name in names:
            low, high = BOUNDS[name.rsplit("_", 1)[-1]]
            assert low <= getattr(getattr(DEFAULTS, rule.value), name) <= high


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"field": "window_days"}, "field"),
        ({"field": "rise"}, "field"),
        ({"value": 0.5}, "value"),
        ({"value": float("nan")}, "value"),
        ({"author": " "}, "author"),
        ({"reason": ""}, "reason"),
        ({"until": on(1) - timedelta(days=1)}, "until"),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused_by_name(
    wrong: dict[str, object], named: str
) -> None:
    with pytest.raises(BadInput, match=named):
        replace(AGREED, **wrong)  # type: ignore[arg-type]


def test_a_threshold_in_the_store_rules_what_is_computed() -> None:
    now = datetime(2026, 3, 12, 20, tzinfo=UTC)
    runs = tuple(
        Session(datetime(2026, 3, day, 17, tzinfo=UTC), Sport.RUNNING, km * 360.0, km * 1000.0)
        for day, km in ((2, 10.0), (10, 12.0))
    )
    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna"))
        store.put("anna", Batch(Origin("one", OriginKind.IMPORT, "a.csv", now), "watch", runs))
        recompute(store, "anna", now=now)
        before = [alert.rule for alert in store.alerts("anna", on(1), on(30))]

        store.add_override("anna", replace(AGREED, until=None))
        recompute(store, "anna", now=now)

        assert before == [Rule.S1]
        assert store.alerts("anna", on(1), on(30)) == []
