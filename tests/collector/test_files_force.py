"""Force under the feet, out of the texts that soles and laboratories export."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from collector.files.door import read_file
from plantar.errors import FileRejected
from plantar.recording import ForceRecording, Reading

DATA = Path(__file__).parents[1] / "data"
OLD, NEW = DATA / "moticon_2022_excerpt.txt", DATA / "moticon_2023_excerpt.txt"


def force_of(reading: Reading) -> ForceRecording:
    (recording,) = reading.recordings
    assert isinstance(recording, ForceRecording)
    return recording


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "a.txt"
    path.write_bytes(text.encode(encoding))
    return path


def gait_text(rows: int = 200) -> str:
    """Nineteen columns in the way of PhysioNet: a foot that swings and stands."""
    lines = []
    for n in range(rows):
        left = [round(max(0.0, 80 * np.sin(n / 16 + k / 8)), 2) for k in range(8)]
        right = [round(max(0.0, -80 * np.sin(n / 16 + k / 8)), 2) for k in range(8)]
        totals = [round(sum(left), 2), round(sum(right), 2)]
        lines.append("\t".join(f"{x:g}" for x in [n / 100, *left, *right, *totals]))
    return "\r\n".join(lines) + "\r\n"


def test_lost_frames_are_missing_and_a_lost_row_is_a_jump_in_time() -> None:
    soles = force_of(read_file(NEW))

    assert soles.left is not None
    assert soles.right is not None
    missing_left = soles.time_s[np.isnan(soles.left.force_n)]
    assert missing_left == pytest.approx([16.29, 16.43, 16.57])
    assert np.isnan(soles.right.force_n).sum() == 6
    assert 16.44 not in np.round(soles.time_s, 2)
    assert soles.rate_hz == 100.0
    assert soles.left.cells is not None
    assert soles.left.cells.shape == (125, 16)


def test_both_header_variants_name_their_soles_and_their_start() -> None:
    old, new = force_of(read_file(OLD)), force_of(read_file(NEW))

    assert old.start == datetime(2022, 9, 15, 13, 58, 36, 241000, tzinfo=UTC)
    assert old.sensor == "moticon opengo SN5392/SN6181"
    assert new.start is None
    assert new.quality == ("start time without zone: 27.09.2023 10:21:14.922",)


def test_a_local_start_becomes_a_moment_where_the_zone_is_known() -> None:
    soles = force_of(read_file(NEW, zone=ZoneInfo("Europe/Brussels")))

    assert soles.start == datetime(2023, 9, 27, 8, 21, 14, 922000, tzinfo=UTC)
    assert soles.quality == ()


def test_columns_are_found_by_name_in_any_order(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "# Sensor insoles: Left SN1, Right SN2\n"
        "# time\tright total force[N]\tleft total force[N]\n"
        "0.00\t10\t1\n0.02\t20\t2\n0.04\t30\t\n",
    )

    soles = force_of(read_file(path))

    assert soles.left is not None
    assert soles.right is not None
    assert soles.right.force_n == pytest.approx([10, 20, 30])
    assert soles.left.force_n == pytest.approx([1, 2, np.nan], nan_ok=True)
    assert (soles.rate_hz, soles.left.cells) == (50.0, None)


def test_a_single_sole_is_read_as_one_foot(tmp_path: Path) -> None:
    path = written(tmp_path, "# time\tleft total force[N]\n0.00\t10\n0.01\t20\n")

    soles = force_of(read_file(path))

    assert soles.right is None
    assert "right foot: not in the file" in soles.quality


def test_pressures_without_total_force_are_refused_with_the_way_out(tmp_path: Path) -> None:
    text = NEW.read_text(encoding="utf-8").replace("left total force[N]", "left whatever[N]")

    with pytest.raises(FileRejected, match=r"without 'left total force.N.': export it again"):
        read_file(written(tmp_path, text))


def test_a_cut_last_row_is_left_out_and_said(tmp_path: Path) -> None:
    text = NEW.read_text(encoding="utf-8")

    reading = read_file(written(tmp_path, text[:-170]))

    assert "broke off in line 134" in (reading.partial or "")
    assert len(force_of(reading).time_s) == 124


def test_a_broken_row_in_the_middle_is_named(tmp_path: Path) -> None:
    lines = NEW.read_text(encoding="utf-8").split("\n")
    lines[20] = lines[20].replace("16.", "sixteen.", 1)

    with pytest.raises(FileRejected, match=r"line 21: 'sixteen\.\d+' is not a number"):
        read_file(written(tmp_path, "\n".join(lines)))


def test_time_that_falls_back_is_refused(tmp_path: Path) -> None:
    lines = NEW.read_text(encoding="utf-8").split("\n")
    lines[20], lines[21] = lines[21], lines[20]

    with pytest.raises(FileRejected, match="time does not rise"):
        read_file(written(tmp_path, "\n".join(lines)))


def test_force_text_without_a_header_is_known_by_its_sums(tmp_path: Path) -> None:
    reading = read_file(written(tmp_path, gait_text()))

    soles = force_of(reading)
    assert reading.format == "physionet-force"
    assert soles.left is not None
    assert soles.left.layout is not None
    assert soles.left.layout.heel_to_toe[0] == 0.0
    assert soles.left.layout.heel_to_toe[7] == 1.0
    assert soles.left.cells is not None
    assert soles.left.force_n == pytest.approx(soles.left.cells.sum(axis=1), abs=0.01)
    assert (soles.rate_hz, soles.duration_s) == (100.0, pytest.approx(2.0))


def test_nineteen_columns_that_are_no_sums_are_not_force(tmp_path: Path) -> None:
    rows = "\n".join("\t".join(str(n + k) for k in range(19)) for n in range(20))

    with pytest.raises(FileRejected, match="without a header"):
        read_file(written(tmp_path, rows))


def test_a_total_cut_in_the_middle_of_its_digits_is_noticed(tmp_path: Path) -> None:
    text = gait_text(175).rstrip("\r\n")

    reading = read_file(written(tmp_path, text[:-5]))

    assert "its total is not the sum" in (reading.partial or "")
    assert len(force_of(reading).time_s) == 174


@pytest.mark.parametrize(
    "text",
    [
        "t_s,F_left_N,F_right_N\n0.00,350.5,1\n0.01,351.5,2\n",
        "tijd [s];links [N];rechts [N]\n0,00;350,5;1\n0,01;351,5;2\n",
        "Temps (s)\tForce gauche (N)\tForce droite (N)\n0,00\t350,5\t1\n0,01\t351,5\t2\n",
        "\ufefftime_ms;left_force;right_force\r\n0;350,5;1\r\n10;351,5;2",
    ],
)
def test_a_plain_table_of_force_is_read_in_three_languages(tmp_path: Path, text: str) -> None:
    reading = read_file(written(tmp_path, text))

    soles = force_of(reading)
    assert reading.format == "force-table"
    assert soles.rate_hz == 100.0
    assert soles.left is not None
    assert soles.left.force_n == pytest.approx([350.5, 351.5])


def test_force_in_another_unit_is_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="is in kg, wanted is N"):
        read_file(written(tmp_path, "t_s,left_kg,right_kg\n0,1,2\n0.01,1,2\n"))


def test_force_that_no_foot_can_bear_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match=r"left force 90000 N at 0\.01 s"):
        read_file(written(tmp_path, "t_s,left_N\n0,1\n0.01,90000\n"))


def test_a_header_without_rows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="no rows of measurements"):
        read_file(written(tmp_path, "t_s,left_N,right_N\n"))


def test_progress_goes_up_to_the_whole_file() -> None:
    told: list[tuple[int, int]] = []

    read_file(NEW, on_progress=lambda read, total: told.append((read, total)))

    assert told[-1] == (NEW.stat().st_size,) * 2
