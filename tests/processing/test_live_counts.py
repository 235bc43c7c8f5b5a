"""A live pair of soles that tell counts says the steps that the same feet make in newtons."""

import math
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.simulated.gait import Walker as SimulatedWalker
from plantar.errors import BadInput
from plantar.minute import FootMinute, StepMinute
from plantar.recording import Floats, ForceRecording
from plantar.sample import Foot
from processing.force.analysis import analyse_force
from processing.force.count_stream import SINGLE_FOOT, CountsReducer
from processing.force.stream import Reducer
from tests.processing.real_soles import forces, sole_recording
from tests.processing.walker import START, Walker, piece, recording_of

Kept = dict[datetime, StepMinute]
#: Newtons to counts, as cells answer: straight from a resting count, or bent either way.
SOLES: dict[str, Callable[[Floats], Floats]] = {
    "straight": lambda force_n: 1000.0 + 3.0 * force_n,
    "saturating": lambda force_n: 300.0 + 1000.0 * (1.0 - np.exp(-force_n / 400.0)),
    "logarithmic": lambda force_n: 1000.0 * np.log1p(force_n / 50.0),
    "root": lambda force_n: 40.0 * np.sqrt(force_n),
    "rising": lambda force_n: 50.0 + force_n**1.5 / 20.0,
}


def counted(
    newtons: ForceRecording, sole: Callable[[Floats], Floats] = SOLES["straight"]
) -> ForceRecording:
    """The same feet on soles that tell counts."""
    counts = sole(np.maximum(forces(newtons), 0.0))
    told = recording_of(newtons.time_s, counts, newtons.rate_hz, newtons.start)
    return replace(told, in_newtons=False)


def alone(recording: ForceRecording, foot: Foot) -> ForceRecording:
    """Only the sole of one foot."""
    return replace(recording, **{foot.other.value: None})


def seconds_of(recording: ForceRecording) -> Iterator[ForceRecording]:
    size = round(recording.rate_hz)
    for begin in range(0, len(recording.time_s), size):
        part = piece(recording, begin, begin + size)
        yield replace(part, in_newtons=recording.in_newtons)


def reduced(chunks: Iterable[ForceRecording], rate_hz: float = 100.0, every: int = 10) -> Kept:
    """Every minute as it was told last, looked at every so many chunks."""
    reducer, kept = CountsReducer(rate_hz), Kept()

    def look() -> None:
        for minute in reducer.minutes():
            before = kept.get(minute.at)
            assert minute.revision == 1 + (before.revision if before else 0)
            kept[minute.at] = minute

    for number, chunk in enumerate(chunks):
        reducer.push(chunk)
        if number % every == 0:
            look()
    look()
    assert reducer.minutes() == ()
    return kept


def live(recording: ForceRecording) -> Kept:
    return reduced(seconds_of(recording), recording.rate_hz)


def steps(kept: Kept) -> float:
    return sum(minute.steps for minute in kept.values())


def steps_in_newtons(recording: ForceRecording) -> int:
    reducer = Reducer(None, recording.rate_hz)
    reducer.push(recording)
    feet = [row for row in reducer.minutes() if isinstance(row, FootMinute)]
    return sum(foot.steps_walking + foot.steps_running for foot in feet)


def simulated(minutes: int, rate_hz: float) -> ForceRecording:
    """Somebody who walks, stands, runs and sits, with feet of their own."""
    walker, time_s = SimulatedWalker(seed=3), np.arange(0.0, 60.0 * minutes, 1.0 / rate_hz)
    force_n = np.stack([walker.zones_n(foot, time_s).sum(axis=1) for foot in Foot])
    return recording_of(time_s, force_n, rate_hz)


def desk(minutes: int, share: float) -> Walker:
    """A walk of three minutes, then a desk, where the feet tap the floor."""
    walker = Walker().walk(330)
    for _ in range(minutes * 60):
        walker.rest(0.6, 0.0).rest(0.4, share)
    return walker


