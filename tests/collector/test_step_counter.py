"""No step lost that can be known, and none counted twice, whatever a watch's counter does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.counter import MOST_AT_ONCE, Counted, CounterValue, Standing, Verdict, count

NOON = datetime(2026, 3, 28, 11, tzinfo=UTC)
TODAY, TOMORROW = date(2026, 3, 28), date(2026, 3, 29)


def counted(
    values: list[tuple[float, int]],
    standing: Standing | None = None,
    day: date = TODAY,
    epoch: str = "",
    bits: int = 32,
) -> tuple[list[int | None], list[Verdict], Standing]:
    """Steps and verdicts of (second, raw) values."""
    standing = standing or Standing()
    told: list[Counted] = []
    for second, raw in values:
        value = CounterValue(raw, NOON + timedelta(seconds=second), day, epoch)
        one, standing = count(standing, value, bits)
        assert one.raw == raw
        told.append(one)
    return [one.steps for one in told], [one.verdict for one in told], standing


def test_the_first_value_ever_is_no_steps_and_the_next_ones_are() -> None:
    steps, verdicts, _ = counted([(0, 5000), (10, 5012), (20, 5012), (21, 5014)])

    assert steps == [None, 12, 0, 2]
    assert verdicts == [Verdict.FIRST, *[Verdict.COUNTED] * 3]


def test_after_a_break_on_the_same_day_the_steps_in_between_are_counted() -> None:
    *_, standing = counted([(0, 5000), (10, 5010)])

    steps, *_ = counted([(3610, 9010), (3611, 9012)], standing)

    assert steps == [4000, 2]


def test_yesterday_s_counter_sent_once_more_after_midnight_is_no_steps() -> None:
    *_, evening = counted([(0, 12_000), (60, 12_050)])

    steps, verdicts, _ = counted(
        [(70, 12_050), (71, 12_050), (72, 0), (80, 6), (90, 16)], evening, TOMORROW
    )

    assert steps == [None, 0, None, 6, 10]
    assert verdicts[0] is Verdict.FIRST
    assert verdicts[2] is Verdict.DOUBTED


def test_yesterday_s_counter_between_two_of_today_is_no_steps() -> None:
    *_, evening = counted([(0, 12_000), (60, 12_050)])

    steps, *_ = counted(
        [(70, 0), (72, 4), (73, 12_050), (74, 8), (900, 12_050), (901, 1508)], evening, TOMORROW
    )

    assert steps == [None, 4, None, 4, None, 1500]


def test_a_counter_that_fell_counts_on_from_where_it_stands_once_the_next_value_agrees() -> None:
    steps, verdicts, _ = counted([(0, 5000), (10, 5010), (40, 30), (50, 45), (60, 60)])

    assert steps == [None, 10, None, 45, 15]
    assert verdicts[3] is Verdict.RESET


def test_a_counter_that_fell_for_one_value_only_had_not_been_reset() -> None:
    steps, *_ = counted([(0, 5000), (10, 5010), (600, 3), (601, 5020), (602, 5022)])

    assert steps == [None, 10, None, 10, 2]


def test_a_doubt_is_decided_for_the_fewer_steps() -> None:
    fell_a_little = [(0, 90), (10, 100), (40, 90), (41, 101)]
    leapt_and_stayed = [(0, 0), (10, 12), (11, 3000), (700, 3000)]

    assert counted(fell_a_little)[0] == [None, 10, None, 1]
    assert counted(leapt_and_stayed)[0] == [None, 12, None, 0]


def test_a_counter_that_fell_further_than_anybody_walks_tells_only_what_follows() -> None:
    steps, *_ = counted([(0, 5000), (10, 5010), (12, 4000), (13, 4002)])

    assert steps == [None, 10, None, 2]


@pytest.mark.parametrize("bits", [16, 32])
def test_a_counter_rolls_over_without_a_phantom_step(bits: int) -> None:
    top = 2**bits

    steps, verdicts, _ = counted([(0, top - 20), (10, top - 4), (20, 7), (30, 20)], bits=bits)

    assert steps == [None, 16, 11, 13]
    assert verdicts[2] is Verdict.ROLLED_OVER


def test_half_a_billion_steps_at_once_are_never_told() -> None:
    steps, verdicts, _ = counted([(0, 100), (1, 536_870_912), (2, 102), (3, 104)])

    assert steps == [None, None, None, 2]
    assert verdicts[1] is Verdict.DOUBTED


def test_another_run_of_the_counter_is_not_compared_with_this_one() -> None:
    *_, standing = counted([(0, 5000), (10, 5010)], epoch="boot 1")

    steps, verdicts, _ = counted([(20, 5015), (30, 5016)], standing, epoch="boot 2")

    assert steps == [None, 1]
    assert verdicts[0] is Verdict.FIRST


def test_a_clock_set_back_makes_no_steps_and_loses_none_that_are_few() -> None:
    steps, *_ = counted([(0, 100), (10, 110), (-3590, 118), (-3580, 130)])

    assert steps == [None, 10, 8, 12]


#: What happens between two values: seconds, steps a second of a runner, and to the counter.
HAPPENS = st.lists(
    st.tuples(
        st.integers(1, 3000),
        st.floats(0.0, 4.9),
        st.sampled_from(["heard", "heard", "heard", "unheard", "reset", "sent again", "midnight"]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=40,
)


@given(st.integers(0, 40_000), HAPPENS)
def test_the_steps_told_are_never_more_than_were_made(
    start: int, happens: list[tuple[int, float, str, int]]
) -> None:
    raw, made, told, second, day = start, 0, 0, 0.0, TODAY
    standing = Standing()

    def hear(shown: int) -> None:
        nonlocal standing, told
        value = CounterValue(shown, NOON + timedelta(seconds=second), day, "")
        one, standing = count(standing, value, 32)
        told += one.steps or 0

    hear(raw)
    for seconds, pace, what, times in happens:
        second += seconds
        if what == "midnight":
            yesterday, raw = raw, 0
            day += timedelta(days=1)
            for _ in range(times):
                hear(yesterday)
                second += 1
        if what == "reset":
            raw = 0
        stepped = int(seconds * pace)
        raw, made = raw + stepped, made + stepped
        if what == "sent again":
            hear(max(raw - 5000, 0) if raw > 10_000 else raw)
        if what != "unheard":
            hear(raw)
        assert told <= made


@given(st.integers(0, 2**16 - 1), st.lists(st.tuples(st.integers(1, 600), st.floats(0, 4.9))))
def test_every_step_is_told_across_breaks_and_roll_overs(
    start: int, walked: list[tuple[int, float]]
) -> None:
    made, second, values = 0, 0.0, [(0.0, start)]
    for seconds, pace in walked:
        second += seconds
        made += int(seconds * pace)
        values.append((second, (start + made) % 2**16))

    steps, *_ = counted(values, bits=16)

    assert sum(one or 0 for one in steps) == made


@given(st.lists(st.tuples(st.floats(0, 1e5), st.integers(0, 2**32 - 1)), max_size=30))
def test_never_more_steps_are_told_than_anybody_can_make(values: list[tuple[float, int]]) -> None:
    values.sort(key=lambda one: one[0])

    steps, *_ = counted(values)

    lasted_s = values[-1][0] - values[0][0] if values else 0.0
    assert sum(one or 0 for one in steps) <= 5 * lasted_s + 2 * MOST_AT_ONCE * len(values)
