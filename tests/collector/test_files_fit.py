"""FIT activities and daily monitoring: real small files, and made ones for the rare cases."""

import struct
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from fitdecode.utils import compute_crc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.files.door import read_file
from collector.files.fit_track import steps
from plantar.errors import FileRejected
from plantar.measured import DayTotal, Sport
from plantar.recording import ActivityRecording, DayTable, Reading

DATA = Path(__file__).parents[1] / "data"
#: 2024-03-01 10:00:00 UTC as FIT counts it.
MORNING = int(datetime(2024, 3, 1, 10, tzinfo=UTC).timestamp()) - 631_065_600

# Message numbers, and (field number, struct letter, FIT base type) of the fields used here.
FILE_ID, SESSION, RECORD, EVENT, SPORT, MONITORING, MONITORING_INFO = 0, 18, 20, 21, 12, 55, 103
U32, U16, U8, ENUM = ("I", 0x86), ("H", 0x84), ("B", 0x02), ("B", 0x00)
FIELDS = {
    FILE_ID: {"type": (0, *ENUM), "manufacturer": (1, *U16)},
    SESSION: {
        "timestamp": (253, *U32), "start_time": (2, *U32), "sport": (5, *ENUM),
        "sub_sport": (6, *ENUM), "elapsed_ms": (7, *U32), "timer_ms": (8, *U32),
        "cycles": (10, *U32),
    },
    RECORD: {"timestamp": (253, *U32), "cadence": (4, *U8), "fraction": (53, *U8)},
    EVENT: {"timestamp": (253, *U32), "event": (0, *ENUM), "event_type": (1, *ENUM)},
    SPORT: {"sport": (0, *ENUM), "sub_sport": (1, *ENUM)},
    MONITORING: {"timestamp": (253, *U32), "kind": (5, *ENUM), "cycles": (3, *U32)},
    MONITORING_INFO: {"timestamp": (253, *U32), "local": (0, *U32)},
}  # fmt: skip
ACTIVITY, SETTINGS, MONITORING_B = 4, 2, 32
RUN, BIKE, TRANSITION, SWIM, WALK, HIKE, GENERIC = 1, 2, 3, 5, 11, 17, 0


#: A foot pod's app that tells a field named Cadence of its own, 77 in every record.
POD = (
    bytes([0x40, 0, 0, *struct.pack("<H", 207), 1, 3, 1, 0x02, 0, 0])  # developer_data_id 0
    + bytes([0x40, 0, 0, *struct.pack("<H", 206), 4, 0, 1, 2, 1, 1, 2, 2, 1, 2, 3, 8, 7])
    + bytes([0, 0, 0, 2, *b"Cadence\0"])
)


def fit(*messages: tuple[int, dict[str, int]], pod: bool = False) -> bytes:
    """A FIT file of these messages, whole and with its checksums."""
    body = POD if pod else b""
    for number, values in messages:
        fields = [FIELDS[number][name] for name in values]
        with_pod = pod and number == RECORD
        body += struct.pack("<BBBHB", 0x60 if with_pod else 0x40, 0, 0, number, len(fields))
        for at, letter, base in fields:
            body += struct.pack("<BBB", at, struct.calcsize(letter), base)
        body += bytes([1, 0, 1, 0]) if with_pod else b""
        letters = "".join(letter for _, letter, _ in fields)
        body += b"\0" + struct.pack("<" + letters, *values.values())
        body += b"\x4d" if with_pod else b""
    head = struct.pack("<BBHI4s", 14, 0x20, 2132, len(body), b".FIT")
    whole = head + struct.pack("<H", compute_crc(head)) + body
    return whole + struct.pack("<H", compute_crc(whole))


def file_id(kind: int = ACTIVITY) -> tuple[int, dict[str, int]]:
    return FILE_ID, {"type": kind, "manufacturer": 1}


def session(
    sport: int, start: int, seconds: int, cycles: int | None = None, sub: int = 0
) -> tuple[int, dict[str, int]]:
    told = {
        "timestamp": start + seconds, "start_time": start, "sport": sport, "sub_sport": sub,
        "elapsed_ms": seconds * 1000, "timer_ms": seconds * 1000,
    }  # fmt: skip
    return SESSION, told if cycles is None else told | {"cycles": cycles}


