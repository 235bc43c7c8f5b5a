"""Fixtures that many tests share."""

import os
from pathlib import Path

import pytest

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
