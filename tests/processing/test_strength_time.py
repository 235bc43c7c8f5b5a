"""Heel raises are exercise: their time leaves the plantar load, and nothing else does."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.alert import Rule
from plantar.load import Day, DayStatus
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Measured,
    Origin,
    OriginKind,
    Session,
    SourceClass,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.rehab import StrengthSession
from plantar.runner import Runner, WearKind, WearPlan
from plantar.sample import Foot
from plantar.store import Batch, Noted, Store
from plantar.store.sql import open_store
from plantar.units import WSE_BW4S
from processing.recompute import recompute
from processing.rehab.strength_time import NO_STRENGTH, StrengthTime

WHERE = ZoneInfo("Europe/Brussels")
TODAY = date(2026, 6, 30)
YESTERDAY = date(2026, 6, 29)
NOW = datetime(2026, 6, 30, 20, tzinfo=WHERE)
EVENING = datetime(2026, 6, 29, 18, tzinfo=WHERE)
WEIGHT_N = 700.0
STILL = Moments()


def sole_minute(
    at: datetime, left_n: float, right_n: float, seconds: float = 60.0
) -> list[Measured]:
    """A minute in which each foot carried a steady force for some seconds."""
    quiet = [0.0] * QUIET_BINS
    quiet[int((left_n + right_n) // 25)] = 60.0
    at = at.astimezone(UTC)
    feet = [
        FootMinute(
            at,
            foot,
            0,
            100.0,
            60.0,
            0.0,
            Moments(seconds * force_n, seconds * force_n**2, seconds * force_n**4),
        )
        for foot, force_n in ((Foot.LEFT, left_n), (Foot.RIGHT, right_n))
    ]
    return [BodyMinute(at, 0, 0.0, 0.0, tuple(quiet)), *feet]


def shift(day: date) -> list[Measured]:
    """An hour of standing still in the morning."""
    first = datetime.combine(day, datetime.min.time(), WHERE) + timedelta(hours=9)
    half = WEIGHT_N / 2
    minutes = (sole_minute(first + timedelta(minutes=n), half, half) for n in range(60))
    return [row for minute in minutes for row in minute]


def heel_raises() -> list[Measured]:
    """36 repetitions of 8 s on the left foot, under 1.2 body weights: 288 s."""
    seconds = (60.0, 60.0, 60.0, 60.0, 48.0)
    minutes = (
        sole_minute(EVENING + timedelta(minutes=n), 1.2 * WEIGHT_N, 0.0, lasts)
        for n, lasts in enumerate(seconds)
    )
    return [row for minute in minutes for row in minute]


def put(store: Store, records: list[Measured], origin: str, source: str = "soles") -> None:
    origin_of = Origin(origin, OriginKind.IMPORT, origin, NOW, digest=origin)
    store.put("anna", Batch(origin_of, source, tuple(records)))


def logged(store: Store, minutes: float = 5.0, start: datetime = EVENING) -> Noted[StrengthSession]:
    done = StrengthSession(
        start.date(), "heel raise", 3, 12, tempo="3-2-3", start=start, duration_s=60.0 * minutes
    )
    return store.keep_strength("anna", done, NOW)


def day_of(store: Store, kind: SourceClass = SourceClass.INSOLE, day: date = YESTERDAY) -> Day:
    (found,) = store.days("anna", kind, day, day)
    return found


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna", body_mass_kg=71.4))
        hours = (1.25,) * 7
        opened.add_wear_plan("anna", WearPlan(date(2026, 1, 1), WearKind.SHIFTS, hours))
        yield opened


@pytest.fixture
def standing(store: Store) -> Store:
    """A month of mornings on the feet, on calibrated soles."""
    since = NOW - timedelta(days=40)
    days = [TODAY - timedelta(days=n) for n in range(1, 31)]
    rows = [row for day in days for row in shift(day)]
    put(store, [Calibration(since, 1.0, WEIGHT_N, CalibrationMethod.SELF, 40), *rows], "month")
    return store


def test_36_heel_raises_would_add_1400_equivalents_and_add_nothing(standing: Store) -> None:
    recompute(standing, "anna", now=NOW)
    before, quiet = day_of(standing), standing.alerts("anna", YESTERDAY, YESTERDAY)
    put(standing, heel_raises(), "evening")
    recompute(standing, "anna", now=NOW)
    counted, spoken = day_of(standing), standing.alerts("anna", YESTERDAY, YESTERDAY)

    logged(standing)
    recompute(standing, "anna", now=NOW)
    left_out = day_of(standing)

    assert counted.load_wse is not None
    assert before.load_wse is not None
    assert counted.load_wse - before.load_wse == pytest.approx(288 * 1.2**4 / WSE_BW4S)
    assert counted.load_wse - before.load_wse == pytest.approx(1400.0, rel=0.002)
    assert left_out.load_wse == before.load_wse
    assert left_out.upright_bw_min == before.upright_bw_min
    assert (left_out.left_wse, left_out.right_wse) == (before.left_wse, before.right_wse)
    assert left_out.standing == before.standing
    assert quiet == []
    assert Rule.S2 in {alert.rule for alert in spoken}
    assert standing.alerts("anna", YESTERDAY, YESTERDAY) == []


def test_minutes_of_strength_work_count_as_worn(standing: Store) -> None:
    put(standing, heel_raises(), "evening")
    recompute(standing, "anna", now=NOW)
    before = day_of(standing)

    logged(standing)
    recompute(standing, "anna", now=NOW)
    after = day_of(standing)

    assert before.coverage == after.coverage == pytest.approx(65 / 75)
    assert after.status is before.status is DayStatus.VALID
    assert after.quality == ("5 min of strength work left out",)


def test_taken_back_it_is_load_again(standing: Store) -> None:
    put(standing, heel_raises(), "evening")
    recompute(standing, "anna", now=NOW)
    before = day_of(standing)
    noted = logged(standing)
    recompute(standing, "anna", now=NOW)
    between = day_of(standing)

    standing.withdraw_strength("anna", noted.id)
    recompute(standing, "anna", now=NOW)

    assert between != before
    assert day_of(standing) == before


def test_only_the_minutes_of_the_session_are_left_out(standing: Store) -> None:
    put(standing, heel_raises(), "evening")
    recompute(standing, "anna", now=NOW)
    whole = day_of(standing).load_wse

    logged(standing, minutes=2.0)
    recompute(standing, "anna", now=NOW)
    part = day_of(standing).load_wse

    assert whole is not None
    assert part is not None
    assert whole - part == pytest.approx(120 * 1.2**4 / WSE_BW4S)


def test_a_session_whose_hours_nobody_told_takes_nothing_out(standing: Store) -> None:
    put(standing, heel_raises(), "evening")
    recompute(standing, "anna", now=NOW)
    before = day_of(standing)

    standing.keep_strength("anna", StrengthSession(YESTERDAY, "heel raise", 3, 12), NOW)
    recompute(standing, "anna", now=NOW)

    assert day_of(standing) == before


def test_soles_worn_for_exercise_alone_tell_nothing_of_a_day(store: Store) -> None:
    weight = Calibration(NOW - timedelta(days=40), 1.0, WEIGHT_N, CalibrationMethod.SELF, 40)
    other_day = YESTERDAY - timedelta(days=1)
    put(store, [weight, *shift(other_day), *heel_raises()], "evening")
    logged(store)

    recompute(store, "anna", now=NOW)

    assert day_of(store, day=other_day).load_wse is not None
    alone = day_of(store)
    assert (alone.load_wse, alone.status) == (None, DayStatus.MISSING)


def test_steps_of_a_watch_during_strength_work_are_no_steps_of_the_day(store: Store) -> None:
    first = EVENING.astimezone(UTC)
    walk = [StepMinute(first + timedelta(minutes=n), 0, 60.0, 60.0) for n in range(75)]
    put(store, list(walk), "watch", "watch")
    recompute(store, "anna", now=NOW)
    before = day_of(store, SourceClass.WATCH)

    logged(store, minutes=15)
    recompute(store, "anna", now=NOW)
    after = day_of(store, SourceClass.WATCH)

    assert (before.steps, after.steps) == (75 * 60, 60 * 60)
    assert before.load_wse is not None
    assert after.load_wse == pytest.approx(before.load_wse * 60 / 75)
    assert before.coverage == after.coverage == 1.0
    assert "15 min of strength work left out" in after.quality


def test_a_walk_that_a_watch_made_of_heel_raises_is_no_walk(store: Store) -> None:
    def walk(day: date, at: datetime, minutes: float, km: float) -> Session:
        start = datetime.combine(day, at.time(), WHERE).astimezone(UTC)
        return Session(start, Sport.WALKING, 60.0 * minutes, 1000.0 * km)

    usual = [walk(TODAY - timedelta(days=n), EVENING, 12, 1.0) for n in range(2, 30)]
    put(store, [*usual, walk(YESTERDAY, EVENING, 20, 5.0)], "watch", "watch")
    recompute(store, "anna", now=NOW)
    spoken = {alert.rule for alert in store.alerts("anna", YESTERDAY, YESTERDAY)}

    shorter = logged(store, minutes=19)
    recompute(store, "anna", now=NOW)
    still = {alert.rule for alert in store.alerts("anna", YESTERDAY, YESTERDAY)}
    store.withdraw_strength("anna", shorter.id)
    logged(store, minutes=20)
    recompute(store, "anna", now=NOW)

    assert Rule.S1W in spoken
    assert still == spoken  # a walk longer than the exercise is not cut
    assert store.alerts("anna", YESTERDAY, YESTERDAY) == []
    assert day_of(store, SourceClass.SESSIONS).load_wse == 0.0


def test_a_total_of_steps_cannot_be_cut(store: Store) -> None:
    put(store, [DayTotal(YESTERDAY, 8000)], "table", "table")
    logged(store)

    recompute(store, "anna", now=NOW)

    assert day_of(store, SourceClass.DAY_TOTALS).steps == 8000


START = datetime(2026, 6, 1, tzinfo=UTC)
timed = st.tuples(st.integers(0, 20_000), st.integers(1, 7_200)).map(
    lambda told: StrengthSession(
        START.date(),
        "heel raise",
        3,
        12,
        start=START + timedelta(seconds=told[0]),
        duration_s=float(told[1]),
    )
)


def minutes_of(strength: StrengthTime) -> list[int]:
    return [n for n in range(500) if strength.holds_minute(START + timedelta(minutes=n))]


@given(st.lists(timed, max_size=5), st.randoms(use_true_random=False))
def test_any_order_of_noting_takes_the_same_minutes_out(
    log: list[StrengthSession], random: Random
) -> None:
    shuffled = [*log, *log]
    random.shuffle(shuffled)

    assert StrengthTime.of(shuffled) == StrengthTime.of(log)
    assert set(minutes_of(StrengthTime.of(log))) == {
        n for one in log for n in minutes_of(StrengthTime.of([one]))
    }


@given(timed, st.floats(0.01, 0.99))
def test_a_session_noted_in_two_parts_takes_the_same_minutes_out(
    whole: StrengthSession, share: float
) -> None:
    assert whole.start is not None
    assert whole.duration_s is not None
    end = whole.start + timedelta(seconds=whole.duration_s)
    cut = whole.start + share * (end - whole.start)
    parts = StrengthTime(((whole.start, cut), (cut, end)))

    assert minutes_of(parts) == minutes_of(StrengthTime.of([whole]))
    assert abs(len(minutes_of(parts)) - whole.duration_s / 60.0) <= 1.0


def test_nobody_who_told_nothing_has_strength_time() -> None:
    assert StrengthTime.of([]) == NO_STRENGTH
    assert minutes_of(NO_STRENGTH) == []
    assert not NO_STRENGTH.holds_session(Session(START, Sport.WALKING, 60.0))