def records(start: int, seconds: int, strides_pm: int) -> list[tuple[int, dict[str, int]]]:
    return [(RECORD, {"timestamp": start + s, "cadence": strides_pm}) for s in range(seconds + 1)]


def reading_of(folder: Path, content: bytes, zone: ZoneInfo | None = None) -> Reading:
    path = folder / "a.fit"
    path.write_bytes(content)
    return read_file(path, zone=zone)


def activities(reading: Reading) -> list[ActivityRecording]:
    assert reading.format == "fit-activity"
    return [r for r in reading.recordings if isinstance(r, ActivityRecording)]


def days(reading: Reading) -> DayTable:
    assert reading.format == "fit-monitoring"
    (table,) = reading.recordings
    assert isinstance(table, DayTable)
    return table


def test_a_run_has_the_strides_and_the_contact_time_of_the_watch() -> None:
    (run,) = activities(read_file(DATA / "garmin-fenix-5-run.fit"))

    assert (run.sport, run.sport_name, run.part) == (Sport.RUNNING, "running", None)
    assert run.strides == 78
    assert run.contact_time_s == pytest.approx(0.2703)
    assert run.duration_s == pytest.approx(56.887)
    assert run.distance_m == pytest.approx(157.56)
    assert run.start == datetime(2017, 6, 11, 14, 34, 9, tzinfo=UTC)
    assert run.sensor == "garmin fenix5 3945849289"
    assert run.quality == ()


def test_cadence_counts_both_feet_and_keeps_its_fraction() -> None:
    (run,) = activities(read_file(DATA / "garmin-fenix-5-run.fit"))

    at_four_seconds = run.track.cadence_spm[run.track.time_s == 4.0]

    assert at_four_seconds == pytest.approx([2 * 78.5])
    assert steps(run.track, 56.887) == pytest.approx(156, abs=2)


def test_a_walk_whose_strides_and_cadence_disagree_says_both() -> None:
    (walk,) = activities(read_file(DATA / "garmin-fenix-5-walk.fit"))

    assert walk.sport is Sport.WALKING
    assert walk.strides == 41
    assert walk.quality == ("strides and cadence disagree: 82 steps by strides, 92 by cadence",)


def test_a_foot_pod_gives_contact_time_but_not_while_standing() -> None:
    (run,) = activities(read_file(DATA / "stryd-up-and-down.fit"))

    assert run.strides is None
    assert np.isnan(run.track.contact_time_s[0])
    assert np.nanmedian(run.track.contact_time_s) == pytest.approx(0.23, abs=0.03)


def test_the_steps_of_a_monitored_day_are_the_counters_not_their_sum() -> None:
    table = days(read_file(DATA / "MonitoringFile.fit"))

    assert table.totals == (DayTotal(date(2014, 12, 27), 3142 + 31, 31),)
    assert table.quality == ()


def test_a_watch_that_never_saw_the_date_starts_at_the_local_time_it_was_told() -> None:
    (untold,) = activities(read_file(DATA / "antfs-dump.63.fit"))
    (told,) = activities(read_file(DATA / "antfs-dump.63.fit", zone=ZoneInfo("Europe/Brussels")))

    assert untold.quality[0] == "start is local time without its zone, taken as UTC"
    assert told.start == datetime(2012, 2, 13, 11, 23, 51, tzinfo=ZoneInfo("Europe/Brussels"))
    assert (untold.start - told.start).total_seconds() == 3600


def test_a_wrong_checksum_is_an_error() -> None:
    with pytest.raises(FileRejected, match="checksum at its end is wrong"):
        read_file(DATA / "activity-filecrc.fit")


