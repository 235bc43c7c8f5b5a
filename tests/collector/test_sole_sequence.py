"""Frames are counted from the first one heard: none twice, and none lost without a word."""

from hypothesis import given
from hypothesis import strategies as st

from collector.decoding.reading import Zones
from collector.frame_times import FrameTimes
from collector.sequence import Sequence

WRAP = 2**32
#: What happens to a packet of so many frames: it comes, is lost, comes twice, or comes again late.
packets = st.lists(
    st.tuples(st.sampled_from(["comes", "lost", "twice", "again"]), st.integers(1, 20)),
    min_size=1,
    max_size=60,
)


@given(st.sampled_from([8, 15, 16, 18, 32]), st.integers(0, WRAP - 1), packets)
def test_what_was_sent_is_what_was_heard_and_what_is_told_missing(
    bits: int, start: int, happens: list[tuple[str, int]]
) -> None:
    sequence, counts, heard, missing = Sequence(100.0, bits), start, [], 0
    elapsed_s = 0.0
    first = None
    last_packet = None
    for what, frames in happens:
        if last_packet and counts + frames - last_packet[0] > min(1000, 2**bits / 4):
            last_packet = None  # too long ago to come late
        arrivals = {"comes": [(counts, frames)], "lost": [], "twice": [(counts, frames)] * 2}.get(
            what, [(counts, frames), *([last_packet] if last_packet else [])]
        )
        for at, size in arrivals:
            told = sequence.take(at % 2**bits, size, elapsed_s)
            elapsed_s = 0.0
            assert not told.rebooted
            first = at if first is None else first
            missing += told.missing or 0
            heard += range(told.first, told.first + size - told.skip)
        last_packet = (counts, frames) if what != "lost" else last_packet
        counts += frames
        elapsed_s += frames / 100

    if heard:
        assert heard == sorted(set(heard))
        assert heard[-1] + 1 == len(heard) + missing


@given(st.integers(0, WRAP - 1), st.integers(1, 500), st.integers(1, 20))
def test_a_gap_of_any_size_is_counted_even_across_the_roll_over(
    start: int, gap: int, frames: int
) -> None:
    sequence = Sequence(100.0)
    sequence.take(start, frames, 0.0)

    told = sequence.take((start + frames + gap) % WRAP, frames, gap / 100)

    assert (told.first, told.missing, told.rebooted) == (frames + gap, gap, False)


@given(
    st.sampled_from([8, 15, 16, 18, 32]),
    st.floats(0.0, 0.1),
    st.floats(-250e-6, 250e-6),
    st.data(),
)
def test_a_count_that_came_round_while_the_sole_was_away_tells_how_many_were_missed(
    bits: int, waited_s: float, drift: float, data: st.DataObject
) -> None:
    most_s = min(2**bits / 4 / 100 / 5e-4 - 1, 86_400.0)
    away_s = data.draw(st.floats(0.1, most_s))
    sequence = Sequence(100.0, bits)
    sequence.take(0, 10, 0.0)
    missed = int(away_s * 100 * (1 + drift))

    told = sequence.take((10 + missed) % 2**bits, 10, away_s + waited_s)

    assert (told.rebooted, told.missing, told.first) == (False, missed, 10 + missed)


def test_a_sole_away_for_longer_than_its_count_can_tell_begins_anew() -> None:
    sequence = Sequence(100.0, 8)
    sequence.take(0, 10, 0.0)

    told = sequence.take(10, 10, 3600.0)

    assert (told.rebooted, told.missing) == (True, None)


def test_frames_that_the_radio_held_back_are_heard_at_once_and_none_is_missing() -> None:
    sequence = Sequence(100.0, 8)
    sequence.take(0, 10, 0.0)

    told = [sequence.take(10 + n * 10, 10, 1.0 if n == 0 else 0.0) for n in range(10)]

    assert [(one.missing, one.rebooted) for one in told] == [(0, False)] * 10


def test_a_sole_that_restarted_while_it_was_away_is_known_by_the_time_that_passed() -> None:
    sequence = Sequence(100.0, 18)
    sequence.take(0, 10, 0.0)

    told = sequence.take(150, 10, 1800.0)

    assert (told.rebooted, told.missing) == (True, None)


def test_a_frame_that_was_given_up_is_late_and_one_heard_before_is_a_duplicate() -> None:
    sequence = Sequence(100.0)
    sequence.take(0, 10, 0.0)
    sequence.take(20, 10, 0.2)

    late = sequence.take(10, 10, 0.1)
    again = sequence.take(20, 10, 0.1)

    assert (late.late, late.duplicates, late.skip) == (10, 0, 10)
    assert (again.late, again.duplicates, again.skip) == (0, 10, 10)


def test_a_packet_that_overlaps_gives_only_what_is_new() -> None:
    sequence = Sequence(100.0)
    sequence.take(0, 10, 0.0)

    told = sequence.take(6, 10, 0.1)

    assert (told.first, told.skip, told.duplicates, told.missing) == (10, 4, 4, 0)


def test_a_count_that_falls_far_back_or_leaps_ahead_is_a_new_beginning() -> None:
    for count in (5, 2**31):
        sequence = Sequence(100.0)
        sequence.take(100_000, 10, 0.0)

        told = sequence.take(count, 10, 0.1)

        assert (told.rebooted, told.missing, told.first) == (True, None, 10)


def test_a_sole_that_says_it_restarted_is_believed_even_when_its_count_fits() -> None:
    sequence = Sequence(100.0)
    sequence.take(0, 10, 0.0)
    sequence.begin_anew()

    told = sequence.take(10, 10, 0.1)

    assert (told.rebooted, told.missing, told.first) == (True, None, 10)


@given(
    st.lists(st.floats(0.0, 0.3), min_size=20, max_size=120),
    st.floats(-100.0, 100.0),
    st.floats(0.0, 1e6),
)
def test_delays_move_no_frame_by_more_than_the_shortest_of_them(
    delays_s: list[float], drift_ppm: float, began_s: float
) -> None:
    rate_hz, frames = 100.0, 7
    true_rate_hz = rate_hz * (1 + drift_ppm * 1e-6)
    times, arrival_s, waited_s = FrameTimes(rate_hz, None, counted=True), 0.0, []
    packet = [Zones((1.0,))] * frames
    for n, delay_s in enumerate(delays_s, 1):
        last = n * frames - 1
        # packets come in order: one that is held up holds up those behind it
        arrival_s = max(arrival_s, began_s + last / true_rate_hz + delay_s)
        own_s = times.heard(last - frames + 1, packet, arrival_s)
        waited_s.append(arrival_s - began_s - last / true_rate_hz)

    last = len(delays_s) * frames - 1
    late_s = times.moment(own_s[-1]).at_s - (began_s + last / true_rate_hz)
    spent_s = last / true_rate_hz * abs(drift_ppm) * 1e-6
    assert -spent_s - 1e-6 <= late_s <= min(waited_s) + spent_s + 1e-6
