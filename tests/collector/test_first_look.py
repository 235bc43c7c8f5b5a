"""The first seconds with a sensor: what it tells, how fast, and what speaks against it."""

import math

import pytest

from collector.clock import NS_PER_S
from collector.files.sole_layout import Sole, Unit
from collector.first_look import FirstLook, newtons, speaks_always, troubles
from collector.notification import Notification
from collector.profile import Profile, full_uuid
from collector.profile_file import known_profile
from collector.scanning import Ears
from collector.sole import DECLARATION, FRAMES

DECLARED = "01 01 07000000 6400 6400 03 00 66 ff"
#: Frames 1000 and 1001 of docs/open-plantar-profile.md: 51 N, then one with an unmeasured zone.
TWO_FRAMES = "e8030000 10270000 02 0a00 0000 f401 1400 ffff e803"
#: Frame 1012 alone: 60 N.
LATER = "f4030000 88270000 01 0a00 6400 ea01"


def profile(profile_id: str = "open-plantar") -> Profile:
    found = known_profile(profile_id)
    assert found is not None
    return found


def heard(look: FirstLook, uuid: str, payload: str, at_s: float = 0.0) -> None:
    ns = round(at_s * NS_PER_S)
    look.take(Notification(full_uuid(uuid), bytes.fromhex(payload), ns, ns))


def test_a_sole_tells_its_foot_its_force_and_what_was_missed() -> None:
    look = FirstLook(profile(), (profile("battery"), profile("device-information")))

    for uuid, payload, at_s in (
        (DECLARATION, DECLARED, 0.0),
        ("2a19", "57", 0.0),
        ("2a24", "536f6c65", 0.0),
        (FRAMES, TWO_FRAMES, 1.0),
        (FRAMES, LATER, 1.13),
    ):
        heard(look, uuid, payload, at_s)

    assert look.declared is not None
    assert (look.declared.foot, look.battery_percent, look.described) == (
        "right",
        87,
        {"model": "Sole"},
    )
    assert (look.frames, look.missing, look.unfit) == (3, 10, 0)
    assert look.force_n == pytest.approx(60.0)
    assert look.rate_hz == pytest.approx(1 / 0.13)
    moments, forces_n = zip(*look.forces(0.0), strict=True)
    assert moments == pytest.approx((0.99, 1.0, 1.13))
    assert forces_n[0] == pytest.approx(51.0)
    assert math.isnan(forces_n[1])
    assert troubles(look, (), 10.0) == ()


def test_raw_counts_are_no_newtons() -> None:
    look = FirstLook(profile("alfaone"))

    heard(look, profile("alfaone").listen[0].characteristic, "0100 0200 0300 0400")

    assert (look.force_n, look.in_newtons, look.pressed) == (None, False, 10.0)
    assert look.forces(0.0) == ()


def test_pressure_on_an_area_is_a_force() -> None:
    sole = Sole("pads", Unit.KILOPASCAL, (0.1, 0.9), area_cm2=(10.0, 20.0))

    assert newtons((100.0, 50.0), sole) == pytest.approx(100.0 + 100.0)


def test_a_pod_a_watch_and_a_belt_tell_what_they_have() -> None:
    pod, watch, belt = (
        FirstLook(profile(one)) for one in ("running-speed-and-cadence", "infinitime", "heart-rate")
    )
    heard(pod, "2a53", "00 8002 b4")
    heard(watch, profile("infinitime").listen[0].characteristic, "e8030000")
    heard(belt, "2a37", "00 48")

    assert pod.pace is not None
    assert (pod.pace.cadence_spm, watch.steps, belt.heart_rate_bpm) == (360, 1000, 72)


def test_what_nobody_listens_to_is_passed_over() -> None:
    look = FirstLook(profile("infinitime"))

    heard(look, "2a99", "00")

    assert look.notifications == 0


@pytest.mark.parametrize(
    ("profile_id", "payloads", "why"),
    [
        ("running-speed-and-cadence", [], "it said nothing in 10 s"),
        ("running-speed-and-cadence", ["00"] * 3, "3 of 3 notifications do not fit running-speed"),
        ("running-speed-and-cadence", ["00 8002 b4", "00"], "1 of 2 notifications do not fit"),
        ("running-speed-and-cadence", ["00 8002 b4"] * 2 + ["00"], None),
        ("infinitime", [], None),
    ],
)
def test_what_speaks_against_a_sensor_is_a_sentence(
    profile_id: str, payloads: list[str], why: str | None
) -> None:
    look = FirstLook(profile(profile_id))
    for payload in payloads:
        heard(look, profile(profile_id).listen[0].characteristic, payload)

    found = troubles(look, (), 10.0)

    assert (why is None and found == ()) or (why is not None and why in found[0])


def test_a_sole_that_declares_nothing_or_nonsense_is_no_such_sole() -> None:
    silent, nonsense = FirstLook(profile()), FirstLook(profile())
    heard(nonsense, DECLARATION, "02")

    assert troubles(silent, (), 10.0) == (
        "it does not say which foot it is for: it declares nothing",
    )
    assert "version 2" in troubles(nonsense, (), 10.0)[0]


def test_what_a_profile_listens_to_and_is_not_there_is_named() -> None:
    lacking = profile("infinitime").listen

    (why,) = troubles(FirstLook(profile("infinitime")), lacking, 10.0)

    assert why == "it has no steps, which infinitime listens to"


def test_watches_speak_when_there_are_steps_and_soles_always() -> None:
    assert speaks_always(profile())
    assert not speaks_always(profile("infinitime"))


def test_who_is_heard_often_is_one_with_the_best_that_was_heard() -> None:
    ears = Ears((profile(), profile("battery"), profile("bangle-js")))
    nus = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"

    ears.hear("F0:00:00:00:00:01", "", -80, ("180f",))
    ears.hear("f0:00:00:00:00:01", "Bangle.js\x07 1234", -60, (nus,))
    ears.hear("F0:00:00:00:00:01", "", -127, ())
    ears.hear("F0:00:00:00:00:02", "Far away", 127, ())

    near, far = ears.everybody()
    assert (near.name, near.rssi_dbm) == ("Bangle.js 1234", -60)
    assert [one.id for one in near.proposed] == ["bangle-js"]
    assert (far.rssi_dbm, far.proposed) == (None, ())
    assert ears.has(["f0:00:00:00:00:02"])
    assert not ears.has(["F0:00:00:00:00:03"])
