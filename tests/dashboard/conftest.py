"""A clinic of invented runners in a real store."""

from collections.abc import Iterator
from datetime import UTC, datetime
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


@pytest.fixture(scope="session")
def clinic_of_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the same clinic up to today, closed: to be copied."""
    path = tmp_path_factory.mktemp("today") / "plantar.sqlite"
    with open_store(path) as store:
        fill(store, datetime.now(UTC))
    return path
