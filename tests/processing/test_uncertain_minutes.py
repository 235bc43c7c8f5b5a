"""Minutes that may be walking or running: told, carried by the day, and kept out of S2."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.errors import BadInput
from plantar.load import Day, DayStatus
from plantar.measured import Origin, OriginKind, SourceClass
from plantar.minute import StepMinute
from plantar.runner import Runner, WearKind, WearPlan
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from plantar.units import WSE_BW4S
from processing.gait_load import UNCERTAIN_GAIT, of_minute, running, walking
from processing.recompute import recompute
from processing.rules.day_jump import day_jump

DAY_ONE = date(2026, 3, 2)
NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
MONTH = 30


def on(n: int) -> date:
    return DAY_ONE + timedelta(days=n)


def measured(
    n: int, load: float, uncertain: float = 0.0, status: DayStatus = DayStatus.VALID
) -> Day:
    return Day(on(n), SourceClass.WATCH, status, load, 100.0, uncertain_wse=uncertain)


def month_and(last: Day, *others: Day) -> list[Day]:
    """Thirty days of 8000, some of them as given, and the day looked at."""
    days = {one.day: one for one in others}
    return [*(days.get(on(n)) or measured(n, 8000.0) for n in range(MONTH)), last]


def said(days: list[Day], told: Level = Level.OK) -> Alert | NotEvaluated | None:
    return day_jump(days, len(days) - 1, told=told)


# A minute


def minute(steps: float, moving_s: float = 60.0, **known: object) -> StepMinute:
    return StepMinute(NOON, 0, steps, moving_s, **known)  # type: ignore[arg-type]


def wse(one: StepMinute) -> float:
    return of_minute(one).m4_bw4s / WSE_BW4S


@pytest.mark.parametrize(
    ("steps", "load_wse", "uncertain"),
    [(10, 18, False), (129, 157, False), (139, 197, True), (140, 859, True), (151, 859, False)],
)
def test_a_minute_near_the_border_is_uncertain_with_all_its_load(
    steps: float, load_wse: float, *, uncertain: bool
) -> None:
    found = of_minute(minute(steps))

    assert wse(minute(steps)) == pytest.approx(load_wse, abs=1.0)
    assert (UNCERTAIN_GAIT in found.quality) is uncertain
    assert found.uncertain.m4_bw4s == (found.m4_bw4s if uncertain else 0.0)


def test_ten_steps_in_a_minute_are_ten_seconds_upright_even_where_all_of_it_counts_as_moving() -> (
    None
):
    whole, part = of_minute(minute(10)), of_minute(minute(10, moving_s=10.0))

    assert whole == part
    assert whole.m1_bws == pytest.approx(10.0)


def test_a_tag_or_a_contact_time_settles_a_minute_and_standing_is_never_uncertain() -> None:
    assert of_minute(minute(140, running=True)).uncertain.m4_bw4s == 0.0
    assert of_minute(minute(140, running=False)).uncertain.m4_bw4s == 0.0
    assert of_minute(minute(140, contact_time_s=0.26)).uncertain.m4_bw4s == 0.0
    stood = of_minute(minute(70, moving_s=30.0, standing_s=30.0))
    assert stood.uncertain.m4_bw4s == stood.running.m4_bw4s


def test_half_running_and_half_standing_is_told_by_the_time_in_motion() -> None:
    """82 steps in 30 s are a run. In a minute of which only the steps are known they are a walk.

    Nothing in 82 steps a minute says otherwise, and the cadence is far from the border. That is
    why a StepMinute carries its time in motion, which every reader here measures.
    """
    half = minute(82, moving_s=30.0)
    run = running(82.5, 165.0, contact_time_s=0.25).m4_bw4s / WSE_BW4S

    assert run == pytest.approx(493, abs=1)
    assert wse(minute(82.5, moving_s=30.0, contact_time_s=0.25)) == pytest.approx(run)
    assert of_minute(half).walking.steps == 0
    assert wse(minute(82)) == pytest.approx(99, abs=1)
    assert of_minute(minute(82)).walking.m4_bw4s == walking(82, 82).m4_bw4s


# A day


def test_the_uncertain_part_of_a_day_is_a_part_of_it() -> None:
    assert measured(0, 8000.0, 3000.0).sure_wse == 5000.0
    assert measured(0, 8000.0).sure_wse == 8000.0
    assert Day(on(0), SourceClass.WATCH, DayStatus.MISSING).sure_wse is None
    for load, uncertain in ((100.0, 101.0), (100.0, -1.0)):
        with pytest.raises(BadInput, match="uncertain_wse"):
            measured(0, load, uncertain)
    with pytest.raises(BadInput, match="uncertain_wse"):
        Day(on(0), SourceClass.WATCH, DayStatus.MISSING, uncertain_wse=1.0)


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as opened:
        opened.add_runner(Runner("anna"))
        opened.add_wear_plan("anna", WearPlan(DAY_ONE, WearKind.OWN, (1.0,) * 7))
        yield opened


def put_hour(store: Store, day: date, *cadences: float) -> None:
    """Sixty minutes of each cadence."""
    begin = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    minutes = tuple(
        StepMinute(begin + timedelta(minutes=60 * hour + n), 0, cadence, 60.0)
        for hour, cadence in enumerate(cadences)
        for n in range(60)
    )
    origin = Origin(f"{day}", OriginKind.IMPORT, "phone.csv", NOON)
    store.put("anna", Batch(origin, "phone", minutes))


def test_a_day_keeps_its_uncertain_part_in_the_store_and_says_how_many_minutes(
    store: Store,
) -> None:
    put_hour(store, on(0), 100.0, 139.0, 140.0)

    recompute(store, "anna", now=NOON)

    (day,) = store.days("anna", SourceClass.WATCH, on(0), on(0))
    hour = {cadence: 60 * wse(minute(cadence)) for cadence in (100.0, 139.0, 140.0)}
    assert day.uncertain_wse == pytest.approx(hour[139.0] + hour[140.0])
    assert day.sure_wse == pytest.approx(hour[100.0])
    assert f"120 min: {UNCERTAIN_GAIT}" in day.quality


# S2


def test_uncertain_minutes_make_no_day_speak_and_the_rule_says_that_it_cannot_tell() -> None:
    assert said(month_and(measured(MONTH, 8000.0 + 51_540.0, 51_540.0))) == NotEvaluated(
        on(MONTH), Rule.S2, "uncertain-gait"
    )


def test_uncertain_minutes_that_change_nothing_are_no_reason_to_say_anything() -> None:
    assert said(month_and(measured(MONTH, 9000.0, 1000.0))) is None


def test_the_sure_part_of_a_day_still_speaks_and_says_what_was_left_out() -> None:
    found = said(month_and(measured(MONTH, 12_000.0 + 5000.0, 5000.0)))

    assert isinstance(found, Alert)
    assert (found.level, found.code) == (Level.CAUTION, "s2-sure")
    assert found.input("day_load") == 12_000.0
    assert found.input("left_out") == 5000.0


def test_a_reference_day_is_compared_without_its_uncertain_part_too() -> None:
    """Half an hour at 140 a minute may be 6000 or 25 800: no ground to call this day usual."""
    uncertain = measured(9, 8000.0 + 25_800.0, 25_800.0)
    certain = measured(9, 8000.0 + 25_800.0)

    found = said(month_and(measured(MONTH, 12_000.0), uncertain))

    assert isinstance(found, Alert)
    assert found.input("highest") == 8000.0
    assert said(month_and(measured(MONTH, 12_000.0), certain)) is None


def test_the_highest_sure_day_says_when_its_own_uncertain_part_was_left_out() -> None:
    high = measured(9, 9000.0 + 2000.0, 2000.0)

    found = said(month_and(measured(MONTH, 12_000.0), high))

    assert isinstance(found, Alert)
    assert found.code == "s2-sure"
    assert (found.input("highest"), found.input("highest_left_out")) == (9000.0, 2000.0)


def test_a_month_of_uncertain_minutes_alone_is_nothing_to_compare_with() -> None:
    days = [measured(n, 8000.0, 8000.0) for n in range(MONTH)]

    found = said([*days, measured(MONTH, 30_000.0)])

    assert found == NotEvaluated(on(MONTH), Rule.S2, "no-load-before")


def test_a_partial_day_is_in_the_reference_with_what_it_had() -> None:
    part = measured(20, 11_000.0, status=DayStatus.PARTIAL)

    assert isinstance(said(month_and(measured(MONTH, 12_000.0))), Alert)
    assert said(month_and(measured(MONTH, 12_000.0), part)) is None
    found = said(month_and(measured(MONTH, 15_000.0), part))
    assert isinstance(found, Alert)
    assert (found.input("highest"), found.input("highest_day")) == (11_000.0, on(20).isoformat())


@settings(max_examples=200, deadline=None)
@given(
    loads=st.lists(st.floats(0.0, 60_000.0), min_size=MONTH, max_size=MONTH),
    shares=st.lists(st.floats(0.0, 1.0), min_size=MONTH + 1, max_size=MONTH + 1),
    today=st.floats(0.0, 60_000.0),
    sure=st.floats(0.0, 60_000.0),
    uncertain=st.floats(0.0, 60_000.0),
    told=st.sampled_from(Level),
)
def test_more_load_today_sure_or_not_never_lowers_what_s2_says(
    loads: list[float],
    shares: list[float],
    today: float,
    sure: float,
    uncertain: float,
    told: Level,
) -> None:
    before = [measured(n, load, load * shares[n]) for n, load in enumerate(loads)]
    part = today * shares[MONTH]

    def level(day: Day) -> Level:
        found = said([*before, day], told)
        return found.level if isinstance(found, Alert) else Level.OK

    now = level(measured(MONTH, today, part))
    more = level(measured(MONTH, today + sure + uncertain, part + uncertain))
    assert more >= now
    assert level(measured(MONTH, today + uncertain, part + uncertain)) == now
