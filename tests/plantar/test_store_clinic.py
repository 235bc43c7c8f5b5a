"""What a store promises about thresholds of the whole practice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.alert import Level, Rule
from plantar.clinic import ClinicThreshold
from plantar.errors import BadInput
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.store import Derived, Store

Settle = Callable[[Store], None]
TODAY = date(2026, 6, 1)  # as far as anna is settled
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
DECIDED = ClinicThreshold(
    Rule.S4, "load_ratio", 1.5, "kine-a", "te veel meldingen", TODAY, NOON, date(2026, 12, 31)
)


def asked_until(store: Store, runner_id: str, day: date) -> None:
    """Leave a runner as last asked about a day."""
    state = State(runner_id, day, NOON, Attention.NO_DATA, Level.OK)
    dirty = store.dirty(runner_id)
    store.save(Derived(runner_id, dirty, (), day, day, (), (), day, state))


def test_what_was_decided_is_kept_in_its_order_and_nothing_of_it_goes(store: Store) -> None:
    back = replace(
        DECIDED, value=None, reason="toch niet", until=None, decided_at=NOON + timedelta(hours=1)
    )
    other = replace(DECIDED, rule=Rule.P2, field="rise", value=3.0, decided_at=NOON)

    for one in (back, DECIDED, other):
        store.keep_clinic_threshold(one)
    store.keep_clinic_threshold(DECIDED)

    assert store.clinic_thresholds() == [other, DECIDED, back]


def test_two_decisions_of_one_moment_about_one_threshold_are_refused(store: Store) -> None:
    store.keep_clinic_threshold(DECIDED)

    with pytest.raises(BadInput, match="decided_at"):
        store.keep_clinic_threshold(replace(DECIDED, value=1.6))

    assert store.clinic_thresholds() == [DECIDED]


def test_only_its_first_day_is_asked_again_and_only_of_those_who_came_that_far(
    store: Store, settle: Settle
) -> None:
    for name in ("bert", "cleo", "dora"):
        store.add_runner(Runner(name))
    settle(store)
    asked_until(store, "bert", TODAY - timedelta(days=1))
    asked_until(store, "cleo", TODAY - timedelta(days=2))

    store.keep_clinic_threshold(DECIDED)

    days = {name: store.dirty(name).days for name in ("anna", "bert", "cleo", "dora")}
    assert days == {"anna": (TODAY,), "bert": (TODAY,), "cleo": (), "dora": (TODAY,)}


def test_one_that_begins_later_makes_nothing_dirty_before(store: Store, settle: Settle) -> None:
    settle(store)

    store.keep_clinic_threshold(replace(DECIDED, since=TODAY + timedelta(days=2)))

    assert store.dirty("anna").days == ()


def test_a_day_marked_while_it_is_computed_stays_dirty(store: Store, settle: Settle) -> None:
    settle(store)
    computing = store.dirty("anna")

    store.keep_clinic_threshold(DECIDED)
    state = State("anna", TODAY, NOON, Attention.NO_DATA, Level.OK)
    store.save(Derived("anna", computing, (), TODAY, TODAY, (), (), TODAY, state))

    assert store.dirty("anna").days == (TODAY,)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"field": "window_days"}, "field"),
        ({"value": 0.5}, "value"),
        ({"value": float("nan")}, "value"),
        ({"author": " "}, "author"),
        ({"reason": ""}, "reason"),
        ({"since": NOON}, "since"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"decided_at": datetime(2026, 6, 1)}, "decided_at"),  # noqa: DTZ001  refused for it
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused_by_name(
    wrong: dict[str, object], named: str
) -> None:
    with pytest.raises(BadInput, match=named):
        replace(DECIDED, **wrong)  # type: ignore[arg-type]
