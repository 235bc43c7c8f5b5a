"""One home for all ways: its store, the form's server, a broker and a centre."""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from plantar.broker import Up
from plantar.pain import Side
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from tests.broker.broker_rig import MOSQUITTO, Mosquitto, Process, wait_for
from tests.cli.conftest import plantar  # noqa: F401 - a fixture
from tests.pain.form_server import Server, serving
from tests.pain.ways import ByButton, ByCommand, ByForm, Way, button_at

NUMBERS = count(1)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pain")


@pytest.fixture
def home(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLANTAR_HOME", str(place))
    return place


@pytest.fixture(scope="session")
def store(place: Path) -> Iterator[Store]:
    with open_store(place / "plantar.db") as opened:
        yield opened


@pytest.fixture
def runner(store: Store) -> Callable[..., str]:
    """Make a runner of whom nothing is told."""

    def made(language: str = "nl") -> str:
        runner_id = f"r-{next(NUMBERS)}"
        store.add_runner(Runner(runner_id, side=Side.LEFT, language=language), "Hidden Name")
        return runner_id

    return made


@pytest.fixture(scope="session")
def server(store: Store) -> Iterator[Server]:
    with serving(lambda: store) as one:
        yield one


@pytest.fixture(scope="session")
def button(place: Path, store: Store) -> Iterator[ByButton]:
    if not Path(MOSQUITTO).exists():
        pytest.skip("there is no mosquitto")
    broker = Mosquitto(place).start()
    centre = Process(place, broker).start().connected()
    one = button_at(broker.place("pi-1"), place)
    try:
        wait_for(lambda: isinstance(one.side.next(1.0), Up), "the button is let in")
        yield one
    finally:
        one.side.close()
        centre.stop()
        broker.stop()


@pytest.fixture
def way(request: pytest.FixtureRequest, store: Store, home: Path) -> Way:
    match request.param:
        case "command":
            return ByCommand(request.getfixturevalue("plantar"))
        case "form":
            return ByForm(request.getfixturevalue("server"), store)
        case _:
            found: ByButton = request.getfixturevalue("button")
            return found
