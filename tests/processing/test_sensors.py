"""Which sensor needs a charger or a look, and how long each foot was measured."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.day import LocalDays
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments
from plantar.runner import WearKind, WearPlan
from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold
from plantar.store import RunnersSensor, Sourced
from processing.days.build import Calendar
from processing.days.feet import foot_days, not_worn_s, unheard_feet
from processing.sensors import Trouble, oldest_first, troubles

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
WELL = SensorTold(
    sensor="sole-left",
    at=NOW,
    kind="open-plantar",
    paired_at=NOW - timedelta(days=9),
    foot=Foot.LEFT,
    heard_at=NOW,
    battery_percent=62,
    clock=ClockQuality.FITTED,
    off_s=0.01,
)
FRIDAY = date(2026, 11, 27)
PLAN = WearPlan(date(2026, 1, 1), WearKind.OWN, (2.0,) * 5 + (0.0,) * 2)
CALENDAR = Calendar(LocalDays("Europe/Brussels"), (PLAN,), FRIDAY)


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (WELL, ()),
        (replace(WELL, battery_percent=None, clock=None, off_s=None), ()),
        (replace(WELL, battery_percent=21), ()),
        (replace(WELL, battery_percent=20), (Trouble.CHARGE,)),
        (replace(WELL, battery_percent=0, off_s=1.0), (Trouble.CHARGE, Trouble.CLOCK)),
        (replace(WELL, heard_at=None), (Trouble.NEVER_HEARD,)),
        (replace(WELL, heard_at=NOW - timedelta(hours=71)), ()),
        (replace(WELL, heard_at=NOW - timedelta(hours=72)), (Trouble.SILENT,)),
        (replace(WELL, at=NOW + timedelta(minutes=2)), (Trouble.CLOCK,)),
    ],
    ids=range(9),
)
def test_a_sensor_is_well_or_says_what_is_to_be_done(
    told: SensorTold, wrong: tuple[Trouble, ...]
) -> None:
    assert troubles(told, told.heard_at, NOW) == wrong


def test_of_a_whole_practice_those_not_heard_for_longest_come_first() -> None:
    def of(runner_id: str, heard_at: datetime | None) -> RunnersSensor:
        return RunnersSensor(runner_id, "soles", replace(WELL, heard_at=heard_at))

    now, before, never = of("a", NOW), of("c", NOW - timedelta(days=3)), of("b", None)

    assert oldest_first({"a": [now], "b": [never], "c": [before]}) == [never, before, now]


def minute(foot: Foot, n: int, ago: int = 0, source: str = "soles") -> Sourced[FootMinute]:
    at = NOW - timedelta(days=ago, minutes=n)
    return Sourced(FootMinute(at, foot, 0, 100.0, 60.0, 0.0, Moments()), source, "o")


def test_each_foot_is_measured_apart_and_missing_is_no_zero() -> None:
    feet = [minute(Foot.LEFT, n) for n in range(60)]
    feet += [minute(Foot.LEFT, n, source="other soles") for n in range(60)]  # once
    feet += [minute(Foot.RIGHT, n) for n in range(30)] + [minute(Foot.LEFT, 0, ago=6)]
    off = BodyMinute(NOW, 0, 0.0, 0.0, (0.0,) * QUIET_BINS, 60.0)
    bodies = [Sourced(off, "soles", "o")]

    found = foot_days(feet, bodies, CALENDAR, FRIDAY - timedelta(days=6), FRIDAY)

    left, right = found[Foot.LEFT], found[Foot.RIGHT]
    assert [day.day for day in left][-1] == FRIDAY
    assert len(left) == len(right) == 7
    assert left[-1].share == pytest.approx(0.5)  # 60 of 120 minutes
    assert right[-1].share == pytest.approx(29 / 120)  # a minute lay on the floor
    assert (left[1].share, left[1].is_missing) == (None, False)  # a free Sunday
    assert left[0].share == 1.0  # measured on a Saturday that nobody planned
    assert (right[-2].share, right[-2].is_missing) == (None, True)
    assert not_worn_s(bodies) == 60.0


def test_one_foot_that_fell_silent_is_named() -> None:
    feet = [minute(Foot.LEFT, n, ago) for n in range(9) for ago in range(5)]
    feet += [minute(Foot.RIGHT, n, 4) for n in range(9)]
    found = foot_days(feet, (), CALENDAR, FRIDAY - timedelta(days=6), FRIDAY)

    both = [found[Foot.LEFT], found[Foot.RIGHT]]

    assert unheard_feet(both, timedelta(days=3)) == [Foot.RIGHT]
    assert unheard_feet(both, timedelta(days=6)) == []
    assert unheard_feet([[], []], timedelta(days=3)) == []
