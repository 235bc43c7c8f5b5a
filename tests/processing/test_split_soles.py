"""A recording cut anywhere, with cells and holes of every kind, is still one recording."""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plantar.minute import BodyMinute, FootMinute
from plantar.recording import FootForce, ForceRecording, SoleLayout
from processing.force.stream import Reducer
from tests.processing.walker import BODY_N, Walker

START = datetime(2026, 3, 2, 9, 59, 40, tzinfo=UTC)
LAYOUT = SoleLayout("six", (0.05, 0.15, 0.4, 0.65, 0.7, 0.95))


def with_holes() -> ForceRecording:
    """Two minutes on six cells: cells that fail, frames that get lost, rows that are left out."""
    walker = Walker().rest(5.0, 1.0).walk(60).rest(20.0, 0.15).run(90).rest(5.0, 1.0).walk(40)
    time_s, force_n = walker.forces()
    rng = np.random.default_rng(11)
    kept = np.ones(len(time_s), bool)
    kept[[800, 801, 2300]] = False
    kept[6000:6045] = False
    feet = []
    for force in force_n:
        weight = rng.random((len(time_s), 6)) + 0.05
        cells = force[:, None] * weight / weight.sum(axis=1, keepdims=True)
        cells[rng.random(len(time_s)) < 0.005] = np.nan  # the frame did not arrive
        cells[1500:1530, 2] = np.nan
        cells[3000:3008] = np.nan
        feet.append(FootForce(cells.sum(axis=1)[kept], cells[kept], LAYOUT))
    return ForceRecording(time_s[kept], 100.0, feet[0], feet[1], START)


RECORDING = with_holes()


def part(foot: FootForce | None, here: slice) -> FootForce | None:
    if foot is None or foot.cells is None:
        return None
    return FootForce(foot.force_n[here], foot.cells[here], foot.layout)


def told(edges: list[int]) -> list[FootMinute | BodyMinute]:
    """The last word on every minute, when the recording comes in pieces."""
    reducer, kept = Reducer(BODY_N, 100.0), {}
    for begin, end in pairwise(edges):
        here = slice(begin, end)
        left, right = part(RECORDING.left, here), part(RECORDING.right, here)
        reducer.push(ForceRecording(RECORDING.time_s[here], 100.0, left, right, START))
        for row in reducer.minutes():
            kept[row.at, getattr(row, "foot", None)] = replace(row, revision=1)
    return list(kept.values())


def by_row(rows: list[FootMinute | BodyMinute]) -> dict[str, list[float]]:
    return {f"{row.at} {getattr(row, 'foot', '')}": numbers(asdict(row)) for row in rows}


def numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [n for part in value.values() for n in numbers(part)]
    if isinstance(value, list | tuple):
        return [n for part in value for n in numbers(part)]
    return [float(value)] if isinstance(value, int | float) else []


FRAMES = len(RECORDING.time_s)
AT_ONCE = told([0, FRAMES])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(1, FRAMES - 1), max_size=6))
def test_where_a_recording_is_cut_changes_no_minute_and_no_region(cuts: set[int]) -> None:
    ours, theirs = by_row(told([0, *sorted(cuts), FRAMES])), by_row(AT_ONCE)

    assert ours.keys() == theirs.keys()
    for row, figures in ours.items():
        assert figures == pytest.approx(theirs[row], rel=1e-6, abs=1e-6), row


def test_the_recording_that_is_cut_has_something_to_lose() -> None:
    feet = [row for row in AT_ONCE if isinstance(row, FootMinute)]

    assert sum(row.steps_walking + row.steps_running for row in feet) > 180
    assert all(region.m1_ns > 0.0 for row in feet for region in row.regions or ())
    assert sum(row.regions is not None for row in feet) >= 4
    lost_s = sum(
        0.01 * float(np.isnan(foot.force_n).sum()) + 0.48  # 48 rows are left out
        for foot in (RECORDING.left, RECORDING.right)
        if foot is not None
    )
    assert sum(row.gap_s for row in feet) == pytest.approx(lost_s, abs=0.03)
