"""`plantar sensor` over a virtual radio: from a scan to sensors that are paired and calibrated."""

import asyncio
import io
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bumble.link import LocalLink

from collector.pairing_file import paired_sensors
from collector.simulated.device import SimulatedDevice
from collector.simulated.foot_pod import SimulatedFootPod
from collector.simulated.gait import Activity, Block, Walker
from collector.simulated.live import LEFT, RIGHT
from collector.simulated.orphe import SimulatedOrphe
from collector.simulated.sole import SimulatedSole
from collector.simulated.watch import SimulatedWatch
from plantar.measured import Calibration, CalibrationMethod, OriginKind
from plantar.sample import Foot
from plantar.store.sql import open_store
from tests.cli.conftest import Plantar
from tests.cli.sensor_air import on_simulated_time, put_in_the_air

pytestmark = pytest.mark.radio

SIMULATED = "--simulated"
L, R, POD = "F0:00:00:00:00:01", "F0:00:00:00:00:02", "F0:00:00:00:00:03"
#: The pod's characteristic, as if it sent one byte.
WRONG = """
id = "wrong"
name = "Wrong"
tells = "nothing"
verified = "captured"
side = "none"
match = { services = ["1814"] }

[[listen]]
characteristic = "2a53"
framing = "packet"
format = "B"
endian = "little"
names = ["steps"]

[listen.tells]
steps = "steps"
bits = 8
"""


@pytest.fixture(autouse=True)
def _ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    on_simulated_time(monkeypatch)


@pytest.fixture
def simulated(home: Path) -> Path:
    return home / "simulated"


class Keyboard(io.StringIO):
    """What somebody types at a terminal."""

    def isatty(self) -> bool:
        return True


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr(sys, "stdin", Keyboard("".join(f"{line}\n" for line in lines)))


def add(plantar: Plantar, *words: object) -> object:
    return plantar("sensor", "add", *words, SIMULATED)


def test_a_scan_tells_who_is_there_and_what_to_type_next(plantar: Plantar) -> None:
    ran = plantar("sensor", "scan", SIMULATED)

    assert ran.code == 0
    assert "listening for 6 s" in ran.err
    for told in ("Plantar sim L", "strong (-50)", "newtons under every zone", "open-plantar"):
        assert told in ran.out
    assert "./run sensor add 1 2 3 --runner demo --simulated" in ran.out


def test_a_scan_is_json_alone_on_standard_output(plantar: Plantar) -> None:
    scanned = plantar("sensor", "scan", SIMULATED, "--json", "--seconds", 2).json

    assert [one["number"] for one in scanned] == [1, 2, 3]
    assert {one["address"]: one["proposed"] for one in scanned} == {
        L: ["open-plantar"],
        R: ["open-plantar"],
        POD: ["running-speed-and-cadence"],
    }
    assert {one["paired"] for one in scanned} == {None}


def test_a_pair_and_a_pod_are_paired_by_their_numbers_and_calibrated(
    plantar: Plantar, simulated: Path
) -> None:
    plantar("sensor", "scan", SIMULATED)

    ran = plantar("sensor", "add", 1, 2, 3, "--yes", SIMULATED)

    assert ran.code == 0, ran.err
    assert "Stand on both feet, quietly, for 10 s" in ran.out
    assert "Simulated Sole 1.0, left foot, 16 zones, 100 Hz, battery 87 %" in ran.out
    assert "gain 0.83" in ran.out
    left, right, pod = paired_sensors(simulated)
    assert (left.address, left.foot, right.foot, pod.foot) == (L, Foot.LEFT, Foot.RIGHT, None)
    assert left.device == right.device
    assert {left.runner_id, right.runner_id, pod.runner_id} == {"demo"}
    assert pod.device == pod.id
    assert pod.id.startswith("pod-")
    with open_store(simulated / "plantar.db") as store:
        (found,) = store.measured("demo", Calibration, datetime.min.replace(tzinfo=UTC), far())
        (origin,) = store.origins("demo")
    assert found.record.gain == pytest.approx(1 / 1.2, abs=0.01)  # they read a fifth too much
    assert found.record.method is CalibrationMethod.STANDING
    assert found.source == left.device
    assert origin.origin.kind is OriginKind.STREAM


