"""What the first visitor would wait for is loaded when the server starts."""

import subprocess
import sys
import time
from pathlib import Path

from plantar.store.sql import open_store
from tests.dashboard.browser_rig import ROOT, serving

#: A library that only a page with a chart needs.
OF_CHARTS = "libarrow"
FROZEN = """
import gc
from dashboard.web import ready
ready.load()
print(gc.get_freeze_count(), len(gc.get_objects()))
"""


def test_a_server_that_nobody_visited_has_loaded_what_a_chart_needs(tmp_path: Path) -> None:
    with open_store(tmp_path / "clinic.sqlite"):
        pass
    with serving(tmp_path):
        until = time.monotonic() + 60
        while not (loaded := _has_loaded(OF_CHARTS, tmp_path)) and time.monotonic() < until:
            time.sleep(0.2)
    assert loaded


def test_what_is_loaded_is_not_looked_through_again() -> None:
    told = subprocess.run(
        [sys.executable, "-c", FROZEN], cwd=ROOT, capture_output=True, check=True, text=True
    )

    frozen, collected = map(int, told.stdout.split()[-2:])
    assert frozen > 100_000
    assert collected < frozen / 100


def _has_loaded(library: str, home: Path) -> bool:
    """Whether a process that runs in that folder has it mapped; asks Linux."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == home:
                return library in (process / "maps").read_text()
        except OSError:
            continue
    return False
