"""A baseline is of one source class: another one neither enters it nor is continued by it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.load import NoRatio
from plantar.measured import DayTotal, Measured, Origin, OriginKind, SourceClass
from plantar.minute import StepMinute
from plantar.runner import Runner, WearKind, WearPlan
from plantar.state import State
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from processing.recompute import recompute

FIRST_WATCH_DAY = date(2026, 4, 1)
#: A phone counts all day; the watch is worn for an hour, as planned.
PHONE_STEPS, WATCH_MIN = 20_000, 60


@pytest.fixture
def store() -> Iterator[Store]:
    with fresh_store() as opened:
        yield opened


def fresh_store() -> Store:
    store = open_store("sqlite://")
    store.add_runner(Runner("anna", "UTC", 70.0))
    store.add_wear_plan("anna", WearPlan(date(2026, 1, 1), WearKind.OWN, (1.0,) * 7))
    return store


def put(store: Store, origin: str, records: list[Measured]) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    known = Origin(origin, OriginKind.IMPORT, origin, at, digest=origin)
    store.put("anna", Batch(known, origin, tuple(records)))


def phone(days: int, steps: int = PHONE_STEPS) -> list[Measured]:
    """So many days that end four weeks after the first day of the watch."""
    last = FIRST_WATCH_DAY + timedelta(days=35)
    return [DayTotal(last - timedelta(days=n), steps) for n in range(days)]


def watch(days: int) -> list[Measured]:
    """So many days of an hour of walking, from the first day of the watch on."""
    noons = (
        datetime(2026, 4, 1, 12, tzinfo=UTC) + timedelta(days=n, minutes=minute)
        for n in range(days)
        for minute in range(WATCH_MIN)
    )
    return [StepMinute(at, 0, 100.0, 60.0) for at in noons]


def on(store: Store, day: int) -> State:
    """The state in the evening of a day, counted from the first of the watch."""
    evening = datetime(2026, 4, 1, 22, tzinfo=UTC) + timedelta(days=day - 1)
    return recompute(store, "anna", now=evening)


def test_a_new_watch_takes_over_once_it_has_twelve_days_and_begins_a_baseline(
    store: Store,
) -> None:
    put(store, "phone", phone(90))
    put(store, "watch", watch(35))

    states = [on(store, day) for day in range(5, 32)]

    kinds = [state.source_class for state in states]
    switches = [n for n, (one, other) in enumerate(pairwise(kinds)) if one is not other]
    assert len(switches) == 1  # and never back
    before, after = states[switches[0]], states[switches[0] + 1]
    assert before.source_class is SourceClass.DAY_TOTALS
    assert before.ratio is not None
    assert before.ratio.ratio == pytest.approx(1.0)
    assert after.source_class is SourceClass.WATCH
    assert after.ratio is not None
    assert (after.ratio.ratio, after.ratio.reason) == (None, NoRatio.BUILDING)
    assert (after.ratio.have, after.ratio.need) == (13, 28)  # twelve days, and today


def test_after_the_switch_the_first_ratio_comes_on_the_28th_day_of_the_new_class(
    store: Store,
) -> None:
    put(store, "phone", phone(90))
    put(store, "watch", watch(35))

    last_without, first_with = on(store, 27), on(store, 28)

    assert last_without.ratio is not None
    assert first_with.ratio is not None
    assert (last_without.ratio.reason, last_without.ratio.have) == (NoRatio.BUILDING, 27)
    assert first_with.ratio.ratio == pytest.approx(1.0)


def test_the_means_of_the_new_class_hold_nothing_of_the_old_one(store: Store) -> None:
    put(store, "phone", phone(90))
    put(store, "watch", watch(35))

    before, state = on(store, 3), on(store, 30)

    days = store.days("anna", SourceClass.WATCH, FIRST_WATCH_DAY, FIRST_WATCH_DAY)
    (load,) = {day.load_wse for day in days}
    assert state.ratio is not None
    assert state.ratio.acute == pytest.approx(load)
    assert state.ratio.chronic == pytest.approx(load)
    assert state.usual_wse == pytest.approx(load)
    assert load != pytest.approx(before.usual_wse)


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 90), st.integers(0, 60_000), st.permutations(["phone", "watch"]))
def test_whatever_a_phone_counts_beside_a_watch_changes_nothing_the_watch_tells(
    days: int, steps: int, order: list[str]
) -> None:
    with fresh_store() as alone, fresh_store() as both:
        put(alone, "watch", watch(35))
        beside = {"phone": phone(days, steps), "watch": watch(35)}
        for origin in order:
            put(both, origin, beside[origin])
            on(both, 34)

        one, other = on(alone, 34), on(both, 34)

        span = FIRST_WATCH_DAY, FIRST_WATCH_DAY + timedelta(days=33)
        assert alone.days("anna", SourceClass.WATCH, *span) == both.days(
            "anna", SourceClass.WATCH, *span
        )
        assert (one.source_class, one.ratio, one.week_sum_wse) == (
            other.source_class,
            other.ratio,
            other.week_sum_wse,
        )
        assert one.sources == other.sources == ("watch",)


def test_a_watch_that_goes_back_into_its_drawer_hands_over_to_the_phone_and_its_own_past(
    store: Store,
) -> None:
    put(store, "phone", phone(150))
    put(store, "watch", watch(14))

    worn, drawer, given_up = on(store, 14), on(store, 22), on(store, 36)

    assert worn.source_class is SourceClass.WATCH
    assert drawer.source_class is SourceClass.WATCH  # a week in a drawer is no other class
    assert drawer.ratio is not None
    assert drawer.ratio.ratio is None
    assert given_up.source_class is SourceClass.DAY_TOTALS
    assert given_up.ratio is not None
    assert given_up.ratio.ratio == pytest.approx(1.0)  # of the phone alone, which never stopped