def far() -> datetime:
    return datetime(2200, 1, 1, tzinfo=UTC)


def test_what_is_paired_is_listed_marked_in_a_scan_and_removed(plantar: Plantar) -> None:
    plantar("sensor", "add", L, R, "--yes", "--no-calibration", "--seconds", 2, SIMULATED)
    left, right = plantar("sensor", "list", SIMULATED, "--json").json

    assert (left["address"], left["foot"], left["runner"]) == (L, "left", "demo")
    assert left["profile"] == "open-plantar"
    assert left["id"] in plantar("sensor", "list", SIMULATED).out
    scanned = plantar("sensor", "scan", SIMULATED, "--json").json
    assert {one["paired"] for one in scanned} == {left["id"], right["id"], None}
    assert "sensor add 3 --runner" in plantar("sensor", "scan", SIMULATED).out
    gone = plantar("sensor", "remove", left["device"], "--yes", SIMULATED)
    assert gone.code == 0
    assert gone.out.count("is no longer paired") == 2
    assert plantar("sensor", "list", SIMULATED, "--json").json == []
    assert "No sensor is paired yet: ./run sensor scan" in plantar("sensor", "list", SIMULATED).out


def test_what_is_simulated_is_not_among_ones_own(plantar: Plantar) -> None:
    plantar("sensor", "add", POD, "--yes", "--seconds", 2, SIMULATED)

    assert plantar("sensor", "list", "--json").json == []
    assert plantar("runner", "list", "--json").json == []


def test_a_sensor_is_added_once(plantar: Plantar) -> None:
    plantar("sensor", "add", POD, "--yes", "--seconds", 2, SIMULATED)

    again = plantar("sensor", "add", POD, "--yes", "--seconds", 2, SIMULATED)

    assert again.code == 1
    assert "Plantar sim pod is paired already: pod-" in again.err
    assert "of demo; to pair it anew: ./run sensor remove pod-" in again.err


def test_the_other_sole_may_come_later_and_joins_its_pair(
    plantar: Plantar, simulated: Path
) -> None:
    for address in (R, L):
        ran = plantar("sensor", "add", address, "--yes", "--seconds", 2, SIMULATED)
        assert ran.code == 0
        assert "One sole alone: no calibration by standing" in ran.out

    right, left = paired_sensors(simulated)
    assert right.device == left.device


def refused(plantar: Plantar, simulated: Path, *words: object) -> str:
    ran = plantar("sensor", "add", *words, SIMULATED)

    assert ran.code in {1, 2}
    assert "Traceback" not in ran.err
    assert paired_sensors(simulated) == ()
    return ran.err


