"""The service of a collecting host: systemd reads all of it, and it may do little."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy/plantar-collect.service"
PROGRAM = "/usr/local/lib/plantar/run"
PAGE = ROOT / "docs/raspberry-pi.md"
#: What `systemd-analyze security` calls well confined ends here; it counts in tenths.
MOST_EXPOSED = 15

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze"
)


def verified(folder: Path, text: str) -> str:
    """What systemd has to say about a unit; nothing when it is well."""
    unit = folder / UNIT.name
    unit.write_text(text.replace(PROGRAM, sys.executable), "utf-8")
    words = ["systemd-analyze", "verify", "--man=no", str(unit)]
    asked = subprocess.run(words, capture_output=True, text=True, check=False)
    said = asked.stdout + asked.stderr
    return said or ("" if asked.returncode == 0 else f"exit {asked.returncode}")


@needs_systemd
def test_systemd_understands_every_line_of_the_unit(tmp_path: Path) -> None:
    assert verified(tmp_path, UNIT.read_text("utf-8")) == ""


@needs_systemd
def test_a_misspelt_line_would_be_found(tmp_path: Path) -> None:
    crooked = UNIT.read_text("utf-8").replace("ProtectSystem=", "ProtectSytem=")

    assert "ProtectSytem" in verified(tmp_path, crooked)


@needs_systemd
def test_the_service_may_do_little() -> None:
    words = ["systemd-analyze", "security", "--offline=yes", f"--threshold={MOST_EXPOSED}"]
    asked = subprocess.run([*words, str(UNIT)], capture_output=True, text=True, check=False)
    if "unrecognized option" in asked.stderr:
        pytest.skip("this systemd is from before it could judge a unit that is not installed")

    assert asked.returncode == 0, asked.stdout[-400:]


def test_the_service_runs_as_a_user_and_starts_again_when_it_fails() -> None:
    lines = UNIT.read_text("utf-8").splitlines()

    for wanted in (
        "User=plantar",
        f"ExecStart={PROGRAM} collect",
        "Restart=on-failure",
        "ProtectSystem=strict",
        "StateDirectory=plantar",
        "NoNewPrivileges=yes",
    ):
        assert wanted in lines, wanted


def test_the_page_and_the_unit_speak_of_the_same_places() -> None:
    page, unit = PAGE.read_text("utf-8"), UNIT.read_text("utf-8")

    for place in (PROGRAM, "PLANTAR_HOME=/var/lib/plantar", "NUMBA_CACHE_DIR=/var/cache/plantar"):
        assert place in page, place
        assert place in unit, place
