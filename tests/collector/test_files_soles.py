"""Soles of other makers: what each file says, and what is wrong with one that does not."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from collector.files.door import read_file
from collector.files.sole_layout import known_sole
from plantar.errors import FileRejected
from plantar.recording import FootForce, ForceRecording
from tests.collector.sole_texts import pedar_text, pedar_walk, stappone_text, walk

DATA = Path(__file__).parents[1] / "data"
PEDAR, STAPPONE = DATA / "pedar_excerpt.asc", DATA / "stappone_excerpt.csv"


def written(folder: Path, text: str) -> Path:
    path = folder / "sole.dat"
    path.write_text(text, encoding="utf-8")
    return path


def soles_in(path: Path, **asked: object) -> ForceRecording:
    (recording,) = read_file(path, **asked).recordings  # type: ignore[arg-type]
    assert isinstance(recording, ForceRecording)
    return recording


def foot(sole: FootForce | None) -> FootForce:
    assert sole is not None
    return sole


def cause_of(path: Path) -> str:
    with pytest.raises(FileRejected) as no:
        read_file(path)
    return no.value.cause


def test_pedar_pressures_become_newtons_by_the_size_of_the_sole() -> None:
    soles = soles_in(PEDAR, zone=ZoneInfo("Europe/Brussels"))
    left = foot(soles.left)

    assert (soles.rate_hz, len(soles.time_s), soles.in_newtons) == (100.0, 12, True)
    assert soles.start == datetime(2023, 4, 25, 8, 49, tzinfo=UTC)
    assert soles.sensor == "pedar y-1865l-1870r-pxf306-11mar2021"
    assert left.cells is not None
    assert left.cells.shape == (12, 99)
    assert left.cells[0, 0] == pytest.approx(32.5 * 0.196)  # kPa times a thousandth of 196 mm²
    assert left.force_n == pytest.approx(left.cells.sum(axis=1))
    assert soles.quality == ()


def test_a_walk_on_pedar_soles_comes_back_as_the_force_it_was_made_of(tmp_path: Path) -> None:
    text, force_n = pedar_walk(10)

    soles = soles_in(written(tmp_path, text))

    assert foot(soles.left).force_n == pytest.approx(force_n[0], abs=0.1)
    assert foot(soles.right).force_n == pytest.approx(force_n[1], abs=0.1)
    assert soles.quality == ("start time without zone: 25.04.23 10.49",)


def test_a_pedar_sole_of_an_unknown_size_is_weighed_roughly_and_said_so(tmp_path: Path) -> None:
    text, force_n = pedar_walk(4)

    soles = soles_in(written(tmp_path, text.replace("y-1l", "uw-1l")))

    assert "size 'uw' of the sole not known: mean areas, newtons are rough" in soles.quality
    assert foot(soles.left).force_n.max() == pytest.approx(0.8 * force_n[0].max(), rel=0.05)


def test_one_pedar_insole_is_one_foot(tmp_path: Path) -> None:
    kpa = np.full((20, 99), 10.0)
    kpa[:, 0] = np.arange(20)

    soles = soles_in(written(tmp_path, pedar_text(np.empty((0, 0)), kpa)))

    assert soles.left is None
    assert "left foot: not in the file" in soles.quality
    assert foot(soles.right).force_n[0] == pytest.approx(98 * 10.0 * 0.193, rel=0.01)


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("time[secs]", "hours", "line of sensor numbers is missing"),
        ("in  kPa", "in  psi", "a pedar recording in psi, read is kPa"),
        ("pressure values", "values", "a pedar recording in no unit"),
        ("left insole: 1,2,", "left insole: 2,", "198 columns, its masks name 98 left and 99"),
        ("left insole: 1,2,", "left insole: 1,1,", "names a sensor twice"),
        ("left insole: 1,2,", "left insole: 1,100,", "names sensor 100, a pedar sole has 1 to 99"),
        ("     0.03000", "     three", "line 13: 'three' is not a number"),
        ("     0.03000\t", "     0.03000\t 1.0\t", "line 13: 200 cells where 199 belong"),
        ("     0.03000", "     0.00100", "time does not rise"),
    ],
)
def test_a_broken_pedar_file_is_refused_with_its_cause(
    tmp_path: Path, old: str, new: str, cause: str
) -> None:
    text = PEDAR.read_text(encoding="utf-8")
    assert old in text

    assert cause in cause_of(written(tmp_path, text.replace(old, new, 1)))


def test_a_pedar_file_without_rows_or_with_half_of_its_last_one(tmp_path: Path) -> None:
    text = PEDAR.read_text(encoding="utf-8")
    header = "\n".join(text.split("\n")[:10]) + "\n"

    reading = read_file(written(tmp_path, text[:-300]))

    assert "broke off in line 22" in (reading.partial or "")
    assert "no rows of measurements" in cause_of(written(tmp_path, header))


def test_stappone_counts_are_no_newtons() -> None:
    soles = soles_in(STAPPONE)

    assert (soles.rate_hz, soles.duration_s) == (62.5, pytest.approx(8.0))
    assert not soles.in_newtons
    assert soles.right is None
    assert soles.start == datetime(2026, 1, 15, 16, 36, 59, 568000, tzinfo=UTC)
    assert foot(soles.left).layout == known_sole("stappone").layout
    assert "counts, not newtons: steps and times only" in soles.quality


def test_corrupt_frames_are_missing_and_never_zero(tmp_path: Path) -> None:
    time_s, force_n = walk(62.5, steps=4)
    text = stappone_text({1: (time_s, force_n[0])}, corrupt=(10, 11))

    soles = soles_in(written(tmp_path, text))

    assert np.flatnonzero(np.isnan(foot(soles.left).force_n)).tolist() == [10, 11]
    assert "2 frames marked corrupt: missing" in soles.quality


def test_two_stappone_soles_are_put_on_one_clock(tmp_path: Path) -> None:
    time_s, force_n = walk(62.5, steps=10)
    late_s = time_s[3:] + 0.004  # the right one starts later, and never quite at the same moment
    text = stappone_text({1: (time_s, force_n[0]), 2: (late_s, force_n[1, 3:])})

    soles = soles_in(written(tmp_path, text))

    assert soles.rate_hz == 62.5
    assert len(soles.time_s) == len(time_s)
    assert not np.isnan(foot(soles.left).force_n).any()
    assert np.flatnonzero(np.isnan(foot(soles.right).force_n)).tolist() == [0, 1, 2]


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("pressure_12", "pressure_13", "without pressure_12, read are pressure_01 to pressure_12"),
        ("pressure_12", "pres_12", "without pressure_12, read are"),
        ("\n1,", "\n3,", "sole_id 3 is neither 1 (left) nor 2 (right)"),
        ("1768495019584", "19584", "timestamp 19584 is no time in ms since 1970"),
        ("1768495019584", "1768495019568", "time does not rise"),
        ("1768495019584,", "1768495019584,9,", "line 3: 25 cells where 24 belong"),
        ("1768495019584,", "at noon,", "line 3: 'at noon' is not a number"),
    ],
)
def test_a_broken_stappone_file_is_refused_with_its_cause(
    tmp_path: Path, old: str, new: str, cause: str
) -> None:
    text = STAPPONE.read_text(encoding="utf-8")
    assert old in text

    assert cause in cause_of(written(tmp_path, text.replace(old, new, 1)))


def test_a_stappone_file_without_its_header_is_a_table_of_nobody_knows_what(tmp_path: Path) -> None:
    _, _, rows = STAPPONE.read_text(encoding="utf-8").partition("\n")

    assert "24 columns without a header" in cause_of(written(tmp_path, rows))


@pytest.mark.parametrize("excerpt", [PEDAR, STAPPONE])
def test_two_gigabytes_of_a_sole_are_refused_from_their_head(tmp_path: Path, excerpt: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.write(excerpt.read_bytes() * 4)
        file.truncate(2_000_000_000)

    assert "is 2,000 MB" in cause_of(path)


@pytest.mark.parametrize("excerpt", [PEDAR, STAPPONE])
def test_a_sole_file_of_bytes_is_refused(tmp_path: Path, excerpt: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(excerpt.read_bytes()[:500] + bytes(range(32)) * 20)

    assert "binary file" in cause_of(path)


def test_a_table_of_force_without_a_clock_takes_its_rate_from_whoever_knows(
    tmp_path: Path,
) -> None:
    path = written(tmp_path, "left [N];right [N]\n350,5;1\n;2\n351,5;3\n")

    soles = soles_in(path, rate_hz=50.0)

    assert soles.rate_hz == 50.0
    assert soles.time_s == pytest.approx([0.0, 0.02, 0.04])
    assert foot(soles.left).force_n == pytest.approx([350.5, np.nan, 351.5], nan_ok=True)
    assert soles.quality == ("rate as given: 50 Hz",)
    assert "give it with --rate HZ" in cause_of(path)


def test_two_columns_of_one_foot_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "t_s,left_N,left_force_N\n0,1,2\n0.01,1,2\n")

    assert cause_of(path) == "has 2 columns of the left foot: left_N, left_force_N"


def test_an_export_of_two_left_soles_is_refused(tmp_path: Path) -> None:
    text = (DATA / "moticon_2023_excerpt.txt").read_text(encoding="utf-8")

    twice = written(tmp_path, text.replace("Right SN9171", "Left SN9171"))

    assert cause_of(twice) == "its header names two left soles"


def test_an_opengo_frame_with_a_fifth_of_its_area_clipped_is_missing(tmp_path: Path) -> None:
    rows = ["# Sensor insoles: Left SN1, Right SN2"]
    names = [f"left pressure {n}[N/cm²]" for n in range(1, 17)]
    rows.append("\t".join(["# time", *names, "left total force[N]"]))
    for n, clipped in enumerate((0, 2, 4)):
        cells = ["50.0"] * clipped + ["5.0"] * (16 - clipped)
        rows.append("\t".join([f"{n / 100:.2f}", *cells, "800.0"]))

    soles = soles_in(written(tmp_path, "\n".join(rows)))

    assert np.isnan(foot(soles.left).force_n).tolist() == [False, False, True]


def test_the_cells_of_an_opengo_sole_lie_where_its_centre_of_pressure_says() -> None:
    soles = soles_in(DATA / "moticon_2022_excerpt.txt")
    path = DATA / "moticon_2022_excerpt.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    names = next(line for line in lines if line.startswith("# time")).split("\t")
    at = next(k for k, name in enumerate(names) if "left center of pressure X" in name)
    told = np.array([float(line.split("\t")[at]) for line in lines if line[:1].isdigit()])
    left = foot(soles.left)
    assert left.cells is not None
    assert left.layout is not None

    loaded = left.force_n > 200.0
    cells = left.cells[loaded]
    ours = cells @ np.asarray(left.layout.heel_to_toe) / cells.sum(axis=1) - 0.5

    assert loaded.sum() > 20
    assert ours == pytest.approx(told[loaded], abs=0.01)