def test_a_byte_that_changed_on_the_way_is_an_error(tmp_path: Path) -> None:
    content = bytearray((DATA / "garmin-fenix-5-run.fit").read_bytes())
    content[-40] ^= 1

    with pytest.raises(FileRejected, match="checksum"):
        reading_of(tmp_path, bytes(content))


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("activity-unexpected-eof.fit", "the header says 771 bytes, the file has 768"),
        ("activity-settings-corruptheader.fit", "what follows has no FIT header"),
        ("activity-settings-nodata.fit", "a further part breaks off at byte 786"),
    ],
)
def test_what_came_before_a_break_is_kept_and_marked_partial(name: str, cause: str) -> None:
    reading = read_file(DATA / name)

    assert cause in (reading.partial or "")
    assert "kept are 1 session and 14 records" in (reading.partial or "")
    assert activities(reading)[0].duration_s == pytest.approx(13.749)


def test_a_run_cut_off_before_its_session_is_built_from_its_records(tmp_path: Path) -> None:
    content = fit(file_id(), (SPORT, {"sport": RUN, "sub_sport": 3}), *records(MORNING, 120, 80))

    reading = reading_of(tmp_path, content[:-30])
    (run,) = activities(reading)

    assert "cut off" in (reading.partial or "")
    assert (run.sport, run.sport_name) == (Sport.RUNNING, "running/trail")
    assert "no session message: built from its records" in run.quality
    assert run.strides is None
    assert steps(run.track, None) == pytest.approx(160 * run.track.time_s[-1] / 60)


def test_records_without_a_session_and_without_a_sport_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="intact, but without session, lap and activity") as no:
        reading_of(tmp_path, fit(file_id(), *records(MORNING, 60, 80)))

    assert "do not say that it was on foot" in no.value.cause


def test_each_leg_of_a_triathlon_is_its_own_recording_and_only_the_run_has_steps(
    tmp_path: Path,
) -> None:
    swim, change, bike, run = MORNING, MORNING + 100, MORNING + 130, MORNING + 330
    content = fit(
        file_id(),
        *records(swim, 429, 85),
        session(SWIM, swim, 100, 60, sub=18),
        session(TRANSITION, change, 30, 90),
        session(BIKE, bike, 200, 280),
        session(RUN, run, 100, 141),
    )

    legs = activities(reading_of(tmp_path, content))

    assert [leg.part for leg in legs] == [
        "session 1 of 4: swimming/open_water",
        "session 2 of 4: transition",
        "session 3 of 4: cycling",
        "session 4 of 4: running",
    ]
    assert [leg.strides for leg in legs] == [None, None, None, 141]
    assert [len(leg.track.time_s) for leg in legs] == [100, 30, 200, 100]
    assert legs[0].quality == ("not on foot: swimming",)
    assert legs[1].quality[0].startswith("transition: no steps are added (180 by its cycles, ")
    assert legs[2].quality == ("not on foot: cycling",)
    assert legs[3].quality == ()


def test_chained_files_are_one_activity(tmp_path: Path) -> None:
    first = fit(file_id(), *records(MORNING, 60, 80))
    second = fit(file_id(), session(HIKE, MORNING, 60, 80))

    (hike,) = activities(reading_of(tmp_path, first + second))

    assert (hike.sport, hike.strides, len(hike.track.time_s)) == (Sport.HIKING, 80, 61)


def test_a_record_from_another_century_is_left_out(tmp_path: Path) -> None:
    late = int(datetime(2085, 12, 21, tzinfo=UTC).timestamp()) - 631_065_600
    content = fit(
        file_id(),
        session(RUN, MORNING, 60, 80),
        *records(MORNING, 60, 80),
        (RECORD, {"timestamp": late, "cadence": 80}),
    )

    reading = reading_of(tmp_path, content)

    assert reading.notes == ("1 record outside every session, as late as 2085: left out",)
    assert activities(reading)[0].track.time_s[-1] == 60.0


def test_no_step_is_counted_while_the_timer_stands_still(tmp_path: Path) -> None:
    content = fit(
        file_id(),
        *records(MORNING, 60, 80),
        (EVENT, {"timestamp": MORNING + 60, "event": 0, "event_type": 4}),
        (EVENT, {"timestamp": MORNING + 660, "event": 0, "event_type": 0}),
        *records(MORNING + 660, 60, 80),
        session(RUN, MORNING, 720),
    )

    (run,) = activities(reading_of(tmp_path, content))

    assert steps(run.track, 720.0) == pytest.approx(2 * 160)


