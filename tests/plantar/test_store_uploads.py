"""What a store promises about files that somebody brings."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import inspect

from plantar.errors import BadInput, UnknownImport, UnknownRecord, UnknownRunner, UploadRefused
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.runner import Runner
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from plantar.upload import (
    CHUNK_BYTES,
    MOST_BYTES,
    MOST_LETTERS,
    MOST_WAITING,
    Reading,
    Told,
    Upload,
    UploadState,
    Why,
    shown_name,
)
from tests.plantar.test_store_migrations import command, config, writing

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
ORIGIN = Origin("brought", OriginKind.IMPORT, "steps.csv", NOON, "0" * 64)
DAYS = Batch(ORIGIN, "steps", (DayTotal(NOON.date(), 8_000),))
KEPT = Told(UploadState.ACCEPTED, "daily-steps", "days", origin_id="brought")


def brought(upload_id: str = "u", content: bytes = b"date,steps", **other: object) -> Upload:
    upload = Upload(upload_id, "anna", "steps.csv", len(content), "0" * 64, "kine", NOON)
    return replace(upload, **other)  # type: ignore[arg-type]


def put(store: Store, upload: Upload, content: bytes = b"date,steps") -> Upload:
    store.keep_upload("anna", upload, content)
    return upload


def taken(store: Store, now: datetime = NOON) -> Upload:
    found = store.take_upload(now, now - timedelta(seconds=20))
    assert found is not None
    return found


def test_a_file_comes_back_byte_by_byte_and_is_kept_with_its_verdict(store: Store) -> None:
    content = bytes(range(256)) * (CHUNK_BYTES // 256 * 2 + 5)
    put(store, brought(content=content), content)
    upload = taken(store)

    assert (upload.state, upload.tries) == (UploadState.TAKEN, 1)
    assert store.upload_content(upload) == content
    settled = store.settle_upload(upload, KEPT, (DAYS,), {DayTotal})

    assert settled is not None
    assert (settled.told.new, settled.told.origin_id) == (1, "brought")
    assert store.uploads("anna") == [settled]
    assert store.upload_content(upload) == b""
    assert store.dirty("anna").days == (NOON.date(),)


def test_what_waits_longest_is_taken_first_and_nothing_twice(store: Store) -> None:
    put(store, brought("second", at=LATER))
    put(store, brought("first"))

    assert [taken(store).id, taken(store).id] == ["first", "second"]
    assert not store.upload_waits(NOON - timedelta(seconds=20))
    assert store.take_upload(NOON, NOON - timedelta(seconds=20)) is None


def test_what_nobody_is_heard_of_about_is_taken_again_and_kept_once(store: Store) -> None:
    put(store, brought())
    lost = taken(store)
    assert store.see_upload(lost, NOON + timedelta(seconds=30))
    assert store.take_upload(NOON, NOON + timedelta(seconds=20)) is None

    again = taken(store, NOON + timedelta(seconds=60))

    assert again.tries == 2
    assert not store.see_upload(lost, LATER)
    assert store.settle_upload(lost, KEPT, (DAYS,)) is None
    assert store.origins("anna") == []
    assert store.settle_upload(again, KEPT, (DAYS,)) is not None
    assert store.settle_upload(again, KEPT, (DAYS,)) is None


def test_one_that_cannot_be_kept_leaves_neither_rows_nor_a_verdict(store: Store) -> None:
    put(store, brought())
    upload = taken(store)
    impossible = Batch(replace(ORIGIN, label="a\0b"), "steps", DAYS.records)

    with pytest.raises(Exception, match="NUL"):
        store.settle_upload(upload, KEPT, (DAYS, impossible, replace(impossible, source="\0")))

    assert store.origins("anna") == []
    assert [one.state for one in store.uploads("anna")] == [UploadState.TAKEN]
    assert store.upload_content(upload) == b"date,steps"


def test_a_file_that_asks_keeps_its_bytes_until_it_is_answered(store: Store) -> None:
    put(store, brought())
    readings = tuple(Reading(order, date(2026, 3, 4), date(2026, 5, 6)) for order in ("dmy", "mdy"))
    asks = Told(UploadState.ASKS, why=Why.DATES, reason="two", readings=readings)
    store.settle_upload(taken(store), asks)

    assert store.uploads("anna")[0].told == asks
    with pytest.raises(BadInput, match="'ymd' is not one of dmy, mdy"):
        store.said_dates("anna", "u", "ymd")
    store.said_dates("anna", "u", "mdy")

    upload = taken(store)
    assert (upload.dates, upload.tries, upload.told.readings) == ("mdy", 1, ())
    assert store.upload_content(upload) == b"date,steps"
    with pytest.raises(BadInput, match="nothing is asked"):
        store.said_dates("anna", "u", "mdy")


def test_an_import_is_taken_back_by_its_own_runner_alone(store: Store) -> None:
    store.add_runner(Runner("bert"))
    put(store, brought())
    store.settle_upload(taken(store), KEPT, (DAYS,))
    stream = Origin("live anna", OriginKind.STREAM, "soles", NOON)
    store.put("anna", Batch(stream, "soles", (DayTotal(date(2026, 6, 2), 1),)))

    for runner_id, origin_id in (("bert", "brought"), ("anna", "live anna"), ("anna", "x")):
        with pytest.raises(UnknownImport):
            store.withdraw_import(runner_id, origin_id)
    gone = store.withdraw_import("anna", "brought")

    assert gone.rows == 1
    with pytest.raises(UnknownImport):
        store.withdraw_import("anna", "brought")
    assert [row.origin.id for row in store.origins("anna")] == ["live anna"]
    assert [one.state for one in store.uploads("anna")] == [UploadState.UNDONE]


def test_only_what_nobody_reads_and_nothing_is_kept_of_is_taken_back(store: Store) -> None:
    put(store, brought())
    store.withdraw_upload("anna", "u")
    assert store.uploads("anna") == []
    with pytest.raises(UnknownRecord, match="no upload u of runner 'anna'"):
        store.withdraw_upload("anna", "u")

    put(store, brought())
    upload = taken(store)
    with pytest.raises(BadInput, match="nobody reads"):
        store.withdraw_upload("anna", "u")
    store.settle_upload(upload, KEPT, (DAYS,))
    with pytest.raises(BadInput, match="nothing is kept"):
        store.withdraw_upload("anna", "u")


def test_no_more_waits_than_there_is_room_for(store: Store) -> None:
    for n in range(MOST_WAITING):
        put(store, brought(f"u{n}", b""), b"")
    with pytest.raises(UploadRefused, match="60 files of 0 bytes wait") as refused:
        put(store, brought())
    assert refused.value.code == "too-much"

    store.settle_upload(taken(store), Told(UploadState.REJECTED))
    put(store, brought())
    with pytest.raises(BadInput, match="of 10 B"):
        put(store, brought(size=9), b"date,steps")
    with pytest.raises(UnknownRunner):
        store.uploads("zoe")


def test_one_file_is_no_larger_than_what_the_page_says(store: Store) -> None:
    content = bytes(MOST_BYTES + 1)

    with pytest.raises(UploadRefused, match="the most is 64000000") as refused:
        put(store, brought(content=content), content)

    assert (refused.value.code, store.uploads("anna")) == ("too-large", [])


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\anna\\stappen.csv", "stappen.csv"),
        ("a\0b\r\n\u202egnp.csv", "abgnp.csv"),
        ("<script>alert(1)</script>", "script>"),
        ("", "?"),
        ("..", "?"),
        ("\ud800.csv", ".csv"),
    ],
    ids=range(7),
)
def test_a_name_is_only_shown(given: str, shown: str) -> None:
    assert shown_name(given) == shown
    assert shown_name(shown) == shown


def test_a_name_of_ten_thousand_letters_keeps_its_end() -> None:
    shown = shown_name("x" * 10_000 + ".csv")

    assert len(shown) == MOST_LETTERS
    assert shown.endswith("x.csv")
    with pytest.raises(BadInput, match="name"):
        brought(name="x" * 10_000)


def test_a_store_from_before_gets_both_tables_and_can_go_back(address: str) -> None:
    with open_store(address) as store:
        store.add_runner(Runner("anna"))
        put(store, brought())
        put(store, brought("other", at=LATER))
        newest, oldest = store.uploads("anna")
        assert all(one.at < other.at for one, other in pairwise((oldest, newest)))
        assert store.uploads("anna", 1) == [newest]
    with writing(address) as connection:
        command.downgrade(config(connection), "0017")
        assert not {"upload", "upload_chunk"} & set(inspect(connection).get_table_names())

    with open_store(address) as store:
        assert store.uploads("anna") == []
