"""One influxd for all tests, emptied before each; a store on SQLite and on PostgreSQL."""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantar.influx.server import Server
from plantar.influx.sync import Told, sync
from plantar.store.mirror_notes import MirrorNotes, open_mirror_notes
from plantar.store.sql import SqlStore, open_store
from tests.cli.conftest import plantar  # noqa: F401 - a fixture
from tests.influx.influx_rig import Influx, is_here

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.influx)


@pytest.fixture(scope="session")
def _influxd() -> Iterator[Influx]:
    if not is_here():
        pytest.skip("there is no influxd with nginx in front of it")
    with tempfile.TemporaryDirectory(prefix="plantar-") as folder:
        one = Influx(Path(folder))
        try:
            yield one.start()
        finally:
            one.stop()


@pytest.fixture
def influx(_influxd: Influx) -> Influx:
    """The server, with nothing in it."""
    _influxd.empty()
    return _influxd


@pytest.fixture
def server(influx: Influx) -> Iterator[Server]:
    """Our way to it, and the buckets made."""
    with Server(influx.place()) as one:
        one.make()
        yield one


#: On both databases; the cursor itself is tried on both beside the store.
BOTH = pytest.mark.parametrize(
    "address",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty store is: in a file, where nobody says otherwise."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield str(tmp_path / "plantar.db")
        return
    postgres: PrivatePostgres = request.getfixturevalue("postgres")
    with postgres.emptied() as where:
        yield where


@dataclass(frozen=True)
class Mirrored:
    """A store and its mirror."""

    store: SqlStore
    mirror_notes: MirrorNotes
    server: Server

    def sync(self) -> Told:
        return sync(self.mirror_notes, self.server)


@pytest.fixture
def mirrored(address: str, server: Server) -> Iterator[Mirrored]:
    with open_store(address) as store, open_mirror_notes(address) as mirror_notes:
        yield Mirrored(store, mirror_notes, server)
