"""Through the real store: any order, twice or thrice, gives the same days, ratios and episodes."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Rule
from plantar.measured import DayTotal, Measured, Origin, OriginKind, Session, SourceClass, Sport
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.runner import Runner, WearKind, WearPlan
from plantar.store import AlertOnce, Batch, Store
from plantar.store.sql import open_store
from processing.recompute import recompute

WHERE = ZoneInfo("Europe/Brussels")
TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 20, tzinfo=WHERE)
DAYS = 46
ALWAYS = (TODAY - timedelta(days=2 * DAYS), TODAY)
#: One thing that reaches the store; done twice it changes no more than done once.
Arrival = Callable[[Store], object]


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def at(days_ago: int, hour: int) -> datetime:
    return datetime(2026, 6, 30, hour, tzinfo=WHERE).astimezone(UTC) - timedelta(days=days_ago)


def put(name: str, source: str, *records: Measured) -> Arrival:
    origin = Origin(name, OriginKind.IMPORT, name, NOW, digest=name)
    return lambda store: store.put("anna", Batch(origin, source, records))


def life(seed: int) -> list[Arrival]:
    """Forty-five days of walks, runs, doubtful minutes, pain, plans and shifts, with jumps."""
    chance = random.Random(seed)  # noqa: S311  a life, no secret
    arrivals: list[Arrival] = [
        lambda store: store.add_wear_plan("anna", WearPlan(ago(DAYS), WearKind.OWN, (1.0,) * 7)),
        lambda store: store.add_override(
            "anna", RuleOverride(Rule.S3, "caution_extra_min", 30.0, "kine-a", "proef", ago(20))
        ),
    ]
    for n in range(1, DAYS):
        jump = 2.5 if n in (3, 17) else 1.0
        minutes = [
            StepMinute(at(n, 9) + timedelta(minutes=k), 0, chance.uniform(90.0, 150.0), 60.0)
            for k in range(int(60 * jump))
        ]
        arrivals.append(put(f"phone {n}", "phone", *minutes))
        arrivals.append(put(f"table {n}", "table", DayTotal(ago(n), 6000 + chance.randrange(2000))))
        arrivals.append(pain(n, 7, PainMoment.FIRST_STEPS, 5 if n in (2, 3) else 2))
        if n % 3 == 0:
            km = chance.uniform(4.0, 6.0) * jump
            run = Session(at(n, 18), Sport.RUNNING, km * 360.0, km * 1000.0)
            arrivals.append(put(f"run {n}", "watch", run))
            arrivals.append(pain(n, 19, PainMoment.DURING, chance.randrange(7)))
        if n % 4 == 1:
            arrivals.append(shift(n, chance.choice((200.0, 240.0)) * jump))
        if n in (6, 9):
            arrivals.append(planned(n, 3.0))
    return arrivals


def pain(days_ago: int, hour: int, moment: PainMoment, score: int) -> Arrival:
    felt = at(days_ago, hour)
    return lambda store: store.add_pain("anna", PainReport(felt, moment, score), felt)


def planned(days_ago: int, km: float) -> Arrival:
    run = PlannedRun(ago(days_ago), km * 1000.0, None, "kine-a")
    return lambda store: store.keep_planned_run("anna", run)


def shift(days_ago: int, minutes: float) -> Arrival:
    told = DeclaredShift(ago(days_ago), minutes)
    return lambda store: store.keep_declared_shift("anna", told, at(days_ago, 17))


def opened() -> Store:
    store = open_store("sqlite://")
    store.add_runner(Runner("anna", body_mass_kg=70.0, pain_limit=4))
    return store


def everything(store: Store) -> str:
    state = recompute(store, "anna", now=NOW)
    days = [day for kind in SourceClass for day in store.days("anna", kind, *ALWAYS)]
    return repr((days, store.alerts("anna", *ALWAYS), store.episodes("anna"), state))


@settings(max_examples=4, deadline=None)
@given(seed=st.integers(0, 9), order=st.integers(0, 10**6), twice=st.integers(0, 60))
def test_what_comes_out_is_the_same_however_it_came_in(seed: int, order: int, twice: int) -> None:
    arrivals = life(seed)
    chance = random.Random(order)  # noqa: S311  an order, no secret
    shuffled = chance.sample(arrivals, len(arrivals)) + chance.sample(arrivals, twice)
    with opened() as store:
        for arrival in arrivals:
            arrival(store)
        straight = everything(store)
        rules = {alert.rule for alert in store.alerts("anna", *ALWAYS)}
    with opened() as store:
        for n, arrival in enumerate(shuffled):
            arrival(store)
            if n % 50 == 49:
                recompute(store, "anna", now=NOW)
        crooked = everything(store)

    assert crooked == straight
    assert rules >= {Rule.S1, Rule.S2, Rule.S3, Rule.P2, Rule.C1}


def standing(store: Store) -> list[AlertOnce]:
    return [one for one in store.alert_history("anna", *ALWAYS) if one.withdrawn_at is None]


def test_computing_the_past_again_makes_no_word_new_and_withdraws_none() -> None:
    with opened() as store:
        for arrival in life(3):
            arrival(store)
        recompute(store, "anna", now=NOW)
        told, episodes = store.alert_history("anna", *ALWAYS), store.episodes("anna")

        for hours in (1, 2):
            store.mark_dirty("anna", [ago(n) for n in range(DAYS)])
            recompute(store, "anna", now=NOW + timedelta(hours=hours))

        assert store.alert_history("anna", *ALWAYS) == told
        assert store.episodes("anna") == episodes
        assert {one.first_computed_at for one in told} == {NOW}


def test_late_data_adds_its_own_words_and_leaves_those_that_were_said() -> None:
    """A run of three weeks ago reaches the store today: what was told is not told anew."""
    arrivals = life(5)
    late = put("late", "watch", Session(at(22, 18), Sport.RUNNING, 7200.0, 20_000.0))
    with opened() as store:
        for arrival in arrivals:
            arrival(store)
        recompute(store, "anna", now=NOW)
        before = standing(store)
        late(store)
        recompute(store, "anna", now=NOW + timedelta(hours=1))
        after = standing(store)

    earlier = [one for one in before if one.alert.day < ago(22)]
    assert [one for one in after if one.alert.day < ago(22)] == earlier
    assert (ago(22), Rule.S1) in {(one.alert.day, one.alert.rule) for one in after}
    kept = {one.alert: one.first_computed_at for one in before}
    assert all(one.first_computed_at == kept[one.alert] for one in after if one.alert in kept)
