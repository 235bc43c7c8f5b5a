"""Whatever comes over the wire: what is sound is kept, the rest is a dead letter that says why."""

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli import wearers
from cli.taken import Taken, add_taken, taken
from cli.worker import Worker
from plantar import topics
from plantar.bundle import (
    MOST_BYTES,
    Unreadable,
    answer_read,
    dead_read,
    rows_read,
    rows_written,
)
from plantar.errors import FileRejected, WireError
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport, Side
from plantar.runner import Runner
from plantar.store import Store
from plantar.wire import Answer, Parcel, Receipt, parcel
from plantar.wire_kinds import PainTold
from tests.plantar.conftest import sqlite_file
from tests.plantar.measured_things import measured

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ALL = (datetime(2010, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
POD = "foot pod"
TOPIC = topics.rows("pi-1")


def minute(number: int) -> StepMinute:
    return StepMinute(NOW - timedelta(minutes=number), 1, 150.0 + number % 7, 60.0)


GOOD = (parcel(POD, minute(1)), parcel(POD, minute(2)))
GAP = (
    b'{"v":1,"kind":"gap","at":"1970-01-01T00:00:00Z","until":"2038-01-01T00:00:00Z",'
    b'"missing":null,"cause":"link","foot":null}'
)
SESSION = (
    b'{"v":1,"kind":"session","at":"2026-06-01T10:00:00Z","sport":"running","s":1e300,'
    b'"metres":null,"steps":null,"tc":null,"q":[]}'
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with sqlite_file(tmp_path) as opened:
        opened.add_runner(Runner("anna"))
        yield opened


@pytest.fixture
def worker(store: Store, tmp_path: Path) -> Worker:
    wearers.add(tmp_path, wearers.Worn("pi-1", POD), "anna")
    return Worker(store, tmp_path)


def sent(payload: bytes, device: str = POD) -> Parcel:
    return Parcel(Receipt(device, "step/odd", 1, zlib.crc32(payload)), payload)


def said(worker: Worker, topic: str, message: bytes) -> tuple[list[str], list[Answer | Unreadable]]:
    """The reasons of the dead letters, and the answers."""
    letters = worker.take([(topic, message)], now=NOW)
    dead = [one for one in letters if one.topic == topics.dead("pi-1")]
    assert all(one.kept for one in dead)
    answers = [answer_read(one.payload) for one in letters if one not in dead]
    return [dead_read(one.payload)[0] for one in dead], answers


def odd(before: bytes, after: bytes) -> bytes:
    """A right row, but for this."""
    right = (
        b'{"v":1,"kind":"step","at":"2026-06-01T11:00Z","rev":1,"steps":150.0,'
        b'"s":[60.0,null],"running":null,"tc":null,"mps":null,"q":[]}'
    )
    assert before in right
    return right.replace(before, after)


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (odd(b"]}", b""), "no row: "),
        (odd(b'"q":[]}', b'"q":[],"q":[]}'), "q: said twice"),
        (odd(b"150.0", b"NaN"), "steps: NaN is no number"),
        (odd(b"[60.0,", b"[-Infinity,"), "s: -Infinity is no number"),
        (odd(b"150.0", b"1e308"), "steps: 1e+308 is not between 0 and 400"),
        (odd(b"150.0", b"-12"), "steps: -12 is not between 0 and 400"),
        (odd(b"150.0", b'"many"'), "steps: 'many' is not a number"),
        (odd(b'"rev":1', b'"rev":1000000000000000000000'), "revision: 1000000000000000000000 is"),
        (odd(b"2026-06-01T11", b"1970-01-01T00"), "at: '1970-01-01T00:00:00+00:00' is not from"),
        (odd(b"2026-06-01T11", b"2038-01-19T03"), "at: '2038-01-19T03:00:00+00:00' is not in"),
        (odd(b"2026-06-01T11", b"2026-06-04T11"), "at: '2026-06-04T11:00:00+00:00' is not in"),
        (odd(b"11:00Z", b"11:00"), "'2026-06-01T11:00' is not in UTC"),
        (odd(b'"v":1', b'"v":9'), "a row of version 9: this Plantar reads version 1"),
        (odd(b'"step"', b'"dance"'), "a row of kind 'dance'"),
        (odd(b'"mps"', b'"kmh"'), "fields missing or unknown: kmh, mps"),
        (odd(b"[]", b'["\\ud800"]'), "cannot keep this"),
        (b"[" * 8_000, "no row: "),
        (b"", "no row: "),
        (b"null", "no row: 'None' is not an object"),
        (b"\xff\xfe", "no row: "),
        (b" " * 9_000, "a row of 9000 bytes: 8192 at most"),
        (GAP, "at: '1970-01-01T00:00:00+00:00'"),
        (SESSION, "s: 1e+300 is not how long anything lasts"),
        (b'{"v":1,"kind":"day","day":"2026-06-04","steps":[1,null]}', "day: '2026-06-04T"),
    ],
)
def test_what_cannot_be_is_a_dead_letter_and_the_rows_beside_it_are_kept(
    worker: Worker, store: Store, payload: bytes, why: str
) -> None:
    bad = sent(payload)

    reasons, answers = said(worker, TOPIC, rows_written([GOOD[0], bad, GOOD[1]]))

    assert len(reasons) == 1
    assert why in reasons[0]
    assert answers == [Answer(tuple(one.receipt for one in GOOD), {bad.receipt: reasons[0]})]
    kept = [one.record for one in store.measured("anna", StepMinute, *ALL)]
    assert kept == [minute(2), minute(1)]
    assert (worker.taken.committed, worker.taken.refused, worker.taken.dead_letters) == (2, 1, 1)


@pytest.mark.parametrize(
    ("message", "why"),
    [
        (b"", "no line of JSON"),
        (b"hello", "no line of JSON"),
        (b"{}\n", "does not begin with its version"),
        (b'{"v":2,"kind":"rows"}\n', "a message of version 2: this Plantar reads version 1"),
        (b'{"v":1,"kind":"pain"}\n', "a message of kind 'pain': wanted is rows"),
        (rows_written(GOOD)[:-9], "cut off"),
        (bytes(5_000_000), "a message of 5000000 bytes: 1000000 at most"),
        (rows_written(GOOD) + b"0" * (MOST_BYTES - 1_000), "no line of JSON"),
    ],
)
def test_a_message_that_cannot_be_read_is_a_dead_letter_that_a_broker_takes(
    worker: Worker, message: bytes, why: str
) -> None:
    letters = worker.take([(TOPIC, message), (TOPIC, rows_written(GOOD))], now=NOW)

    dead = [dead_read(one.payload) for one in letters if one.topic == topics.dead("pi-1")]
    assert len(dead) == 1
    assert why in dead[0][0]
    assert message.startswith(dead[0][1])
    assert all(len(one.payload) < MOST_BYTES for one in letters)
    answers = [answer_read(one.payload) for one in letters if one.topic == topics.answers("pi-1")]
    assert Unreadable(zlib.crc32(message), dead[0][0]) in answers
    assert Answer(tuple(one.receipt for one in GOOD), {}) in answers
    assert worker.taken == Taken(messages=2, committed=2, unreadable=1)


def test_a_device_counts_only_for_the_collector_that_it_was_named_with(
    worker: Worker, store: Store
) -> None:
    letters = worker.take([(topics.rows("pi-2"), rows_written(GOOD))], now=NOW)

    assert {one.topic for one in letters} == {topics.dead("pi-2"), topics.answers("pi-2")}
    assert dead_read(letters[0].payload)[0] == "nobody here wears 'foot pod'"
    assert not store.measured("anna", StepMinute, *ALL)
    assert worker.taken.refused == 2


def test_a_topic_that_is_no_collectors_is_left_out_and_counted(worker: Worker) -> None:
    strange = [("plantar/v2/pi-1/rows", b""), ("$SYS/x", b""), (topics.state("pi-1"), b"here")]

    assert worker.take(strange, now=NOW) == []
    assert worker.taken == Taken(messages=3, strange=3)


def test_many_collectors_share_a_commit_and_each_hears_of_its_own_rows(
    worker: Worker, store: Store, tmp_path: Path
) -> None:
    for number in range(2, 5):
        store.add_runner(Runner(f"runner-{number}"))
        wearers.add(tmp_path, wearers.Worn(f"pi-{number}", POD), f"runner-{number}")
    messages = [
        (topics.rows(f"pi-{n}"), rows_written([parcel(POD, minute(n))])) for n in range(1, 5)
    ]

    letters = worker.take(messages, now=NOW)

    assert {one.topic: answer_read(one.payload) for one in letters} == {
        topics.answers(f"pi-{n}"): Answer((parcel(POD, minute(n)).receipt,), {})
        for n in range(1, 5)
    }
    assert len(store.measured("runner-3", StepMinute, *ALL)) == 1


def test_an_answer_about_very_many_rows_comes_in_parts_that_a_broker_takes(worker: Worker) -> None:
    rows = [parcel(POD, minute(number)) for number in range(1, 500)]
    messages = [(TOPIC, rows_written(rows[n : n + 60])) for n in range(0, len(rows), 60)]

    told = [answer_read(one.payload) for one in worker.take(messages, now=NOW)]

    assert len(told) == 3
    named = [receipt for one in told if isinstance(one, Answer) for receipt in one.committed]
    assert named == [one.receipt for one in rows]


FELT = NOW - timedelta(hours=1)
STALE = NOW - timedelta(days=20)


@pytest.mark.parametrize(
    ("felt", "told", "said"),
    [
        (FELT, NOW + timedelta(minutes=3), "told: .* is not in the past"),
        (NOW + timedelta(hours=1), NOW, "at: .* is not now or earlier"),
        (STALE - timedelta(days=10), STALE, "at: .* is not within the last 7 days"),
    ],
)
def test_pain_from_elsewhere_is_judged_by_when_it_was_told(
    worker: Worker, store: Store, felt: datetime, told: datetime, said: str
) -> None:
    row = parcel(POD, PainTold(PainReport(felt, PainMoment.DURING, 5, Side.LEFT), told))
    late = parcel(POD, PainTold(PainReport(STALE, PainMoment.DURING, 5, Side.LEFT), STALE))

    letters = worker.take([(TOPIC, rows_written([row, late]))], now=NOW)

    answer = answer_read(letters[-1].payload)
    assert isinstance(answer, Answer)
    assert answer.committed == (late.receipt,)
    assert re.search(said, (answer.refused or {})[row.receipt])
    assert [one.at for one in store.pain("anna", STALE - timedelta(days=30), NOW)] == [STALE]


def test_of_pain_told_twice_the_last_told_counts_whichever_comes_first(
    worker: Worker, store: Store
) -> None:
    morning = [
        parcel(POD, PainTold(PainReport(FELT, PainMoment.FIRST_STEPS, score, Side.LEFT), told))
        for score, told in ((3, NOW), (5, NOW - timedelta(minutes=5)))
    ]

    for one in (*morning, *morning):
        letters = worker.take([(TOPIC, rows_written([one]))], now=NOW)
        assert answer_read(letters[0].payload) == Answer((one.receipt,), {})

    found = store.pain("anna", NOW - timedelta(days=1), NOW + timedelta(days=1))
    assert [report.score for report in found] == [3]


@st.composite
def nearly_right(draw: st.DrawFn) -> bytes:
    """A right message in which some bytes are others, gone, or twice."""
    message = bytearray(
        rows_written([parcel(POD, one) for one in draw(st.lists(measured, max_size=3))])
    )
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(message)))
        message[place : place + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(message)


def resealed(message: bytes) -> bytes:
    """The same rows under checksums that fit, as somebody who may sign in can make them."""
    try:
        return rows_written([sent(one.payload) for one in rows_read(message)])
    except WireError:
        return message


#: A store that fills up does no harm here.
@settings(
    max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.one_of(st.binary(max_size=300), nearly_right(), nearly_right().map(resealed)))
def test_no_bytes_end_a_worker_and_what_is_sound_beside_them_is_kept(
    worker: Worker, message: bytes
) -> None:
    letters = worker.take([(TOPIC, message), (TOPIC, rows_written(GOOD))], now=NOW)

    answers = [answer_read(one.payload) for one in letters if one.topic == topics.answers("pi-1")]
    named = [one for told in answers if isinstance(told, Answer) for one in told.committed]
    assert {one.receipt for one in GOOD} <= set(named)
    for one in letters:
        if one.topic == topics.dead("pi-1"):
            assert dead_read(one.payload)[0]


def test_counts_of_several_workers_add_up_in_their_home(tmp_path: Path) -> None:
    assert taken(tmp_path) == Taken()

    add_taken(tmp_path, Taken(messages=3, committed=2, refused=1))
    add_taken(tmp_path, Taken(messages=1, unreadable=1))

    assert taken(tmp_path) == Taken(messages=4, committed=2, refused=1, unreadable=1)
    assert taken(tmp_path).dead_letters == 2


@pytest.mark.parametrize("text", ["", "[]", '{"rows":1}', '{"messages":-1}', '{"messages":"a"}'])
def test_a_damaged_count_is_named_with_its_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "process.json").write_text(text)

    with pytest.raises(FileRejected, match=r"process\.json: "):
        taken(tmp_path)
