"""`./test` runs every gate, and what fails or is left out is counted."""

import importlib.util
import os
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def gate_script() -> ModuleType:
    """The script, which has no suffix to import it by."""
    loader = SourceFileLoader("gate_script", str(ROOT / "test"))
    spec = importlib.util.spec_from_loader("gate_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    # Its bytecode would stand beside it under a name that nobody ignores.
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


def test_a_failing_gate_shows_what_it_said(
    gate_script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [sys.executable, "-c", "import sys; sys.exit('line 3 is crooked')"]

    assert not gate_script.passes("ruff check", words)

    assert "FAILED" in (said := capsys.readouterr().out)
    assert "line 3 is crooked" in said


def test_a_passing_gate_takes_one_line(
    gate_script: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    assert gate_script.passes("mypy", [sys.executable, "-c", "print('chatter')"])

    assert "chatter" not in (said := capsys.readouterr().out)
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("body", "counts"),
    [
        ("def test_a(): pass\ndef test_b(): assert 0\n", (1, 1)),
        ("import pytest\ndef test_a(): pytest.skip('x')\ndef test_b(): pass\n", (1, 0)),
        ("import missing_module\n", (0, 1)),
        ("", (0, 1)),  # no tests at all are no success
    ],
)
def test_tests_are_counted_as_pytest_counts_them(
    gate_script: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    body: str,
    counts: tuple[int, int],
) -> None:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    (tmp_path / "test_some.py").write_text(body)
    apart = ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(tmp_path)]

    counted = gate_script.pytest_counts([sys.executable, "-m", "pytest", *apart, str(tmp_path)])

    assert counted == counts


def test_a_part_is_here_when_any_of_its_programs_is(gate_script: ModuleType) -> None:
    python = Path(sys.executable)
    there = gate_script.Part("Python", "x", programs=("no-such-program", str(python)))

    assert there.is_here()
    assert not gate_script.Part("a", "x", programs=("no-such-program",)).is_here()


def test_a_program_may_be_kept_beside_the_path(gate_script: ModuleType, tmp_path: Path) -> None:
    program = tmp_path / "17" / "bin" / "plantar-initdb"
    kept = str(tmp_path / "*" / "bin").lstrip("/")
    part = gate_script.Part("a", "x", programs=(program.name,), besides=kept)

    assert not part.is_here()
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    assert part.is_here()


def test_every_marker_that_can_be_left_out_is_a_known_marker(gate_script: ModuleType) -> None:
    configured = (ROOT / "pyproject.toml").read_text("utf-8")

    for part in gate_script.PARTS:
        assert f'"{part.marker}: needs' in configured


def test_every_benchmark_that_is_named_is_there(gate_script: ModuleType) -> None:
    there = {path.name for path in (ROOT / "benchmarks").glob("*.py")}

    assert set(gate_script.BENCHMARKS) <= there
    assert "wire.py" in gate_script.BENCHMARKS


def test_whoever_names_long_tests_runs_those_alone_and_hears_when_one_fails(
    gate_script: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    marked = "import pytest\n\n@pytest.mark.long\ndef test_a(): pass\n\ndef test_b(): assert 0\n"
    body = tmp_path / "test_long.py"
    body.write_text(marked)
    python = Path(sys.prefix)

    assert gate_script.run_long(python, [str(body)]) == 0
    body.write_text(marked.replace("pass", "assert 0"))
    assert gate_script.run_long(python, [str(body)]) == 1

    said = capfd.readouterr().out
    assert "1 passed, 1 deselected" in said
    assert "benchmarks/" not in said
    assert "tests marked long" in said
