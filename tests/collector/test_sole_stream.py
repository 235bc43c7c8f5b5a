"""What a sole says becomes frames and gaps, whatever it says."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.clock import NS_PER_S, Anchor, Clock
from collector.notification import Inbox, Notification
from collector.sole import Declaration, Packet, frames_bytes
from collector.stream import SoleStream
from plantar.errors import SensorError
from plantar.measured import Gap, GapCause
from plantar.sample import Foot, Frame

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SOLE = Declaration(Foot.LEFT, 1, 100, 100, (0.1, 0.9))


def still() -> Clock:
    return Clock(lambda: 0, lambda: round(START.timestamp()) * NS_PER_S)


def stream() -> SoleStream:
    return SoleStream("sole", SOLE, Anchor(still()))


def said(payload: bytes, at_s: float) -> Notification:
    wall_ns = round((START.timestamp() + at_s) * NS_PER_S)
    return Notification(payload, round(at_s * NS_PER_S), wall_ns)


def frames(first: int, zones_n: list[list[float]]) -> Notification:
    payload = frames_bytes(Packet(first, 10 * first, np.array(zones_n)), SOLE)
    return said(payload, (first + len(zones_n) - 1) / 100)


def test_a_frame_lies_at_the_moment_its_count_says() -> None:
    sole = stream()
    told = [one for n in range(0, 100, 5) for one in sole.take(frames(n, [[1.0, 2.0]] * 5))]
    told += sole.release()

    assert [one.at for one in told] == [START + timedelta(seconds=n / 100) for n in range(100)]
    assert told[3] == Frame(START + timedelta(seconds=0.03), Foot.LEFT, 3, (1.0, 2.0))


def test_a_zone_that_was_not_measured_makes_its_frame_a_gap_and_never_less_force() -> None:
    sole = stream()
    sole.take(frames(0, [[1.0, 2.0], [1.0, np.nan], [np.nan, np.nan], [1.0, 3.0]]))

    first, gap, last = sole.release()

    assert (first.sequence, last.sequence) == (0, 3)
    assert (gap.missing, gap.cause) == (2, GapCause.DEVICE)
    assert (gap.since, gap.until) == (START + timedelta(seconds=0.01), last.at)


def test_a_gap_says_why_when_the_stream_was_told() -> None:
    sole = stream()
    sole.take(frames(0, [[1.0, 2.0]]))
    sole.broke(GapCause.LINK)

    _, gap, _ = sole.take(frames(50, [[1.0, 2.0]]))

    assert (gap.missing, gap.cause) == (49, GapCause.LINK)


def test_a_sole_that_comes_back_as_another_foot_is_refused() -> None:
    with pytest.raises(SensorError, match="declares right at 100 Hz, was left"):
        stream().connected(Declaration(Foot.RIGHT, 1, 100, 100, (0.1, 0.9)))


def test_the_silence_at_the_end_is_a_gap_and_a_short_one_is_none() -> None:
    sole = stream()
    sole.take(frames(0, [[1.0, 2.0]]))
    sole.release()

    assert sole.end(START + timedelta(seconds=1)) == []
    (gap,) = sole.end(START + timedelta(seconds=10))
    assert (gap.missing, gap.until - gap.since) == (None, timedelta(seconds=9.99))


@given(
    st.lists(
        st.one_of(
            st.binary(max_size=60),
            st.builds(
                lambda first, n: frames_bytes(Packet(first, 0, np.ones((n, 2))), SOLE),
                st.integers(0, 2**32 - 1),
                st.integers(1, 20),
            ),
        ),
        max_size=30,
    )
)
def test_whatever_a_sole_says_nothing_is_raised_and_all_is_counted(payloads: list[bytes]) -> None:
    sole, told = stream(), []
    for n, payload in enumerate(payloads):
        told += sole.take(said(payload, n * 0.07))
    told += sole.release()

    heard = [one for one in told if isinstance(one, Frame)]
    counts = [one.sequence for one in heard]
    assert counts == sorted(set(counts))
    assert sole.tally.frames == len(heard)
    assert sole.tally.missing == sum(one.missing or 0 for one in told if isinstance(one, Gap))


@given(st.floats(-1e6, 2.0 - 1e-3))
def test_a_wall_clock_that_is_set_back_moves_no_date(step_s: float) -> None:
    anchor = Anchor(still())

    anchor.follow(NS_PER_S, round((START.timestamp() + 1.0 + step_s) * NS_PER_S))

    assert anchor.moment(1.0) == START + timedelta(seconds=1)


def test_after_a_night_asleep_the_dates_are_right_again() -> None:
    anchor = Anchor(still())

    anchor.follow(NS_PER_S, round((START.timestamp() + 1.0 + 8 * 3600) * NS_PER_S))

    assert anchor.moment(1.0) == START + timedelta(hours=8, seconds=1)


async def test_an_inbox_that_is_full_counts_what_it_lets_go() -> None:
    inbox = Inbox(2)
    for _ in range(5):
        inbox.put(said(b"", 0.0))

    assert len(await inbox.take(1.0)) == 2
    assert inbox.overflowed == 3
    inbox.close()
    assert await inbox.take(1.0) == []


async def test_an_inbox_that_stays_empty_says_so() -> None:
    with pytest.raises(TimeoutError):
        await Inbox(2).take(0.001)
