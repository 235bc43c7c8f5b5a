"""The Dockerfile: read, linted, and what it copies built and started outside of a container."""

import fnmatch
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import own_venv

ROOT = Path(__file__).parents[2]
PATH = ROOT / "Dockerfile"
TEXT = PATH.read_text("utf-8").replace("\\\n", " ")
COMPOSE = (ROOT / "docker-compose.yml").read_text("utf-8")
LINES = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
PACKAGES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"][
    "targets"
]["wheel"]["packages"]
HADOLINT = shutil.which("hadolint", path=str(Path(sys.executable).parent))


def of(word: str) -> list[str]:
    return [line.partition(" ")[2].strip() for line in LINES if line.startswith(f"{word} ")]


def copied() -> list[str]:
    """What goes in from the checkout."""
    lines = [line.split() for line in of("COPY") if not line.startswith("--from")]
    return [source for line in lines for source in line[:-1]]


def sent(name: str) -> bool:
    """Whether .dockerignore lets a file through; the last line that fits has the word."""
    through = True
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        pattern = line.removeprefix("!").removeprefix("**/")
        parts = Path(name)
        above = [str(one) for one in (parts, *parts.parents)]
        any_depth = line.startswith("**/") and fnmatch.fnmatch(parts.name, pattern)
        if any_depth or any(fnmatch.fnmatch(one, pattern) for one in above):
            through = line.startswith("!")
    return through


def linted(text: str) -> subprocess.CompletedProcess[str]:
    assert HADOLINT is not None
    words = [HADOLINT, "--failure-threshold", "style", "-"]
    return subprocess.run(words, input=text, capture_output=True, text=True, check=False)


def test_a_linter_has_nothing_to_say() -> None:
    done = linted(PATH.read_text("utf-8"))

    assert done.returncode == 0, done.stdout


def test_the_linter_would_find_an_image_without_a_version() -> None:
    crooked = re.sub(
        r"^FROM python:\S+", "FROM python", PATH.read_text("utf-8"), flags=re.MULTILINE
    )

    assert "DL3006" in linted(crooked).stdout


def test_what_is_built_with_stays_behind_and_nobody_is_root() -> None:
    images = [line.split() for line in of("FROM")]
    (user,) = of("USER")

    assert [words[1:] for words in images] == [["AS", "build"], []]
    assert len({words[0] for words in images}) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", images[0][0])
    assert all(int(part) > 0 for part in user.split(":"))


def test_whoever_runs_it_may_write_where_volumes_are() -> None:
    """The user of compose.env is none of the image; its volumes begin with these rights."""
    final = TEXT.rpartition("\nFROM ")[2].splitlines()
    (rights,) = (line for line in final if line.startswith("RUN "))
    volumes = re.findall(r"(?:home|compiled|collector):(/\S+?)[\s\"]", COMPOSE)

    assert set(volumes) == {"/var/lib/plantar", "/var/cache/plantar"}
    assert "install -d -m 1777 /var/lib/plantar" in rights
    assert "chmod 0777 /var/cache/plantar" in rights
    copies = [number for number, line in enumerate(final) if line.startswith("COPY ")]
    assert max(copies) < final.index(rights) < final.index("USER 10001:10001")


def test_its_python_is_one_that_plantar_takes() -> None:
    found = re.search(r"python:(\d+)\.(\d+)", TEXT)

    assert found is not None
    assert (int(found[1]), int(found[2])) >= own_venv.OLDEST_PYTHON


def test_its_parts_are_those_of_run_by_their_hashes() -> None:
    (parts,) = (line for line in of("RUN") if "--requirement" in line)

    assert parts.endswith(f"--require-hashes --requirement {own_venv.REQUIREMENTS['run']}")
    assert own_venv.REQUIREMENTS["run"] in copied()
    assert "PLANTAR_HOME=/var/lib/plantar" in TEXT


def test_all_of_plantar_goes_in_and_nothing_else_is_sent() -> None:
    assert set(PACKAGES) <= set(copied())
    assert [name for name in copied() if not (ROOT / name).exists()] == []
    assert [name for name in copied() if not sent(name)] == []
    secret = ["site/secrets/store_url", "site/ca/ca.key", ".git/config", "tests/conftest.py"]
    assert [name for name in (*secret, "plantar/__pycache__/day.pyc") if sent(name)] == []


def test_what_is_copied_makes_a_plantar_that_starts(tmp_path: Path) -> None:
    """As in the image: installed from the copies alone, started where no source lies."""
    source, installed = tmp_path / "source", tmp_path / "installed"
    for name in copied():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, source / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", str(tmp_path), str(source)], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(installed)
    sources = {p.relative_to(source) for one in PACKAGES for p in (source / one).rglob("*.*")}

    there = {path.relative_to(installed) for path in installed.rglob("*.*")}
    missing = {str(path) for path in sources - there if (source / path).is_file()}
    plantar = [sys.executable, "-P", "-c", "from cli.main import main; main()"]
    started = subprocess.run(
        [*plantar, "deploy", "init", str(tmp_path / "site"), "--host", "centre.example"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed), "PLANTAR_HOME": str(tmp_path / "home")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert missing == set()
    assert started.returncode == 0, started.stderr
    assert (tmp_path / "site/broker/plantar.acl").exists()


@pytest.mark.parametrize("name", ["plantar.acl"])
def test_the_rules_that_init_writes_are_those_beside_the_configuration(name: str) -> None:
    ours, shipped = ROOT / "cli/deploy" / name, ROOT / "deploy/mosquitto" / name

    assert ours.read_bytes() == shipped.read_bytes()
