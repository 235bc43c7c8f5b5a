"""Recordings of acceleration are known by their content, in m/s², and never at a guessed rate."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from collector.files.door import read_file
from plantar.errors import FileRejected
from plantar.recording import AccelerationRecording

G = 9.80665
MOBGAP = "samples,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n"
FOOT = "time,aX,aY,aZ,gX,gY,gZ\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "recording"
    path.write_text(text, encoding="utf-8")
    return path


def only(path: Path, rate_hz: float | None = None) -> AccelerationRecording:
    (one,) = read_file(path, rate_hz=rate_hz).recordings
    assert isinstance(one, AccelerationRecording)
    return one


def test_a_phone_counts_nanoseconds_since_it_started(tmp_path: Path) -> None:
    rows = "1493063653667,1.02,4.30,8.72,0,0,0\n1493073653667,-1.5E-1,6.28,5.28,0,1,0\n"

    path = written(tmp_path, rows)
    phone = only(path)

    assert read_file(path).format == "oxford-steps"
    assert phone.time_s == pytest.approx([0.0, 0.01])
    assert phone.rate_hz == pytest.approx(100.0)
    assert phone.acceleration.tolist() == [[1.02, 4.30, 8.72], [-0.15, 6.28, 5.28]]
    assert phone.start is None
    assert phone.placement is None


def test_a_foot_imu_counts_milliseconds_and_g(tmp_path: Path) -> None:
    foot = only(written(tmp_path, FOOT + "161129,0.5,0,1,0,0,0\n161139,0,0,-1,1,2,3\n"))

    assert foot.rate_hz == pytest.approx(100.0)
    assert foot.acceleration[0] == pytest.approx([0.5 * G, 0.0, G])


def test_a_file_without_a_clock_asks_for_its_rate(tmp_path: Path) -> None:
    path = written(tmp_path, MOBGAP + "0,0,0,1,0,0,0\n1,0,0,1,0,0,0\n")

    with pytest.raises(FileRejected, match="does not tell its rate: give it with --rate HZ"):
        read_file(path)

    assert only(path, 50.0).time_s == pytest.approx([0.0, 0.02])


def test_a_rate_at_which_no_step_is_seen_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, MOBGAP + "0,0,0,1,0,0,0\n1,0,0,1,0,0,0\n")

    with pytest.raises(FileRejected, match="has 5 rows a second, steps are told from 20 to 1000"):
        read_file(path, rate_hz=5.0)


def test_gravity_tells_g_from_metres_and_rubbish_from_both(tmp_path: Path) -> None:
    in_g = only(written(tmp_path, MOBGAP + "0,0,0,1,0,0,0\n1,0,0,1,0,0,0\n"), 100.0)
    in_si = only(written(tmp_path, MOBGAP + "0,0,0,9.8,0,0,0\n1,0,0,9.8,0,0,0\n"), 100.0)

    assert in_g.acceleration[0, 2] == pytest.approx(G)
    assert in_si.acceleration[0, 2] == pytest.approx(9.8)
    with pytest.raises(FileRejected, match="neither 1 g nor"):
        read_file(written(tmp_path, MOBGAP + "0,0,0,40,0,0,0\n1,0,0,40,0,0,0\n"), rate_hz=100.0)


def test_a_sample_that_was_left_out_is_a_jump_in_time(tmp_path: Path) -> None:
    back = only(written(tmp_path, MOBGAP + "0,0,0,1,0,0,0\n5,0,0,1,0,0,0\n"), 100.0)

    assert back.time_s == pytest.approx([0.0, 0.05])


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ("10,0,0,1,0,0,0\n10,0,0,1,0,0,0\n", "time does not rise"),
        ("10,0,0,1,0,0,0\n", "a single row"),
        ("10,0,0,1,0,0,0\n20,0,0,900,0,0,0\n", "at 0.01 s is more than a body can bear"),
        ("10,0,0,1,0,0,0\n20,0,x,1,0,0,0\n30,0,0,1,0,0,0\n", "line 3: 'x' is not a number"),
        ("", "no rows of measurements"),
    ],
)
def test_a_broken_recording_is_refused_with_its_cause(
    tmp_path: Path, rows: str, cause: str
) -> None:
    with pytest.raises(FileRejected, match=cause):
        read_file(written(tmp_path, FOOT + rows))


def mat(path: Path, start: str, rate_hz: float | None = 100.0) -> Path:
    back = {"Acc": np.tile([0.0, 0.0, 1.0], (300, 1))}
    if rate_hz is not None:
        back["Fs"] = {"Acc": rate_hz}
    trial = {"StartDateTime": start, "SU": {"LowerBack": back}}
    savemat(path, {"data": {"TimeMeasure1": {"Test5": {"Trial1": trial, "Trial2": trial}}}})
    return path


def test_every_trial_of_a_matlab_file_is_a_recording_with_its_clock(tmp_path: Path) -> None:
    reading = read_file(mat(tmp_path / "any.csv", "2020-12-10T13:57:44.733+01:00"))
    first, second = reading.recordings

    assert reading.format == "mobgap-mat"
    assert isinstance(first, AccelerationRecording)
    assert (first.part, second.part) == ("TimeMeasure1/Test5/Trial1", "TimeMeasure1/Test5/Trial2")
    assert first.placement == "lower back"
    assert first.rate_hz == 100.0
    assert first.acceleration[0] == pytest.approx([0.0, 0.0, G])
    zone = timezone(timedelta(hours=1))
    assert first.start == datetime(2020, 12, 10, 13, 57, 44, 733000, tzinfo=zone)
    assert first.start.astimezone(UTC).hour == 12


def test_a_matlab_clock_without_a_zone_is_no_clock(tmp_path: Path) -> None:
    reading = read_file(mat(tmp_path / "a.mat", "2020-12-10T13:57:44"))

    assert {one.quality for one in reading.recordings} == {
        ("start time without zone: 2020-12-10T13:57:44",)
    }


def test_a_matlab_file_of_something_else_is_refused(tmp_path: Path) -> None:
    savemat(tmp_path / "other.mat", {"data": 3.0})
    with pytest.raises(FileRejected, match=r"without data\.TimeMeasure"):
        read_file(tmp_path / "other.mat")

    with pytest.raises(FileRejected, match="acceleration without a rate"):
        read_file(mat(tmp_path / "a.mat", "", rate_hz=None))

    cut = tmp_path / "cut.mat"
    cut.write_bytes(mat(tmp_path / "a.mat", "").read_bytes()[:700])
    with pytest.raises(FileRejected, match="a MATLAB file"):
        read_file(cut)
