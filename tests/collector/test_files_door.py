"""Whatever is handed over, the answer is a reading or a sentence about what is wrong."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collector.files.door import read_file
from plantar.errors import FileRejected, NotReadYet
from plantar.recording import ActivityRecording, DayTable, ForceRecording

DATA = Path(__file__).parents[1] / "data"


def cause_of(path: Path) -> str:
    with pytest.raises(FileRejected) as no:
        read_file(path)
    assert no.value.path == path
    return no.value.cause


def verdict(path: Path) -> str:
    """What is in a file, or what is wrong with it; any other error fails the test."""
    try:
        reading = read_file(path)
    except FileRejected as refused:
        return refused.cause
    return reading.format if reading.recordings else ""


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture, not a recording"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture, not a recording"),
        (b"%PDF-1.7\n", "a PDF document, not a recording"),
        (b"\x1f\x8b\x08\0", "a gzip archive: unpack it and take the file in it"),
        (b"PK\x03\x04rest/of/it.txt", "a ZIP archive: unpack it and take the files in it"),
        (b"PK\x03\x04..[Content_Types].xml", "an Excel or Word file: save the table as CSV"),
        (b"\0" * 100, "begins with zero bytes: no recording"),
        (b"\x01\x02\x03\x04", "a binary file of no known kind, begins 01 02 03 04"),
        (b"Dear diary,\ntoday I ran.", "text of no known kind"),
        (b'{"hello": 1}', "JSON of no known export"),
        (b"date,km\n2024-01-01,5\n", "a table without a steps column: it has date, km"),
    ],
)
def test_a_file_that_is_no_recording_is_named_for_what_it_is(
    tmp_path: Path, content: bytes, cause: str
) -> None:
    path = tmp_path / "renamed.fit"
    path.write_bytes(content)

    assert cause in cause_of(path)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('<?xml version="1.0"?>\n<HealthData locale="nl_BE">', "Apple Health"),
        ('<?xml version="1.0"?>\n<!DOCTYPE HealthData [\n<!ELEMENT', "Apple Health"),
        ("PK\x03\x04 apple_health_export/export.xml", "Apple Health"),
        ('[{"userProfilePK":0,"calendarDate":"2023-06-02"', "Garmin Connect"),
        ("Activities\nDate,Calories Burned,Steps,Minutes Sedentary\n", "Fitbit"),
        ("Activités\nDate,Calories brûlées,Pas,Minutes sédentaires\n", "Fitbit"),
        ("Activiteiten\nDatum,Calorieën,Stappen,Minuten sedentair\n", "Fitbit"),
        ("Id,ActivityDate,TotalSteps,TotalDistance\n1,4/12/2016,5,1\n", "Fitbit"),
        ('[{"dateTime": "2019-11-01 00:48:00", "value": "0"}]', "Fitbit"),
        ("Activity ID,Activity Date,Activity Name,Activity Type\n", "Strava"),
        ('<?xml version="1.0"?><TrainingCenterDatabase>', "TCX"),
        ('<?xml version="1.0"?>\n<gpx version="1.1">', "GPX"),
    ],
)
def test_an_export_that_is_known_but_not_read_is_refused_by_name(
    tmp_path: Path, head: str, kind: str
) -> None:
    path = tmp_path / "export"
    path.write_text(head, encoding="utf-8")

    with pytest.raises(NotReadYet) as no:
        read_file(path)

    assert no.value.cause == f"recognised as {kind}, not read yet"


def test_a_folder_and_a_path_that_is_not_there_are_said_to_be_so(tmp_path: Path) -> None:
    assert cause_of(tmp_path) == "is a directory, not a file"
    assert cause_of(tmp_path / "nowhere.fit") == "does not exist"
    assert cause_of(DATA / "README.md" / "below.fit") == "does not exist"
    assert cause_of(tmp_path / "a\0b") == "is no name a file can have"


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert cause_of(tmp_path / "pipe") == "is a device or a pipe, not a file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_one_may_not_read_is_said_to_be_so(tmp_path: Path) -> None:
    path = tmp_path / "locked.csv"
    path.write_text("date,steps\n", encoding="utf-8")
    path.chmod(0)

    assert cause_of(path) == "may not be read: no permission"


@pytest.mark.parametrize(
    ("head", "cause"),
    [
        (b"", "begins with zero bytes"),
        (b"date,steps\n2024-01-01,5\n" * 4000, "is 2,000 MB, and a table of daily steps is read"),
        (b"t_s,left_N\n0,1\n" * 6000, "is 2,000 MB, and a table of force is read up to 256 MB"),
    ],
)
def test_two_gigabytes_are_refused_from_their_head_alone(
    tmp_path: Path, head: bytes, cause: str
) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(head)
        file.truncate(2_000_000_000)

    assert cause in cause_of(path)


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "steps.csv"
    path.write_bytes((DATA / "garmin-fenix-5-run.fit").read_bytes())

    assert read_file(path).format == "fit-activity"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")),
        st.text(alphabet="0123456789.,;-/ \t\n\"'eNn", max_size=200).map(str.encode),
    ),
    st.sampled_from(
        [
            b"",
            b"date,steps\n",
            b"Year;Month;Day;Steps\n",
            b"t_s,left_N,right_N\n",
            b"# time\tleft total force[N]\n",
            b"file name: a\nsensor type: y\npressure values in kPa\nleft insole: 1\ntime[secs] 1\n",
            b"sole_id,timestamp," + b",".join(b"pressure_%02d" % n for n in range(1, 13)) + b"\n",
            b"left,right\n",
            b"time,aX,aY,aZ,gX,gY,gZ\n",
            b"1493063653667,1.02,4.30,8.72,0,0,0\n",
            b"MATLAB 5.0 MAT-file",
            b"\x0e\x20\x54\x08\xff\0\0\0.FIT\0\0",
            b"PK\x03\x04",
            b"\xff\xfe",
        ]
    ),
)
def test_any_bytes_are_a_reading_or_a_rejection(
    tmp_path: Path, content: bytes, start: bytes
) -> None:
    path = tmp_path / "any"
    path.write_bytes(start + content)

    assert verdict(path)


@pytest.mark.shared
@pytest.mark.parametrize("folder", ["insole", "fit", "exports", "steps", "training_load", "pain"])
def test_every_real_file_gets_a_reading_or_a_cause(recordings: Path, folder: str) -> None:
    verdicts = {}
    for path in sorted((recordings / folder).rglob("*")):
        if path.is_file():
            verdicts[path] = verdict(path)

    assert verdicts
    assert all(verdicts.values())


READ = {
    "exports/daily_steps/StepData_2020_2026.csv": "daily-steps",
    "fit/fitdecode/2013-02-06-12-11-14.fit": "fit-activity",
    "fit/fitdecode/MonitoringFile.fit": "fit-monitoring",
    "fit/fitdecode/activity-small-fenix2-run.fit": "fit-activity",
    "fit/fitdecode/garmin-fr935-cr.fit": "fit-activity",
    "fit/fitparse/null_compressed_speed_dist.fit": "fit-activity",
    "fit/fitparse/strava-android-app-201.10-b1218918.fit": "fit-activity",
    "fit/sweatpy/6449921903_ACTIVITY.fit": "fit-activity",
    "fit/stryd/stryd-backgaden-1km.fit": "fit-activity",
    "insole/gaitpdb/GaCo01_01.txt": "physionet-force",
    "insole/moticon_opengo/230927_102114_normal.txt": "moticon-opengo",
    "insole/pressuRe/pedar_example.asc": "pedar-asc",
    "insole/pressuRe/stappone_example.csv": "stappone-csv",
    "steps/mobgap/HA_001_data.mat": "mobgap-mat",
    "steps/oxford_step_counter/user1_hand_1506421989895.csv": "oxford-steps",
    "steps/wearable_my_foot/foot_imu_test-run.csv": "foot-imu",
}
NAMED = {
    "exports/apple_health/export_excerpt.xml": "Apple Health",
    "exports/garmin_connect/UDSFile_2023-06-02_2023-09-10.json": "Garmin Connect",
    "exports/fitbit_csv_fr/fitbit_export_2018_06.csv": "Fitbit",
    "exports/fitbit_furberg/dailyActivity_merged.csv": "Fitbit",
    "exports/pmdata/p03/fitbit/steps.json": "Fitbit",
    "exports/pmdata/p01/fitbit/exercise.json": "Fitbit",
    "exports/strava/activities.csv": "Strava",
    "fit/sweatpy/activity_5039744860.tcx": "TCX",
}


@pytest.mark.shared
@pytest.mark.parametrize(("name", "form"), READ.items())
def test_real_recordings_are_read(recordings: Path, name: str, form: str) -> None:
    assert read_file(recordings / name).format == form


@pytest.mark.shared
@pytest.mark.parametrize(("name", "kind"), NAMED.items())
def test_real_exports_of_others_are_named(recordings: Path, name: str, kind: str) -> None:
    with pytest.raises(NotReadYet, match=kind):
        read_file(recordings / name)


@pytest.mark.shared
def test_six_years_of_steps_are_2238_days(recordings: Path) -> None:
    reading = read_file(recordings / "exports/daily_steps/StepData_2020_2026.csv")
    (table,) = reading.recordings

    assert isinstance(table, DayTable)
    assert len(table.totals) == 2238
    assert reading.notes == ("1415 rows without steps after 2026-02-15: ignored",)


@pytest.mark.shared
def test_only_the_run_of_a_real_triathlon_has_steps(recordings: Path) -> None:
    reading = read_file(recordings / "fit/fitparse/sample_mulitple_header.fit")
    legs = [leg for leg in reading.recordings if isinstance(leg, ActivityRecording)]

    assert [leg.strides for leg in legs] == [None, None, None, None, 3960]
    assert [leg.sport.value for leg in legs] == [
        *("swimming", "transition", "cycling", "transition", "running"),
    ]
    assert legs[4].distance_m == pytest.approx(9805.92)


@pytest.mark.shared
def test_an_intact_file_without_a_session_says_just_that(recordings: Path) -> None:
    with pytest.raises(FileRejected, match="intact, but without session, lap and activity mess"):
        read_file(recordings / "fit/muktihari/activity_truncated.fit")


@pytest.mark.shared
def test_a_real_walk_has_its_lost_frames_and_its_lost_row(recordings: Path) -> None:
    (soles,) = read_file(recordings / "insole/moticon_opengo/230927_102114_normal.txt").recordings

    assert isinstance(soles, ForceRecording)
    assert soles.left is not None
    assert soles.right is not None
    assert int((soles.left.force_n != soles.left.force_n).sum()) == 63
    assert int((soles.right.force_n != soles.right.force_n).sum()) == 13
    assert len(soles.time_s) == 1750
    assert soles.duration_s == pytest.approx(17.51)
