"""A recording of acceleration is three numbers a frame on a clock that rises."""

import numpy as np
import pytest

from plantar.errors import BadInput
from plantar.recording import AccelerationRecording


def test_the_clock_rises() -> None:
    with pytest.raises(BadInput, match="strictly rising"):
        AccelerationRecording(np.array([0.0, 0.0]), 100.0, np.zeros((2, 3)))


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (6,)])
def test_every_frame_has_three_axes(shape: tuple[int, ...]) -> None:
    with pytest.raises(BadInput, match="acceleration"):
        AccelerationRecording(np.array([0.0, 0.01]), 100.0, np.zeros(shape))


def test_it_lasts_until_the_end_of_its_last_frame() -> None:
    one = AccelerationRecording(np.array([0.0, 0.01]), 100.0, np.zeros((2, 3)))

    assert one.duration_s == pytest.approx(0.02)
