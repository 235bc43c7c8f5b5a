"""A live watch or foot pod: no step is lost, none is made up, and open minutes are told again."""

import random
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.measured import Sport
from plantar.minute import StepMinute
from plantar.recording import ActivityRecording, CadenceTrack
from plantar.sample import Cadence, StepsTaken
from processing.activity import reduce_activity
from processing.gait_load import of_minute
from processing.steps.counted import LATE, LONGEST_ON_FOOT_S, SPREAD, TOO_MANY
from processing.steps.stream import OPEN_FOR, StepReducer

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
Samples = Sequence[Cadence | StepsTaken]
Kept = dict[datetime, StepMinute]


def keep(kept: Kept, told: Iterable[StepMinute]) -> None:
    for minute in told:
        before = kept.get(minute.at)
        assert minute.revision == 1 + (before.revision if before else 0)
        kept[minute.at] = minute


def reduced(*batches: Samples) -> Kept:
    """Every minute as it was told last, with a look after each batch."""
    reducer, kept = StepReducer(), Kept()
    for batch in batches:
        reducer.push(batch)
        keep(kept, reducer.minutes())
    assert reducer.minutes() == ()
    return kept


def steps(kept: Kept) -> float:
    return sum(minute.steps for minute in kept.values())


def pod(
    seconds: int, cadence_spm: float, since: datetime = NOON, **told: object
) -> list[Cadence | StepsTaken]:
    """A foot pod, once a second."""
    return [Cadence(since + n * SECOND, cadence_spm, **told) for n in range(seconds + 1)]  # type: ignore[arg-type]


def cut(samples: Samples, places: Iterable[int]) -> list[Samples]:
    edges = [0, *sorted({place % (len(samples) + 1) for place in places}), len(samples)]
    return [samples[begin:end] for begin, end in pairwise(edges)]


@st.composite
def counter(draw: st.DrawFn, longest: timedelta = 3 * HOUR) -> list[StepsTaken]:
    """A watch that counts: stretches that adjoin, of a moment or of hours, walked or run."""
    at = NOON + draw(st.timedeltas(timedelta(0), MINUTE))
    told = []
    short = st.timedeltas(timedelta(0), 20 * SECOND)
    for _ in range(draw(st.integers(1, 12))):
        since, at = at, at + draw(short | st.timedeltas(timedelta(0), longest))
        most = int((at - since).total_seconds() * 5.0)
        told.append(StepsTaken(since, at, draw(st.integers(0, most))))
    return told


cuts = st.lists(st.integers(0, 100), max_size=6)


# A counter


@given(counter(), cuts)
def test_no_counted_step_is_lost_and_none_is_made_up(
    told: list[StepsTaken], places: list[int]
) -> None:
    kept = reduced(*cut(told, places))

    assert steps(kept) == sum(taken.steps for taken in told)
    assert all(minute.steps == int(minute.steps) for minute in kept.values())
    assert all(minute.moving_s <= 60.0 for minute in kept.values())
    assert {(minute.steps > 0.0, minute.moving_s > 0.0) for minute in kept.values()} <= {
        (False, False),
        (True, True),
    }
    assert all(minute.running is minute.standing_s is None for minute in kept.values())


@given(counter(), cuts)
def test_in_which_batches_steps_arrive_changes_no_minute(
    told: list[StepsTaken], places: list[int]
) -> None:
    def said(kept: Kept) -> list[tuple[object, ...]]:
        return [
            (one.at, one.steps, pytest.approx(one.moving_s), one.quality) for one in kept.values()
        ]

    assert said(reduced(*cut(told, places))) == said(reduced(told))


@given(counter(30 * SECOND), st.randoms(use_true_random=False))
def test_steps_that_arrive_out_of_order_count_where_they_were_made(
    told: list[StepsTaken], chance: random.Random
) -> None:
    mixed = told.copy()
    chance.shuffle(mixed)
    inside = told[-1].at - told[0].since < OPEN_FOR

    kept, in_order = (reduced(*([one] for one in some)) for some in (mixed, told))

    crowded = any(TOO_MANY in minute.quality for minute in kept.values())
    assert crowded or steps(kept) == steps(in_order)
    if inside:
        assert {at: one.steps for at, one in kept.items()} == {
            at: one.steps for at, one in in_order.items()
        }


@given(counter())
def test_a_load_can_be_told_of_every_minute(told: list[StepsTaken]) -> None:
    for minute in reduced(told).values():
        load = of_minute(minute)
        assert load.walking.steps + load.running.steps == minute.steps


def test_steps_out_of_reach_are_spread_evenly_and_walked_at_100_a_minute() -> None:
    away = StepsTaken(NOON + 30 * SECOND, NOON + 30 * SECOND + 2 * HOUR, 2_400)

    kept = reduced([away])

    assert len(kept) == 121
    first, *whole, last = (kept[at] for at in sorted(kept))
    assert (first.steps, first.moving_s) == (10.0, pytest.approx(6.0))
    assert {minute.steps for minute in whole} == {20.0}
    assert {round(minute.moving_s, 6) for minute in whole} == {12.0}
    assert (last.steps, last.quality) == (10.0, (SPREAD,))
    assert of_minute(whole[0]).walking.seconds == pytest.approx(12.0)


