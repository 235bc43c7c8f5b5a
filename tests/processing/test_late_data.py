"""Late and corrected data: what is computed anew comes to what all of it would come to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from plantar.alert import Rule
from plantar.day import LocalDay
from plantar.measured import Measured
from plantar.pain import PainReport
from plantar.plan import RuleOverride
from plantar.rehab import StrengthSession
from plantar.runner import WearPlan
from plantar.store import Store
from plantar.store.sql import open_store
from processing.recompute import derive, recompute
from tests.processing.arrivals import (
    LAST,
    NOW,
    Life,
    at,
    deliveries,
    followed,
    hours,
    lengths,
    on,
    origins,
    pains,
    plans,
)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        yield opened


class LateData(RuleBasedStateMachine):
    """Things arrive, go and change in any order, and figures are brought up to date now and then.

    Each time they are, they must be what computing every day from its stored minutes gives.
    """

    def __init__(self, store: Store) -> None:
        super().__init__()
        self.life = Life(store)
        self.now = NOW
        self.recorded = NOW
        self.felt: list[tuple[PainReport, datetime]] = []
        self.fresh = False

    @property
    def store(self) -> Store:
        return self.life.store

    @initialize()
    def compute_first(self) -> None:
        recompute(self.store, self.life.id, now=self.now)

    @rule(delivery=deliveries)
    def deliver(self, delivery: tuple[int, tuple[str, list[Measured]]]) -> None:
        number, (source, told) = delivery
        self.life.put(number, source, told)
        self.fresh = False

    @rule(number=origins | st.just(9))
    def take_back(self, number: int) -> None:
        self.life.withdraw(number)
        self.fresh = False

    @rule(plan=plans)
    def plan_wear(self, plan: WearPlan) -> None:
        self.store.add_wear_plan(self.life.id, plan)
        self.fresh = False

    @rule(where=st.sampled_from(["Europe/Brussels", "America/New_York", "Pacific/Auckland"]))
    def move(self, where: str) -> None:
        self.store.save_runner(replace(self.store.runner(self.life.id), zone=where))
        self.fresh = False

    @rule(
        where=st.sampled_from(["Europe/Brussels", "America/New_York", "Asia/Tokyo"]),
        first=st.integers(LAST - 10, LAST),
        hour=st.sampled_from([0, 0, 3]),
    )
    def travel(self, where: str, first: int, hour: int) -> None:
        change = LocalDay(on(first), where, time(hour))
        self.store.save_runner(self.store.runner(self.life.id).with_days(change))
        self.fresh = False

    @rule(limit=st.none() | st.integers(2, 5))
    def agree_on_a_pain_limit(self, limit: int | None) -> None:
        self.store.save_runner(replace(self.store.runner(self.life.id), pain_limit=limit))
        self.fresh = False

    @rule(
        field=st.sampled_from([(Rule.S2, "caution_ratio"), (Rule.S4, "load_ratio")]),
        value=st.sampled_from([1.1, 1.5, 3.0]),
        first=st.integers(0, LAST),
        length=st.none() | st.integers(0, 20),
    )
    def agree_on_a_threshold(
        self, field: tuple[Rule, str], value: float, first: int, length: int | None
    ) -> None:
        until = None if length is None else on(first + length)
        agreed = RuleOverride(*field, value, "kine-a", "proef", on(first), until)
        self.store.add_override(self.life.id, agreed)
        self.fresh = False

    @rule(report=pains)
    def feel(self, report: PainReport) -> None:
        self.recorded += timedelta(minutes=1)
        self.store.add_pain(self.life.id, report, self.recorded)
        self.felt.append((report, self.recorded))
        self.fresh = False

    @precondition(lambda self: self.felt)
    @rule(which=st.integers(0, 99))
    def unsay(self, which: int) -> None:
        report, recorded_at = self.felt.pop(which % len(self.felt))
        self.store.withdraw_pain(self.life.id, report, recorded_at)
        self.fresh = False

    @rule(n=st.integers(LAST - 6, LAST), hour=hours, minutes=lengths)
    def do_strength_work(self, n: int, hour: int, minutes: int) -> None:
        start, days = at(n, hour), self.store.runner(self.life.id).days
        done = StrengthSession(
            days.day_of(start), "heel raise", 3, 12, start=start, duration_s=60.0 * minutes
        )
        self.store.keep_strength(self.life.id, done, self.now)
        self.fresh = False

    @precondition(lambda self: self.store.strength_log(self.life.id))
    @rule(which=st.integers(0, 99))
    def undo_strength_work(self, which: int) -> None:
        log = self.store.strength_log(self.life.id)
        self.store.withdraw_strength(self.life.id, log[which % len(log)].id)
        self.fresh = False

    @rule(hours=st.sampled_from([1, 9, 30]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.fresh = False

    @rule()
    def bring_up_to_date(self) -> None:
        recompute(self.store, self.life.id, now=self.now)
        self.fresh = True

    @invariant()
    def what_is_kept_follows_from_what_is_stored(self) -> None:
        if self.fresh:
            afresh = derive(self.store, self.life.id, now=self.now, afresh=True)
            assert self.life.kept() == followed(afresh)

    def teardown(self) -> None:
        self.bring_up_to_date()
        self.what_is_kept_follows_from_what_is_stored()


def test_late_and_corrected_data_come_to_what_computing_everything_comes_to(store: Store) -> None:
    run_state_machine_as_test(
        lambda: LateData(store),
        settings=settings(max_examples=20, stateful_step_count=14, deadline=None),
    )


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    told=st.lists(deliveries, min_size=2, max_size=6),
    felt=st.lists(pains, max_size=6),
    data=st.data(),
)
def test_any_order_and_anything_heard_twice_give_the_same_days_ratio_and_episodes(
    store: Store,
    told: list[tuple[int, tuple[str, list[Measured]]]],
    felt: list[PainReport],
    data: st.DataObject,
) -> None:
    once, otherwise = Life(store), Life(store)
    arrivals = [*told, *felt]
    recorded = {id(report): NOW + timedelta(minutes=n) for n, report in enumerate(felt)}
    again = data.draw(st.lists(st.sampled_from(told), max_size=3))
    order = data.draw(st.permutations([*arrivals, *again]))

    for life, arriving in ((once, arrivals), (otherwise, order)):
        for n, arrival in enumerate(arriving):
            if isinstance(arrival, PainReport):
                store.add_pain(life.id, arrival, recorded[id(arrival)])
            else:
                life.put(arrival[0], *arrival[1])
            if life is otherwise and n % 2:
                recompute(store, life.id, now=NOW)
        recompute(store, life.id, now=NOW)

    assert otherwise.kept() == once.kept()
