"""What the command line says of soles: known ones, described ones, every step of them."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Plantar
from tests.collector.sole_texts import pedar_walk, stappone_text, walk

LAYOUT = """
name = "insole of mine"
unit = "{unit}"
cells = "four-cells"

[columns]
left = ["l1", "l2", "l3", "l4"]
right = ["r1", "r2", "r3", "r4"]
"""
FOUNDATION = {
    *("file", "part", "format", "sport", "start", "duration_s", "steps", "steps_walking"),
    *("steps_running", "contact_time_s", "feet", "walking_s", "running_s", "standing_s"),
    *("sitting_s", "not_worn_s", "gap_s", "plantar_load_wse", "upright_load_bw_min"),
    *("calibrated", "gain", "quality", "error"),
}


@pytest.fixture
def pedar(tmp_path: Path) -> Path:
    path = tmp_path / "walk.asc"
    path.write_text(pedar_walk()[0], encoding="utf-8")
    return path


def table(path: Path, rate_hz: float = 50.0) -> Path:
    _, force_n = walk(rate_hz)
    parts = np.array([0.4, 0.1, 0.3, 0.2])
    rows = (
        ",".join(f"{x:.2f}" for x in [*(left * parts), *(right * parts)])
        for left, right in force_n.T
    )
    path.write_text("l1,l2,l3,l4,r1,r2,r3,r4\n" + "\n".join(rows), encoding="utf-8")
    return path


def layout(folder: Path, unit: str) -> Path:
    path = folder / f"{unit}.toml"
    path.write_text(LAYOUT.format(unit=unit), encoding="utf-8")
    return path


def test_a_pedar_walk_is_told_as_every_recording_is(plantar: Plantar, pedar: Path) -> None:
    (told,) = plantar("analyse", pedar, "--body-mass", 71.38, "--json").json

    assert told.keys() >= FOUNDATION
    assert told["format"] == "pedar-asc"
    assert told["steps"] == 60
    assert told["contact_time_s"] == pytest.approx(0.67, abs=0.02)
    assert told["gain"] == pytest.approx(1.0, abs=0.01)
    assert told["plantar_load_wse"] == pytest.approx(60.0, rel=0.03)
    assert told["step_rows"] is None
    regions = told["feet"]["left"]["regions"]
    assert list(regions) == ["heel", "midfoot", "forefoot"]
    assert sum(regions.values()) == pytest.approx(1.0, abs=1e-6)


def test_every_step_has_a_row_with_peak_impulse_time_and_loading_rate(
    plantar: Plantar, pedar: Path
) -> None:
    (told,) = plantar("analyse", pedar, "--body-mass", 71.38, "--steps", "--json").json
    rows = told["step_rows"]

    assert len(rows) == told["steps"]
    assert [row["start_s"] for row in rows] == sorted(row["start_s"] for row in rows)
    assert {row["foot"] for row in rows} == {"left", "right"}
    row = rows[20]
    assert row["gait"] == "walking"
    assert row["contact_time_s"] == pytest.approx(0.67, abs=0.02)
    assert row["peak_bw"] == pytest.approx(1.09, abs=0.02)
    assert row["peak_n"] == pytest.approx(row["peak_bw"] * 700.0, rel=0.01)
    assert row["impulse_bw_s"] == pytest.approx(0.545, abs=0.01)
    assert row["impulse_ns"] == pytest.approx(row["impulse_bw_s"] * 700.0, rel=0.01)
    assert 3.0 < row["loading_rate_bw_s"] < 12.0
    assert row["loading_rate_n_s"] == pytest.approx(700.0 * row["loading_rate_bw_s"], rel=0.01)
    shown = plantar("analyse", pedar, "--steps")
    assert "loading rate" in shown.out
    assert "1.09 BW" in shown.out
    assert "loading rate" not in plantar("analyse", pedar).out


def test_stappone_counts_give_steps_and_times_and_say_so(plantar: Plantar, tmp_path: Path) -> None:
    time_s, force_n = walk(62.5)
    path = tmp_path / "walk.csv"
    soles = {1: (time_s, force_n[0]), 2: (time_s, force_n[1])}
    path.write_text(stappone_text(soles), encoding="utf-8")

    (told,) = plantar("analyse", path, "--body-mass", 70, "--steps", "--json").json

    assert told["format"] == "stappone-csv"
    assert told["steps"] == 60
    assert told["contact_time_s"] == pytest.approx(0.67, abs=0.03)
    assert (told["calibrated"], told["gain"]) == (False, None)
    assert (told["plantar_load_wse"], told["standing_s"]) == (None, None)
    assert told["feet"]["left"]["peak_n"] is None
    assert told["feet"]["left"]["regions"] is None
    assert {row["peak_n"] for row in told["step_rows"]} == {None}
    assert "counts, not newtons: steps and times only" in told["quality"]


def test_counts_are_not_kept_as_load(plantar: Plantar, anna: str, tmp_path: Path) -> None:
    time_s, force_n = walk(62.5)
    path = tmp_path / "walk.csv"
    path.write_text(stappone_text({1: (time_s, force_n[0])}), encoding="utf-8")

    (verdict,) = plantar("import", path, "--runner", anna, "--json").json

    assert verdict["verdict"] == "rejected"
    assert "counts, not newtons" in verdict["reason"]


def test_a_sole_of_ones_own_is_read_by_its_description(plantar: Plantar, tmp_path: Path) -> None:
    log = table(tmp_path / "log.csv")

    ran = plantar(
        *("analyse", log, "--sole", layout(tmp_path, "N"), "--rate", 50, "--steps", "--json")
    )
    (told,) = ran.json

    assert ran.code == 0
    assert told["format"] == "sole-table"
    assert told["steps"] == 60
    assert told["plantar_load_wse"] == pytest.approx(60.0, rel=0.03)
    assert told["feet"]["right"]["regions"] == pytest.approx(
        {"heel": 0.4, "midfoot": 0.1, "forefoot": 0.5}, abs=0.01
    )
    assert "rate as given: 50 Hz" in told["quality"]
    assert told["step_rows"][5]["peak_n"] is not None
    assert told["step_rows"][5]["loading_rate_n_s"] is None  # 50 Hz are too few

    (raw,) = plantar(
        *("analyse", log, "--sole", layout(tmp_path, "counts"), "--rate", 50, "--json")
    ).json
    assert raw["steps"] == told["steps"]
    assert raw["plantar_load_wse"] is None


def test_peaks_are_not_told_from_25_frames_a_second(plantar: Plantar, tmp_path: Path) -> None:
    log = table(tmp_path / "log.csv", 25.0)

    (told,) = plantar(
        *("analyse", log, "--sole", layout(tmp_path, "N"), "--rate", 25, "--steps", "--json")
    ).json

    assert told["steps"] == 60
    assert {row["peak_n"] for row in told["step_rows"]} == {None}
    assert told["feet"]["left"]["peak_n"] is None
    assert told["plantar_load_wse"] == pytest.approx(60.0, rel=0.03)


def test_a_description_that_is_wrong_says_which_file_and_which_entry(
    plantar: Plantar, tmp_path: Path
) -> None:
    log, wrong = table(tmp_path / "log.csv"), tmp_path / "wrong.toml"
    wrong.write_text('name = "x"\nunit = "stones"\n', encoding="utf-8")

    ran = plantar("analyse", log, "--sole", wrong, "--json")

    assert ran.code == 1
    (told,) = json.loads(ran.out)
    assert "unit: 'stones', wanted is one of N, kPa, N/cm2, counts" in told["error"]
    assert "wrong.toml" in told["error"]


def test_a_dead_sole_that_is_kept_counts_as_one_foot(
    plantar: Plantar, anna: str, tmp_path: Path
) -> None:
    _, force_n = walk(100.0)
    rows = "".join(f"{n / 100:.2f}\t{x:.1f}\t0.0\n" for n, x in enumerate(force_n[0]))
    path = tmp_path / "opengo.txt"
    path.write_text(
        "# Start timestamp: 1772445580000\n"
        "# time\tleft total force[N]\tright total force[N]\n" + rows,
        encoding="utf-8",
    )

    (told,) = plantar("analyse", path, "--json").json
    (verdict,) = plantar("import", path, "--runner", anna, "--json").json

    assert told["feet"]["right"] is None
    assert any(word.startswith("right foot: carried nothing") for word in told["quality"])
    assert verdict["verdict"] == "accepted"
