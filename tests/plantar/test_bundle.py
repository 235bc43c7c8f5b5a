"""What goes over the broker comes back as it was; anything else is refused, and never guessed."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar import topics
from plantar.bundle import (
    LONGEST_NAME,
    MOST_ROWS,
    Unreadable,
    answer_read,
    answer_written,
    bundled,
    dead_read,
    dead_written,
    rows_read,
    rows_written,
    state_read,
    state_written,
    unreadable_written,
    why_not,
)
from plantar.errors import WireError
from plantar.wire import LONGEST, Answer, Parcel, Receipt

READERS = (rows_read, answer_read, state_read, dead_read)
names = st.text(min_size=1, max_size=LONGEST_NAME).filter(str.isprintable)
receipts = st.builds(Receipt, names, names, st.integers(0, 2**63 - 1), st.integers(0, 2**32 - 1))
parcels = st.builds(Parcel, receipts, st.binary(max_size=200))
reasons = st.text(min_size=1, max_size=300)

RECEIPT = Receipt("soles é", "foot/2026-03-02T09:59Z/left", 3, 305419896)
ROWS = (
    b'{"v":1,"kind":"rows"}\n'
    b'["soles \\u00e9","foot/2026-03-02T09:59Z/left",3,305419896,7]\n'
    b'{"v":1}\n'
)
ANSWER = (
    b'{"v":1,"kind":"answer"}\n'
    b'["soles \\u00e9","foot/2026-03-02T09:59Z/left",3,305419896]\n'
    b'["pod","step/2026-03-02T09:59Z",1,7,"nobody here wears \'pod\'"]\n'
)


def test_these_bytes_are_version_one() -> None:
    refused = Receipt("pod", "step/2026-03-02T09:59Z", 1, 7)

    assert rows_written([Parcel(RECEIPT, b'{"v":1}')]) == ROWS
    assert rows_read(ROWS) == (Parcel(RECEIPT, b'{"v":1}'),)
    answer = Answer((RECEIPT,), {refused: "nobody here wears 'pod'"})
    assert answer_written(answer) == ANSWER
    assert answer_read(ANSWER) == answer
    assert (
        unreadable_written(b"rows", "of version 2")
        == b'{"v":1,"kind":"unreadable"}\n[176944289,"of version 2"]\n'
    )
    assert state_written("away") == b'{"v":1,"kind":"state"}\n["away"]\n'
    assert dead_written("odd", b"\x00\n") == b'{"v":1,"kind":"dead"}\n["odd"]\n\x00\n'


def test_topics_of_version_one() -> None:
    assert topics.rows("pi-1") == "plantar/v1/pi-1/rows"
    assert topics.state("pi-1") == "plantar/v1/pi-1/state"
    assert topics.answers("pi-1") == "plantar-ack/v1/pi-1"
    assert topics.dead("pi-1") == "plantar-dead/v1/pi-1"
    assert topics.ALL_ROWS == "$share/centre/plantar/v1/+/rows"
    assert topics.sender_of("plantar/v1/pi-1/rows") == ("pi-1", "rows")


@pytest.mark.parametrize(
    "topic",
    ["plantar/v2/pi-1/rows", "plantar/v1/pi-1", "plantar/v1//rows", "plantar/v1/a b/rows", "x",
     "plantar/v1/pi-1/other", "plantar/v1/pi-1/rows/more"],
)  # fmt: skip
def test_any_other_topic_is_of_no_collector(topic: str) -> None:
    with pytest.raises(WireError):
        topics.sender_of(topic)


@given(st.lists(parcels, max_size=MOST_ROWS))
def test_rows_come_back_byte_for_byte(rows: list[Parcel]) -> None:
    assert rows_read(rows_written(rows)) == tuple(rows)


@given(st.lists(receipts, unique=True), st.dictionaries(receipts, reasons))
def test_an_answer_comes_back_as_it_was(
    committed: list[Receipt], refused: dict[Receipt, str]
) -> None:
    answer = Answer(tuple(committed), refused)

    assert answer_read(answer_written(answer)) == answer


@given(st.binary(), reasons)
def test_what_is_dead_or_unreadable_comes_back_as_it_was(message: bytes, reason: str) -> None:
    assert dead_read(dead_written(reason, message)) == (reason, message)
    assert isinstance(answer_read(unreadable_written(message, reason)), Unreadable)


@pytest.mark.parametrize("state", ["connected", "away"])
def test_a_state_comes_back_as_it_was(state: str) -> None:
    assert state_read(state_written(state)) == state


@given(st.binary())
def test_any_bytes_are_a_value_or_refused(message: bytes) -> None:
    for read in READERS:
        with suppress(WireError):
            read(message)


lines = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@given(
    st.sampled_from(["rows", "answer", "unreadable", "state", "dead"]),
    st.lists(lines, max_size=4),
    st.binary(max_size=9),
)
def test_lines_that_look_like_ours_are_a_value_or_refused(
    kind: str, told: list[object], end: bytes
) -> None:
    written = [json.dumps(one, separators=(",", ":")) for one in ({"v": 1, "kind": kind}, *told)]
    for read in READERS:
        with suppress(WireError):
            read("\n".join(written).encode() + b"\n" + end)


@given(st.integers(0, len(ROWS) - 1), st.integers(0, 255))
def test_a_byte_that_changed_is_refused_or_says_something_else(at: int, byte: int) -> None:
    changed = ROWS[:at] + bytes([byte]) + ROWS[at + 1 :]
    try:
        found = rows_read(changed)
    except WireError:
        return
    assert rows_written(found) == changed


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (ROWS.replace(b'"v":1,', b'"v":2,', 1), "a message of version 2: this Plantar reads"),
        (ROWS.replace(b'"v":1,', b'"v":true,', 1), "does not begin with its version"),
        (b"", "no line of JSON"),
        (ROWS[:-1], "cut off"),
        (ROWS.replace(b'"rows"', b'"answer"'), "of kind 'answer': wanted is rows"),
        (ROWS.replace(b',"kind"', b', "kind"'), "not written as Plantar writes it"),
        (ROWS.replace(b'{"v":1,"kind"', b'{"v":1,"v":1,"kind"'), "not written as Plantar"),
        (ROWS.replace(b",3,", b",-1,"), "is no whole number"),
        (ROWS.replace(b",7]", b",9999]"), "cut off"),
        (ROWS.replace(b",7]", b",1000001]"), "1000001 is no whole number from 0 to 1000000"),
        (ROWS.replace(b"soles", b"\\ud800"), "a receipt that names"),
        (b"[" * 100_000, "no line of JSON"),
        (b" " * 1_000_001, "1000001 bytes"),
    ],
)
def test_what_is_refused_says_why(message: bytes, said: str) -> None:
    with pytest.raises(WireError) as refused:
        rows_read(message)

    assert said in str(refused.value)


def test_more_rows_than_a_message_takes_go_in_several() -> None:
    many = [Parcel(Receipt("pod", str(nth), 0, 0), b"x") for nth in range(MOST_ROWS + 1)]

    assert [len(one) for one in bundled(many)] == [MOST_ROWS, 1]
    with pytest.raises(WireError, match="more than 60 rows"):
        rows_read(rows_written(many))


@pytest.mark.parametrize(
    "parcel",
    [
        Parcel(Receipt("", "k", 0, 0), b""),
        Parcel(Receipt("d" * 201, "k", 0, 0), b""),
        Parcel(Receipt("d", "k\n", 0, 0), b""),
        Parcel(Receipt("d", "k", 0, 0), b"x" * (LONGEST + 1)),
    ],
)
def test_a_row_that_cannot_travel_is_known_before_it_does(parcel: Parcel) -> None:
    assert why_not(parcel) is not None
    assert why_not(Parcel(RECEIPT, b"x" * LONGEST)) is None