@pytest.mark.parametrize("sole", SOLES)
@pytest.mark.parametrize("rate_hz", [25.0, 100.0])
def test_counts_on_any_sole_give_the_steps_of_newtons(sole: str, rate_hz: float) -> None:
    newtons = simulated(8, rate_hz)

    kept = live(counted(newtons, SOLES[sole]))

    assert steps(kept) == pytest.approx(steps_in_newtons(newtons), rel=0.01)
    minutes = [kept[at] for at in sorted(kept)]
    ran = [minute for minute in minutes if minute.running]
    assert [minute.at.minute for minute in ran] == [1, 5]
    assert all(minute.speed_mps is minute.standing_s is None for minute in minutes)
    assert all(0.19 < (minute.contact_time_s or 0.0) < 0.33 for minute in ran)


def test_a_minute_holds_its_time_on_foot_and_its_contact_time() -> None:
    kept = live(counted(Walker().rest(20, 1.0).walk(55).rest(30, 1.0).recording()))

    first, second, third = (kept[at] for at in sorted(kept))
    assert (first.steps, first.moving_s, first.running, first.contact_time_s) == (0, 0, None, None)
    assert (second.steps, second.running, second.quality) == (54, False, ())  # the last one stays
    assert second.moving_s == pytest.approx(30.0, abs=1.0)
    assert second.contact_time_s == pytest.approx(0.67, abs=0.03)
    assert third.steps == 0


RECORDING = counted(
    Walker().rest(8, 1.0).walk(60).rest(20, 1.0).run(90).rest(40, 0.15).walk(40).recording(),
    SOLES["saturating"],
)
AT_ONCE = reduced([RECORDING])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(1, len(RECORDING.time_s) - 1), max_size=8))
def test_in_which_pieces_frames_arrive_changes_no_minute(cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(RECORDING.time_s)]

    kept = reduced([replace(piece(RECORDING, *ends), in_newtons=False) for ends in pairwise(edges)])

    same(kept, AT_ONCE)


def test_seconds_with_clocks_of_their_own_make_the_same_minutes() -> None:
    chunks = []
    for part in seconds_of(RECORDING):
        ahead_s = round(float(part.time_s[0]), 6)
        start = START + timedelta(seconds=ahead_s)
        chunks.append(replace(part, time_s=part.time_s - ahead_s, start=start))

    same(reduced(chunks), AT_ONCE)


def same(ours: Kept, theirs: Kept) -> None:
    assert ours.keys() == theirs.keys()
    for at, minute in theirs.items():
        assert (ours[at].steps, ours[at].running) == (minute.steps, minute.running)
        assert ours[at].moving_s == pytest.approx(minute.moving_s, abs=1e-6)
        assert ours[at].contact_time_s == pytest.approx(minute.contact_time_s, abs=1e-6)


def test_an_open_minute_moves_before_its_stretch_of_ten_seconds_is_complete() -> None:
    reducer, seen = CountsReducer(100.0), []
    for chunk in seconds_of(counted(Walker().walk(100).recording(START.replace(second=0)))):
        reducer.push(chunk)
        seen += [(minute.revision, minute.steps) for minute in reducer.minutes()]

    assert [steps for _, steps in seen] == sorted(steps for _, steps in seen)
    assert len(seen) > 30
    assert seen[8][1] > 5


def test_a_minute_in_which_nobody_steps_is_told_and_holds_none() -> None:
    time_s = np.arange(18000) / 100.0
    sway = 60.0 * np.sin(2 * np.pi * 0.8 * time_s)
    stands = recording_of(time_s, np.stack([4400.0 + sway, 4100.0 - sway]))

    kept = live(replace(stands, in_newtons=False))

    assert [minute.steps for minute in kept.values()] == [0.0] * 4


@pytest.mark.parametrize("share", [0.05, 0.15])
def test_feet_that_tap_the_floor_at_a_desk_make_no_steps(share: float) -> None:
    newtons = desk(10, share).recording()

    kept = live(counted(newtons, lambda force_n: 3.0 * force_n))  # at rest it counts nothing

    assert steps(kept) == pytest.approx(330, abs=2)


@pytest.mark.parametrize("begin", [300, 10_000])
def test_one_odd_stretch_moves_no_step(begin: int) -> None:
    walk = counted(Walker().walk(600).recording())
    assert walk.left is not None
    walk.left.force_n[begin : begin + 200] = 65_535.0

    kept = live(walk)

    assert steps(kept) == pytest.approx(600, abs=20)  # those of its ten seconds are lost


