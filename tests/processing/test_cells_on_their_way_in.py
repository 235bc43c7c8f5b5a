"""Soles that send cells and no force: weighed on the way in, and the same Minutes come out."""

import numpy as np
import pytest

from plantar.errors import BadInput
from plantar.minute import BodyMinute, FootMinute
from plantar.recording import FootForce, ForceRecording, SoleLayout
from plantar.sample import Foot
from processing.force.regions import SoleCells, as_force, weigh
from processing.force.stream import Reducer
from tests.processing.walker import BODY_N, START, Walker

LAYOUT = SoleLayout("six", (0.1, 0.2, 0.4, 0.5, 0.7, 0.9))
UNIT_N = 0.25


def cells_of(dtype: type, rate_hz: float = 100.0) -> tuple[np.ndarray, list[np.ndarray]]:
    """Clock and cells of a walk, a stand and a run on six cells a foot."""
    walker = Walker(rate_hz=rate_hz).rest(10, 1.0).walk(130).rest(40, 1.0).run(120)
    time_s, force_n = walker.rest(5, 0.0).forces()
    parts = np.array([0.1, 0.2, 0.1, 0.1, 0.3, 0.2])
    feet = [np.rint(foot[:, None] * parts / UNIT_N).astype(dtype) for foot in force_n]
    return time_s, feet


def pushed(time_s: np.ndarray, feet: list[np.ndarray], step: int) -> list[FootMinute | BodyMinute]:
    reducer = Reducer(BODY_N, 100.0)
    for begin in range(0, len(time_s), step):
        here = slice(begin, begin + step)
        left, right = (SoleCells(foot[here], LAYOUT, UNIT_N) for foot in feet)
        reducer.push_cells(START, time_s[here], left, right)
    return list(reducer.minutes())


def numbers(rows: list[FootMinute | BodyMinute]) -> list[float]:
    told: list[float] = []
    for row in rows:
        if isinstance(row, BodyMinute):
            told += [row.walking_s, row.running_s, row.not_worn_s, *row.quiet_s]
            continue
        told += [row.measured_s, row.gap_s, row.steps_walking, row.steps_running, row.contacts]
        told += [row.contact_time_sum_s, row.peak_sum_n, row.impulse_sum_ns]
        for moments in (row.total, row.walking, row.running, *(row.regions or ())):
            told += [moments.m1_ns, moments.m2_n2s, moments.m4_n4s]
    return told


@pytest.mark.parametrize("dtype", [np.uint16, np.uint32, np.int32, np.float32, np.float64])
def test_cells_and_their_force_make_the_same_minutes(dtype: type) -> None:
    time_s, feet = cells_of(dtype)
    left, right = (as_force(SoleCells(foot, LAYOUT, UNIT_N)) for foot in feet)
    reducer = Reducer(BODY_N, 100.0)
    reducer.push(ForceRecording(time_s, 100.0, left, right, START))

    summed, weighed = list(reducer.minutes()), pushed(time_s, feet, len(time_s))

    assert len(summed) == len(weighed) > 6
    assert numbers(weighed) == pytest.approx(numbers(summed), rel=1e-6)


def test_in_which_pieces_cells_arrive_changes_no_minute() -> None:
    time_s, feet = cells_of(np.uint16)

    at_once = pushed(time_s, feet, len(time_s))

    assert numbers(pushed(time_s, feet, 731)) == pytest.approx(numbers(at_once), rel=1e-9)


def test_a_frame_that_is_late_is_a_gap_whatever_the_sole_sends() -> None:
    time_s, feet = cells_of(np.uint16)
    kept = np.ones(len(time_s), bool)
    kept[3000:3005] = kept[5000:5050] = False

    rows = pushed(time_s[kept], [foot[kept] for foot in feet], 1000)

    gap_s = sum(row.gap_s for row in rows if isinstance(row, FootMinute) and row.foot is Foot.LEFT)
    assert gap_s == pytest.approx(0.55)


def test_a_lost_frame_of_float_cells_is_a_gap_of_that_foot() -> None:
    time_s, feet = cells_of(np.float32)
    feet[1][2000:2003] = np.nan

    rows = [row for row in pushed(time_s, feet, 1000) if isinstance(row, FootMinute)]

    for foot, gap_s in ((Foot.LEFT, 0.0), (Foot.RIGHT, 0.03)):
        assert sum(row.gap_s for row in rows if row.foot is foot) == pytest.approx(gap_s)


def test_one_sole_may_send_alone() -> None:
    time_s, feet = cells_of(np.uint16)
    reducer = Reducer(BODY_N, 100.0)
    reducer.push_cells(START, time_s, SoleCells(feet[0], LAYOUT, UNIT_N), None)

    feet_told = {row.foot for row in reducer.minutes() if isinstance(row, FootMinute)}
    assert feet_told == {Foot.LEFT}


@pytest.mark.parametrize(
    ("dtype", "cells"), [(np.uint8, 99), (np.uint16, 32), (np.uint16, 33), (np.int16, 4)]
)
def test_full_cells_do_not_spill_into_each_others_sums(dtype: type, cells: int) -> None:
    full = np.full((3, cells), np.iinfo(dtype).max, dtype)
    full[1] = 0
    along = np.linspace(0.0, 1.0, cells)
    force, shares = weigh(full, SoleLayout("full", tuple(along.tolist())))

    heel, midfoot = (along < 0.3).mean(), ((along >= 0.3) & (along < 0.6)).mean()
    assert force.tolist() == full.sum(axis=1, dtype=np.float64).tolist()
    assert shares[[0, 2]] == pytest.approx(np.array([[heel, midfoot, 1 - heel - midfoot]] * 2))
    assert np.isnan(shares[1]).all()


def test_cells_that_are_not_those_of_the_sole_are_refused() -> None:
    time_s, reducer = np.arange(10) / 100.0, Reducer(None, 100.0)
    nine, ten = (SoleCells(np.zeros((frames, 6)), LAYOUT) for frames in (9, 10))
    with pytest.raises(BadInput, match="6 cells"):
        SoleCells(np.zeros((10, 5)), LAYOUT)
    with pytest.raises(BadInput, match="10 frames"):
        reducer.push_cells(START, time_s, nine, None)
    with pytest.raises(BadInput, match="rising"):
        reducer.push_cells(START, time_s[::-1], ten, None)


def test_force_and_cells_of_one_sole_may_follow_each_other() -> None:
    time_s, feet = cells_of(np.uint16)
    half = len(time_s) // 2
    reducer = Reducer(BODY_N, 100.0)
    plain = [FootForce(foot[:half].sum(axis=1) * UNIT_N) for foot in feet]
    reducer.push(ForceRecording(time_s[:half], 100.0, *plain, START))
    left, right = (SoleCells(foot[half:], LAYOUT, UNIT_N) for foot in feet)
    reducer.push_cells(START, time_s[half:], left, right)

    at_once = pushed(time_s, feet, len(time_s))
    rows = [row for row in reducer.minutes() if isinstance(row, FootMinute)]
    whole = [row for row in at_once if isinstance(row, FootMinute)]
    assert [row.total.m4_n4s for row in rows] == pytest.approx(
        [row.total.m4_n4s for row in whole], rel=1e-6
    )
    assert rows[0].regions is None
    assert rows[-1].regions is not None
