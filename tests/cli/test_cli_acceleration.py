"""What the command line says of recordings that hold only acceleration."""

from pathlib import Path

import pytest
from scipy.io import savemat

from plantar.recording import Floats
from plantar.units import STANDARD_GRAVITY
from tests.cli.conftest import Plantar
from tests.processing.stepping import desk_work, stepping

HEADER = "samples,acc_x,acc_y,acc_z,gyr_x,gyr_y,gyr_z\n"


@pytest.fixture
def anna(plantar: Plantar) -> str:
    assert plantar("runner", "add", "anna", "--zone", "Europe/Brussels").code == 0
    return "anna"


def table(path: Path, acceleration: Floats) -> Path:
    rows = (
        f"{n},{x:.6f},{y:.6f},{z:.6f},0,0,0\n"
        for n, (x, y, z) in enumerate(acceleration / STANDARD_GRAVITY)
    )
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return path


def matlab(path: Path, acceleration: Floats) -> Path:
    back = {"Acc": acceleration / STANDARD_GRAVITY, "Fs": {"Acc": 100.0}}
    trial = {"StartDateTime": "2026-03-01T08:00:20.000+01:00", "SU": {"LowerBack": back}}
    savemat(path, {"data": {"TimeMeasure1": {"Test1": {"Trial1": trial}}}})
    return path


def test_a_walk_is_told_as_every_recording_is(plantar: Plantar, tmp_path: Path) -> None:
    walk = table(tmp_path / "walk.csv", stepping(60.0, 110.0))

    ran = plantar("analyse", walk, "--rate", "100", "--json")
    (told,) = ran.json

    assert ran.code == 0
    assert told["format"] == "mobgap-csv"
    assert told["steps"] == pytest.approx(110, abs=2)
    assert (told["steps_walking"], told["steps_running"]) == (told["steps"], 0)
    assert told["walking_s"] == pytest.approx(60.0, abs=1.5)
    assert told["running_s"] == 0.0
    assert told["plantar_load_wse"] == pytest.approx(110.0, rel=0.03)
    assert told["feet"] is None
    assert told["contact_time_s"] is None
    assert told["standing_s"] is None
    assert any("10.1038/s41746-022-00745-z" in word for word in told["quality"])
    assert "placement: lower back" in told["quality"]


def test_desk_work_is_told_to_be_no_steps(plantar: Plantar, tmp_path: Path) -> None:
    desk = table(tmp_path / "desk.csv", desk_work(60.0))

    (told,) = plantar("analyse", desk, "--rate", "100", "--json").json

    assert (told["steps"], told["walking_s"], told["plantar_load_wse"]) == (0, 0.0, 0.0)


def test_a_rate_is_asked_for_and_must_be_one(plantar: Plantar, tmp_path: Path) -> None:
    walk = table(tmp_path / "walk.csv", stepping(5.0, 110.0))

    (told,) = plantar("analyse", walk, "--json").json

    assert "--rate HZ" in told["error"]
    assert plantar("analyse", walk, "--rate", "-3").code != 0
    assert plantar("analyse", walk, "--rate", "nan").code != 0


def test_a_walk_with_a_clock_is_kept_and_one_without_is_not(
    plantar: Plantar, anna: str, tmp_path: Path
) -> None:
    walk = stepping(90.0, 110.0)
    kept = matlab(tmp_path / "walk.mat", walk)

    (verdict,) = plantar("import", kept, "--runner", anna, "--json").json
    (again,) = plantar("import", kept, "--runner", anna, "--json").json
    phone = tmp_path / "phone.csv"
    rows = (
        f"{1_493_063_653_667 + n * 10_000_000},{x:.6f},{y:.6f},{z:.6f},0,0,0\n"
        for n, (x, y, z) in enumerate(walk)
    )
    phone.write_text("".join(rows), encoding="utf-8")
    (refused,) = plantar("import", phone, "--runner", anna, "--json").json

    assert (verdict["verdict"], verdict["new"]) == ("accepted", 2)
    assert (again["verdict"], again["new"]) == ("duplicate", 0)
    assert refused["verdict"] == "rejected"
    assert "no date" in refused["reason"]
