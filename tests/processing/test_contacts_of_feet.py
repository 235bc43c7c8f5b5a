"""Feet on the ground: found, timed, walked or run."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plantar.recording import FootForce, ForceRecording, SoleLayout
from processing.force.analysis import FootAnalysis, ForceAnalysis, analyse_force
from processing.force.contact_finding import EDGE, OFF, ON
from processing.force.contacts import Gait
from processing.force.regions import weigh
from tests.processing import plain_contacts
from tests.processing.walker import Walker, recording_of


def both(analysis: ForceAnalysis) -> tuple[FootAnalysis, FootAnalysis]:
    assert analysis.left is not None
    assert analysis.right is not None
    return analysis.left, analysis.right


@settings(max_examples=20, deadline=None)
@given(
    cadence_spm=st.floats(95.0, 180.0),
    body_n=st.floats(400.0, 1200.0),
    rate_hz=st.sampled_from([50.0, 100.0, 200.0]),
)
def test_the_compiled_pass_and_plain_numpy_find_the_same_contacts(
    cadence_spm: float, body_n: float, rate_hz: float
) -> None:
    duty = 0.62 if cadence_spm < 140.0 else 0.36
    walker = Walker(rate_hz=rate_hz, body_n=body_n).rest(0.5, 0.0)
    time_s, force_n = walker.steps(40, cadence_spm, duty).rest(0.6, 0.0).forces()

    analysis = analyse_force(recording_of(time_s, force_n, rate_hz), body_n)

    scale_n = analysis.calibration.body_n
    assert scale_n is not None
    for foot, force in zip(both(analysis), force_n, strict=True):
        plain = plain_contacts.contacts(time_s, force, ON * scale_n, OFF * scale_n, EDGE)
        assert len(foot.whole) == len(plain) == 20
        ours = [(c.start_s, c.end_s, c.peak_n, c.impulse_ns) for c in foot.whole]
        # The zero that the strides tell is a few millinewtons off.
        np.testing.assert_allclose(ours, plain, rtol=1e-4, atol=1e-5)
        assert [foot.total.m1_ns, foot.total.m2_n2s, foot.total.m4_n4s] == pytest.approx(
            plain_contacts.moments(force, 1.0 / rate_hz), rel=1e-4
        )


def test_python_and_machine_code_say_the_same() -> None:
    script = (
        "import dataclasses, json; from processing.force.analysis import analyse_force;"
        "from tests.processing.walker import Walker;"
        "r = Walker(rate_hz=50.0).rest(3, 1.0).walk(16).rest(2, 1.0).run(16).recording();"
        "r.left.force_n[200:203] = float('nan'); r.left.force_n[400:420] = float('nan');"
        "print(json.dumps(dataclasses.asdict(analyse_force(r, 700.0))))"
    )
    said = []
    for plain in ("0", "1"):
        run = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "NUMBA_DISABLE_JIT": plain},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        said.append(json.loads(run.stdout))

    compiled, plain_python = said
    assert numbers(compiled) == pytest.approx(numbers(plain_python), rel=1e-9, nan_ok=True)
    assert len(numbers(compiled)) > 200


def numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [n for part in value.values() for n in numbers(part)]
    if isinstance(value, list):
        return [n for part in value for n in numbers(part)]
    return [float(value)] if isinstance(value, int | float) else []


@pytest.mark.parametrize(
    ("cadence_spm", "duty", "dip", "gait"),
    [(90, 0.655, 0.2, Gait.WALKING), (140, 0.58, 0.7, Gait.WALKING), (165, 0.344, 0, Gait.RUNNING)],
)
def test_running_is_what_flies(cadence_spm: float, duty: float, dip: float, gait: Gait) -> None:
    analysis = analyse_force(Walker().rest(1, 0.0).steps(60, cadence_spm, duty, dip).recording())

    steps = [step for foot in both(analysis) for step in foot.steps]
    assert {step.gait for step in steps} == {gait}
    assert len(steps) in (59, 60)


def test_a_walk_that_turns_into_a_run_is_two_bouts() -> None:
    analysis = analyse_force(Walker().rest(1, 0.0).walk(20).run(20).rest(1, 0.0).recording())

    assert [(bout.gait, bout.steps) for bout in analysis.bouts] == [
        (Gait.WALKING, 20),
        (Gait.RUNNING, 20),
    ]


def test_three_steps_are_no_bout_and_four_are() -> None:
    three = analyse_force(Walker().rest(5, 0.0).walk(3).rest(5, 0.0).recording())
    four = analyse_force(Walker().rest(5, 0.0).walk(4).rest(5, 0.0).recording())

    assert sum(len(foot.steps) for foot in both(three)) == 0
    assert sum(len(foot.whole) for foot in both(three)) == 3
    assert sum(len(foot.steps) for foot in both(four)) == 4
    assert three.walking_s == 0.0
    assert four.walking_s == pytest.approx(3 * 60 / 110 + 0.687, abs=0.03)


def test_a_pause_of_three_seconds_parts_two_walks() -> None:
    walks = Walker().rest(1, 0.0).walk(10).rest(3.5, 0.0).walk(10).rest(1, 0.0)
    analysis = analyse_force(walks.recording())

    assert [bout.steps for bout in analysis.bouts] == [10, 10]
    assert analysis.walking_s == pytest.approx(2 * (9 * 60 / 110 + 0.687), abs=0.2)


def pivot(seconds: float) -> ForceRecording:
    """A walk in which the left foot stays down while the right one steps around it."""
    walker = Walker().rest(1, 0.0).walk(12)
    at_s = walker.now_s
    for foot, late_s, long_s in ((0, 0.0, seconds), (1, 0.6, 0.7), (1, 1.7, 0.7)):
        walker.contacts.append((foot, at_s + late_s, long_s, 0.63, 0.4))
    walker.now_s = at_s + seconds + 0.3
    return walker.walk(12).rest(1, 0.0).recording()


def test_the_pivot_foot_of_a_turn_is_a_step_without_a_time() -> None:
    left, _ = both(analyse_force(pivot(2.6)))

    long = [step for step in left.steps if step.end_s - step.start_s > 2.0]
    assert len(long) == 1
    assert math.isnan(long[0].contact_time_s)
    assert long[0].impulse_ns > 0.0


def test_a_contact_cut_by_a_long_hole_keeps_its_load_and_loses_its_time() -> None:
    time_s, force_n = Walker().rest(1, 0.0).walk(20).rest(1, 0.0).forces()
    force_n[0, 670:690] = np.nan  # in the stance of the left foot
    left, right = both(analyse_force(recording_of(time_s, force_n)))

    cut = [contact for contact in left.contacts if contact.cut]
    assert len(cut) == 2
    assert all(math.isnan(contact.contact_time_s) for contact in cut)
    assert all(contact.impulse_ns > 0.0 for contact in cut)
    assert len(left.steps) == len(right.steps) == 10  # its two halves are one step
    assert left.gap_s == pytest.approx(0.2)


def test_what_lies_between_two_frames_is_no_contact_of_its_own() -> None:
    time_s, force_n = Walker().rest(1, 0.0).walk(20).rest(1, 0.0).forces()
    plain = analyse_force(recording_of(time_s, force_n))
    force_n[:, ::7] = np.nan
    thin = analyse_force(recording_of(time_s, force_n))

    for ours, theirs in zip(both(thin), both(plain), strict=True):
        assert len(ours.whole) == len(theirs.whole) == 10
        assert ours.total.m1_ns == pytest.approx(theirs.total.m1_ns, rel=0.01)
        assert ours.gap_s > 0.0


def test_force_sits_in_the_region_where_the_cells_lie() -> None:
    layout = SoleLayout("four", (0.1, 0.4, 0.7, 0.9))
    force, shares = weigh(np.array([[10, 20, 30, 40], [0, 0, 0, 0]], np.uint16), layout)

    assert force.tolist() == [100.0, 0.0]
    assert shares[0].tolist() == pytest.approx([0.1, 0.2, 0.7])
    assert np.isnan(shares[1]).all()


@pytest.mark.parametrize("dtype", [np.uint16, np.float32, np.float64])
def test_weighing_equals_a_plain_product(dtype: type) -> None:
    cells = np.random.default_rng(5).integers(0, 4000, (500, 16)).astype(dtype)
    along = np.linspace(0.0, 1.0, 16)
    force, shares = weigh(cells, SoleLayout("line", tuple(along.tolist())))

    parts = [cells[:, (along >= a) & (along < b)].sum(1) for a, b in ((0, 0.3), (0.3, 0.6))]
    np.testing.assert_allclose(force, cells.sum(1), rtol=1e-6)
    np.testing.assert_allclose(shares[:, 0], parts[0] / cells.sum(1), rtol=1e-5)
    np.testing.assert_allclose(shares[:, 1], parts[1] / cells.sum(1), rtol=1e-5)


def test_a_foot_with_cells_has_regions_that_add_up_to_its_impulse() -> None:
    from processing.force.reduction import Reduction  # noqa: PLC0415 - only this test looks inside
    from processing.force.sums import Sum  # noqa: PLC0415 - same

    recording = Walker().rest(1, 1.0).walk(20).recording()
    assert recording.left is not None
    cells = recording.left.force_n[:, None] * np.array([0.5, 0.2, 0.3])
    sole = SoleLayout("three", (0.1, 0.5, 0.8))
    reduction = Reduction(100.0)
    reduction.feed(
        ForceRecording(
            recording.time_s,
            100.0,
            FootForce(recording.left.force_n, cells, sole),
            FootForce(recording.left.force_n),
        )
    )
    reduction.finish()
    sums = sum(minute.feet[0] for minute in reduction.minutes.values())

    impulse = sums[Sum.TOTAL]
    regions = [sums[int(Sum.REGIONS) + 3 * region] for region in range(3)]
    assert regions == pytest.approx([0.5 * impulse, 0.2 * impulse, 0.3 * impulse], rel=1e-5)


def test_a_scuff_in_the_swing_is_no_contact_but_its_load_counts() -> None:
    time_s, force_n = Walker().rest(1, 0.0).walk(40).rest(1, 0.0).forces()
    plain = analyse_force(recording_of(time_s, force_n))
    scuff = (time_s > 4.05) & (time_s < 4.2) & (force_n[0] == 0.0)
    assert scuff.any()
    force_n[0, scuff] = 120.0
    scuffed = analyse_force(recording_of(time_s, force_n))

    assert len(both(scuffed)[0].whole) == len(both(plain)[0].whole) == 20
    assert both(scuffed)[0].total.m1_ns > both(plain)[0].total.m1_ns


def test_soles_that_read_unevenly_say_so() -> None:
    time_s, force_n = Walker().walk(60).forces()
    force_n[0] *= 0.4

    assert "unevenly: 29 %" in analyse_force(recording_of(time_s, force_n)).quality[-1]
