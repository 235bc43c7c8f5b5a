"""A broker, a centre with somebody in it, and what all tests here are marked with."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import clock, wearers
from cli.deploy.compose_env import Wanted
from cli.deploy.make import make
from collector.outbox.box import Outbox
from collector.outbox.post import Post
from plantar.runner import Runner
from plantar.store.sql import open_store
from tests.broker.broker_rig import MOSQUITTO, Mosquitto, Process
from tests.broker.shipped import Shipped
from tests.cli.conftest import plantar  # noqa: F401 - a fixture
from tests.collector.outbox_children import DEVICE, RUNNER


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.broker)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Mosquitto]:
    if not Path(MOSQUITTO).exists() or os.name == "nt":
        pytest.skip("there is no mosquitto")
    one = Mosquitto(tmp_path).start()
    yield one
    one.stop()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `deploy init` writes, once for all tests: none of them changes it."""
    folder = tmp_path_factory.mktemp("deploy") / "site"
    make(folder, Wanted(("centre.example",), ("pi-1", "pi-2")), clock.now())
    return folder


@pytest.fixture
def shipped(tmp_path: Path, site: Path) -> Iterator[Shipped]:
    """The broker of a deployment: its configuration, its certificates and its users."""
    if not Path(MOSQUITTO).exists() or os.name == "nt":
        pytest.skip("there is no mosquitto")
    one = Shipped(tmp_path, site=site).start()
    yield one
    one.stop()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The centre's home: one runner, and the device of hers that a collector hears."""
    folder = tmp_path / "centre"
    folder.mkdir()
    with open_store(folder / "plantar.db") as store:
        store.add_runner(Runner(RUNNER))
    wearers.add(folder, wearers.Worn("pi-1", DEVICE), RUNNER)
    return folder


@pytest.fixture
def worker(broker: Mosquitto, home: Path) -> Iterator[Process]:
    one = Process(home, broker).start().connected()
    yield one
    one.stop()


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox(tmp_path / "outbox.db") as box:
        yield box


@pytest.fixture
def post(broker: Mosquitto) -> Iterator[Post]:
    with Post(broker.place("pi-1"), random.Random(), answer_s=5.0) as one:  # noqa: S311 - spreads reconnects
        yield one