def test_an_unnamed_sport_is_not_taken_for_a_run_because_it_has_cadence(tmp_path: Path) -> None:
    content = fit(file_id(), *records(MORNING, 60, 80), session(GENERIC, MORNING, 60, 80))

    (some,) = activities(reading_of(tmp_path, content))

    assert (some.sport, some.strides) == (Sport.OTHER, None)
    assert some.quality == ("not known to be on foot: generic",)


def test_counters_start_again_at_local_midnight(tmp_path: Path) -> None:
    first_night = int(datetime(2024, 2, 29, 23, tzinfo=UTC).timestamp()) - 631_065_600
    hour = 3600

    def row(after_h: float, kind: int, steps_so_far: int) -> tuple[int, dict[str, int]]:
        at = first_night + int(after_h * hour)
        return MONITORING, {"timestamp": at, "kind": kind, "cycles": steps_so_far}

    content = fit(
        file_id(MONITORING_B),
        (MONITORING_INFO, {"timestamp": first_night, "local": first_night + hour}),
        row(8, 6, 1000),
        row(12, 6, 4000),
        row(13, 1, 500),
        row(24, 6, 6000),  # midnight in Brussels closes the day before
        row(30, 6, 700),
        row(35, 6, 900),
        row(36, 2, 5000),  # pedalling
    )

    table = days(reading_of(tmp_path, content))

    assert table.totals == (
        DayTotal(date(2024, 3, 1), 6500, 500),
        DayTotal(date(2024, 3, 2), 900, 0),
    )
    assert table.quality == ("2024-03-02 is told up to 12:00",)


def test_monitored_days_without_a_local_time_say_whose_days_they_are(tmp_path: Path) -> None:
    row = (MONITORING, {"timestamp": MORNING + 13 * 3600 + 1800, "kind": 6, "cycles": 50})
    content = fit(file_id(MONITORING_B), row)

    untold = days(reading_of(tmp_path, content))
    told = days(reading_of(tmp_path, content, ZoneInfo("Europe/Brussels")))

    assert untold.totals[0].day == date(2024, 3, 1)
    assert untold.quality[0].startswith("days are UTC days")
    assert told.totals[0].day == date(2024, 3, 2)


def test_a_settings_file_has_no_activity(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="a settings file: no activity in it"):
        reading_of(tmp_path, fit(file_id(SETTINGS)))


def test_a_header_of_two_gigabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.fit"
    with path.open("wb") as file:
        file.write(fit(file_id())[:14])
        file.truncate(2_000_000_000)

    with pytest.raises(FileRejected, match="a FIT file is read up to 64 MB"):
        read_file(path)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_damaged_watch_file_is_read_or_refused_and_nothing_else(
    tmp_path: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(["garmin-fenix-5-walk.fit", "MonitoringFile.fit"]))
    content = bytearray((DATA / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(12, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(14, len(content)))

    try:
        told = reading_of(tmp_path, bytes(content[:cut])).format
    except FileRejected as refused:
        told = refused.cause

    assert told


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_nonsense_under_a_right_checksum_is_read_or_refused(
    tmp_path: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(["garmin-fenix-5-walk.fit", "MonitoringFile.fit"]))
    content = bytearray((DATA / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(14, len(content) - 3))] = data.draw(st.integers(0, 255))
    content[-2:] = struct.pack("<H", compute_crc(bytes(content[:-2])))

    try:
        told = reading_of(tmp_path, bytes(content)).format
    except FileRejected as refused:
        told = refused.cause

    assert told


def test_a_foot_pods_own_cadence_is_not_mixed_in(tmp_path: Path) -> None:
    messages = (file_id(), *records(MORNING, 60, 80), session(RUN, MORNING, 60))
    content = fit(*messages, pod=True)

    (run,) = activities(reading_of(tmp_path, content))

    assert steps(run.track, None) == pytest.approx(160)
    assert "a foot pod's own cadence stands beside the watch's: the watch's is used" in run.quality
