"""The vectors that no other test reads, and a look that every one of them is read somewhere."""

import json
import math
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from plantar.alert import Level, Rule
from plantar.load import LoadHistory
from plantar.plan import RuleOverride
from processing import ratio, wearable
from processing.monotony import monotony
from processing.rules.decide import Decisions, Evidence, decide
from processing.rules.outings import Outing

pytestmark = pytest.mark.shared
DAY_ONE = date(2026, 1, 1)
TESTS = Path(__file__).parents[1]


@pytest.fixture
def told(vectors: Path) -> Any:  # noqa: ANN401  a tree of numbers
    return json.loads((vectors / "vectors.json").read_text("utf-8"))


def on(day: int) -> date:
    return DAY_ONE + timedelta(days=day - 1)


def test_every_vector_is_read_by_some_test(told: dict[str, Any]) -> None:
    written = "".join(path.read_text("utf-8") for path in TESTS.rglob("test_*.py"))

    vectors = set(told) - {"_meta"}

    assert {name for name in vectors if not re.search(rf'["/]{name}', written)} == set()


# One run (session_spike)

SPIKES = {
    "reference": (Level.OK, None),
    "small": (Level.CAUTION, "s1-caution"),
    "moderate": (Level.ALERT, "s1-alert"),
    "large": (Level.ALERT, "s1-double"),
}


def outing(day: int, km: float) -> Outing:
    start = datetime(2025, 12, 31, 17, tzinfo=UTC) + timedelta(days=day)
    return Outing(on(day), start, start + timedelta(minutes=6 * km), km, 6 * km)


def s1(history: list[list[float]], day: int, km: float, floor: float) -> Decisions:
    """A life of those runs and this one, with this least extra distance."""
    agreed = RuleOverride(Rule.S1, "least_extra_km", floor, "the vectors", "their floor", DAY_ONE)
    runs = (*(outing(int(n), far) for n, far in history), outing(day, km))
    return decide(Evidence((), (), runs, overrides=(agreed,)), on(day), on(day))


def test_every_spike_of_the_vectors_with_their_own_floor_and_with_ours(
    told: dict[str, Any],
) -> None:
    history = told["session_spike"]["history_day_km"]
    for case in told["session_spike"]["cases"]:
        theirs, ours = (s1(history, case["day"], case["km"], floor) for floor in (0.5, 1.0))
        if case["level"] == "no_reference":
            reasons = {one.reason for one in theirs.not_evaluated if one.rule is Rule.S1}
            assert reasons == {"no-run-in-30-days"}
            continue
        level, code = SPIKES[case["level"]]
        spoken = [one for one in theirs.alerts if one.rule is Rule.S1]
        assert [(one.level, one.code) for one in spoken] == ([(level, code)] if code else []), case
        for alert in spoken:
            found = float(alert.input("value")) / float(alert.input("longest"))
            assert found == pytest.approx(case["ratio"], abs=5e-7)
        short = case["km"] - case["km"] / case["ratio"] < 1.0
        kept = [one for one in ours.alerts if one.rule is Rule.S1]
        assert [one.code for one in kept] == ([] if short else [one.code for one in spoken])


# Ratios and their like


def test_coupled_and_uncoupled_ratios_are_each_other_by_the_identity(
    told: dict[str, Any],
) -> None:
    for coupled, uncoupled in told["coupling_identity"]["pairs"]:
        week = LoadHistory(DAY_ONE, (*[1000.0] * 21, *[1000.0 * uncoupled] * 7))
        found = [one(week, floor=0)[-1].ratio for one in (ratio.coupled, ratio.uncoupled)]
        assert found == pytest.approx([coupled, uncoupled], abs=5e-7)


def test_the_first_value_weighs_in_a_seeded_average_for_as_long_as_told(
    told: dict[str, Any],
) -> None:
    seed = LoadHistory(DAY_ONE, (1.0, *[0.0] * 55))
    chronic = [one.chronic for one in ratio.ewma_seed(seed, floor=0)]

    for days, weight in told["ewma_seed_weight"]["values"].items():
        assert chronic[int(days) - 1] == pytest.approx(weight, abs=5e-7)


def test_the_monotony_of_every_week_and_its_strain(told: dict[str, Any]) -> None:
    for case in told["monotony"]["cases"]:
        week = np.array(case["week"], np.float64)
        found = monotony(week)
        if case["monotony"] is None:
            assert math.isnan(found)
        else:
            assert found == pytest.approx(case["monotony"], abs=5e-7)
            assert week.sum() * found == pytest.approx(case["strain"], abs=5e-7)


def test_a_fixed_threshold_shortens_a_contact_by_what_the_vectors_say(
    told: dict[str, Any],
) -> None:
    case = told["contact_threshold"]
    steps = {
        "walk_110": (wearable.step(110, 0.63, 0.4), 0.63, 0.4),
        "run_165_gct250": (wearable.step(165, 0.34375, 0.0), 0.34375, 0.0),
    }
    for name, (step, duty, dip) in steps.items():
        u = (np.arange(200_000) + 0.5) / 200_000 - 0.5
        amplitude = math.pi / (4 * duty * (1 + dip / 3))
        force_bw = amplitude * (np.cos(np.pi * u) - dip * np.cos(3 * np.pi * u))
        above = np.flatnonzero(force_bw > case["thr_bw"])
        seconds = step.contact_time_s * (above[-1] - above[0] + 1) / len(u)
        assert seconds == pytest.approx(case[name], abs=5e-5), name
