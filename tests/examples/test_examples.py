"""Every example runs, and prints what its numbers are."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))
TOLD = {
    "a_week_against_the_weeks_before.py": "uncoupled: 1.500",
    "load_of_a_day.py": "the day: 61320 WSE, 170 BW·min",
}


@pytest.mark.parametrize("example", EXAMPLES, ids=[path.name for path in EXAMPLES])
def test_an_example_runs_and_tells_what_it_shows(example: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(example)],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert TOLD[example.name] in ran.stdout
    assert example.name in (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
