"""A live pair of soles and a recording say the same."""

import math
import tracemalloc
from dataclasses import astuple
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plantar.errors import BadInput
from plantar.minute import BodyMinute, FootMinute
from plantar.recording import ForceRecording
from plantar.sample import Foot
from processing.force.analysis import analyse_force
from processing.force.stream import Reducer
from tests.processing.walker import BODY_N, START, Walker, piece, recording_of

Row = FootMinute | BodyMinute
Kept = dict[tuple[object, object], Row]


def day_in_short() -> ForceRecording:
    """Four minutes of standing, walking, running and sitting, with holes of every kind."""
    walker = Walker().rest(8, 1.0).walk(60).rest(20, 1.0).run(90).rest(50, 0.15).walk(70)
    time_s, force_n = walker.rest(30, 1.0).walk(12).forces()
    rng = np.random.default_rng(7)
    force_n += np.abs(rng.normal(0.0, 3.0, force_n.shape)) + np.array([[25.0], [0.0]])
    force_n[0, rng.random(len(time_s)) < 0.01] = np.nan
    force_n[1, 3000:3013] = np.nan
    force_n[:, 9000:9008] = np.nan
    kept = np.ones(len(time_s), bool)
    kept[[500, 1700, 1701]] = False
    kept[12000:12090] = False
    return recording_of(time_s[kept], force_n[:, kept])


RECORDING = day_in_short()


def keep(kept: Kept, rows: tuple[Row, ...]) -> None:
    for row in rows:
        key = (row.at, row.foot if isinstance(row, FootMinute) else None)
        assert key not in kept or row.revision > kept[key].revision
        kept[key] = row


def reduced(chunks: list[ForceRecording], every: int = 1) -> Kept:
    reducer, kept = Reducer(BODY_N, 100.0), {}
    for number, chunk in enumerate(chunks):
        reducer.push(chunk)
        if number % every == 0:
            keep(kept, reducer.minutes())
    keep(kept, reducer.minutes())
    return kept


def flat(value: object) -> list[float]:
    if isinstance(value, tuple):
        return [number for part in value for number in flat(part)]
    return [float(value)] if isinstance(value, int | float) else []


def same(a: Kept, b: Kept) -> None:
    assert a.keys() == b.keys()
    for key, row in a.items():
        ours, theirs = flat(astuple(row)[3:]), flat(astuple(b[key])[3:])
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9), key


AT_ONCE = reduced([RECORDING])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(1, len(RECORDING.time_s) - 1), max_size=8))
def test_in_which_pieces_frames_arrive_changes_no_minute(cuts: set[int]) -> None:
    edges = [0, *sorted(cuts), len(RECORDING.time_s)]

    chunks = [piece(RECORDING, a, b) for a, b in pairwise(edges)]

    same(reduced(chunks), AT_ONCE)


def test_seconds_with_clocks_of_their_own_make_the_same_minutes() -> None:
    chunks = []
    for begin in range(0, len(RECORDING.time_s), 100):
        part = piece(RECORDING, begin, begin + 100)
        ahead_s = round(float(part.time_s[0]), 6)
        chunks.append(
            ForceRecording(
                part.time_s - ahead_s,
                100.0,
                part.left,
                part.right,
                START + timedelta(seconds=ahead_s),
            )
        )

    same(reduced(chunks, every=10), AT_ONCE)


def test_a_live_runner_and_their_recording_say_the_same() -> None:
    whole = analyse_force(RECORDING, BODY_N)

    feet = [row for row in AT_ONCE.values() if isinstance(row, FootMinute)]
    bodies = [row for row in AT_ONCE.values() if isinstance(row, BodyMinute)]

    assert whole.left is not None
    assert whole.right is not None
    for foot, rows in (
        (whole.left, [row for row in feet if row.foot is Foot.LEFT]),
        (whole.right, [row for row in feet if row.foot is Foot.RIGHT]),
    ):
        assert len(foot.steps) == sum(row.steps_walking + row.steps_running for row in rows)
        assert len(foot.whole) == sum(row.contacts for row in rows)
        assert foot.total.m4_n4s == pytest.approx(sum(row.total.m4_n4s for row in rows))
        assert foot.gap_s == pytest.approx(sum(row.gap_s for row in rows))
        assert foot.measured_s == pytest.approx(sum(row.measured_s for row in rows))
    assert whole.walking_s == pytest.approx(sum(row.walking_s for row in bodies))
    assert whole.running_s == pytest.approx(sum(row.running_s for row in bodies))


