"""Whatever the order of arrival, the same things count, and no stale day is overlooked."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plantar.alert import Level
from plantar.day import civil_day, each_day
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Gap,
    GapCause,
    Measured,
    Origin,
    OriginKind,
    Session,
    Sport,
)
from plantar.minute import (
    MOST_CONTACT_S,
    MOST_CONTACTS,
    QUIET_BINS,
    BodyMinute,
    FootMinute,
    Moments,
    StepMinute,
)
from plantar.runner import Runner
from plantar.sample import Foot
from plantar.state import Attention, State
from plantar.store import Batch, Derived, Sourced, Store

ZONE = ZoneInfo("Europe/Brussels")
EVENING = datetime(2026, 3, 28, 22, 58, tzinfo=UTC)  # two minutes before midnight in Brussels
ALL = (datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
KINDS: tuple[type[Any], ...] = (
    FootMinute,
    BodyMinute,
    StepMinute,
    DayTotal,
    Session,
    Gap,
    Calibration,
)
each = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
numbers = count()
Seen: TypeAlias = Sourced[Any] | tuple[object, ...]

# Few moments, few numbers: what matters is that rows meet.
moments = st.integers(0, 5).map(lambda n: EVENING + timedelta(minutes=n))
few = st.integers(0, 3)
minutes = st.builds(
    lambda at, revision, n: StepMinute(at, revision, float(n), 60.0), moments, few, few
)
totals = st.builds(lambda n, steps: DayTotal(date(2026, 3, 28 + n), steps), few, few)
gaps = st.builds(
    lambda since, n, foot: Gap(since, since + n * timedelta(hours=13), None, GapCause.LINK, foot),
    moments,
    few,
    st.none() | st.sampled_from(Foot),
)
calibrations = st.builds(
    lambda since, n: Calibration(since, 1.0 + n / 10, 600.0, CalibrationMethod.SELF), moments, few
)
feet = st.builds(
    lambda at, foot, revision, n: FootMinute(
        at, foot, revision, 100.0, 60.0, 0.0, Moments(float(n))
    ),
    moments,
    st.sampled_from(Foot),
    few,
    few,
)
records = st.one_of(minutes, totals, gaps, calibrations, feet)


@st.composite
def deliveries(draw: st.DrawFn) -> list[tuple[int, str, tuple[Measured, ...]]]:
    """Origin number, source and records of each delivery."""
    delivery = st.tuples(
        st.integers(0, 2),
        st.sampled_from(["sole", "watch"]),
        st.lists(records, max_size=6).map(tuple),
    )
    return draw(st.lists(delivery, min_size=1, max_size=5))


class Hand:
    """A runner nobody else has, and deliveries to them."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.id = f"runner-{next(numbers)}"
        store.add_runner(Runner(self.id, ZONE.key))

    def put(self, delivery: tuple[int, str, tuple[Measured, ...]]) -> None:
        number, source, told = delivery
        # Two of the three origins arrived at the same moment.
        received_at = EVENING + timedelta(days=number // 2)
        origin = Origin(f"{self.id} {number}", OriginKind.IMPORT, "file", received_at)
        self.store.put(self.id, Batch(origin, source, told))

    def counting(self) -> dict[type, list[Sourced[Any]]]:
        return {kind: self._of(kind) for kind in KINDS}

    def _of(self, kind: type[Any]) -> list[Sourced[Any]]:
        return [
            Sourced(told.record, told.source, told.origin_id.removeprefix(self.id))
            for told in self.store.measured(self.id, kind, *ALL)
        ]

    def days(self) -> dict[date, list[Any]]:
        """What each civil day follows from: the work of the pipeline, in small."""
        found: dict[date, list[Any]] = {}
        counted = self.counting()
        for told in counted.pop(DayTotal):
            found.setdefault(told.record.day, []).append(told)
        in_force = counted.pop(Calibration)
        for told in counted.pop(Gap):
            for day in each_day(
                civil_day(told.record.since, ZONE), civil_day(told.record.until, ZONE)
            ):
                found.setdefault(day, []).append((told.record, told.source))
        for told in (told for kind in counted for told in counted[kind]):
            before = [
                other.record
                for other in in_force
                if other.source == told.source
                and isinstance(told.record, FootMinute)
                and other.record.since <= told.record.at
            ]
            seen = (told.record, told.source, before[-1:])
            found.setdefault(civil_day(told.record.at, ZONE), []).append(_without_revision(seen))
        return {day: [_without_origin(told) for told in rows] for day, rows in found.items()}

    def settle(self) -> None:
        day = EVENING.date()
        state = State(self.id, day, EVENING, Attention.NO_DATA, Level.OK)
        dirty = self.store.dirty(self.id)
        self.store.save(Derived(self.id, dirty, (), day, day, (), (), day, state))


def _without_origin(told: Seen) -> Seen:
    return (told.record, told.source) if isinstance(told, Sourced) else told


def _without_revision(seen: tuple[Any, str, list[Any]]) -> tuple[object, ...]:
    record, *rest = seen
    cells = {name: getattr(record, name) for name in record.__slots__ if name != "revision"}
    return (type(record), cells, *rest)


@each
@given(deliveries(), st.data())
def test_any_order_with_anything_heard_twice_comes_to_the_same(
    store: Store, told: list[Any], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(told), max_size=3))
    shuffled = data.draw(st.permutations([*told, *again]))
    once, otherwise = Hand(store), Hand(store)

    for delivery in told:
        once.put(delivery)
    for delivery in shuffled:
        otherwise.put(delivery)

    assert otherwise.counting() == once.counting()
    assert _rows(otherwise) == _rows(once)


