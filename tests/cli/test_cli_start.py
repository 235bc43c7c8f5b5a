"""Starting the command loads only what every command needs."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {"numpy", "scipy", "numba", "sqlalchemy", "pydantic", "streamlit", "bleak", "babel"}


def test_help_loads_no_heavy_library() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import sys, cli.main; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "plantar.errors" in ran.stdout.split()
    assert HEAVY.isdisjoint(ran.stdout.split())
