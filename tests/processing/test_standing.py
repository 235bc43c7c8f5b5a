"""A first gain from ten seconds of quiet standing, with numbers that can be done on paper."""

from datetime import UTC, datetime

import numpy as np
import pytest

from plantar.errors import BadInput
from plantar.measured import CalibrationMethod
from processing.force.standing import WORDS, Stood, as_calibration, stood

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
#: 70 kg.
BODY_N = 686.4655
TIMES_S = np.arange(0.0, 10.0, 0.01)


def frames(force_n: object, times_s: np.ndarray = TIMES_S) -> np.ndarray:
    return np.column_stack([times_s, np.broadcast_to(force_n, times_s.shape)])


def standing(left: object, right: object, seconds: float = 10.0) -> Stood:
    return stood(frames(left), frames(right), seconds, BODY_N)


def test_soles_that_read_a_fifth_too_much_get_a_gain_of_five_sixths() -> None:
    found = standing(0.4 * 1.2 * BODY_N, 0.6 * 1.2 * BODY_N)

    assert found.gain == pytest.approx(1 / 1.2)
    assert found.force_n == pytest.approx(823.76, abs=0.01)
    assert found.left_share == pytest.approx(0.4)
    assert found.refusal is None


def test_soles_that_measure_at_other_moments_and_lose_frames_tell_the_same() -> None:
    kept = np.random.default_rng(3).random(TIMES_S.size) > 0.3
    left = frames(300.0)[kept]
    right = frames(386.4655, TIMES_S + 0.004)[:-1]
    right[200:230, 1] = np.nan

    assert stood(left, right, 10.0, BODY_N).gain == pytest.approx(1.0)


def test_swaying_gently_is_standing() -> None:
    sway = 0.06 * np.sin(2 * np.pi * 0.11 * TIMES_S)

    assert standing((0.5 + sway) * 700, (0.5 - sway) * 700).gain == pytest.approx(BODY_N / 700)


def test_the_record_says_where_it_comes_from() -> None:
    made = as_calibration(standing(400.0, 400.0), AT, BODY_N)

    assert made is not None
    assert (made.method, made.quality, made.since) == (CalibrationMethod.STANDING, (WORDS,), AT)
    assert made.gain == pytest.approx(BODY_N / 800)


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        (0.0, 0.0, "nobody stood on them"),
        (700.0, 100.0, "only 12% of the weight was on the right foot"),
        (10.0, 690.0, "only 1% of the weight was on the left foot"),
        (np.where(TIMES_S < 2.0, 0.0, 350.0), 350.0, "went up and down by 22%"),
        (350 + 60 * np.sign(np.sin(TIMES_S)), 350.0, "went up and down by 8%"),
        (
            350 + 200 * np.sin(TIMES_S),
            350 - 200 * np.sin(TIMES_S),
            "weight went from foot to foot by 19%",
        ),
        (100.0, 100.0, "gain of 3.43 is outside 0.5-2.0"),
        (900.0, 900.0, "gain of 0.38 is outside 0.5-2.0"),
    ],
)
def test_what_is_no_standing_is_refused_with_a_sentence(
    left: object, right: object, why: str
) -> None:
    found = standing(left, right)

    assert found.gain is None
    assert found.refusal is not None
    assert why in found.refusal
    assert as_calibration(found, AT, BODY_N) is None


def test_a_sole_that_fell_silent_is_told_with_how_long_both_were_heard() -> None:
    found = stood(frames(343.0), frames(343.0)[:600], 10.0, BODY_N)

    assert found.refusal == "both soles were heard for 6 of 10 s only"


def test_soles_that_said_nothing_at_all_are_no_error() -> None:
    nothing = np.empty((0, 2))

    assert stood(nothing, nothing, 10.0, BODY_N).refusal is not None


def test_no_time_is_too_short_to_stand() -> None:
    with pytest.raises(BadInput, match="seconds"):
        standing(1.0, 1.0, seconds=0.5)