def _rows(hand: Hand) -> list[tuple[str, int]]:
    return [
        (known.origin.id.removeprefix(hand.id), known.rows) for known in hand.store.origins(hand.id)
    ]


@each
@given(deliveries(), st.integers(0, 2))
def test_taking_an_origin_back_is_as_if_it_never_came(
    store: Store, told: list[Any], taken: int
) -> None:
    with_it, without = Hand(store), Hand(store)
    for delivery in told:
        with_it.put(delivery)
        if delivery[0] != taken:
            without.put(delivery)

    if any(delivery[0] == taken for delivery in told):
        store.withdraw(f"{with_it.id} {taken}")

    assert with_it.counting() == without.counting()
    assert _rows(with_it) == _rows(without)


@each
@given(deliveries(), deliveries(), st.none() | st.integers(0, 2))
def test_a_day_that_is_not_dirty_still_follows_from_the_same_things(
    store: Store, before: list[Any], after: list[Any], taken: int | None
) -> None:
    hand = Hand(store)
    for delivery in before:
        hand.put(delivery)
    hand.settle()
    computed = hand.days()

    for delivery in after:
        hand.put(delivery)
    if any(delivery[0] == taken for delivery in [*before, *after]):
        store.withdraw(f"{hand.id} {taken}")

    now, dirty = hand.days(), set(store.dirty(hand.id).days)
    differing = {day for day in {*computed, *now} if computed.get(day) != now.get(day)}
    assert differing <= dirty


@each
@given(deliveries())
def test_hearing_everything_again_leaves_no_day_dirty(store: Store, told: list[Any]) -> None:
    hand = Hand(store)
    for delivery in told:
        hand.put(delivery)
    hand.settle()

    for delivery in told:
        hand.put(delivery)

    assert store.dirty(hand.id).days == ()


