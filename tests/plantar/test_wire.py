"""What was measured travels as bytes, comes back bit by bit, and odd bytes are refused."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.errors import WireError
from plantar.measured import Calibration, CalibrationMethod, Gap, GapCause, Measured
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.sample import Foot
from plantar.store.rows import KINDS as STORED
from plantar.wire import LONGEST, parcel, read, written
from plantar.wire_kinds import KINDS, Told
from tests.plantar.measured_things import measured

ROOT = Path(__file__).parents[2]
MINUTE = datetime(2026, 3, 2, 9, 59, tzinfo=UTC)
WALKED = FootMinute(
    at=MINUTE,
    foot=Foot.LEFT,
    revision=3,
    rate_hz=100.0,
    measured_s=60.0,
    gap_s=0.0,
    total=Moments(19713.831994738925, 16747408.906475965, 23107781704906.69),
    walking=Moments(7659.418842711729, 4741328.82301916, 2063309908139.3926),
    running=Moments(8681.602127829547, 10886176.507082425, 20907909471291.836),
    steps_walking=21,
    steps_running=34,
    contacts=55,
    contact_time_sum_s=21.511380463925292,
    contacts_timed=54,
    peak_sum_n=70085.14726641435,
    impulse_sum_ns=19455.472457617678,
    regions=(
        Moments(9713.831994738925, 6747408.906475965, 3107781704906.691),
        Moments(1713.8319947389251, 1747408.906475961, 1107781704906.692),
        Moments(8286.168005261075, 8252591.093524039, 18892218295093.31),
    ),
    quality=("single foot",),
)


@given(measured)
def test_whatever_was_measured_comes_back_as_it_was(record: Measured) -> None:
    assert read(written(record)) == record


@given(measured)
def test_the_store_would_keep_the_same_row_of_what_comes_back(record: Measured) -> None:
    kind = STORED[type(record)]

    assert kind.row(read(written(record))) == kind.row(record)


def test_every_kind_of_measured_thing_travels() -> None:
    assert {kind.record for kind in KINDS.values()} == set(get_args(Told))


def test_a_minute_of_both_gaits_with_regions_takes_600_bytes_at_most() -> None:
    assert len(written(replace(WALKED, revision=2**53))) <= 600


@given(st.lists(st.floats(0.0, 3.0), min_size=20, max_size=20))
def test_a_minute_of_postures_takes_600_bytes_at_most(seconds: list[float]) -> None:
    quiet_s = (*seconds, *(QUIET_BINS - len(seconds)) * (0.0,))

    assert len(written(BodyMinute(MINUTE, 7, 0.0, 0.0, quiet_s))) <= 600


def test_the_bytes_are_those_of_version_1() -> None:
    gap = Gap(MINUTE, MINUTE + timedelta(seconds=1.5), None, GapCause.STALL)

    assert written(gap) == (
        b'{"v":1,"kind":"gap","at":"2026-03-02T09:59:00Z","until":"2026-03-02T09:59:01.500000Z",'
        b'"missing":null,"cause":"stall","foot":null}'
    )
    assert written(StepMinute(MINUTE, 2, 80.0, 41.5, running=True)) == (
        b'{"v":1,"kind":"step","at":"2026-03-02T09:59Z","rev":2,"steps":80.0,"s":[41.5,null],'
        b'"running":true,"tc":null,"mps":null,"q":[]}'
    )


def test_a_gap_written_before_gaps_told_the_foot_is_one_of_no_foot_in_particular() -> None:
    gap = Gap(MINUTE, MINUTE + timedelta(seconds=1.5), 3, GapCause.LINK, Foot.LEFT)
    text = written(gap).decode()
    assert read(text.encode()) == gap

    before = text.replace(',"foot":"left"', "")

    assert read(before.encode()) == replace(gap, foot=None)
    for odd in ('"middle"', "1", "[]", "true", '""'):
        with pytest.raises(WireError, match="gap row"):
            read(text.replace('"left"', odd).encode())
    with pytest.raises(WireError, match="unknown: foot"):
        read(written(StepMinute(MINUTE, 0, 1.0, 1.0)).replace(b'"q":[]', b'"q":[],"foot":null'))
    with pytest.raises(WireError, match="unknown: foot"):
        read(written(WALKED).replace(b'"foot":"left",', b""))


def test_the_gaps_of_two_feet_are_told_apart_on_the_way() -> None:
    left, right = (Gap(MINUTE, MINUTE, None, GapCause.LINK, foot) for foot in Foot)

    assert parcel("soles", left).receipt.key != parcel("soles", right).receipt.key


@pytest.mark.parametrize("version", ["2", "0", "1.0", "true", "null", '"1"'])
def test_another_version_is_refused_by_its_number(version: str) -> None:
    odd = written(WALKED).replace(b'"v":1', f'"v":{version}'.encode())

    with pytest.raises(WireError, match="version"):
        read(odd)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ('"kind":"foot"', '"kind":"paw"', "kind 'paw'"),
        ('"kind":"foot"', '"kind":[]', "kind"),
        ('"foot":"left"', '"foot":"middle"', "middle"),
        ('"hz":100.0', '"hz":NaN', "NaN is no number"),
        ('"hz":100.0', '"hz":Infinity', "Infinity is no number"),
        ('"hz":100.0', '"hz":1e999', "rate_hz"),
        ('"hz":100.0', '"hz":"100"', "rate_hz"),
        ('"hz":100.0', '"hz":100.0,"hz":1.0', "twice"),
        ('"hz":100.0,', "", "hz"),
        ('"hz":100.0', '"hz":100.0,"more":1', "more"),
        ('"rev":3', '"rev":3.5', "revision"),
        ('"rev":3', '"rev":true', "revision"),
        ('"s":[60.0,0.0]', '"s":[60.0]', "cannot be"),
        ('"s":[60.0,0.0]', '"s":[-1.0,0.0]', "measured_s"),
        ('"steps":[21,34]', '"steps":[21.5,34]', "steps_walking"),
        ('"2026-03-02T09:59Z"', '"2026-03-02T09:59"', "UTC"),
        ('"2026-03-02T09:59Z"', '"2026-03-02T09:59+01:00"', "UTC"),
        ('"2026-03-02T09:59Z"', '"2026-03-02T09:59:30Z"', "start of a minute"),
        ('"q":["single foot"]', '"q":"single foot"', "list of words"),
        ('"q":["single foot"]', '"q":[1]', "list of words"),
    ],
)
def test_a_row_that_cannot_be_is_refused_and_says_why(was: str, becomes: str, said: str) -> None:
    text = written(WALKED).decode()
    assert was in text

    with pytest.raises(WireError, match=said):
        read(text.replace(was, becomes).encode())


@pytest.mark.parametrize("bins", ["[[80,1.0]]", "[[-1,1.0]]", "[[3,1.0],[3,1.0]]", "[[3]]", "5"])
def test_quiet_seconds_stand_in_their_place_once(bins: str) -> None:
    text = written(BodyMinute(MINUTE, 1, 0.0, 0.0, (0.0,) * QUIET_BINS)).decode()

    with pytest.raises(WireError, match="body row"):
        read(text.replace('"quiet":[]', f'"quiet":{bins}').encode())


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused_and_never_anything_else(odd: bytes) -> None:
    with pytest.raises(WireError):
        read(odd)


@given(measured, st.data())
def test_a_row_with_a_bit_turned_is_another_record_or_refused(
    record: Measured, chosen: st.DataObject
) -> None:
    payload = bytearray(written(record))
    payload[chosen.draw(st.integers(0, len(payload) - 1))] ^= 1 << chosen.draw(st.integers(0, 7))

    try:
        assert type(read(bytes(payload))) in STORED
    except WireError:
        assert parcel("soles", record).payload != bytes(payload)


def test_bytes_beyond_all_measure_are_not_read_at_all() -> None:
    with pytest.raises(WireError, match=f"{LONGEST} at most"):
        read(b" " * (LONGEST + 1))
    with pytest.raises(WireError, match="no row"):
        read(b"[" * LONGEST)


def test_a_field_of_any_row_may_be_anything_and_nothing_but_a_refusal_comes_of_it() -> None:
    fields = json.loads(written(WALKED))
    for name in fields:
        for odd in (None, [], {}, "", -1, 1e400, True, [[]], [None, None, None], 10**400):
            try:
                read(json.dumps({**fields, name: odd}).encode())
            except WireError:
                continue
            assert (name, odd) in (("zones", None), ("q", []))


def test_an_open_minute_keeps_its_key_and_what_has_no_revision_is_told_apart() -> None:
    first, later = parcel("soles", WALKED).receipt, parcel("soles", replace(WALKED, revision=4))
    other_foot = parcel("soles", replace(WALKED, foot=Foot.RIGHT)).receipt
    sure = Calibration(MINUTE, 1.25, 700.0, CalibrationMethod.SELF, 40)
    surer = replace(sure, strides=90)

    assert first.key == later.receipt.key == "foot/2026-03-02T09:59Z/left"
    assert later.receipt.revision == first.revision + 1
    assert other_foot.key != first.key
    assert parcel("soles", sure).receipt.key != parcel("soles", surer).receipt.key
    assert parcel("soles", sure) == parcel("soles", sure)


def test_the_wire_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys, plantar.wire;"
        "heavy = {'sqlalchemy', 'numpy', 'pydantic'} & set(sys.modules);"
        "sys.exit(f'imported {heavy}' if heavy else 0)"
    )

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
