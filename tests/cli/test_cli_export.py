"""`plantar export` and `plantar import` of an export, as somebody types them."""

import os
from pathlib import Path
from zipfile import ZipFile

import pytest

from plantar.store.sql import open_store
from tests.cli.conftest import Plantar
from tests.plantar.whole_store import fill


@pytest.fixture
def zipped(plantar: Plantar, home: Path, tmp_path: Path) -> Path:
    home.mkdir()
    with open_store(home / "plantar.db") as store:
        fill(store, "anna", days=3)
    assert plantar("recompute", "--runner", "anna").code == 0
    made = plantar("export", "--runner", "anna", "--to", tmp_path / "usb" / "anna.zip")
    assert made.code == 0, made.err
    assert " rows of anna in " in made.out
    assert "Whoever gets this file can read all of it" in made.err
    return tmp_path / "usb" / "anna.zip"


def test_a18_a_runner_takes_everything_to_another_plantar(
    plantar: Plantar, zipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path / "elsewhere"))

    first = plantar("import", zipped)
    again = plantar("import", zipped)
    other = plantar("import", zipped, "--as", "zed")

    assert (first.code, again.code, other.code) == (0, 0, 0), first.err + again.err + other.err
    assert "taken in, equal to the last digit" in first.out
    assert "0 new: everything of anna is there already" in again.out
    assert "of zed taken in" in other.out
    plantar("export", "--runner", "anna", "--to", tmp_path / "back.zip")
    with ZipFile(zipped) as one, ZipFile(tmp_path / "back.zip") as back:
        differing = {name for name in one.namelist() if one.read(name) != back.read(name)}
    # When it was made, and what is agreed with people of one Plantar.
    agreed = {
        f"to-read/{name}.csv" for name in ("consent", "looked", "message_item", "sensor", "upload")
    }
    assert differing - {"manifest.json"} == agreed
    assert zipped.stat().st_mode & 0o077 == 0


def test_an_export_says_whose_it_is_and_one_that_is_cut_off_is_told(
    plantar: Plantar, zipped: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path / "elsewhere"))
    named = plantar("import", zipped, "--runner", "bert")
    os.truncate(zipped, zipped.stat().st_size - 100)
    cut = plantar("import", zipped)

    assert (named.code, cut.code) == (2, 1)
    assert "an export says whose it is" in named.err
    assert "anna.zip: is no export of Plantar, or is cut off" in cut.err
    assert plantar("import", "--list", "--json").json == []


def test_nobody_is_exported_who_is_not_there(plantar: Plantar, home: Path) -> None:
    refused = plantar("export", "--runner", "zoe")

    assert refused.code == 1
    assert "no runner 'zoe'" in refused.err
    assert not list(Path.cwd().glob("plantar-zoe*"))
    assert home.exists()
