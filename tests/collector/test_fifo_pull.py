"""Packets that did not come are asked for again, until the sole no longer has them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.decoding.orphe import sensor_values
from collector.decoding.reading import Held, NotHeld, State
from collector.fifo import (
    ASK_HELD,
    MOST_AT_ONCE,
    MOST_STRETCHES,
    RING,
    Pull,
    Stretch,
    heard,
    request,
    requested,
    to_ask,
    told_held,
    told_not_held,
)

WRAP = 2**16


def test_the_packets_that_a_sole_keeps_are_asked_for_oldest_first() -> None:
    pull = told_held(Pull(), Held(newest=2, packets=5))

    assert to_ask(pull) == (Stretch(WRAP - 2, 5),)


def test_only_what_did_not_come_is_asked_for_again() -> None:
    pull = told_held(Pull(), Held(newest=109, packets=10))
    for serial in (100, 101, 103, 106, 107, 108):
        new, pull = heard(pull, serial)
        assert new

    assert heard(pull, 103) == (False, pull)
    assert to_ask(pull) == (Stretch(102, 1), Stretch(104, 2), Stretch(109, 1))


def test_what_the_sole_no_longer_has_is_lost_and_not_asked_for() -> None:
    pull = told_held(Pull(), Held(newest=109, packets=10))

    pull = told_not_held(pull, NotHeld(100, 4))

    assert pull.lost == 4
    assert to_ask(pull) == (Stretch(104, 6),)


def test_what_the_ring_has_overwritten_meanwhile_is_lost() -> None:
    pull = told_held(Pull(), Held(newest=10, packets=4))

    pull = told_held(pull, Held(newest=10 + RING + 50, packets=RING))

    assert pull.lost == 4 + 50
    assert len(pull.awaited) == RING


def test_one_request_holds_so_many_packets_and_stretches_and_no_more() -> None:
    every_other = Pull(1000, frozenset(range(0, 400, 2)))

    assert sum(one.packets for one in to_ask(Pull(999, frozenset(range(1000))))) == MOST_AT_ONCE
    assert len(to_ask(every_other)) == MOST_STRETCHES
    two = frozenset([*range(150), *range(300, 450)])
    assert to_ask(Pull(999, two)) == (Stretch(0, 150), Stretch(300, 50))
    with pytest.raises(ValueError, match="30"):
        request([Stretch(1, 1)] * 31)


def test_a_request_is_written_as_the_sole_expects_it() -> None:
    written = request((Stretch(258, 3), Stretch(65535, 1)))

    assert written[:10] == bytes.fromhex("0b02 0102 0003 ffff 0001")
    assert written[10:] == bytes(112)
    assert bytes.fromhex("0b01") == ASK_HELD


@given(
    st.lists(
        st.builds(Stretch, first=st.integers(0, WRAP - 1), packets=st.integers(1, WRAP - 1)),
        max_size=MOST_STRETCHES,
    )
)
def test_a_request_is_read_as_it_was_written(stretches: list[Stretch]) -> None:
    assert requested(request(stretches)) == tuple(stretches)
    assert requested(request(stretches)[:-1]) is None
    assert requested(ASK_HELD) is None


@given(
    st.integers(0, WRAP - 1),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2**32), st.integers(0, 8)), max_size=25),
)
def test_every_packet_is_heard_once_or_told_lost_however_many_the_radio_drops(
    start: int, rounds: list[tuple[int, int, int]]
) -> None:
    """A ring that forgets, and a radio that drops and doubles what it is asked for."""
    newest, pull, came = start, told_held(Pull(), Held(start, 1)), 0
    for measured, chance, every in rounds:
        newest += measured
        pull = told_held(pull, Held(newest % WRAP, min(newest - start + 1, RING)))
        for stretch in to_ask(pull):
            for nth in range(stretch.packets):
                if every and (chance >> nth % 32) & 1:
                    continue  # dropped
                for _ in range(1 + (every == 1)):
                    new, pull = heard(pull, (stretch.first + nth) % WRAP)
                    came += new

        assert came + pull.lost + len(pull.awaited) == newest - start + 1


def test_answers_of_the_sole_are_read_as_the_planner_takes_them() -> None:
    (held,) = sensor_values(bytes.fromhex("35 01 0102 0a 0003"), State()).readings

    assert isinstance(held, Held)
    assert told_held(Pull(), held).awaited == {256, 257, 258}
