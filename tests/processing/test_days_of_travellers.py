"""Days of night nurses and travellers: nothing lost, nothing twice, and the same in any order."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Alert, Episode, Rule
from plantar.day import LocalDay, LocalDays, each_day
from plantar.load import Day, DayStatus
from plantar.measured import DayTotal, Measured, Origin, OriginKind, Session, SourceClass, Sport
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner, WearKind, WearPlan
from plantar.store import Batch, Sourced, Store
from plantar.store.sql import open_store
from processing.days.build import Calendar, by_civil_day
from processing.recompute import derive, recompute, recompute_dirty
from processing.rules.outings import runs_of

HOME = "Europe/Brussels"
BRUSSELS = ZoneInfo(HOME)
TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 20, tzinfo=BRUSSELS)
LANDED = date(2026, 6, 21)
NIGHTS = LocalDay(date.min, HOME, time(4))
OUT, BACK = LocalDay(date(2026, 6, 10), "America/New_York"), LocalDay(LANDED, HOME)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna", body_mass_kg=70.0))
        yield opened


def put(store: Store, records: Sequence[Measured], origin: str = "one") -> None:
    known = Origin(origin, OriginKind.IMPORT, origin, NOW, digest=origin)
    store.put("anna", Batch(known, "watch", tuple(records)))


def cut(store: Store, *changes: LocalDay) -> None:
    runner = store.runner("anna")
    for change in changes:
        runner = runner.with_days(change)
    store.save_runner(runner)


def walks(first: date, last: date, hour: int, minutes: int) -> list[StepMinute]:
    """So many minutes of walking each day, from that hour in Brussels on."""
    begins = (datetime.combine(day, time(hour), BRUSSELS) for day in each_day(first, last))
    return [
        StepMinute(begin.astimezone(UTC) + timedelta(minutes=n), 0, 100.0, 60.0)
        for begin in begins
        for n in range(minutes)
    ]


def told(store: Store) -> tuple[list[Day], list[Alert], list[Episode], str]:
    """Everything that is computed; a state in words, since a spark holds days that are nan."""
    days = [
        day
        for kind in SourceClass
        for day in store.days("anna", kind, date(2026, 1, 1), date(2026, 12, 31))
    ]
    alerts = store.alerts("anna", date(2026, 1, 1), date(2026, 12, 31))
    return days, alerts, store.episodes("anna"), repr(store.state("anna"))


@st.composite
def histories(draw: st.DrawFn) -> LocalDays:
    june = st.integers(1, 30).map(lambda n: date(2026, 6, n))
    zones = st.sampled_from([HOME, "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"])
    hours = st.sampled_from([time(0), time(4), time(11, 30)])
    changes = draw(st.lists(st.builds(LocalDay, june, zones, hours), max_size=4))
    runner = Runner("anna")
    for change in changes:
        runner = runner.with_days(change)
    return runner.days


@settings(max_examples=50, deadline=None)
@given(histories(), st.sets(st.integers(0, 30 * 24 * 60), max_size=60))
def test_every_minute_counts_on_one_day_wherever_it_was_walked(
    days: LocalDays, minutes: set[int]
) -> None:
    begin = datetime(2026, 6, 1, tzinfo=UTC)
    walked = [
        Sourced(StepMinute(begin + timedelta(minutes=n), 0, 90.0, 60.0), "watch", "one")
        for n in minutes
    ]

    measured = by_civil_day(days, walked, (), ())

    counted = [minute.record.at for day in measured.values() for minute in day.steps]
    assert sorted(counted) == sorted(minute.record.at for minute in walked)
    for day, one in measured.items():
        first, after = days.bounds(day)
        assert all(first <= minute.record.at < after for minute in one.steps)


@pytest.mark.parametrize("order", [(3, 2, 1, 0), (1, 0, 3, 2)])
@pytest.mark.parametrize("changes", [(NIGHTS,), (NIGHTS, OUT, BACK)], ids=["nights", "travel"])
def test_cuts_told_before_between_or_after_the_data_give_the_same_days_and_alerts(
    order: tuple[int, ...], changes: tuple[LocalDay, ...]
) -> None:
    late = datetime(2026, 6, 12, 5, 30, tzinfo=UTC)  # half past one in New York
    jump = Session(late, Sport.RUNNING, 3600.0, 9000.0)

    def parts(store: Store) -> list[Callable[[], object]]:
        return [
            lambda: cut(store, *changes),
            lambda: put(store, walks(date(2026, 5, 1), date(2026, 6, 14), 1, 4)),
            lambda: put(store, walks(date(2026, 6, 9), date(2026, 6, 29), 15, 6), "two"),
            lambda: (
                put(store, [*(_run(ago(n), 5.0) for n in range(20, 60, 4)), jump], "three"),
                store.add_pain("anna", PainReport(late, PainMoment.FIRST_STEPS, 6), NOW),
                put(store, [DayTotal(date(2026, 6, 12), 9000)], "four"),
            ),
        ]

    with open_store("sqlite://") as one, open_store("sqlite://") as other:
        for store in (one, other):
            store.add_runner(Runner("anna", body_mass_kg=70.0))
        for n in order:
            parts(one)[n]()
            recompute(one, "anna", now=NOW)
        for part in parts(other):
            part()
        recompute(other, "anna", now=NOW)

        assert told(one) == told(other)
        assert {alert.rule for alert in told(one)[1]} == {Rule.S1}
        again = derive(one, "anna", now=NOW, afresh=True)
        assert (list(again.days), list(again.alerts)) == told(one)[:2]


def test_a_late_minute_in_another_zone_touches_the_day_it_had_there(store: Store) -> None:
    cut(store, OUT, BACK)
    put(store, walks(date(2026, 6, 1), date(2026, 6, 29), 15, 30))
    recompute(store, "anna", now=NOW)

    late = datetime(2026, 6, 13, 3, 30, tzinfo=UTC)  # the 13th at home, the 12th in New York
    put(store, [StepMinute(late, 0, 100.0, 60.0)], "late")

    assert store.dirty("anna").days == (date(2026, 6, 12),)
    recompute(store, "anna", now=NOW)
    days = store.days("anna", SourceClass.WATCH, date(2026, 6, 11), date(2026, 6, 13))
    assert [day.steps for day in days] == [3000, 3100, 3000]


def test_today_begins_when_the_runners_day_does(store: Store) -> None:
    cut(store, NIGHTS)
    put(store, walks(date(2026, 6, 1), TODAY, 1, 30))
    at_two = datetime(2026, 6, 30, 2, tzinfo=BRUSSELS)

    (night,) = recompute_dirty(store, now=at_two)
    (open_day,) = store.days("anna", SourceClass.WATCH, ago(1), ago(1))
    unchanged = recompute_dirty(store, now=at_two + timedelta(minutes=30))
    (morning,) = recompute_dirty(store, now=at_two + timedelta(hours=2))

    assert (night.as_of, morning.as_of) == (ago(1), TODAY)
    assert open_day.status is DayStatus.MISSING  # half an hour of fourteen, and not over
    assert unchanged == []


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_a_short_day_is_asked_for_no_more_wear_than_it_has_hours() -> None:
    days = LocalDays(HOME, (LocalDay(LANDED, "Pacific/Auckland"),))
    plan = WearPlan(date(2026, 1, 1), WearKind.ALL_DAY, (16.0,) * 7)
    east = Calendar(days, (plan,), TODAY)
    west = Calendar(LocalDays(HOME, (LocalDay(LANDED, "America/New_York"),)), (plan,), TODAY)
    flight = LANDED - timedelta(days=1)

    assert (east.planned_h(flight), east.planned_h(LANDED)) == (14.0, 16.0)
    assert west.planned_h(flight) == 16.0  # thirty hours, and no more wear asked


def test_an_eighteen_hour_day_is_valid_when_its_plan_was_worn(store: Store) -> None:
    cut(store, OUT, BACK)
    store.add_wear_plan("anna", WearPlan(date(2026, 1, 1), WearKind.OWN, (12.0,) * 7))
    flight = LANDED - timedelta(days=1)
    begin = store.runner("anna").days.begins(flight)
    worn = [StepMinute(begin + timedelta(minutes=n), 0, 10.0, 6.0) for n in range(10 * 60)]

    put(store, worn)
    recompute(store, "anna", now=NOW)

    (day,) = store.days("anna", SourceClass.WATCH, flight, flight)
    assert store.runner("anna").days.hours(flight) == 18
    assert (day.status, day.steps) == (DayStatus.VALID, 6000)


def test_a_date_that_never_was_is_not_expected_and_not_missing(store: Store) -> None:
    store.save_runner(Runner("anna", "Pacific/Pago_Pago", 70.0))
    cut(store, LocalDay(LANDED, "Pacific/Kiritimati"))
    put(store, walks(date(2026, 6, 1), date(2026, 6, 29), 15, 30))

    recompute(store, "anna", now=NOW)

    lost = LANDED - timedelta(days=1)
    (day,) = store.days("anna", SourceClass.WATCH, lost, lost)
    assert day.status is DayStatus.NOT_EXPECTED
    assert day.load_wse is None


def test_first_steps_at_two_answer_the_load_of_the_day_that_is_not_over(store: Store) -> None:
    """Waking at 02:00 with days from 04:00: the jump was on the day before the waking."""
    cut(store, NIGHTS)
    runs = [_run(day, 5.0) for day in islice(each_day(ago(40), ago(3)), 0, None, 4)]
    put(store, [*runs, _run(ago(1), 11.0)])
    for n in range(1, 8):
        put_pain(store, ago(n), 7, 2)
    put_pain(store, TODAY, 2, 6)

    state = recompute(store, "anna", now=NOW)

    spoken = {alert.rule: alert for alert in state.reasons}
    assert spoken[Rule.C1].day == TODAY
    assert spoken[Rule.C1].input("jump_day") == ago(1).isoformat()


def put_pain(store: Store, day: date, hour: int, score: int) -> None:
    felt = datetime.combine(day, time(hour), BRUSSELS)
    store.add_pain("anna", PainReport(felt, PainMoment.FIRST_STEPS, score), NOW)


def _run(day: date, km: float) -> Session:
    start = datetime.combine(day, time(18), BRUSSELS).astimezone(UTC)
    return Session(start, Sport.RUNNING, km * 360.0, km * 1000.0)


def test_a_night_run_is_a_run_of_the_evening_it_began_on(store: Store) -> None:
    cut(store, NIGHTS)
    at_one = datetime(2026, 6, 29, 1, tzinfo=BRUSSELS)
    put(store, [*(_run(ago(n), 5.0) for n in range(3, 25, 3)), _with_start(at_one, 12.0)])

    state = recompute(store, "anna", now=NOW)

    (jump,) = [alert for alert in state.reasons if alert.rule is Rule.S1]
    assert jump.day == date(2026, 6, 28)
    assert str(jump.input("session_start")).startswith("2026-06-29T01:00")


@pytest.mark.parametrize(
    ("starts", "runs"),
    [
        (("2026-03-29T00:30", "2026-03-29T01:05"), 1),  # 01:30, and at 03:05 five minutes on
        (("2026-10-25T00:30", "2026-10-25T01:05"), 1),  # 02:30, and at 02:05 once more
        (("2026-10-25T00:30", "2026-10-25T01:45"), 2),
    ],
)
def test_a_pause_is_as_long_as_it_was_whatever_the_clock_did(
    starts: tuple[str, str], runs: int
) -> None:
    ran = [
        Session(datetime.fromisoformat(start).replace(tzinfo=UTC), Sport.RUNNING, 1800.0, 5000.0)
        for start in starts
    ]

    found = runs_of(ran, LocalDays(HOME))

    assert len(found) == runs
    assert all(one.end.astimezone(UTC) > one.start.astimezone(UTC) for one in found)


def _with_start(start: datetime, km: float) -> Session:
    return Session(start.astimezone(UTC), Sport.RUNNING, km * 360.0, km * 1000.0)