seconds = st.floats(0.0, 61.0)
amounts = st.floats(0.0, 1e300)
moment_sums = st.builds(Moments, amounts, amounts, amounts)
words = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00")), max_size=3).map(
    tuple
)
bounds = datetime(1970, 1, 1), datetime(2150, 1, 1)  # noqa: DTZ001  hypothesis wants them naive
instants = st.datetimes(*bounds, timezones=st.just(UTC)).map(lambda at: at.replace(fold=0))
starts = instants.map(lambda at: at.replace(second=0, microsecond=0, fold=0))
wholes = st.integers(0, 2**53)
counts = st.integers(0, MOST_CONTACTS)
EXACT: dict[str, st.SearchStrategy[Any]] = {
    "foot minute": st.builds(
        FootMinute,
        at=starts,
        foot=st.sampled_from(Foot),
        revision=wholes,
        rate_hz=st.floats(0.0, 10_000.0),
        measured_s=seconds,
        gap_s=seconds,
        total=moment_sums,
        walking=moment_sums,
        running=moment_sums,
        steps_walking=counts,
        steps_running=counts,
        contacts=counts,
        contact_time_sum_s=st.floats(0.0, MOST_CONTACT_S),
        contacts_timed=counts,
        peak_sum_n=amounts,
        impulse_sum_ns=amounts,
        regions=st.none() | st.tuples(moment_sums, moment_sums, moment_sums),
        quality=words,
    ),
    "body minute": st.builds(
        BodyMinute,
        at=starts,
        revision=wholes,
        walking_s=seconds,
        running_s=seconds,
        quiet_s=st.lists(seconds, min_size=QUIET_BINS, max_size=QUIET_BINS).map(tuple),
        not_worn_s=seconds,
        quality=words,
    ),
    "step minute": st.builds(
        StepMinute,
        at=starts,
        revision=wholes,
        steps=st.floats(0.0, 400.0),
        moving_s=seconds,
        running=st.none() | st.booleans(),
        contact_time_s=st.none() | seconds,
        speed_mps=st.none() | seconds,
        standing_s=st.none() | seconds,
        quality=words,
    ),
    "day total": st.builds(
        DayTotal,
        st.dates(date(1970, 1, 1), date(2150, 1, 1)),
        st.integers(1000, 250_000),
        st.none() | st.integers(0, 1000),
    ),
    "session": st.builds(
        Session,
        start=instants,
        sport=st.sampled_from(Sport),
        duration_s=st.none() | st.floats(0.0, 1e6),
        distance_m=st.none() | amounts,
        steps=st.none() | st.integers(0, 250_000),
        contact_time_s=st.none() | st.floats(0.0, 60.0),
        quality=words,
    ),
    "gap": st.builds(
        lambda since, lasts, *rest: Gap(since, since + lasts, *rest),
        instants,
        st.timedeltas(timedelta(0), timedelta(days=40)),
        st.none() | wholes,
        st.sampled_from(GapCause),
        st.none() | st.sampled_from(Foot),
    ),
    "calibration": st.builds(
        Calibration,
        since=instants,
        gain=st.floats(0.5, 2.0),
        body_weight_n=st.floats(100.0, 4000.0),
        method=st.sampled_from(CalibrationMethod),
        strides=st.integers(0, 10**9),
        quality=words,
    ),
}


@pytest.mark.parametrize("kind", EXACT)
def test_what_was_measured_comes_back_bit_by_bit(store: Store, kind: str) -> None:
    @each
    @given(EXACT[kind])
    def comes_back(record: Measured) -> None:
        hand = Hand(store)
        hand.put((0, "sole", (record,)))

        (told,) = store.measured(hand.id, type(record), *ALL)

        assert told == Sourced(record, "sole", f"{hand.id} 0")
        # Unlike ==, this tells 1 from 1.0, and one zone from another.
        assert repr(told.record).replace("-0.0", "0.0") == repr(record).replace("-0.0", "0.0")

    comes_back()


def test_a_moment_told_in_another_zone_is_the_same_moment_in_utc(store: Store) -> None:
    hand = Hand(store)
    there = datetime(2026, 10, 25, 2, 30, 0, 123457, tzinfo=ZONE, fold=1)

    hand.put((0, "watch", (Session(there, Sport.RUNNING),)))

    (told,) = store.measured(hand.id, Session, *ALL)
    assert told.record.start == datetime(2026, 10, 25, 1, 30, 0, 123457, tzinfo=UTC)
    assert told.record.start.tzinfo is UTC
