"""The vectors about force, walked on soles: each step, each threshold, the made trace."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plantar.recording import Floats
from plantar.units import WSE_BW4S
from processing.force.analysis import analyse_force
from processing.force.contact_finding import EDGE
from processing.force.contacts import Gait
from tests.processing import plain_contacts
from tests.processing.real_soles import sole_recording
from tests.processing.walker import BODY_N, Walker

pytestmark = pytest.mark.shared


@pytest.fixture
def expected(vectors: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((vectors / "vectors.json").read_text("utf-8"))
    return found


def one_step(case: dict[str, Any], rate_hz: float) -> tuple[Floats, Floats]:
    """A single contact, between two swings."""
    walker = Walker(rate_hz=rate_hz).rest(0.2, 0.0)
    walker.steps(1, case["cadence"], case["beta"], case["q"]).rest(0.2, 0.0)
    time_s, force_n = walker.forces()
    return time_s, force_n[0]


def test_every_step_of_the_vectors_comes_back_from_a_sole_under_it(
    expected: dict[str, Any],
) -> None:
    for case in expected["step_waveform"]["cases"]:
        walker = Walker(rate_hz=200.0).rest(1.0, 0.0)
        walker.steps(40, case["cadence"], case["beta"], case["q"]).rest(1.0, 0.0)
        found = analyse_force(walker.recording(), BODY_N)

        steps = [step for foot in found.feet for step in foot.steps]
        assert len(steps) == 40, case["name"]
        assert {step.gait for step in steps} == {
            Gait.RUNNING if case["beta"] < 0.5 else Gait.WALKING
        }
        mean = {
            name: float(np.mean([getattr(step, name) for step in steps]))
            for name in ("peak_n", "impulse_ns", "m2_n2s", "m4_n4s")
        }
        assert mean["peak_n"] / BODY_N == pytest.approx(case["peak_bw"], rel=1e-3), case["name"]
        assert mean["impulse_ns"] / BODY_N == pytest.approx(case["L1"], rel=3e-3), case["name"]
        assert mean["m2_n2s"] / BODY_N**2 == pytest.approx(case["L2"], rel=3e-3), case["name"]
        assert mean["m4_n4s"] / BODY_N**4 == pytest.approx(case["L4"], rel=3e-3), case["name"]
        assert found.plantar_load_wse == pytest.approx(40 * case["wse"], rel=0.01), case["name"]
        shown = [step.contact_time_s for step in steps]
        assert 0.9 * case["Tc"] < float(np.mean(shown)) < case["Tc"], case["name"]


@pytest.mark.parametrize(
    ("name", "key"), [("walk_ref_110", "walk_110"), ("run_165_gct250", "run_165_gct250")]
)
def test_a_contact_timed_at_a_twentieth_of_body_weight_is_as_long_as_the_vector_says(
    expected: dict[str, Any], name: str, key: str
) -> None:
    threshold = expected["contact_threshold"]
    (case,) = (c for c in expected["step_waveform"]["cases"] if c["name"] == name)
    time_s, force_n = one_step(case, 1000.0)
    share = threshold["thr_bw"] / case["peak_bw"]

    ((start_s, end_s, *_),) = plain_contacts.contacts(
        time_s, force_n, 0.1 * BODY_N, 0.08 * BODY_N, share
    )

    assert end_s - start_s == pytest.approx(threshold[key], abs=5e-4)
    ((start_s, end_s, *_),) = plain_contacts.contacts(
        time_s, force_n, 0.1 * BODY_N, 0.08 * BODY_N, EDGE
    )
    assert end_s - start_s < threshold[key]  # ours is timed a little higher up
    assert case["Tc"] - (end_s - start_s) < 0.03


def test_the_made_trace_has_the_times_and_peaks_it_was_made_with(
    expected: dict[str, Any], vectors: Path
) -> None:
    told = expected["insole_trace"]["expected"]
    weight_n = expected["insole_trace"]["body_weight_N"]
    found = analyse_force(sole_recording(vectors / expected["insole_trace"]["file"]), weight_n)
    steps = {
        gait: [step for foot in found.feet for step in foot.steps if step.gait is gait]
        for gait in Gait
    }

    assert [len(foot.whole) for foot in found.feet] == [
        told["contacts_left"],
        told["contacts_right"],
    ]
    assert len(steps[Gait.WALKING]) == told["walk_contacts"]
    assert len(steps[Gait.RUNNING]) == told["run_contacts"]
    for gait, word in ((Gait.WALKING, "walk"), (Gait.RUNNING, "run")):
        peaks = [step.peak_n / weight_n for step in steps[gait]]
        times_s = [step.contact_time_s for step in steps[gait]]
        assert float(np.mean(peaks)) == pytest.approx(told[f"{word}_peak_bw"], rel=0.01)
        assert told[f"{word}_Tc"] - 0.03 < float(np.mean(times_s)) <= told[f"{word}_Tc"]
    assert found.plantar_load_wse == pytest.approx(told["dpl_wse"], rel=0.01)
    assert (found.plantar_load_wse or 0.0) * WSE_BW4S == pytest.approx(told["dpl_bw4s"], rel=0.01)
    assert (found.upright_load_bw_min or 0.0) * 60.0 == pytest.approx(
        told["impulse_bw_s"], rel=0.01
    )
    # The median over 30 s takes the empty second before it for sitting, too.
    assert found.sitting_s == pytest.approx(10.5, abs=0.6)
    assert told["dpl_wse"] - told["dpl_wse_excl_sit"] < 0.01  # ten seconds of sitting weigh nothing