def test_a_run_out_of_reach_takes_no_more_than_its_time() -> None:
    kept = reduced([StepsTaken(NOON, NOON + 30 * MINUTE, 30 * 168)])

    assert {(minute.steps, minute.moving_s) for minute in kept.values()} == {(168.0, 60.0)}
    assert of_minute(kept[NOON]).running.steps == 168.0


def test_a_watch_that_tells_every_few_seconds_knows_when_somebody_walked() -> None:
    told = [
        StepsTaken(NOON + n * 5 * SECOND, NOON + (n + 1) * 5 * SECOND, 9 if n < 6 else 0)
        for n in range(24)
    ]

    kept = reduced(told)

    assert kept == {
        NOON: StepMinute(NOON, 1, 54.0, 30.0),
        NOON + MINUTE: StepMinute(NOON + MINUTE, 1, 0.0, 0.0),
    }


def test_a_stretch_is_spent_on_foot_up_to_fifteen_seconds() -> None:
    at_most = timedelta(seconds=LONGEST_ON_FOOT_S)
    short, longer = (
        reduced([StepsTaken(NOON, NOON + lasts, 4)])[NOON] for lasts in (at_most, at_most + SECOND)
    )

    assert (short.moving_s, short.quality) == (15.0, ())
    assert (longer.moving_s, longer.quality) == (pytest.approx(2.4), (SPREAD,))


def test_steps_that_came_in_a_bunch_took_the_time_that_feet_need() -> None:
    kept = reduced([StepsTaken(NOON, NOON, 10)])

    assert kept[NOON].moving_s == pytest.approx(1.5)  # 400 a minute
    assert of_minute(kept[NOON]).m1_bws > 0.0


def test_more_steps_than_a_minute_holds_are_left_out_and_it_says_so() -> None:
    kept = reduced([StepsTaken(NOON, NOON + MINUTE, 900)])

    assert kept == {NOON: StepMinute(NOON, 1, 400.0, 60.0, quality=(SPREAD, TOO_MANY))}


def test_a_counter_that_was_away_for_years_makes_the_minutes_of_two_days() -> None:
    kept = reduced([StepsTaken(datetime(1970, 1, 1, tzinfo=UTC), NOON, 9_000)])

    assert (min(kept), len(kept), steps(kept)) == (NOON - 48 * HOUR, 2880, 9_000)


def test_steps_of_a_minute_that_is_closed_count_in_the_oldest_open_one() -> None:
    now = [StepsTaken(NOON + n * MINUTE, NOON + (n + 1) * MINUTE, 60) for n in range(6)]
    late = StepsTaken(NOON + 50 * SECOND, NOON + 60 * SECOND, 12)

    kept = reduced(now, [late])

    oldest = NOON + 6 * MINUTE - OPEN_FOR
    assert steps(kept) == 6 * 60 + 12
    assert (kept[oldest].steps, kept[oldest].quality) == (72.0, (SPREAD, LATE))
    assert [at for at, minute in kept.items() if minute.revision > 1] == [oldest]


def test_nothing_counted_long_ago_makes_no_minute() -> None:
    now = [StepsTaken(NOON + 30 * MINUTE, NOON + 31 * MINUTE, 60)]

    kept = reduced(now, [StepsTaken(NOON, NOON + MINUTE, 0)])

    assert list(kept) == [NOON + 30 * MINUTE]


# Cadence


def test_a_foot_pod_is_reduced_as_a_file_of_the_same_run_is() -> None:
    rng = np.random.default_rng(3)
    time_s = np.cumsum(rng.choice([1.0, 1.0, 1.0, 2.0, 40.0], 600))
    cadence_spm = np.where(rng.random(600) < 0.2, 0.0, rng.uniform(150.0, 180.0, 600))
    speed_mps, contact_time_s = rng.uniform(2.0, 4.0, 600), rng.uniform(0.2, 0.3, 600)
    track = CadenceTrack(time_s, cadence_spm, speed_mps, contact_time_s)
    file = ActivityRecording(Sport.RUNNING, "running", NOON, None, None, None, None, track)
    told = [
        Cadence(NOON + timedelta(seconds=at_s), *map(float, numbers), running=True)
        for at_s, *numbers in zip(
            time_s.tolist(), cadence_spm, speed_mps, contact_time_s, strict=True
        )
    ]

    kept = reduced(*cut(told, range(0, 600, 10)))

    assert len(kept) == len(reduce_activity(file).minutes) > 30
    for minute in reduce_activity(file).minutes:
        live = kept[minute.at]
        assert live.running is minute.running or not live.moving_s
        for ours, theirs in (
            (live.steps, minute.steps),
            (live.moving_s, minute.moving_s),
            (live.speed_mps, minute.speed_mps),
            (live.contact_time_s, minute.contact_time_s),
        ):
            assert ours == pytest.approx(theirs, rel=1e-6, abs=1e-6)


