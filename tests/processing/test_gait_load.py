"""Minutes of steps to load: worked days, and the minutes that fool a simple model."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plantar.minute import StepMinute
from plantar.units import WSE_BW4S
from processing.gait_load import GaitLoad, of_minute, running, standing, walking

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def minute(steps: float, moving_s: float, **known: object) -> StepMinute:
    return StepMinute(NOON, 0, steps, moving_s, **known)  # type: ignore[arg-type]


def wse(load: GaitLoad) -> float:
    return load.m4_bw4s / WSE_BW4S


# Office: 6000 steps at 110 and an hour of standing. Nurse: 12 000 at 100 and five hours.
@pytest.mark.parametrize(
    ("steps", "cadence", "standing_min", "run_min", "load_wse", "upright_bw_min"),
    [
        (6000, 110, 60, 0, 7053.3, 114.55),
        (12_000, 100, 300, 0, 17_256.0, 420.0),
        (6000, 110, 60, 55, 61_319.6, 169.55),
    ],
)
def test_example_days_add_up(
    steps: int,
    cadence: int,
    standing_min: int,
    run_min: int,
    load_wse: float,
    upright_bw_min: float,
) -> None:
    ran = running(run_min * 165, 165, contact_time_s=0.25)
    day = walking(steps, cadence) + standing(standing_min * 60) + ran

    assert wse(day) == pytest.approx(load_wse, abs=0.05)
    assert day.m1_bws / 60 == pytest.approx(upright_bw_min, abs=0.005)


@pytest.mark.shared
def test_the_example_days_of_the_vectors_are_reproduced(vectors: Path) -> None:
    cases = json.loads((vectors / "vectors.json").read_text())["day_from_wearable"]["cases"]
    for case in cases:
        day = standing(case["stand_min"] * 60)
        for steps, cadence in case["walk"]:
            day += walking(steps, cadence)
        for minutes, cadence, duty in case["run"]:
            day += running(minutes * cadence, cadence, contact_time_s=120 * duty / cadence)
        assert wse(day) == pytest.approx(case["dpl_wse"], abs=0.05), case["name"]
        assert day.m1_bws / 60 == pytest.approx(case["upright_bw_min"], abs=0.005), case["name"]


def test_a_minute_of_ten_steps_is_ten_seconds_of_walking() -> None:
    ten = of_minute(minute(10, moving_s=10)).walking

    assert wse(ten) == pytest.approx(18, abs=0.5)
    assert ten.m1_bws == pytest.approx(10.0)


def test_half_running_half_standing_counts_the_running_half() -> None:
    # 82 steps in the 30 s that somebody moved: 164 a minute while moving, not 82.
    half = of_minute(minute(82, moving_s=30))

    assert half.walking.steps == 0
    assert wse(half.running) == pytest.approx(82 * wse(running(1, 164)))


def test_one_step_a_minute_more_is_a_cliff_and_says_that_it_is_uncertain() -> None:
    below, at = of_minute(minute(139, moving_s=60)), of_minute(minute(140, moving_s=60))

    assert wse(below.walking) == pytest.approx(197, abs=1)
    assert wse(at.running) == pytest.approx(859, abs=1)
    assert below.quality
    assert at.quality
    assert not of_minute(minute(140, moving_s=60, running=True)).quality


def test_standing_is_only_there_where_it_was_measured() -> None:
    assert of_minute(minute(100, moving_s=60)).standing is None
    measured = of_minute(minute(0, moving_s=0, standing_s=60)).standing

    assert measured is not None
    assert measured.m4_bw4s == pytest.approx(7.5)
