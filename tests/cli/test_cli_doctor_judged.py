"""What `doctor` says of the place it stands in, from what was seen of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.doctor.judged import judge_air, judge_clock, judge_room, judge_sensors, judge_taken
from collector.doctor.finding import Verdict
from collector.pairing import PairedSensor
from collector.profile_file import known_profile

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOME = Path("home")
MB = 1_000_000
SCAN = "./run sensor scan --simulated"


def pod(name: str = "pod", runner: str = "anna") -> PairedSensor:
    profile = known_profile("running-speed-and-cadence")
    assert profile is not None
    return PairedSensor(name, f"F0:{name}", "Pod", profile, runner, NOON, device=name)


@pytest.mark.parametrize(
    ("put_here", "synchronised", "verdict"),
    [
        (NOON - timedelta(days=300), True, Verdict.OK),
        (NOON - timedelta(days=300), None, Verdict.OK),
        (NOON - timedelta(days=300), False, Verdict.LOOK),
        (NOON + timedelta(hours=9), True, Verdict.OK),  # copied from another zone
        (NOON + timedelta(days=2), True, Verdict.BROKEN),
        (NOON + timedelta(days=2), None, Verdict.BROKEN),
    ],
)
def test_a_clock_that_is_before_its_own_program_is_wrong(
    put_here: datetime, *, synchronised: bool | None, verdict: Verdict
) -> None:
    assert judge_clock(NOON, put_here, synchronised=synchronised).verdict is verdict


def test_a_clock_that_woke_up_in_1970_is_told_what_it_says() -> None:
    found = judge_clock(datetime(1970, 1, 1, tzinfo=UTC), NOON, synchronised=None)

    assert "1970-01-01 00:00 UTC, before this Plantar was put here (2026-06-01)" in found.found


@pytest.mark.parametrize(
    ("free", "writable", "verdict"),
    [
        (2_000 * MB, True, Verdict.OK),
        (300 * MB, True, Verdict.LOOK),
        (49 * MB, True, Verdict.BROKEN),
        (2_000 * MB, False, Verdict.BROKEN),
    ],
)
def test_a_disk_needs_room_for_what_the_outbox_may_hold(
    free: int, *, writable: bool, verdict: Verdict
) -> None:
    assert judge_room(HOME, free, 500 * MB, writable=writable).verdict is verdict


def test_an_outbox_in_the_hands_of_a_collector_is_as_it_should_be() -> None:
    assert judge_taken(4242).verdict is Verdict.OK
    assert judge_taken(None).verdict is Verdict.LOOK


def test_where_nothing_is_paired_one_begins_with_a_scan() -> None:
    found = judge_sensors((), {"anna"}, SCAN)

    assert (found.verdict, found.fix) == (Verdict.LOOK, SCAN)


def test_a_sensor_of_a_runner_nobody_knows_keeps_nothing() -> None:
    found = judge_sensors((pod(), pod("watch", "bert")), {"anna"}, SCAN)

    assert (found.verdict, found.fix) == (Verdict.BROKEN, "./run runner add bert")
    assert "watch is of 'bert'" in found.found


@pytest.mark.parametrize("runners", [{"anna"}, None])
def test_sensors_of_known_runners_are_named(runners: set[str] | None) -> None:
    found = judge_sensors((pod(), pod("watch")), runners, SCAN)

    assert (found.verdict, found.found) == (Verdict.OK, "2 are paired: pod, watch")


def test_a_simulated_air_that_is_silent_is_our_own_fault() -> None:
    assert judge_air(()).verdict is Verdict.BROKEN
    assert judge_air({"a", "b"}).verdict is Verdict.OK
