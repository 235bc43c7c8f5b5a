"""A sole described by whoever made it: what is taken, and what is refused and why."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from collector.files.door import read_file
from collector.files.sole_layout import KNOWN, Unit, known_sole, read_sole
from plantar.errors import FileRejected
from plantar.recording import ForceRecording, SoleLayout
from processing.force.regions import weigh
from tests.collector.sole_texts import walk

FOUR = """
name = "my four"
unit = "counts"
limit = 4095
cells = "four-cells"

[columns]
time = "millis"
time_unit = "ms"
left = ["heel", "mid", "met1", "met5"]
"""
TWO = """
name = "two"
unit = "N"
scale = 0.1
rate_hz = 50

[cells]
along = [0.1, 0.8]

[columns]
left = ["lh", "lf"]
right = ["rh", "rf"]
"""


def described(folder: Path, text: str) -> Path:
    path = folder / "sole.toml"
    path.write_text(text, encoding="utf-8")
    return path


def force_in(table: Path, layout: Path, rate_hz: float | None = None) -> ForceRecording:
    (recording,) = read_file(table, sole=layout, rate_hz=rate_hz).recordings
    assert isinstance(recording, ForceRecording)
    return recording


@pytest.mark.parametrize("name", KNOWN)
def test_every_sole_we_know_is_a_whole_one(name: str) -> None:
    sole = known_sole(name)

    assert sole.name == name
    assert sole.along
    assert all(0.0 <= place <= 1.0 for place in sole.along)
    for areas in (sole.area_cm2, *(sole.areas_by_size or {}).values()):
        assert areas is None or len(areas) == len(sole.along)


def test_pedar_heel_midfoot_and_forefoot_are_its_usual_masks() -> None:
    """Sensors 1-26 are the hindfoot, 27-54 the midfoot (mask 1 of pressuRe)."""
    along = known_sole("pedar").along

    assert [sum(place < 0.3 for place in along), sum(place < 0.6 for place in along)] == [26, 54]


def test_pedar_soles_are_larger_letter_by_letter() -> None:
    areas = {size: sum(known_sole("pedar").of_size(size).area_cm2 or ()) for size in "uvwxy"}

    assert list(areas.values()) == sorted(areas.values())
    assert 120.0 < areas["u"] < areas["y"] < 195.0  # cm², as a foot


@pytest.mark.parametrize("name", KNOWN)
def test_each_region_has_a_cell(name: str) -> None:
    layout = known_sole(name).layout
    cells = np.eye(len(layout.heel_to_toe))

    _, shares = weigh(cells, layout)

    assert (shares.sum(axis=0) >= 1.0).all()
    assert shares.sum() == pytest.approx(len(cells))


def test_a_table_of_four_cells_is_read_by_its_description(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text(
        "millis,mid,heel,met5,met1,battery\n5,1,2,3,4,99\n25,1,2,,4,99\n45,5,6,7,8,98\n"
    )

    soles = force_in(table, described(tmp_path, FOUR))

    assert soles.rate_hz == 50.0
    assert soles.time_s.tolist() == [0.0, 0.02, 0.04]
    assert soles.right is None
    assert soles.left is not None
    assert soles.left.cells is not None
    assert soles.left.cells[0].tolist() == [2.0, 1.0, 4.0, 3.0]  # in the order of the description
    assert np.isnan(soles.left.force_n).tolist() == [False, True, False]  # a quarter is missing
    assert soles.left.layout == SoleLayout("my four", known_sole("four-cells").along)
    assert not soles.in_newtons


def test_both_feet_without_a_clock_take_the_described_rate_or_the_given_one(tmp_path: Path) -> None:
    table = tmp_path / "log.txt"
    table.write_text("lh;lf;rh;rf\n100;200;1,5;0\n110;200;1,5;0\n")
    layout = described(tmp_path, TWO)

    soles = force_in(table, layout)

    assert (soles.rate_hz, force_in(table, layout, 100.0).rate_hz) == (50.0, 100.0)
    assert soles.left is not None
    assert soles.right is not None
    assert soles.left.force_n.tolist() == [30.0, 31.0]
    assert soles.right.force_n == pytest.approx([0.15, 0.15])
    assert soles.in_newtons
    without = described(tmp_path, TWO.replace("rate_hz = 50\n", ""))
    with pytest.raises(FileRejected, match="give it with --rate HZ"):
        force_in(table, without)


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('name = "two"', "", r"name: missing, wanted is a name"),
        ('unit = "N"', 'unit = "psi"', "unit: 'psi', wanted is one of N, kPa, N/cm2, counts"),
        ("scale = 0.1", "scale = -1", "scale: -1, wanted is a number from"),
        ("scale = 0.1", "scale = true", "scale: True, wanted is a number from"),
        ("scale = 0.1", "scale = nan", "scale: nan, wanted"),
        ("scale = 0.1", "skale = 0.1", "skale: unknown, known are name, unit"),
        ("along = [0.1, 0.8]", "along = [10, 80]", r"cells.along: \[10, 80\], wanted is a list of"),
        ("along = [0.1, 0.8]", "along = []", "cells.along"),
        ("along = [0.1, 0.8]", "allong = [0.1]", "cells.allong: unknown"),
        ("along = [0.1, 0.8]", "along = [0.1]", "columns.left: 2 names, the sole has 1 cells"),
        ("along = [0.1, 0.8]", "along = [0.1, 0.8]\nacross = [1]", "cells.across: .* is 2 numbers"),
        ("[cells]\nalong = [0.1, 0.8]", 'cells = "five-cells"', "one of four-cells, moticon"),
        ('"lh", "lf"', '"lh", "lh"', "columns: 'lh' stands there twice"),
        ('"rh", "rf"', '"rh", "lf"', "columns: 'lf' stands there twice"),
        ('left = ["lh", "lf"]\nright = ["rh", "rf"]', "", "neither left nor right"),
        ("[columns]", "[columns]\nmiddle = []", "columns.middle: unknown"),
        ('unit = "N"', 'unit = "kPa"', "cells.area_cm2: missing, kPa is no force without it"),
        ("0.8]", "0.8]\narea_cm2 = {s = [3, 4]}", "cells.area_cm2: one number, or one per cell"),
        ("0.8]", "0.8]\narea_cm2 = {s = 3}", "area_cm2.s: 3, wanted is 2 numbers"),
        ("0.8]", "0.8]\narea_cm2 = 'large'", "cells.area_cm2: 'large', wanted is 2 numbers"),
        ("[cells]", "[cells", "is no TOML"),
    ],
)
def test_a_description_that_cannot_be_is_refused_with_its_entry(
    tmp_path: Path, old: str, new: str, cause: str
) -> None:
    assert old in TWO
    path = described(tmp_path, TWO.replace(old, new, 1))

    with pytest.raises(FileRejected, match=cause) as no:
        read_sole(path)

    assert no.value.path == path


def test_a_table_that_lacks_a_described_column_names_it(tmp_path: Path) -> None:
    table = tmp_path / "log.csv"
    table.write_text("lh,lf,rh\n1,2,3\n1,2,3\n")

    with pytest.raises(FileRejected, match="no column 'rf' in the table, it has lh, lf, rh"):
        force_in(table, described(tmp_path, TWO))


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"\0" * 50, b"PK\x03\x04"])
def test_a_picture_is_no_table_whatever_describes_it(tmp_path: Path, content: bytes) -> None:
    table = tmp_path / "log.csv"
    table.write_bytes(content)

    with pytest.raises(FileRejected):
        force_in(table, described(tmp_path, TWO))


def test_a_missing_or_large_description_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRejected, match="cannot be read"):
        read_sole(tmp_path / "nowhere.toml")
    with pytest.raises(FileRejected, match="too large"):
        read_sole(described(tmp_path, "#" * 200_000))


def test_areas_of_a_described_sole_may_be_one_number(tmp_path: Path) -> None:
    text = TWO.replace('unit = "N"', 'unit = "kPa"').replace("0.8]", "0.8]\narea_cm2 = 3")

    sole, columns = read_sole(described(tmp_path, text))

    assert sole.area_cm2 == (3.0, 3.0)
    assert sole.unit is Unit.KILOPASCAL
    assert (columns.left, columns.time) == (("lh", "lf"), None)


def test_the_rows_of_a_known_walk_survive_a_described_table(tmp_path: Path) -> None:
    time_s, force_n = walk(50.0, steps=12)
    rows = (
        f"{5 * left:.3f},{5 * left:.3f},{3 * right:.3f},{7 * right:.3f}"
        for left, right in force_n.T.tolist()
    )
    table = tmp_path / "log.csv"
    table.write_text("lh,lf,rh,rf\n" + "\n".join(rows))

    soles = force_in(table, described(tmp_path, TWO))

    assert all(b - a == pytest.approx(0.02) for a, b in pairwise(soles.time_s.tolist()))
    assert len(soles.time_s) == len(time_s)
    assert soles.left is not None
    assert soles.left.force_n == pytest.approx(force_n[0], abs=1e-3)
