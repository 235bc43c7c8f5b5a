"""What a sole says becomes frames and gaps, whatever it says."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collector.clock import NS_PER_S, Anchor, Clock
from collector.decoding.reading import Zones
from collector.notification import Inbox, Notification
from collector.profile import Ticks
from collector.sole_kind import SoleKind
from collector.stream import Counting, SoleStream
from plantar.measured import Gap, GapCause
from plantar.recording import SoleLayout
from plantar.sample import ClockQuality, Foot, Frame

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KIND = SoleKind(SoleLayout("two", (0.1, 0.9)), 100.0, most_lost=0.0)
MS = Ticks("ms", 1e-3, 2**32)


def still() -> Clock:
    return Clock(lambda: 0, lambda: round(START.timestamp()) * NS_PER_S)


def stream(
    bits: int | None = 32, ticks: Ticks | None = MS, *, keeps: bool = False, kind: SoleKind = KIND
) -> SoleStream:
    return SoleStream(Foot.LEFT, kind, Counting(bits, ticks, keeps), Anchor(still()))


def zones(
    first: int, values: Sequence[Sequence[float]], bits: int = 32, *, asked_for: bool = False
) -> list[Zones]:
    return [
        Zones(tuple(one), (first + n) % 2**bits, bits, None if n else 10 * first, asked_for)
        for n, one in enumerate(values)
    ]


def say(sole: SoleStream, first: int, values: Sequence[Sequence[float]]) -> list[Frame | Gap]:
    """Frames that come as soon as the last one was measured."""
    return sole.take(zones(first, values), (first + len(values) - 1) / 100)


def at(count: int) -> datetime:
    return START + timedelta(seconds=count / 100)


def test_a_frame_lies_at_the_moment_its_count_says() -> None:
    sole = stream()
    told = [one for n in range(0, 100, 5) for one in say(sole, n, [[1.0, 2.0]] * 5)]
    told += sole.release()

    assert [one.at for one in told] == [at(n) for n in range(100)]
    assert told[3] == Frame(at(3), Foot.LEFT, 3, (1.0, 2.0), ClockQuality.SETTLING)


def test_a_zone_that_was_not_measured_makes_its_frame_a_gap_and_never_less_force() -> None:
    sole = stream()
    say(sole, 0, [[1.0, 2.0], [1.0, nan], [nan, nan], [1.0, 3.0]])

    first, gap, last = sole.release()

    assert (first.count, last.count) == (0, 3)
    assert gap == Gap(at(1), at(3), 2, GapCause.DEVICE, Foot.LEFT)


def test_a_sole_of_many_zones_speaks_for_one_that_was_not_read() -> None:
    kind = SoleKind(SoleLayout("six", (0.1,) * 6), 100.0, area=(1.0, 1.0, 1.0, 1.0, 1.0, 1.0))
    sole = stream(kind=kind)
    say(sole, 0, [[1.0, 2.0, 3.0, nan, 3.0, 1.0], [1.0, 2.0, nan, nan, 3.0, 1.0]])

    (first,) = sole.release()

    assert first.zones == (1.0, 2.0, 3.0, 2.0, 3.0, 1.0)
    assert sole.tally.frames == 1


def test_a_gap_says_why_when_the_stream_was_told() -> None:
    sole = stream()
    say(sole, 0, [[1.0, 2.0]])
    sole.broke(GapCause.LINK)

    _, gap, _ = say(sole, 50, [[1.0, 2.0]])

    assert gap == Gap(at(1), at(50), 49, GapCause.LINK, Foot.LEFT)


def test_the_silence_at_the_end_is_a_gap_and_a_short_one_is_none() -> None:
    sole = stream()
    say(sole, 0, [[1.0, 2.0]])
    sole.release()

    assert sole.end(START + timedelta(seconds=1)) == []
    (gap,) = sole.end(START + timedelta(seconds=10))
    assert (gap.missing, gap.until - gap.since) == (None, timedelta(seconds=9.99))


def test_frames_that_were_missed_are_awaited_filled_in_and_no_gap() -> None:
    sole = stream(keeps=True)
    say(sole, 0, [[1.0, 2.0]])
    sole.broke(GapCause.LINK)
    told = say(sole, 500, [[1.0, 2.0]])

    assert [one.counts for one in sole.awaited] == [range(1, 500)]
    assert sole.awaited_since == at(1)
    assert sole.sequence_of(1) == 1
    for first in (100, 1, 250):  # in any order
        missed = zones(first, [[3.0, 4.0]] * 150, asked_for=True)
        told += sole.take_kept(missed, 5.2)
    told += sole.take_kept(zones(400, [[3.0, 4.0]] * 100, asked_for=True), 5.3)

    frames = [one for one in told if isinstance(one, Frame)]
    assert sorted(one.count for one in frames) == list(range(501))
    assert all(abs((one.at - at(one.count)).total_seconds()) < 0.011 for one in frames)
    assert (sole.tally.caught_up, sole.tally.missing, sole.tally.duplicates) == (499, 0, 51)
    assert sole.awaited_since is None


def test_what_the_sole_no_longer_keeps_is_a_gap_at_once() -> None:
    sole = stream(keeps=True)
    say(sole, 0, [[1.0, 2.0]])
    sole.broke(GapCause.LINK)
    say(sole, 500, [[1.0, 2.0]])

    (gap,) = sole.gone(1, 299)

    assert gap == Gap(at(1), at(300), 299, GapCause.LINK, Foot.LEFT)
    assert [one.counts for one in sole.awaited] == [range(300, 500)]


def test_what_does_not_come_in_half_a_minute_is_given_up() -> None:
    sole = stream(keeps=True)
    say(sole, 0, [[1.0, 2.0]])
    say(sole, 200, [[1.0, 2.0]])

    assert sole.look(31.9) == []
    (gap,) = sole.look(32.1)
    assert (gap.since, gap.until, gap.missing) == (at(1), at(200), 199)


def test_what_would_come_too_late_is_not_awaited() -> None:
    sole = stream(keeps=True)
    say(sole, 0, [[1.0, 2.0]])
    sole.closed_until = at(300)

    _, gap, _ = say(sole, 500, [[1.0, 2.0]])

    assert (gap.missing, gap.until) == (299, at(300))
    assert [one.counts for one in sole.awaited] == [range(300, 500)]


def test_a_sole_that_starts_again_sends_nothing_of_before() -> None:
    sole = stream(keeps=True)
    say(sole, 1000, [[1.0, 2.0]])
    say(sole, 1100, [[1.0, 2.0]])
    sole.starts_anew()

    told = sole.take(zones(3, [[1.0, 2.0]]), 11.5)

    assert [one.missing for one in told if isinstance(one, Gap)] == [99]
    assert sole.take_kept(zones(1050, [[1.0, 2.0]], asked_for=True), 11.6) == []
    assert sole.gone(1050, 10) == []


def test_frames_without_a_count_are_numbered_as_they_come_and_silence_is_a_gap() -> None:
    sole = stream(bits=None, ticks=None)
    told = []
    for n in [*range(100), *range(1000, 1100)]:
        told += sole.take([Zones((1.0, 2.0))], n / 100)
    told += sole.release()

    (gap,) = [one for one in told if isinstance(one, Gap)]
    frames = [one for one in told if isinstance(one, Frame)]
    assert len(frames) == 200
    assert (gap.missing, gap.cause) == (None, GapCause.UNKNOWN)
    assert abs((gap.until - at(1000)).total_seconds()) < 0.02
    assert {one.clock for one in frames} == {ClockQuality.ARRIVAL}


@pytest.mark.parametrize("true_hz", [92.0, 100.0, 108.0])
def test_a_rate_that_is_not_what_the_profile_says_is_found_out(true_hz: float) -> None:
    sole = stream(bits=16, ticks=None)
    told = []
    for n in range(0, 6000, 10):
        told += sole.take(zones(n, [[1.0, 2.0]] * 10, 16), (n + 9) / true_hz)

    late_s = [(one.at - START).total_seconds() - one.count / true_hz for one in told[3000:]]
    assert max(map(abs, late_s)) < 0.02


@pytest.mark.parametrize("set_by_ms", [-7_000, -1_000, -90, 90, 1_000, 7_000, 3_600_000])
def test_a_sole_whose_clock_is_set_loses_no_time(set_by_ms: int) -> None:
    sole = stream()
    told: list[Frame | Gap] = []
    for n in range(0, 12_000, 10):
        heard = zones(n, [[1.0, 2.0]] * 10)
        ticks = 10 * n + (set_by_ms if n > 6_000 else 0)
        heard[0] = Zones(heard[0].values, heard[0].count, 32, ticks % 2**32)
        told += sole.take(heard, (n + 9) / 100)

    assert all(abs((one.at - at(one.count)).total_seconds()) < 0.02 for one in told)
    assert len(told) == 12_000


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(1, 20), st.booleans()), max_size=30),
    st.sampled_from([16, 32]),
    st.booleans(),
)
def test_whatever_a_sole_counts_every_frame_is_told_once_and_the_rest_is_counted(
    said: list[tuple[int, int, bool]],
    bits: int,
    keeps: bool,  # noqa: FBT001  hypothesis hands it over
) -> None:
    sole, told = stream(bits, keeps=keeps), []
    for n, (first, frames, asked_for) in enumerate(said):
        heard = zones(first, np.ones((frames, 2)).tolist(), bits, asked_for=asked_for)
        take = sole.take_kept if asked_for else sole.take
        told += take(heard, n * 0.07)
    told += sole.end(START + timedelta(seconds=len(said) * 0.07))

    counts = [one.count for one in told if isinstance(one, Frame)]
    assert len(counts) == len(set(counts))
    assert sole.tally.frames == len(counts)
    assert sole.tally.missing == sum(one.missing or 0 for one in told if isinstance(one, Gap))
    assert len(sole.awaited) == 0


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
        inbox.put(Notification("", b"", 0, 0))

    assert len(await inbox.take(1.0)) == 2
    assert inbox.overflowed == 3
    inbox.close()
    assert await inbox.take(1.0) == []


async def test_an_inbox_that_stays_empty_says_so() -> None:
    with pytest.raises(TimeoutError):
        await Inbox(2).take(0.001)