def two_left(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    other = replace(RIGHT, claims=Foot.LEFT)
    return SimulatedSole(air, LEFT, walker), SimulatedSole(air, other, walker)


def two_rates(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    return SimulatedSole(air, LEFT, walker), SimulatedSole(air, replace(RIGHT, rate_hz=50), walker)


def dropping(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    sole = SimulatedSole(air, LEFT, walker)
    loop = asyncio.get_running_loop()
    loop.call_later(4.0, lambda: leaving.append(loop.create_task(sole.leave())))
    leaving: list[asyncio.Task[None]] = []
    return (sole,)


def nobody(_air: LocalLink, _walker: Walker) -> Sequence[SimulatedDevice]:
    return ()


def mute(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    sole = SimulatedSole(air, LEFT, walker)
    sole.muted = True
    return (sole,)


def watch(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    wall = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    return (
        SimulatedWatch(air, walker, name="InfiniTime", address=POD, wall=lambda: wall, counter=41),
        SimulatedFootPod(air, walker, name="A pod", address=R),
    )


def never_still(air: LocalLink, _walker: Walker) -> Sequence[SimulatedDevice]:
    """Whatever they are told, they walk."""
    walker = Walker(script=(Block(Activity.WALK, 3_600.0, 110.0, 0.63, 0.4),))
    return SimulatedSole(air, LEFT, walker), SimulatedSole(air, RIGHT, walker)


def test_two_left_soles_are_refused(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, two_left)

    said = refused(plantar, simulated, L, R, "--yes", "--seconds", 2)

    assert "Plantar sim L and Plantar sim R are both for the left foot: no pair" in said


def test_a_second_left_sole_is_refused_while_the_first_lacks_its_other(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, two_left)
    plantar("sensor", "add", L, "--yes", "--seconds", 2, SIMULATED)

    ran = plantar("sensor", "add", R, "--yes", "--seconds", 2, SIMULATED)

    assert ran.code == 1
    assert "two left soles make no pair" in ran.err
    assert len(paired_sensors(simulated)) == 1


def test_soles_of_two_rates_are_refused(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, two_rates)

    said = refused(plantar, simulated, L, R, "--yes", "--seconds", 2)

    assert "Plantar sim L sends 100 and Plantar sim R sends 50 frames a second" in said


def test_a_left_sole_is_not_paired_as_a_right_one(plantar: Plantar, simulated: Path) -> None:
    said = refused(plantar, simulated, L, "--side", "right", "--yes", "--seconds", 2)

    assert "it says that it is for the left foot, and not the right one" in said


def test_a_pod_is_no_sole(plantar: Plantar, simulated: Path) -> None:
    said = refused(plantar, simulated, POD, "--profile", "open-plantar", "--yes")

    assert "Plantar sim pod: it has no declaration and no frames, which open-plantar" in said


def test_a_profile_that_does_not_fit_says_how_much_and_why(
    plantar: Plantar, simulated: Path, tmp_path: Path
) -> None:
    (tmp_path / "wrong.toml").write_text(WRONG, "utf-8")

    said = refused(plantar, simulated, POD, "--profile", tmp_path / "wrong.toml", "--yes")

    assert "10 of 10 notifications do not fit wrong: 4 bytes" in said
    assert not (simulated / "profiles").exists()


def test_a_mute_sole_is_refused(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, mute)

    assert "Plantar sim L: it said nothing in 10 s" in refused(plantar, simulated, L, "--yes")


def test_a_sole_whose_link_breaks_is_refused(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, dropping)
    profile = ("--profile", "open-plantar")

    said = refused(plantar, simulated, L, *profile, "--yes")

    assert "Plantar sim L: its link broke off: bring it closer" in said


def test_nothing_in_the_air_says_what_to_try(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, nobody)

    scanned = plantar("sensor", "scan", SIMULATED)
    added = plantar("sensor", "add", "--yes", SIMULATED)
    by_address = refused(plantar, simulated, L, "--profile", "open-plantar", "--yes")

    for ran in (scanned, added):
        assert "Nothing was heard." in ran.out
        assert "Wake the sensor" in ran.out
        assert "./run doctor" in ran.out
    assert (scanned.code, added.code) == (0, 1)
    assert plantar("sensor", "scan", SIMULATED, "--json").json == []
    assert f"{L} was not heard for 15 s: wake it" in by_address


def test_a_watch_may_be_paired_before_it_has_anything_to_say(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, watch)

    ran = plantar("sensor", "add", POD, "--yes", "--seconds", 1, SIMULATED)

    assert ran.code == 0, ran.err
    (paired,) = paired_sensors(simulated)
    assert (paired.profile.id, paired.name) == ("infinitime", "InfiniTime")


def test_several_sensors_are_never_chosen_between_silently(
    plantar: Plantar, simulated: Path
) -> None:
    ran = plantar("sensor", "add", "--yes", SIMULATED)

    assert ran.code == 1
    assert "Plantar sim R" in ran.out  # they are listed
    assert "no terminal to ask at: give the numbers" in ran.err
    assert paired_sensors(simulated) == ()


def test_somebody_at_the_terminal_is_asked_which_and_agrees(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "3", "y")

    ran = plantar("sensor", "add", "--seconds", 2, SIMULATED)

    assert ran.code == 0, ran.err
    assert "Which of them?" in ran.out
    assert "Pair 3 Plantar sim pod with demo?" in ran.out
    assert [one.address for one in paired_sensors(simulated)] == [POD]


def test_who_does_not_agree_pairs_and_forgets_nothing(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, "n")
    declined = plantar("sensor", "add", POD, "--seconds", 2, SIMULATED)
    assert (declined.code, paired_sensors(simulated)) == (1, ())
    plantar("sensor", "add", POD, "--seconds", 2, "--yes", SIMULATED)
    (pod,) = paired_sensors(simulated)

    typed(monkeypatch, "n")
    kept = plantar("sensor", "remove", pod.id, SIMULATED)

    assert kept.code == 1
    assert f"Forget {pod.id} (Plantar sim pod) of demo?" in kept.out
    assert paired_sensors(simulated) == (pod,)


@pytest.mark.parametrize(
    ("words", "give"),
    [(("add", POD), "give --yes, and the numbers"), (("remove", "pod-1"), "no sensor 'pod-1'")],
)
def test_without_a_terminal_nothing_is_waited_for(
    plantar: Plantar, simulated: Path, words: tuple[str, ...], give: str
) -> None:
    ran = plantar("sensor", *words, SIMULATED)

    assert ran.code == 1
    assert give in ran.err


def test_forgetting_without_a_terminal_needs_a_yes(plantar: Plantar, simulated: Path) -> None:
    plantar("sensor", "add", POD, "--seconds", 2, "--yes", SIMULATED)
    (pod,) = paired_sensors(simulated)

    ran = plantar("sensor", "remove", pod.id, SIMULATED)

    assert (ran.code, paired_sensors(simulated)) == (1, (pod,))
    assert "there is no terminal to ask at: give --yes" in ran.err


def test_a_runner_nobody_knows_or_nobody_made_is_said(plantar: Plantar, simulated: Path) -> None:
    unknown = refused(plantar, simulated, POD, "--runner", "bart", "--yes")
    nobody_made = plantar("sensor", "add", POD, "--yes")

    assert "no runner 'bart': make one with `./run runner add bart`" in unknown
    assert nobody_made.code == 1
    assert "./run runner add ID --body-mass KG makes one" in nobody_made.err


def test_among_several_runners_one_has_to_be_named(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made(simulated, "anna", "bart")

    said = refused(plantar, simulated, POD, "--yes")
    assert "give --runner, one of anna, bart" in said

    typed(monkeypatch, "carl", "bart", "y")
    assert plantar("sensor", "add", POD, "--seconds", 2, SIMULATED).code == 0
    assert paired_sensors(simulated)[0].runner_id == "bart"


def made(simulated: Path, *ids: str, body_mass_kg: float | None = None) -> None:
    from plantar.runner import Runner  # noqa: PLC0415  only where somebody is made

    simulated.mkdir(parents=True)
    with open_store(simulated / "plantar.db") as store:
        for one in ids:
            store.add_runner(Runner(one, body_mass_kg=body_mass_kg), None)


def test_without_a_body_mass_nobody_is_asked_to_stand(plantar: Plantar, simulated: Path) -> None:
    made(simulated, "anna")

    ran = plantar("sensor", "add", L, R, "--yes", "--seconds", 2, SIMULATED)

    assert ran.code == 0
    assert "The body mass of anna is not known: no calibration" in ran.out
    assert "Stand on" not in ran.out


def test_who_does_not_stand_still_may_try_twice_more_and_is_paired_all_the_same(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, never_still)

    ran = plantar("sensor", "add", L, R, "--yes", "--seconds", 2, SIMULATED)

    assert ran.code == 0
    assert ran.out.count("Stand on both feet") == 3
    assert ran.out.count("That did not do: ") == 2
    assert "Not calibrated: " in ran.out
    assert len(paired_sensors(simulated)) == 2
    with open_store(simulated / "plantar.db") as store:
        assert store.origins("demo") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1",), "nothing was scanned yet"),
        (("shoe",), "a number of the last scan, or an address"),
        ((L, L.lower()), "is not a sensor that is named once"),
        ((POD, "--profile", "nike"), "'nike' is not a TOML file, or one of alfaone"),
        ((POD, "--profile", "battery"), "'battery' is not a TOML file"),
        ((POD, "--side", "left"), "--side: 'left' is not left out here"),
        ((POD, "--side", "middle"), "--side: 'middle' is not one of left, right"),
        ((POD, "--seconds", "0"), "--seconds"),
        ((POD, "--profile", "none.toml"), "none.toml: cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    plantar: Plantar, simulated: Path, words: tuple[str, ...], said: str
) -> None:
    assert said in refused(plantar, simulated, *words, "--yes")


def test_a_number_that_no_scan_told_is_refused(plantar: Plantar, simulated: Path) -> None:
    plantar("sensor", "scan", SIMULATED)

    assert "'7' is not a number of the last scan, 1-3" in refused(plantar, simulated, 7, "--yes")
    (simulated / "scan.json").write_text("{", "utf-8")
    assert "is no scan that can be read" in refused(plantar, simulated, 1, "--yes")


def test_a_sensor_of_no_known_kind_is_shown_when_all_are_asked_for(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stranger(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
        return (Stranger(air, "Kettle", L),)

    put_in_the_air(monkeypatch, stranger)

    hidden, shown = (
        plantar("sensor", "scan", SIMULATED),
        plantar("sensor", "scan", SIMULATED, "--all"),
    )

    assert "No sensor that Plantar knows, among 1 devices that were heard." in hidden.out
    assert "Kettle" in shown.out
    assert "something of its maker's own" in shown.out
    assert "is of no kind that is known by what it advertises" in refused(
        plantar, simulated, L, "--yes"
    )


class Stranger(SimulatedDevice):
    """A device that is no sensor of ours."""

    def _advertised(self) -> Sequence[str]:
        return ("fff0",)


def orphe_pair(air: LocalLink, walker: Walker) -> Sequence[SimulatedDevice]:
    wall = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    return tuple(
        SimulatedOrphe(air, walker, name=f"ORPHE {n}", address=address, foot=foot, clock=wall)
        for n, (foot, address) in enumerate(zip(Foot, (L, R), strict=True), start=1)
    )


def test_a_sole_that_does_not_say_its_foot_has_to_be_told(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, orphe_pair)

    assert "give --side left or right" in refused(plantar, simulated, L, "--yes", "--seconds", 2)
    ran = plantar("sensor", "add", L, "--side", "right", "--yes", "--seconds", 2, SIMULATED)

    assert ran.code == 0, ran.err
    assert "counts on all zones" in ran.out
    assert "Its numbers are no newtons" in ran.out
    assert paired_sensors(simulated)[0].foot is Foot.RIGHT


def test_of_two_soles_that_do_not_say_it_one_answer_tells_both(
    plantar: Plantar, simulated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_in_the_air(monkeypatch, orphe_pair)
    typed(monkeypatch, "right", "y")

    ran = plantar("sensor", "add", L, R, "--seconds", 2, SIMULATED)

    assert ran.code == 0, ran.err
    one, other = paired_sensors(simulated)
    assert (one.foot, other.foot, one.device) == (Foot.RIGHT, Foot.LEFT, other.device)


def test_a_profile_of_ones_own_is_kept_with_the_sensor(
    plantar: Plantar, simulated: Path, tmp_path: Path
) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(WRONG.replace('format = "B"', 'format = "x x x B"'), "utf-8")

    ran = plantar("sensor", "add", POD, "--profile", own, "--yes", "--seconds", 3, SIMULATED)
    own.unlink()

    assert ran.code == 0, ran.err
    assert "counter at" in ran.out
    (listed,) = plantar("sensor", "list", SIMULATED, "--json").json
    assert listed["profile"] == "wrong"
    assert listed["id"].startswith("counter-")
