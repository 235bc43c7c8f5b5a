"""What was measured waits in a file until the centre has committed it, and these very bytes."""

import asyncio
import queue
import random
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.outbox.box import Outbox
from collector.outbox.room import Bounds
from collector.outbox.sender import LONGEST_WAIT_S, Handed, Sender
from collector.outbox.state import look
from collector.outbox.writer import Writer
from plantar.errors import OutboxError, OutboxFull, OutboxTaken, StoreError
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Gap,
    GapCause,
    Measured,
    Session,
    Sport,
)
from plantar.minute import StepMinute
from plantar.sample import Foot
from plantar.wire import Answer, Parcel, read

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
POD = "foot pod"
DAY = 1_440


def minute(number: int, revision: int = 1, steps: float = 80.0) -> StepMinute:
    return StepMinute(NOON + timedelta(minutes=number), revision, steps, 60.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


@pytest.fixture
def outbox(path: Path) -> Iterator[Outbox]:
    with Outbox(path) as opened:
        yield opened


def waiting(outbox: Outbox) -> list[Measured]:
    """What a sender would hand over now, oldest first."""
    parcels = outbox.take(10**6)
    outbox.settle(Answer())
    return [read(one.payload) for one in parcels]


def everything(parcels: Sequence[Parcel]) -> Answer:
    return Answer(tuple(one.receipt for one in parcels))


def sender(outbox: Outbox, deliver: object, at_once: int = 100) -> Sender:
    return Sender(outbox, deliver, random.Random(1), at_once)  # type: ignore[arg-type]  # noqa: S311 - spreads retries


def test_everything_measured_waits_in_the_order_in_which_it_came(outbox: Outbox) -> None:
    told = (
        minute(0),
        Gap(NOON, NOON + timedelta(seconds=3), 300, GapCause.LINK),
        DayTotal(date(2026, 5, 31), 8021),
        Session(NOON, Sport.RUNNING, 1800.0),
        Calibration(NOON, 1.25, 700.0, CalibrationMethod.SELF, 40),
        minute(1),
    )

    outbox.append(POD, told, now=NOON)

    assert waiting(outbox) == list(told)


def test_what_is_recorded_outlives_its_collector(path: Path) -> None:
    with Outbox(path) as first:
        first.append(POD, [minute(0), minute(1)], now=NOON)

    with Outbox(path) as second:
        assert waiting(second) == [minute(0), minute(1)]


def test_only_what_the_centre_committed_leaves(outbox: Outbox) -> None:
    outbox.append(POD, [minute(n) for n in range(10)], now=NOON)
    parcels = outbox.take(4)

    outbox.settle(Answer((parcels[1].receipt, parcels[3].receipt)))

    assert waiting(outbox) == [minute(n) for n in (0, 2, 4, 5, 6, 7, 8, 9)]


def test_an_acknowledgement_of_an_earlier_revision_leaves_the_later_one(outbox: Outbox) -> None:
    outbox.append(POD, [minute(0, 1, 20.0), minute(1)], now=NOON)
    under_way = outbox.take(10)
    outbox.append(POD, [minute(0, 2, 55.0)], now=NOON)

    outbox.settle(everything(under_way))

    assert waiting(outbox) == [minute(0, 2, 55.0)]
    outbox.settle(everything(outbox.take(10)))
    assert waiting(outbox) == []


def test_a_late_earlier_revision_never_replaces_a_later_one(outbox: Outbox) -> None:
    outbox.append(POD, [minute(0, 5, 55.0)], now=NOON)

    outbox.append(POD, [minute(0, 4, 40.0)], now=NOON)

    assert waiting(outbox) == [minute(0, 5, 55.0)]


def test_a_minute_keeps_its_place_when_it_is_told_again(outbox: Outbox) -> None:
    outbox.append(POD, [minute(0), minute(1), minute(2)], now=NOON)

    outbox.append(POD, [minute(0, 2), minute(3)], now=NOON)

    assert waiting(outbox) == [minute(0, 2), minute(1), minute(2), minute(3)]


def test_two_calibrations_of_one_moment_are_both_sent(outbox: Outbox) -> None:
    sure = Calibration(NOON, 1.25, 700.0, CalibrationMethod.SELF, 40)
    surer = replace(sure, strides=90)
    outbox.append(POD, [surer], now=NOON)

    outbox.append(POD, [sure, surer], now=NOON)

    assert waiting(outbox) == [surer, sure]


def test_an_acknowledgement_that_comes_twice_or_of_nothing_changes_nothing(outbox: Outbox) -> None:
    outbox.append(POD, [minute(0), minute(9)], now=NOON)
    answer = everything(outbox.take(1))

    outbox.settle(answer)
    outbox.settle(answer)

    assert waiting(outbox) == [minute(9)]


def test_the_open_minutes_are_remembered_after_they_were_committed(path: Path) -> None:
    with Outbox(path) as first:
        first.append(POD, [minute(n) for n in range(9)], now=NOON)
        first.append("other pod", [minute(0)], now=NOON)
        first.settle(everything(first.take(100)))

    with Outbox(path) as second:
        assert second.state().waiting == 0
        assert second.told(POD) == (minute(5), minute(6), minute(7), minute(8))
        assert second.told("other pod") == (minute(0),)
        assert second.told("nobody's pod") == ()
        second.append(POD, [minute(8)], now=NOON)  # the very same: the centre has it
        assert waiting(second) == []
        second.append(POD, [minute(8, 2)], now=NOON)
        assert waiting(second) == [minute(8, 2)]


def test_a_clock_that_leapt_for_a_minute_does_not_hide_the_open_minutes(path: Path) -> None:
    year = 365 * DAY
    with Outbox(path) as first:
        for number in (0, year, 1, 2):
            first.append(POD, [minute(number)], now=NOON)
            first.settle(everything(first.take(100)))
        assert set(first.told(POD)) == {minute(1), minute(2)}

    with Outbox(path) as second:
        assert set(second.told(POD)) == {minute(1), minute(2)}


def test_an_outbox_can_be_looked_at_while_its_collector_works_with_it(
    outbox: Outbox, path: Path
) -> None:
    outbox.append(POD, [minute(3), minute(4)], now=NOON)

    seen = look(path)

    assert seen == outbox.state()
    assert (seen.waiting, seen.oldest) == (2, minute(3).at)


def test_where_there_is_no_outbox_none_is_made_by_looking(path: Path) -> None:
    with pytest.raises(OutboxError, match="there is no outbox"):
        look(path)

    assert not path.exists()


def test_how_far_a_device_had_measured_is_known_after_a_crash_and_not_after_a_rest(
    path: Path,
) -> None:
    with Outbox(path) as first:
        assert first.reached(POD) is None
        first.append(POD, [minute(0)], now=NOON, until=NOON + timedelta(seconds=31.5))

    with Outbox(path) as second:
        assert second.reached(POD) == NOON + timedelta(seconds=31.5)
        second.rest(POD)
        assert second.reached(POD) is None


def test_a_second_collector_is_refused_until_the_first_lets_go(path: Path) -> None:
    with Outbox(path) as first:
        first.append(POD, [minute(0)], now=NOON)
        with pytest.raises(OutboxTaken, match=r"outbox\.db: another collector"):
            Outbox(path)

    with Outbox(path) as later:
        assert waiting(later) == [minute(0)]


def test_a_row_the_centre_refuses_stays_and_stops_nobody_else(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def centre(parcels: Sequence[Parcel]) -> Answer:
        odd = {one.receipt: "nobody wears it" for one in parcels if one.receipt.device != POD}
        return Answer(tuple(one.receipt for one in parcels if one.receipt not in odd), odd)

    with Outbox(path) as outbox:
        outbox.append("unknown pod", [minute(0)], now=NOON)
        outbox.append(POD, [minute(n) for n in range(20)], now=NOON)
        assert sender(outbox, centre, 3).drain()
        assert outbox.state().refused == 1
        assert "nobody wears it" in caplog.text

    with Outbox(path) as again:  # somebody may wear it now
        assert waiting(again) == [minute(0)]


def test_a_day_away_is_drained_completely_and_in_order(outbox: Outbox) -> None:
    away, heard = True, list[Measured]()

    def centre(parcels: Sequence[Parcel]) -> Answer:
        if away:
            raise StoreError("the centre is away")
        heard.extend(read(one.payload) for one in parcels)
        return everything(parcels)

    one = sender(outbox, centre)
    for quarter in range(0, DAY, 15):  # each minute is told three times
        for revision in range(1, 4):
            minutes = [minute(number, revision) for number in range(quarter, quarter + 15)]
            outbox.append(POD, minutes, now=NOON)
        assert one.hand_over() is Handed.FAILED
    assert one.trouble == "the centre is away"
    assert outbox.state().waiting == DAY
    assert outbox.state().oldest == NOON
    away = False

    assert one.drain(DAY)

    assert heard == [minute(number, 3) for number in range(DAY)]
    assert one.trouble is None
    assert outbox.state().waiting == 0


def test_a_centre_that_acknowledges_nothing_is_not_asked_without_a_pause(outbox: Outbox) -> None:
    asked = 0

    def centre(parcels: Sequence[Parcel]) -> Answer:
        nonlocal asked
        asked += 1
        return Answer()

    outbox.append(POD, [minute(0)], now=NOON)

    assert not sender(outbox, centre).drain(50)
    assert asked == 1


def test_waits_grow_and_are_never_all_alike(outbox: Outbox) -> None:
    def centre(parcels: Sequence[Parcel]) -> Answer:
        raise ConnectionError("no route")

    outbox.append(POD, [minute(0)], now=NOON)
    one = sender(outbox, centre)
    waits = []
    for _ in range(200):
        one.hand_over()
        waits.append(one.patience_s())

    assert waits[0] <= 1.0
    assert max(waits) > 0.9 * LONGEST_WAIT_S
    assert max(waits) <= LONGEST_WAIT_S
    assert len(set(waits)) == 200


def test_raw_gives_way_first_and_minutes_stay(path: Path) -> None:
    bounds = Bounds(most_bytes=400_000)
    with Outbox(path, bounds) as outbox:
        for second in range(200):
            since = NOON + timedelta(seconds=second)
            outbox.append_raw(POD, since, since + timedelta(seconds=1), bytes(3_000), now=NOON)
        raw_before = outbox.raw(POD)
        outbox.append(POD, [minute(n) for n in range(600)], now=NOON)
        raw_after = outbox.raw(POD)
        state = outbox.state()

        assert waiting(outbox) == [minute(n) for n in range(600)]
    assert state.used_bytes <= bounds.most_bytes
    assert 0 < len(raw_after) < len(raw_before) < 200
    assert raw_after[-1] == raw_before[-1]  # the oldest went
    (gone,) = state.given_up
    assert (gone.device, gone.what, gone.since) == (POD, "raw", NOON)
    assert gone.until == raw_after[0][0]
    assert gone.count == 200 - len(raw_after)


def test_raw_older_than_a_week_goes(outbox: Outbox) -> None:
    end = NOON + timedelta(seconds=1)
    outbox.append_raw(POD, NOON, end, b"frames", now=NOON)
    outbox.append(POD, [minute(0)], now=NOON + timedelta(days=7))
    assert outbox.raw(POD) == [(NOON, end, b"frames")]

    outbox.append(POD, [minute(1)], now=NOON + timedelta(days=7, seconds=2))

    assert outbox.raw(POD) == []


def test_when_only_minutes_are_left_the_oldest_make_room_and_a_gap_says_so(path: Path) -> None:
    bounds = Bounds(most_bytes=120_000)
    with Outbox(path, bounds) as outbox:
        for number in range(0, 1_000, 5):
            outbox.append(POD, [minute(n) for n in range(number, number + 5)], now=NOON)
            assert outbox.state().used_bytes <= bounds.most_bytes
        gap, *minutes = sorted(
            waiting(outbox), key=lambda one: one.since if isinstance(one, Gap) else one.at
        )
        (gone,) = outbox.state().given_up

    first = 1_000 - len(minutes)
    assert 0 < first < 1_000
    assert minutes == [minute(number) for number in range(first, 1_000)]
    assert gap == Gap(NOON, NOON + timedelta(minutes=first), None, GapCause.OVERFLOW)
    assert (gone.what, gone.since, gone.until, gone.count) == ("minutes", NOON, gap.until, first)


def test_the_gap_of_one_foot_is_not_made_longer_by_minutes_of_both(path: Path) -> None:
    left = Gap(NOON - timedelta(minutes=1), NOON, None, GapCause.OVERFLOW, Foot.LEFT)
    with Outbox(path, Bounds(most_bytes=120_000)) as outbox:
        outbox.append(POD, [left], now=NOON)
        for number in range(600):
            outbox.append(POD, [minute(number)], now=NOON)
        first, laid, *others = [one for one in waiting(outbox) if isinstance(one, Gap)]

    assert first == left
    assert (laid.since, laid.foot, others) == (NOON, None, [])


def test_minutes_under_way_are_not_given_up(path: Path) -> None:
    with Outbox(path, Bounds(most_bytes=120_000)) as outbox:
        outbox.append(POD, [minute(n) for n in range(50)], now=NOON)
        under_way = outbox.take(50)
        outbox.append(POD, [minute(n) for n in range(50, 200)], now=NOON)
        for number in range(200, 600):
            outbox.append(POD, [minute(number)], now=NOON)

        outbox.settle(Answer())

        told = waiting(outbox)
    assert [read(one.payload) for one in under_way] == told[:50]
    assert Gap in map(type, told)


def test_what_may_not_be_given_up_is_refused_loudly_when_there_is_no_room(path: Path) -> None:
    with Outbox(path, Bounds(most_bytes=80_000)) as outbox:
        totals = [DayTotal(date(2020, 1, 1) + timedelta(days=n), n) for n in range(100)]
        outbox.append(POD, totals, now=NOON)
        more = [DayTotal(date(2021, 1, 1) + timedelta(days=n), n) for n in range(100)]

        with pytest.raises(OutboxFull, match=r"outbox\.db: holds 80000 bytes"):
            outbox.append(POD, [minute(0), *more], now=NOON)

        assert waiting(outbox) == totals


def test_a_damaged_file_is_set_aside_and_what_can_be_read_of_it_goes_on(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Outbox(path) as outbox:
        outbox.append(POD, [minute(n) for n in range(3_000)], now=NOON)
    whole = path.read_bytes()
    middle = len(whole) // 2
    pages = 4 * 4_096
    path.write_bytes(whole[:middle] + b"\xa5" * pages + whole[middle + pages :])

    with Outbox(path) as outbox:
        told = waiting(outbox)
        outbox.append(POD, [minute(5_000)], now=NOON)

        assert outbox.set_aside == path.with_name("outbox.db.damaged-1")
    assert path.with_name("outbox.db.damaged-1").stat().st_size == len(whole)
    assert "set aside as outbox.db.damaged-1" in caplog.text
    assert f"{len(told)} rows were taken over" in caplog.text
    assert 2_000 < len(told) < 3_000
    assert set(told) < {minute(n) for n in range(3_000)}
    assert (told[0], told[-1]) == (minute(0), minute(2_999))


def test_a_file_that_is_no_database_is_kept_under_another_name(path: Path) -> None:
    path.write_bytes(b"date,steps\n" * 500)
    path.with_name("outbox.db.damaged-1").write_bytes(b"an earlier one")

    with Outbox(path) as outbox:
        assert waiting(outbox) == []

    assert path.with_name("outbox.db.damaged-2").read_bytes() == b"date,steps\n" * 500


def test_another_database_is_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE runner (id TEXT)")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(OutboxError, match=r"outbox\.db: is another database"):
        Outbox(path)

    assert path.read_bytes() == before


def test_an_outbox_of_a_later_version_is_left_alone(path: Path) -> None:
    Outbox(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 3")
    connection.close()

    with pytest.raises(OutboxError, match="version 3, this Plantar knows 2"):
        Outbox(path)


def test_an_outbox_of_an_earlier_version_is_brought_up_with_all_that_waits(path: Path) -> None:
    with Outbox(path) as outbox:
        outbox.append(POD, [minute(0), minute(1)], now=NOON)
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE standing")
    connection.execute("PRAGMA user_version = 1")
    connection.close()

    with Outbox(path) as outbox:
        outbox.append(POD, [minute(2)], now=NOON, standing=b"12")

        assert waiting(outbox) == [minute(0), minute(1), minute(2)]
        assert outbox.standing(POD) == b"12"


def test_what_a_counter_stands_at_is_kept_with_its_steps_or_not_at_all(path: Path) -> None:
    with Outbox(path, Bounds(most_bytes=80_000)) as outbox:
        outbox.append(POD, [minute(0)], now=NOON, standing=b"early")
        totals = [DayTotal(date(2020, 1, 1) + timedelta(days=n), n) for n in range(200)]
        with pytest.raises(OutboxFull):
            outbox.append(POD, totals, now=NOON, standing=b"late")

        assert outbox.standing(POD) == b"early"
    with Outbox(path) as outbox:
        assert outbox.standing(POD) == b"early"
        assert outbox.standing("another") is None


def test_a_row_that_the_disk_has_changed_is_not_sent(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Outbox(path) as outbox:
        outbox.append(POD, [minute(0), minute(1)], now=NOON)
        odd = outbox.take(1)[0].payload.replace(b"80.0", b"81.0")
        outbox._connection.execute("UPDATE parcel SET payload = ? WHERE no = 1", (odd,))

        assert waiting(outbox) == [minute(1)]
        assert outbox.state().refused == 1
    assert "damaged on the disk" in caplog.text
    assert zlib.crc32(odd)


def test_what_was_acknowledged_survives_a_power_cut_as_far_as_sqlite_can_tell(
    outbox: Outbox,
) -> None:
    asked = ("journal_mode", "synchronous")
    told = [outbox._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in asked]

    assert told == ["wal", 2]


def test_while_the_outbox_takes_nothing_records_wait_in_memory_and_then_go_in(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Outbox(path) as outbox:
        writer = Writer(outbox)
        writer.note(POD, (minute(0),), NOON)
        assert writer.write(NOON)
        outbox._connection.execute("PRAGMA max_page_count = 1")  # as if the disk were full
        for number in range(1, 200):
            writer.note(POD, (minute(number, 1), minute(number, 2)), NOON)
            writer.write(NOON)
        held = writer.waiting

        assert writer.trouble is not None
        assert "the disk is full" in writer.trouble
        assert caplog.text.count("measuring goes on") == 1
        assert len(waiting(outbox)) + held == 200

        outbox._connection.execute("PRAGMA max_page_count = 1000000")
        assert writer.write(NOON)
        assert writer.trouble is None
        assert set(waiting(outbox)) == {minute(0), *(minute(n, 2) for n in range(1, 200))}


def test_memory_is_bounded_too_and_says_what_it_dropped(path: Path) -> None:
    with Outbox(path) as outbox:
        writer = Writer(outbox, most_waiting=100)
        for number in range(250):
            writer.note(POD, (minute(number),), None)
            assert writer.waiting <= 101
        writer.write(NOON)
        told = waiting(outbox)

    minutes = [one for one in told if isinstance(one, StepMinute)]
    gaps = [one for one in told if isinstance(one, Gap)]
    lost = sum(round((gap.until - gap.since) / timedelta(minutes=1)) for gap in gaps)
    assert minutes == [minute(number) for number in range(lost, 250)]
    assert {gap.cause for gap in gaps} == {GapCause.OVERFLOW}


DOINGS = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.integers(0, 5), st.integers(1, 4)),
        st.tuples(st.just("take"), st.integers(1, 4), st.just(0)),
        st.tuples(st.just("settle"), st.integers(0, 15), st.just(0)),
        st.tuples(st.just("restart"), st.just(0), st.just(0)),
    ),
    max_size=40,
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(DOINGS)
def test_whatever_happens_the_centre_gets_the_last_word_of_every_minute(
    tmp_path_factory: pytest.TempPathFactory, doings: list[tuple[str, int, int]]
) -> None:
    path = tmp_path_factory.mktemp("box") / "outbox.db"
    centre: dict[datetime, int] = {}  # the highest revision committed of each minute
    appended: dict[datetime, int] = {}
    under_way: list[Parcel] = []
    outbox = Outbox(path)
    for what, one, two in doings:
        match what:
            case "append":
                outbox.append(POD, [minute(one, two)], now=NOON)
                appended[minute(one).at] = max(two, appended.get(minute(one).at, 0))
            case "take":
                under_way = outbox.take(one)
            case "settle":
                some = [p for place, p in enumerate(under_way) if one >> place & 1]
                commit(centre, some)
                outbox.settle(everything(some))
            case _:
                outbox.close()
                outbox, under_way = Outbox(path), []
    parcels = outbox.take(100)
    commit(centre, parcels)
    outbox.settle(everything(parcels))
    left = outbox.take(100)
    outbox.close()

    assert centre == appended
    assert left == []


def commit(centre: dict[datetime, int], parcels: list[Parcel]) -> None:
    for one in parcels:
        record = read(one.payload)
        assert isinstance(record, StepMinute)
        centre[record.at] = max(record.revision, centre.get(record.at, 0))


async def test_a_sender_hands_over_when_woken_and_goes_on_after_the_centre_was_away(
    outbox: Outbox,
) -> None:
    heard: queue.Queue[Measured] = queue.Queue()
    tries = 0

    def centre(parcels: Sequence[Parcel]) -> Answer:
        nonlocal tries
        tries += 1
        if tries == 2:
            raise ConnectionError("no route")
        for one in parcels:
            heard.put(read(one.payload))
        return everything(parcels)

    stop = asyncio.Event()
    one = sender(outbox, centre)
    keeping = asyncio.create_task(one.keep(stop))
    for number in range(3):
        await asyncio.to_thread(outbox.append, POD, [minute(number)], now=NOON)
        one.wake()
        assert await asyncio.to_thread(heard.get, timeout=60) == minute(number)
    stop.set()
    await asyncio.wait_for(keeping, 60)

    assert heard.empty()
    assert tries == 4
    assert one.trouble is None