def test_every_second_is_measured_or_a_gap() -> None:
    rows = [row for row in AT_ONCE.values() if isinstance(row, FootMinute)]

    for foot in Foot:
        seconds = sum(row.measured_s + row.gap_s for row in rows if row.foot is foot)
        assert seconds == pytest.approx(RECORDING.duration_s)


def test_an_open_minute_moves_within_seconds_and_its_revision_rises() -> None:
    reducer, recording = Reducer(BODY_N, 100.0), Walker().walk(100).recording()
    seen: list[float] = []
    revisions: list[int] = []
    for begin in range(0, 1500, 500):
        reducer.push(piece(recording, begin, begin + 500))
        for row in reducer.minutes():
            if isinstance(row, FootMinute) and row.foot is Foot.LEFT:
                seen.append(row.total.m1_ns)
                revisions.append(row.revision)

    assert len(seen) == 3
    assert seen == sorted(set(seen))
    assert revisions == [1, 2, 3]
    assert reducer.minutes() == ()


def test_a_calibration_comes_after_six_strides_and_becomes_sure_after_twenty() -> None:
    reducer, recording = Reducer(2.0 * BODY_N * 0.4, 100.0), Walker().walk(60).recording()
    qualities = []
    for begin in range(0, len(recording.time_s), 200):
        reducer.push(piece(recording, begin, begin + 200))
        reducer.minutes()
        calibration = reducer.calibration()
        if calibration is not None:
            qualities.append(calibration.quality)

    assert calibration is None
    assert qualities[0] == ("calibrated on fewer than 20 strides",)
    assert qualities[-1] == ()


def test_a_gain_that_cannot_be_is_not_told() -> None:
    reducer = Reducer(5.0 * BODY_N, 100.0)
    reducer.push(Walker().walk(120).recording())
    reducer.minutes()

    assert reducer.calibration() is None


def test_a_night_beside_the_bed_is_no_gap_in_the_minutes_of_the_morning() -> None:
    evening = Walker().walk(40).recording()
    morning = Walker().walk(40).recording(START + timedelta(hours=9))
    kept = reduced([evening, morning])

    steps = sum(r.steps_walking for r in kept.values() if isinstance(r, FootMinute))
    empty = [r for r in kept.values() if isinstance(r, FootMinute) and r.measured_s == 0.0]
    assert steps in (78, 79)  # the contact at each end is cut
    assert not empty
    assert all(r.gap_s <= 60.0 for r in kept.values() if isinstance(r, FootMinute))


def test_a_foot_without_frames_is_a_gap_and_never_zero_load() -> None:
    time_s, force_n = Walker().walk(100).forces()
    force_n[1] = np.nan
    kept = reduced([recording_of(time_s, force_n)])

    right = [r for r in kept.values() if isinstance(r, FootMinute) and r.foot is Foot.RIGHT]
    assert sum(r.gap_s for r in right) == pytest.approx(len(time_s) / 100.0)
    assert all(r.measured_s == 0.0 and r.contacts == 0 for r in right)
    body = [r for r in kept.values() if isinstance(r, BodyMinute)]
    assert math.isclose(sum(map(sum, (r.quiet_s for r in body))), 0.0)


def test_frames_from_the_past_are_refused() -> None:
    reducer, recording = Reducer(None, 100.0), Walker().walk(20).recording()
    reducer.push(recording)

    with pytest.raises(BadInput, match="time_s"):
        reducer.push(recording)
    with pytest.raises(BadInput, match="start"):
        reducer.push(Walker().walk(4).recording(None))


def test_memory_stays_flat_through_a_day() -> None:
    round_ = Walker(rate_hz=25.0).rest(60, 1.0).walk(300).run(600).rest(120, 0.15).recording()
    reducer = Reducer(BODY_N, 25.0)
    sizes = []
    tracemalloc.start()
    try:
        for number in range(12):
            start = START + timedelta(seconds=number * math.ceil(round_.duration_s))
            for begin in range(0, len(round_.time_s), 2500):
                part = piece(round_, begin, begin + 2500)
                reducer.push(ForceRecording(part.time_s, 25.0, part.left, part.right, start))
                reducer.minutes()
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()

    assert max(sizes[6:]) < 1.3 * max(sizes[1:6])
