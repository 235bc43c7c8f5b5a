"""Fixtures that many tests share."""

import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.private_postgres import PrivatePostgres

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The recordings beside the checkout, where they are present."""
    folder = Path(os.environ.get("PLANTAR_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip("the recordings are not beside this checkout (../shared)")
    return folder


@pytest.fixture
def recordings(shared: Path) -> Path:
    """Real recordings with known truth."""
    return shared / "data"


@pytest.fixture
def vectors(shared: Path) -> Path:
    """Numbers to reproduce."""
    return shared / "vectors"


@pytest.fixture(scope="session")
def postgres() -> Iterator["PrivatePostgres"]:
    """One server for all tests; each makes a database of its own in it."""
    # Only Unix has what this needs, and only tests marked `postgres` ask for it.
    from tests.private_postgres import QUICK, PrivatePostgres  # noqa: PLC0415  needs Unix

    # A socket's path is short, and pytest's folders are closed to other users.
    with tempfile.TemporaryDirectory(prefix="plantar-") as folder:
        server = PrivatePostgres(Path(folder), *QUICK)
        server.make()
        server.start()
        try:
            server.prepare()
            yield server
        finally:
            server.end(signal.SIGINT)
