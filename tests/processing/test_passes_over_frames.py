"""The compiled passes, one by one, against what plain numpy says."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.minute import FootMinute
from plantar.recording import Floats
from processing.force import levels, passes, quiet
from processing.force.compiled import text_of_passes
from processing.force.stream import Reducer
from processing.force.sums import Cell
from tests.processing.walker import BODY_N, START, Walker, piece, recording_of

Rows = dict[tuple[object, object], object]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.01, 0.05, 0.5, 0.99]), st.integers(20, 6000))
def test_a_percentile_found_by_halving_lies_in_the_bin_that_sorting_finds(
    seed: int, share: float, frames: int
) -> None:
    force = np.random.default_rng(seed).gamma(0.5, 200.0, frames).astype(np.float32)
    least = float(force.min())
    width = (float(force.max()) - least) / (levels.BINS - 1)

    found = levels.bin_of(force, least, width, share)

    low, high = np.float32(least + found * width), np.float32(least + (found + 1) * width)
    assert (force < low).sum() <= share * frames
    assert (force < high).sum() > share * frames or found == levels.BINS - 1


def plain_median(cells: Floats, c: int) -> float:
    """Weighted median of the seconds around one, by sorting them."""
    near = (cells[:, Cell.STRETCH] == cells[c, Cell.STRETCH]) & (
        np.abs(cells[:, Cell.SECOND] - cells[c, Cell.SECOND]) <= quiet.HALF_WINDOW_S
    )
    force = cells[near, Cell.FORCE_S] / cells[near, Cell.SECONDS]
    order = np.argsort(force, kind="stable")
    weight = cells[near, Cell.SECONDS]
    passed = np.cumsum(weight[order])
    return float(force[order][np.searchsorted(passed, weight.sum() / 2.0)])


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 120), st.integers(1, 4))
def test_the_running_median_of_a_rest_is_the_median_of_its_half_minute(
    seed: int, seconds: int, stretches: int
) -> None:
    rng = np.random.default_rng(seed)
    cells = np.zeros((seconds, len(Cell)))
    cells[:, Cell.SECOND] = np.cumsum(rng.choice([1, 1, 1, 2, 20], seconds))
    cells[:, Cell.STRETCH] = np.sort(rng.integers(0, stretches, seconds))
    cells[:, Cell.SECONDS] = rng.choice([0.25, 0.5, 1.0], seconds)
    cells[:, Cell.FORCE_S] = rng.integers(0, 9, seconds) * 100.0 * cells[:, Cell.SECONDS]
    first = int(rng.integers(0, seconds))

    found = quiet.medians(cells, first, seconds)

    assert found.tolist() == [plain_median(cells, c) for c in range(first, seconds)]


def told(reducer: Reducer, kept: Rows) -> None:
    for row in reducer.minutes():
        kept[row.at, getattr(row, "foot", None)] = row


def test_a_hole_that_reaches_back_into_a_minute_takes_nothing_from_it() -> None:
    time_s, force_n = Walker().walk(440).forces()
    # The minute ends at 130 s, the frames up to 150 s are settled when the third stretch is over.
    kept = (time_s < 125.0) | (time_s > 152.0)
    start = START + timedelta(seconds=10)
    recording = recording_of(time_s[kept], force_n[:, kept], start=start)
    at_once, live = {}, {}
    whole, parts = Reducer(BODY_N, 100.0), Reducer(BODY_N, 100.0)
    whole.push(recording)
    told(whole, at_once)
    for begin in range(0, len(recording.time_s), 200):
        parts.push(piece(recording, begin, begin + 200))
        told(parts, live)

    def of_feet(rows: Rows, *names: str) -> dict[object, float]:
        feet = {key: row for key, row in rows.items() if isinstance(row, FootMinute)}
        return {(key, name): getattr(row, name) for key, row in feet.items() for name in names}

    names = ("measured_s", "gap_s", "peak_sum_n", "contacts")
    assert of_feet(live, *names) == pytest.approx(of_feet(at_once, *names))
    measured_s = sum(of_feet(live, "measured_s").values())
    assert measured_s == pytest.approx(2 * kept.sum() / 100.0)


def test_an_hour_of_silence_closes_the_minutes_before_it() -> None:
    reducer = Reducer(BODY_N, 100.0)
    reducer.push(Walker().walk(40).recording())
    before = {row.at for row in reducer.minutes()}
    reducer.push(Walker().walk(40).recording(START + timedelta(hours=1)))
    after = {row.at for row in reducer.minutes()}
    reducer.push(Walker().walk(40).recording(START + timedelta(hours=2)))
    latest = {row.at for row in reducer.minutes()}

    assert len(before) == 2
    assert max(before) in after  # told once more: its end is a gap
    assert min(latest) >= max(after) - timedelta(minutes=1)


def test_the_code_kept_on_disk_is_named_after_the_text_of_every_pass() -> None:
    closure = getattr(passes.reduce_stretches, "py_func", passes.reduce_stretches).__closure__

    assert closure is not None
    assert [cell.cell_contents for cell in closure] == [text_of_passes()]


def test_whoever_stands_for_minutes_weighs_the_same_live_and_afterwards() -> None:
    time_s, force_n = Walker().walk(20).rest(140, 0.0).walk(120).forces()
    begin_s = 13.0  # both feet come down in a quarter of a second, and leave as slowly
    ramp = np.clip(np.minimum(time_s - begin_s, begin_s + 130.0 - time_s) / 0.25, 0.0, 1.0)
    recording = recording_of(time_s, force_n + 0.5 * BODY_N * ramp)
    at_once, live = {}, {}
    whole, parts = Reducer(BODY_N, 100.0), Reducer(BODY_N, 100.0)
    whole.push(recording)
    told(whole, at_once)
    for begin in range(0, len(recording.time_s), 500):
        parts.push(piece(recording, begin, begin + 500))
        told(parts, live)

    impulses = [
        {key: row.impulse_sum_ns for key, row in rows.items() if isinstance(row, FootMinute)}
        for rows in (live, at_once)
    ]
    assert impulses[0] == pytest.approx(impulses[1], rel=1e-9)
