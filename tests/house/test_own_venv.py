"""A start never uses an environment that is half made, or made from something else."""

import sys
from pathlib import Path

import pytest

import own_venv
from own_venv import REQUIREMENTS, SetupFailed, is_ready, program, stamp


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout as far as a stamp looks at it."""
    (tmp_path / "requirements").mkdir()
    for name in (*REQUIREMENTS.values(), "pyproject.toml"):
        (tmp_path / name).write_text(f"{name} at first")
    return tmp_path


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """An environment that was set up to its end for `run`."""
    venv = tmp_path / "place with spaces" / "venv"
    python = program(venv, "python")
    python.parent.mkdir(parents=True)
    python.touch()
    (venv / "plantar-run.stamp").write_text(stamp(venv, "run"), "utf-8")
    return venv


@pytest.mark.parametrize("changed", [REQUIREMENTS["run"], "pyproject.toml"])
def test_an_environment_follows_its_requirements_and_its_project(
    checkout: Path, changed: str
) -> None:
    before = stamp(checkout / ".venv", "run", checkout)

    assert stamp(checkout / ".venv", "run", checkout) == before
    (checkout / changed).write_text("something newer")

    assert stamp(checkout / ".venv", "run", checkout) != before


def test_the_requirements_of_tests_do_not_disturb_a_runner(checkout: Path) -> None:
    before = stamp(checkout / ".venv", "run", checkout)

    (checkout / REQUIREMENTS["test"]).write_text("something newer")

    assert stamp(checkout / ".venv", "run", checkout) == before
    assert stamp(checkout / ".venv", "test", checkout) != before


def test_a_moved_checkout_or_another_python_asks_for_another_environment(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stamp(checkout / ".venv", "run", checkout)

    assert stamp(checkout / "elsewhere", "run", checkout) != before
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    assert stamp(checkout / ".venv", "run", checkout) != before


def test_an_environment_set_up_to_its_end_is_ready(finished: Path) -> None:
    assert is_ready(finished, "run")
    assert not is_ready(finished, "test")


def test_a_set_up_cut_short_is_not_ready(finished: Path) -> None:
    mark = finished / "plantar-run.stamp"

    mark.write_text(mark.read_text("utf-8")[:-10], "utf-8")
    assert not is_ready(finished, "run")
    mark.unlink()
    assert not is_ready(finished, "run")


def test_an_environment_whose_python_is_gone_is_not_ready(finished: Path) -> None:
    program(finished, "python").unlink()

    assert not is_ready(finished, "run")


def test_a_ready_environment_is_used_without_a_word(
    finished: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PLANTAR_VENV", str(finished))

    assert own_venv.ready("run") == finished
    assert capfd.readouterr() == ("", "")


def test_a_folder_with_somebody_s_thesis_is_never_made_an_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / "thesis").mkdir(parents=True)
    monkeypatch.setenv("PLANTAR_VENV", str(tmp_path / "home"))

    with pytest.raises(SystemExit, match="something else than a Python environment"):
        own_venv.ready("run")

    assert (tmp_path / "home" / "thesis").is_dir()


def test_an_old_python_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 4))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer, and this is 3\.10;"):
        own_venv.ready("run")


def test_a_step_that_fails_shows_how_it_ended() -> None:
    fails = [sys.executable, "-c", "import sys; print('no disk space'); sys.exit(3)"]

    with pytest.raises(SetupFailed, match=r"(?s)no disk space.*could not install itself"):
        own_venv._step(fails, "install itself")


def test_no_network_is_told_in_a_sentence() -> None:
    fails = [sys.executable, "-c", "import sys; sys.exit('NewConnectionError: refused')"]

    with pytest.raises(SetupFailed, match="there is no network"):
        own_venv._step(fails, "fetch its parts")


def test_two_starts_do_not_set_up_together(tmp_path: Path) -> None:
    venv = tmp_path / "venv"

    with own_venv._one_at_a_time(venv), (tmp_path / "venv.lock").open("ab") as other:
        assert not own_venv._locked(other.fileno(), wait=False)

    with (tmp_path / "venv.lock").open("ab") as other:
        assert own_venv._locked(other.fileno(), wait=False)
