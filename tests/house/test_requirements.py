"""The pinned requirements are whole, hashed, and name no place to fetch from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
EXTRAS = [p for ps in PROJECT["project"]["optional-dependencies"].values() for p in ps]
GROUPS = PROJECT["dependency-groups"]
RUN = [*PROJECT["project"]["dependencies"], *EXTRAS, *GROUPS["build"]]
ASKED = {"run.txt": RUN, "test.txt": [*RUN, *GROUPS["test"]]}


def pins(name: str) -> list[tuple[Requirement, str]]:
    """Every pinned requirement with the lines that follow it."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.IGNORECASE | re.MULTILINE)[1:]
    return [(Requirement(b.split("\\\n")[0]), b) for b in blocks]


@pytest.mark.parametrize("name", ASKED)
def test_every_pin_is_exact_and_hashed(name: str) -> None:
    assert pins(name)
    for requirement, block in pins(name):
        assert [s.operator for s in requirement.specifier] == ["=="], requirement
        assert requirement.url is None
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", block), requirement


@pytest.mark.parametrize("name", ASKED)
def test_no_pin_file_names_an_index_or_a_folder_of_a_machine(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")

    assert not re.search(r"://|^\s*-[^-]|^--(?!hash)|(?<![\w.])/\w", text, re.MULTILINE)


@pytest.mark.parametrize("name", ASKED)
def test_what_the_project_asks_for_is_pinned_within_its_bounds(name: str) -> None:
    pinned = pins(name)

    for asked in map(Requirement, ASKED[name]):
        same = [p for p, _ in pinned if canonicalize_name(p.name) == canonicalize_name(asked.name)]
        assert same, asked
        for pin in same:
            assert asked.specifier.contains(next(iter(pin.specifier)).version), (asked, pin)


def test_tests_run_on_the_very_versions_that_runners_get() -> None:
    for_tests = {(str(p), b.count("--hash")) for p, b in pins("test.txt")}

    assert {(str(p), b.count("--hash")) for p, b in pins("run.txt")} <= for_tests