def test_an_open_minute_moves_and_a_quiet_one_is_not_told_again() -> None:
    told = pod(70, 120.0)
    reducer = StepReducer()
    seen = []
    for begin in range(0, 71, 10):
        reducer.push(told[begin : begin + 10])
        seen.append([(one.at, one.revision, round(one.steps)) for one in reducer.minutes()])

    assert seen[0] == [(NOON, 1, 18)]
    assert seen[1] == [(NOON, 2, 38)]
    assert seen[6] == [(NOON, 7, 120), (NOON + MINUTE, 1, 18)]
    assert seen[7] == [(NOON + MINUTE, 2, 20)]
    assert reducer.minutes() == ()


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), cuts)
def test_samples_some_seconds_out_of_order_change_no_minute(
    chance: random.Random, places: list[int]
) -> None:
    told = pod(150, 90.0, running=False) + pod(100, 170.0, NOON + 151 * SECOND, running=True)
    mixed = sorted(told, key=lambda one: one.at + chance.uniform(0.0, 20.0) * SECOND)

    ours, theirs = reduced(*cut(mixed, places)), reduced(told)

    assert ours.keys() == theirs.keys()
    for at, minute in theirs.items():
        assert ours[at].steps == pytest.approx(minute.steps)
        assert ours[at].running is minute.running


def test_a_minute_was_what_most_of_it_was() -> None:
    walked, ran = (
        pod(seconds, 110.0, since, running=running)
        for seconds, since, running in ((20, NOON, False), (30, NOON + 21 * SECOND, True))
    )
    silent = pod(60, 110.0)

    assert reduced([*walked, *ran])[NOON].running is True
    assert (
        reduced([*walked, *pod(10, 160.0, NOON + 21 * SECOND, running=True)])[NOON].running is False
    )
    assert reduced(silent)[NOON].running is None
    even = pod(10, 110.0, running=False) + pod(10, 110.0, NOON + 11 * SECOND, running=True)
    assert reduced(even)[NOON].running is None


def test_standing_between_two_runs_does_not_slow_the_runner_down() -> None:
    told = [
        *pod(20, 160.0, speed_mps=3.0, running=True),
        *pod(18, 0.0, NOON + 21 * SECOND, speed_mps=0.0),
        *pod(20, 160.0, NOON + 40 * SECOND, speed_mps=3.0, running=True),
    ]

    minute = reduced(told)[NOON]

    assert minute.steps == pytest.approx(160.0 * 41.0 / 60.0, rel=0.02)
    assert minute.moving_s == pytest.approx(42.0)
    assert minute.speed_mps == pytest.approx(3.0, rel=0.05)


def test_a_pod_out_of_reach_is_a_pause_and_a_sample_alone_says_nothing() -> None:
    alone = [Cadence(NOON, 160.0)]
    apart = [*alone, Cadence(NOON + 31 * SECOND, 160.0)]

    assert reduced(alone) == reduced(apart) == {}


def test_cadence_that_comes_after_its_minute_is_left_out_and_counted() -> None:
    reducer = StepReducer()
    reducer.push(pod(600, 160.0))
    reducer.minutes()
    reducer.push([Cadence(NOON + 90.5 * SECOND, 0.0), Cadence(NOON + 599.5 * SECOND, 160.0)])

    assert [minute.at for minute in reducer.minutes()] == []
    assert reducer.late == 1


# Both


def test_a_sensor_that_counts_and_tells_cadence_makes_each_step_once() -> None:
    cadence = pod(180, 160.0, speed_mps=3.0, running=True)
    counted = [
        StepsTaken(NOON + n * SECOND, NOON + (n + 5) * SECOND, 13) for n in range(60, 180, 5)
    ]

    kept = reduced([*cadence, *counted])

    assert [round(kept[NOON + n * MINUTE].steps) for n in range(3)] == [160, 156, 156]
    assert all(minute.running and minute.speed_mps == 3.0 for minute in kept.values())


def test_a_counter_that_tells_long_after_cadence_did_adds_nothing_to_what_is_closed() -> None:
    cadence = pod(600, 100.0)
    counted = StepsTaken(NOON, NOON + 10 * MINUTE, 1_000)

    kept = reduced(cadence, [counted])

    assert steps(kept) == pytest.approx(1_000.0)
    assert {round(minute.steps) for minute in kept.values()} == {100}


def test_memory_stays_flat_through_a_day() -> None:
    reducer = StepReducer()
    sizes = []
    tracemalloc.start()
    try:
        for hour in range(24):
            for n in range(0, 3600, 60):
                begin = NOON + hour * HOUR + n * SECOND
                reducer.push(pod(59, 100.0, begin))
                reducer.push([StepsTaken(begin, begin + MINUTE, 100)])
                reducer.minutes()
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()

    assert max(sizes[12:]) < 1.2 * max(sizes[1:12])
    assert len(reducer._revisions._told) < 5
