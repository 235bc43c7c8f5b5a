"""Cells that do not read: a few are spoken for, many make a frame that is missing."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.files.cells import Weighed, weigh_cells
from collector.files.head import Head
from collector.files.sole_layout import Sole, Unit
from plantar.errors import FileRejected
from plantar.recording import Floats, FootForce

HEAD = Head(Path("sole.csv"), 1, b"x", "utf-8", "x")
UNEVEN = Sole("five", Unit.KILOPASCAL, (0.1, 0.3, 0.5, 0.7, 0.9), area_cm2=(10.0,) * 5, limit=600.0)


def weighed(readings: Floats, sole: Sole = UNEVEN) -> Weighed:
    return weigh_cells(HEAD, "left", np.arange(len(readings)) / 100.0, readings, sole)


def foot(found: Weighed) -> FootForce:
    assert found.foot is not None
    return found.foot


def test_pressure_times_area_is_force() -> None:
    sole = foot(weighed(np.array([[100.0, 0, 0, 0, 0], [50.0, 50, 50, 50, 50]])))

    assert sole.force_n.tolist() == [100.0, 250.0]  # 100 kPa on 10 cm² are 100 N


@pytest.mark.parametrize("bad", [np.nan, 600.0, 700.0])
def test_a_fifth_of_the_sole_may_fail_and_more_is_a_missing_frame(bad: float) -> None:
    readings = np.full((3, 5), 100.0)
    readings[1, 0] = bad
    readings[2, :2] = bad
    found = weighed(readings)

    force = foot(found).force_n
    assert force[0] == 500.0
    assert force[1] == (500.0 if np.isnan(bad) else 400.0 + bad)
    assert np.isnan(force[2])
    assert found.quality == (
        "left foot: 1 frame dropped, more than 20 % of the sole clipped or unread",
    )


def test_it_is_area_that_counts_and_not_the_number_of_cells() -> None:
    large = Sole("five", Unit.KILOPASCAL, UNEVEN.along, area_cm2=(10.0, 1.0, 1.0, 1.0, 10.0))
    readings = np.full((2, 5), 100.0)
    readings[0, 1:4] = np.nan  # 3 of 23 cm²
    readings[1, 0] = np.nan  # 10 of 23 cm²

    force = foot(weighed(readings, large)).force_n

    assert force[0] == pytest.approx(230.0)
    assert np.isnan(force[1])


def test_a_frame_without_any_reading_is_missing_without_a_word() -> None:
    readings = np.full((3, 5), 100.0)
    readings[1] = np.nan
    found = weighed(readings)

    assert np.isnan(foot(found).force_n).tolist() == [False, True, False]
    assert found.quality == ()
    assert weighed(np.full((3, 5), np.nan)).foot is None


def test_a_stuck_cell_is_left_out_and_a_cell_that_bears_nothing_is_not() -> None:
    readings = np.zeros((600, 5))
    readings[:, 0] = 80.0
    readings[:, 2] = np.arange(600) % 100
    found = weighed(readings)

    assert found.quality == ("left foot: cell 1 stuck at one number, left out",)
    assert foot(found).force_n[50] == pytest.approx(50.0 + 50.0 / 4)  # the rest speaks for it
    short = weighed(readings[:100])  # a second of standing still is no proof
    assert short.quality == ()


def test_two_stuck_cells_of_five_leave_no_sole() -> None:
    readings = np.full((600, 5), 80.0)
    readings[:, 2] = np.arange(600) % 100
    readings[:, 3] = np.arange(600) % 50
    readings[:, 4] = np.arange(600) % 50

    found = weighed(readings)

    assert found.foot is None
    assert found.quality[0] == "left foot: cells 1, 2 stuck at one number, left out"


def test_a_dead_cell_is_named() -> None:
    readings = np.full((600, 5), np.nan)
    readings[:, 1:] = np.arange(600 * 4).reshape(600, 4) % 97

    found = weighed(readings)

    assert found.quality == ("left foot: cell 1 never read",)
    assert not np.isnan(foot(found).force_n).any()


def test_counts_are_added_as_they_are_and_newtons_are_believed_up_to_a_limit() -> None:
    counts = Sole("raw", Unit.COUNTS, UNEVEN.along, scale=2.0)
    newtons = Sole("cells", Unit.NEWTON, UNEVEN.along)
    readings = np.full((2, 5), 9000.0)

    assert foot(weighed(readings, counts)).force_n.tolist() == [90_000.0] * 2
    with pytest.raises(FileRejected, match="more than a foot can bear"):
        weighed(readings, newtons)


@given(
    st.lists(st.floats(0.0, 500.0), min_size=5, max_size=5),
    st.lists(st.floats(1.0, 20.0), min_size=5, max_size=5),
    st.sets(st.integers(0, 4), max_size=4),
)
def test_an_unread_cell_never_lightens_an_even_sole(
    pressures: list[float], areas: list[float], lost: set[int]
) -> None:
    sole = Sole("any", Unit.KILOPASCAL, UNEVEN.along, area_cm2=tuple(areas))
    even = np.full((2, 5), pressures[0])
    even[1, list(lost)] = np.nan
    found = weighed(even, sole)

    force = foot(found).force_n
    share = sum(areas[cell] for cell in lost) / sum(areas)
    if abs(share - 0.2) > 1e-6:
        assert np.isnan(force[1]) == (share > 0.2)
    if not np.isnan(force[1]):
        assert force[1] == pytest.approx(force[0])
