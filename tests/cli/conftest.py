"""The command line as a user runs it, with a home of its own."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cli.main import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command wrote
        return json.loads(self.out)


Plantar = Callable[..., Ran]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def plantar(
    home: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Plantar:
    """Run a command in this process; real, but for the start of Python."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: object) -> Ran:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["plantar", *map(str, words)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return run


@pytest.fixture
def contents(home: Path) -> Callable[[], dict[str, list[tuple[Any, ...]]]]:
    """Every row of every table of the store."""

    def read() -> dict[str, list[tuple[Any, ...]]]:
        (path,) = home.glob("*.db")
        with sqlite3.connect(path) as connection:
            tables = [
                name
                for (name,) in connection.execute(
                    "select name from sqlite_master where type = 'table' order by name"
                )
            ]
            return {name: connection.execute(f"select * from {name}").fetchall() for name in tables}  # noqa: S608 - our own table names

    return read


@pytest.fixture
def anna(plantar: Plantar) -> str:
    assert plantar("runner", "add", "anna", "--body-mass", 70).code == 0
    return "anna"


def started(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", *words],
        cwd=ROOT,
        env={**os.environ, "PLANTAR_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