def test_a_resting_count_that_drifts_is_followed() -> None:
    walk = counted(Walker().walk(1_100).recording())
    for foot in (walk.left, walk.right):
        assert foot is not None
        foot.force_n[:] += 1_500.0 * walk.time_s / walk.time_s[-1]  # half of the range

    assert steps(live(walk)) == pytest.approx(1_100, rel=0.01)


@pytest.mark.parametrize("foot", Foot)
def test_a_step_of_one_sole_alone_counts_twice(foot: Foot) -> None:
    both = counted(Walker().walk(200).run(200).recording())

    kept, of_one = live(both), live(alone(both, foot))

    assert all(minute.quality == (SINGLE_FOOT,) for minute in of_one.values())
    assert steps(of_one) == pytest.approx(steps(kept), abs=4)
    for at, minute in kept.items():
        assert of_one[at].moving_s == pytest.approx(minute.moving_s, abs=1.0)
        assert of_one[at].running is minute.running


def test_a_sole_that_falls_silent_is_spoken_for_by_the_other_one() -> None:
    walk = counted(Walker().walk(440).recording())
    assert walk.right is not None
    walk.right.force_n[6_000:14_000] = math.nan  # from 10:00:40 for 80 s

    kept = live(walk)

    assert [kept[at].quality for at in sorted(kept)] == [(), (), (SINGLE_FOOT,), (), ()]
    minute = kept[START.replace(second=0) + timedelta(minutes=2)]
    assert minute.steps == pytest.approx(110, abs=2)


def test_a_minute_without_a_frame_is_no_minute_without_steps() -> None:
    evening = counted(Walker().walk(40).recording())
    morning = replace(evening, start=START + timedelta(hours=9))
    lost = counted(Walker().walk(300).recording())
    for foot in (lost.left, lost.right):
        assert foot is not None
        foot.force_n[3_000:] = math.nan

    assert all(minute.moving_s > 0.0 for minute in reduced([evening, morning]).values())
    assert len(live(lost)) == 2
    lost.left.force_n[:] = math.nan  # type: ignore[union-attr]
    lost.right.force_n[:] = math.nan  # type: ignore[union-attr]
    assert live(lost) == {}


def test_what_is_no_count_of_these_soles_is_refused() -> None:
    walk = counted(Walker().walk(20).recording())
    reducer = CountsReducer(100.0)
    reducer.push(walk)

    with pytest.raises(BadInput, match="time_s"):
        reducer.push(walk)
    with pytest.raises(BadInput, match="in_newtons"):
        reducer.push(replace(walk, in_newtons=True))
    with pytest.raises(BadInput, match="rate_hz"):
        reducer.push(replace(walk, rate_hz=50.0))
    with pytest.raises(BadInput, match="start"):
        reducer.push(replace(walk, start=None))


def test_memory_stays_flat_through_a_day() -> None:
    round_ = counted(simulated(8, 25.0))
    reducer, sizes = CountsReducer(25.0), []
    tracemalloc.start()
    try:
        for number in range(12):
            start = START + timedelta(minutes=8 * number)
            for begin in range(0, len(round_.time_s), 250):
                part = piece(round_, begin, begin + 250)
                reducer.push(replace(part, start=start, in_newtons=False))
                reducer.minutes()
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()

    assert max(sizes[6:]) < 1.3 * max(sizes[1:6])
    assert len(reducer._revisions._told) < 5


@pytest.mark.shared
def test_a_real_sole_of_counts_says_live_what_its_file_says(recordings: Path) -> None:
    file = sole_recording(recordings / "insole" / "pressuRe/stappone_example.csv")
    (foot,) = analyse_force(file).feet

    kept = live(replace(file, start=START))

    assert steps(kept) == 2 * len(foot.steps) == 118


@pytest.mark.shared
@pytest.mark.parametrize("sole", SOLES)
@pytest.mark.parametrize("name", ["gaitpdb/GaCo01_01.txt", "gaitpdb/GaCo02_01.txt"])
def test_real_feet_make_their_steps_on_any_sole(recordings: Path, name: str, sole: str) -> None:
    newtons = replace(sole_recording(recordings / "insole" / name), start=START)

    kept = live(counted(newtons, SOLES[sole]))

    assert steps(kept) == pytest.approx(steps_in_newtons(newtons), rel=0.03)
