"""The simulated walker presses on the ground as a body does."""

import numpy as np
import pytest

from collector.simulated.gait import HEEL_TO_TOE, SCRIPT, Activity, Block, Walker
from plantar.sample import Foot
from plantar.units import body_weight_n

WEIGHT_N = body_weight_n(70.0)


def both_feet_n(walker: Walker, at_s: np.ndarray) -> np.ndarray:
    return sum(walker.zones_n(foot, at_s).sum(axis=1) for foot in Foot)


@pytest.mark.parametrize("block", [b for b in SCRIPT if b.cadence_spm])
def test_over_whole_strides_the_mean_force_is_body_weight(block: Block) -> None:
    stride_s = 120 / block.cadence_spm
    walker = Walker(script=(Block(*(block.activity, 60.0, *_gait(block))),))
    at_s = np.arange(10.0, 10.0 + 20 * stride_s, 0.001)

    assert both_feet_n(walker, at_s).mean() == pytest.approx(WEIGHT_N, rel=0.02)


def _gait(block: Block) -> tuple[float, float, float]:
    return block.cadence_spm, block.duty, block.dip


def test_who_stands_presses_with_all_their_weight_and_who_sits_with_little() -> None:
    walker = Walker()
    at_s = np.arange(0.0, walker.round_s, 0.01)
    doing = np.array([walker.activity(float(t)) for t in at_s])
    force_n = both_feet_n(walker, at_s)

    assert np.median(force_n[doing == Activity.STAND]) == pytest.approx(WEIGHT_N)
    assert np.median(force_n[doing == Activity.SIT]) == pytest.approx(0.18 * WEIGHT_N)
    assert force_n[doing == Activity.REST].max() == 0.0


def test_who_runs_is_in_the_air_and_who_walks_never_is() -> None:
    walker = Walker()

    walking_n = both_feet_n(walker, np.arange(5.0, 50.0, 0.005))
    running_n = both_feet_n(walker, np.arange(105.0, 140.0, 0.005))

    assert walking_n.min() > 0.3 * WEIGHT_N
    assert (running_n == 0.0).mean() > 0.2
    assert running_n.max() > 2.0 * WEIGHT_N


def test_a_walking_foot_rolls_from_heel_to_toe() -> None:
    walker = Walker()
    at_s = np.arange(5.0, 15.0, 0.005)
    zones_n = walker.zones_n(Foot.LEFT, at_s)
    force_n = zones_n.sum(axis=1)
    down = force_n > 50.0
    centre = (zones_n[down] @ np.array(HEEL_TO_TOE)) / force_n[down]
    starts = np.flatnonzero(np.diff(at_s[down]) > 0.1)

    for contact in np.split(centre, starts + 1)[1:-1]:
        assert contact[0] < 0.25
        assert contact[-1] > 0.7
        assert (np.diff(contact) > 0).all()


def test_steps_are_counted_as_contacts_begin_and_only_while_there_are_any() -> None:
    walker = Walker()
    at_s = np.arange(0.0, 2 * walker.round_s, 0.25)
    steps = np.array([walker.steps(float(t)) for t in at_s])
    moving = np.array([walker.block(float(t)).cadence_spm > 0 for t in at_s])

    assert walker.steps(60.0) == pytest.approx(110, abs=2)
    assert (np.diff(steps) >= 0).all()
    assert not np.diff(steps)[~moving[1:] & ~moving[:-1]].any()
    assert walker.steps(walker.round_s + 60.0) == 2 * walker.steps(60.0) + (
        walker.steps(walker.round_s - 1) - walker.steps(60.0)
    )


def test_the_same_seed_walks_the_same_steps_round_after_round() -> None:
    at_s = np.arange(0.0, 30.0, 0.01)
    one, same, other = Walker(seed=1), Walker(seed=1), Walker(seed=2)

    np.testing.assert_array_equal(one.zones_n(Foot.LEFT, at_s), same.zones_n(Foot.LEFT, at_s))
    np.testing.assert_allclose(
        one.zones_n(Foot.LEFT, at_s), one.zones_n(Foot.LEFT, at_s + one.round_s), atol=1e-6
    )
    assert (one.zones_n(Foot.LEFT, at_s) != other.zones_n(Foot.LEFT, at_s)).any()
