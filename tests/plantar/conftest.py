"""The stores that keep the same promises: a later one joins by its own line in `STORES`."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from plantar.alert import Level
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.store import Derived, Store
from plantar.store.sql import open_store

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

A_DAY = date(2026, 6, 1)


@cache
def empty_file() -> bytes:
    """Make an empty store once: migrating takes longer than most tests."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        open_store(path).close()
        return path.read_bytes()


@contextmanager
def sqlite_file(folder: Path) -> Iterator[Store]:
    path = folder / "plantar.db"
    path.write_bytes(empty_file())
    with open_store(path) as store:
        yield store


@contextmanager
def sqlite_memory(_folder: Path) -> Iterator[Store]:
    with open_store("sqlite://") as store:
        yield store


STORES: dict[str, Callable[[Path], AbstractContextManager[Store]]] = {
    "sqlite-file": sqlite_file,
    "sqlite-memory": sqlite_memory,
}
POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.postgres)


@pytest.fixture(params=[*STORES, POSTGRESQL])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store of each sort, with one runner called anna."""
    with _empty(request, tmp_path) as opened:
        opened.add_runner(Runner("anna", body_mass_kg=62.0))
        yield opened


@contextmanager
def _empty(request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    if request.param in STORES:
        with STORES[request.param](folder) as opened:
            yield opened
        return
    server: PrivatePostgres = request.getfixturevalue("postgres")
    with server.emptied() as where, open_store(where) as opened:
        yield opened


@pytest.fixture(params=["sqlite-file", POSTGRESQL])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a store of each sort may be made, and opened again."""
    if request.param == "sqlite-file":
        yield str(tmp_path / "plantar.db")
        return
    server: PrivatePostgres = request.getfixturevalue("postgres")
    with server.database() as named:
        yield named


@pytest.fixture
def settle() -> Callable[[Store], None]:
    """Forget which days of anna's are dirty, as if they had been computed."""

    def settled(store: Store) -> None:
        computed_at = datetime(2026, 6, 1, tzinfo=UTC)
        state = State("anna", A_DAY, computed_at, Attention.NO_DATA, Level.OK)
        dirty = store.dirty("anna")
        store.save(Derived("anna", dirty, (), A_DAY, A_DAY, (), (), A_DAY, state))

    return settled
