"""`plantar sensor check`: a sole held to the Open Plantar Profile, and others to their own."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from bumble.link import LocalLink

from collector.pairing_file import paired_sensors
from collector.simulated.device import SimulatedDevice
from collector.simulated.gait import Walker
from collector.simulated.live import LEFT
from collector.simulated.sole import SimulatedSole
from collector.sole import SoleGain
from tests.cli.conftest import Plantar
from tests.cli.sensor_air import InTheAir, on_simulated_time, put_in_the_air

pytestmark = pytest.mark.radio

SIMULATED = "--simulated"
L, POD = "F0:00:00:00:00:01", "F0:00:00:00:00:03"


@pytest.fixture(autouse=True)
def _ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    on_simulated_time(monkeypatch)


def test_a_simulated_sole_keeps_every_rule_of_its_profile(plantar: Plantar) -> None:
    ran = plantar("sensor", "check", L, SIMULATED, "--json")

    assert ran.code == 0
    assert (ran.json["profile"], ran.json["conforms"]) == ("open-plantar", True)
    outcomes = {one["rule"]: one["outcome"] for one in ran.json["lines"]}
    assert set(outcomes.values()) == {"pass", "not tried"}
    assert [rule for rule, came in outcomes.items() if came == "not tried"] == [
        "calibration is valid"  # it keeps none
    ]
    shown = plantar("sensor", "check", L, SIMULATED)
    assert "All 19 rules that could be tried hold." in shown.out
    assert "missed frames: sent ones come again" in shown.out


class Repeating(SimulatedSole):
    """A sole that says every notification twice."""

    async def say(self, payload: bytes) -> None:
        await super().say(payload)
        await super().say(payload)


def repeating(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    return (Repeating(air, LEFT, walker),)


def bare(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    return (SimulatedSole(air, replace(LEFT, holds_s=0.0), walker),)


def calibrated(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    return (SimulatedSole(air, replace(LEFT, calibration=SoleGain(0.833)), walker),)


def drifting(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    return (SimulatedSole(air, replace(LEFT, drift_ppm=60_000.0), walker),)


@pytest.mark.parametrize(
    ("who", "code", "failed", "not_tried"),
    [
        (bare, 0, [], ["calibration is valid", *["missed frames"] * 3]),
        (calibrated, 0, [], []),
        (drifting, 1, ["rate is as declared"], ["calibration is valid"]),
        (repeating, 1, ["sequence rises by the frames sent"], ["calibration is valid"]),
    ],
)
def test_what_a_sole_does_wrong_is_named(
    plantar: Plantar,
    monkeypatch: pytest.MonkeyPatch,
    who: InTheAir,
    code: int,
    failed: list[str],
    not_tried: list[str],
) -> None:
    put_in_the_air(monkeypatch, who)

    ran = plantar("sensor", "check", L, SIMULATED, "--json")

    lines = ran.json["lines"]
    assert [one["rule"] for one in lines if one["outcome"] == "fail"] == failed
    untried = [one["rule"] for one in lines if one["outcome"] == "not tried"]
    assert [rule.partition(":")[0] for rule in untried] == not_tried
    assert (ran.code, ran.json["conforms"]) == (code, not code)


def test_a_pod_is_checked_by_its_id_its_number_and_its_address(
    plantar: Plantar, home: Path
) -> None:
    plantar("sensor", "scan", SIMULATED)
    plantar("sensor", "add", 3, "--yes", "--seconds", 2, SIMULATED)
    (pod,) = paired_sensors(home / "simulated")

    for word in (pod.id, 3, POD):
        ran = plantar("sensor", "check", word, SIMULATED)
        assert ran.code == 0
        assert "1.0 a second, promised are 1" in ran.out


def test_a_pod_is_no_sole_of_the_open_plantar_profile(plantar: Plantar) -> None:
    ran = plantar("sensor", "check", POD, "--profile", "open-plantar", SIMULATED)

    assert ran.code == 1
    assert "it has none, or does not let it be read" in ran.out
    assert "could not be tried." in ran.out


def test_who_is_not_there_cannot_be_checked(
    plantar: Plantar, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, lambda _air, _walker: ())

    ran = plantar("sensor", "check", L, SIMULATED)

    assert ran.code == 1
    assert "was not heard for 15 s: wake it" in ran.err
