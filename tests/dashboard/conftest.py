"""A clinic of invented runners in a real store."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plantar.store import Store
from plantar.store.sql import open_store
from tests.dashboard.clinic import fill


@pytest.fixture(scope="session")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A dozen runners; for tests that only read."""
    with open_store(tmp_path_factory.mktemp("clinic") / "plantar.sqlite") as store:
        fill(store)
        yield store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A store with nobody in it."""
    with open_store(tmp_path / "plantar.sqlite") as store:
        yield store
