"""Every known family of sensors: what it sends is read, and what it does not send is refused."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.decoding.decoders import decoders
from collector.decoding.reading import Pace, Reading, State, Zones
from collector.decoding.standard import current_time, current_time_bytes, pace_bytes
from collector.profile import Profile, Verified, full_uuid
from collector.profile_file import known_profile, known_profiles
from plantar.sample import MOST_CADENCE_SPM
from tests.collector.sensor_bytes import DECLARED, REFUSED, SENT, Sent

PROFILES = known_profiles()


def known(profile_id: str) -> Profile:
    profile = known_profile(profile_id)
    assert profile is not None
    return profile


def told_by(sent: Sent) -> tuple[list[Reading], State]:
    decode = decoders(known(sent.profile))
    state, told = State(), []
    for characteristic, payload in sent.before:
        state = decode[full_uuid(characteristic)](bytes.fromhex(payload), state).state
    for payload in sent.notifications:
        decoded = decode[full_uuid(sent.characteristic)](bytes.fromhex(payload), state)
        assert decoded.malformed == ()
        told += decoded.readings
        state = decoded.state
    return told, state


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: f"{sent.profile} {sent.notifications[0]}")
def test_a_sensor_says_what_its_bytes_say(sent: Sent) -> None:
    told, _ = told_by(sent)

    assert repr(told) == repr(list(sent.told))  # nan is told as nan


@pytest.mark.parametrize(("profile_id", "characteristic", "payload", "reason"), REFUSED)
def test_bytes_that_fit_no_reading_are_refused_and_kept(
    profile_id: str, characteristic: str, payload: str, reason: str
) -> None:
    decode = decoders(known(profile_id))[full_uuid(characteristic)]

    decoded = decode(bytes.fromhex(payload), State())

    assert decoded.readings == ()
    assert [one.reason for one in decoded.malformed] == [reason]
    assert decoded.malformed[0].cause
    assert bytes.fromhex(decoded.malformed[0].hex) in bytes.fromhex(payload)


@pytest.mark.shared
def test_paces_that_others_made_up_read_as_they_read_them(recordings: Path) -> None:
    decode = decoders(known("running-speed-and-cadence"))[full_uuid("2a53")]
    made_up = json.loads((recordings / "ble" / "vectors.json").read_text("utf-8"))

    for one in made_up["rsc_measurement_0x2A53"]:
        decoded = decode(bytes.fromhex(one["hex"]), State())
        if "error" in one:
            assert [wrong.reason for wrong in decoded.malformed] == ["length"]
            continue
        (pace,) = decoded.readings
        assert isinstance(pace, Pace)
        assert (pace.per_min, pace.speed_mps) == (one["cadence"], one["speed_mps"])
        assert (pace.stride_m, pace.distance_m) == (one["stride_m"], one["distance_m"])


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
def test_every_family_is_held_to_bytes_of_the_origin_it_claims(profile: Profile) -> None:
    origins = {sent.origin for sent in SENT if sent.profile == profile.id}

    assert profile.verified in origins
    assert Verified.CAPTURED not in origins, "a capture may then be claimed"


@pytest.mark.parametrize("profile", PROFILES, ids=lambda profile: profile.id)
@given(st.data())
def test_no_bytes_whatever_make_a_decoder_raise(profile: Profile, data: st.DataObject) -> None:
    decode = decoders(profile)
    state = data.draw(st.sampled_from([State(), State(midway=False)]))
    if profile.id == "open-plantar" and data.draw(st.booleans()):
        declaration = "8c1d0002-5f3a-4b0e-9c62-d1e7f04a9b35"
        state = decode[declaration](bytes.fromhex(DECLARED), state).state
    beginnings = [bytes.fromhex(s.notifications[0])[:9] for s in SENT if s.profile == profile.id]
    for _ in range(data.draw(st.integers(1, 4))):
        characteristic = data.draw(st.sampled_from(sorted(decode)))
        payload = data.draw(st.sampled_from([b"", *beginnings])) + data.draw(
            st.binary(max_size=600)
        )
        decoded = decode[characteristic](payload, state)
        again = decode[characteristic](payload, state)
        assert repr(decoded) == repr(again)
        for wrong in decoded.malformed:
            assert wrong.cause
            assert len(wrong.hex) < 3 * 64
        state = decoded.state
        assert len(state.begun) <= 2048


def test_a_flag_without_a_meaning_is_counted_and_the_rest_is_read() -> None:
    decode = decoders(known("running-speed-and-cadence"))[full_uuid("2a53")]

    decoded = decode(bytes.fromhex("c8 8002 5a"), State())

    assert decoded.readings == (Pace(90, 1, 2.5, running=False),)
    assert decoded.reserved_bits == 3


@pytest.mark.parametrize(
    ("per_min", "feet", "cadence_spm"), [(90, 1, 180.0), (180, 2, 180.0), (220, 1, None)]
)
def test_cadence_counts_both_feet_and_none_that_no_runner_has(
    per_min: int, feet: int, cadence_spm: float | None
) -> None:
    assert Pace(per_min, feet, 2.5).cadence_spm == cadence_spm
    assert cadence_spm is None or cadence_spm <= MOST_CADENCE_SPM


@pytest.mark.parametrize(
    "sent",
    [one for one in SENT if one.profile == "running-speed-and-cadence"],
    ids=lambda sent: sent.notifications[0],
)
def test_a_pace_is_written_as_it_is_read(sent: Sent) -> None:
    (pace,) = sent.told
    assert isinstance(pace, Pace)

    assert pace_bytes(pace) == bytes.fromhex(sent.notifications[0])


def test_a_watch_is_set_to_the_time_that_it_then_tells() -> None:
    sent = next(sent for sent in SENT if sent.profile == "current-time" and sent.told)
    time = sent.told[0]

    assert current_time(current_time_bytes(time, 1), State()).readings == (time,)


def test_frames_of_one_packet_are_told_oldest_first_and_counted_on() -> None:
    for sent in SENT:
        counts = [zones.count for zones in sent.told if isinstance(zones, Zones)]
        if None not in counts:
            assert counts == sorted(counts)


def test_a_service_proposes_a_family_and_a_name_may_say_otherwise() -> None:
    serial = "6E400001-B5A3-F393-E0A9-E50E24DCCA9E"
    proposed = {
        name: [one.id for one in PROFILES if one.proposed_for(name, [serial])]
        for name in ("Bangle.js 12ab", "NilsPod-7", "")
    }

    assert proposed == {"Bangle.js 12ab": ["bangle-js"], "NilsPod-7": [], "": []}


def test_an_assigned_number_is_the_same_service_written_long_or_short() -> None:
    assert known("running-speed-and-cadence").proposed_for("Stryd", ["1814"])
    assert known("battery").listened("00002A19-0000-1000-8000-00805F9B34FB") is not None
