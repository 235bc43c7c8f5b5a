"""`plantar erase` takes a runner out of the mirror too, and everybody else stays in it."""

from pathlib import Path

import pytest

from plantar.influx.server import Server
from plantar.store.mirror_notes import open_mirror_notes
from plantar.store.sql import open_store
from tests.cli.conftest import Plantar
from tests.influx.influx_rig import Influx
from tests.influx.walked import unlike, walk


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, influx: Influx) -> Path:
    """A home with a mirror."""
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path / "home"))
    for name, value in influx.settings().items():
        monkeypatch.setenv(name, value)
    return tmp_path / "home"


def test_a19_a_runner_is_in_no_point_of_the_mirror(
    plantar: Plantar, home: Path, influx: Influx, server: Server
) -> None:
    with open_store(home / "plantar.db") as store:
        walk(store, "carla", 2)
        walk(store, "bert", 2)
        assert plantar("influx", "sync").code == 0
        assert influx.runners() == {"carla", "bert"}

        dry = plantar("erase", "--runner", "carla", "--dry-run")
        assert f"mirror {influx.place().url}: " in dry.err
        assert influx.runners() == {"carla", "bert"}
        done = plantar("erase", "--runner", "carla", "--yes")

        assert done.code == 0, done.out + done.err
        assert influx.runners() == {"bert"}
        assert unlike(store, server, store.runner("bert")) == []
    with open_mirror_notes(home / "plantar.db") as notes:
        assert notes.left_out() == []  # the list itself would name her
        assert notes.waiting() == {}
    assert plantar("influx", "rebuild").code == 0
    assert influx.runners() == {"bert"}
