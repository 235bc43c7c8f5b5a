"""Habits that no linter knows: one clock, one place for dates, our own names, reasons given."""

import ast
import importlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("plantar", "collector", "processing", "dashboard", "cli")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
#: Reads the wall clock. Monotonic clocks measure waiting, not when something happened.
CLOCK = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
}


def tracked() -> list[Path]:
    """Every text file that belongs to the project."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


def attribute_calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Every `owner.name(...)` or bare reference to it in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            yield node, name, node.func.attr


@pytest.mark.parametrize("package", PACKAGES)
def test_our_general_package_names_are_not_somebody_else_s(package: str) -> None:
    where = importlib.import_module(package).__file__

    assert where is not None
    assert Path(where).is_relative_to(ROOT)


def test_a_date_is_made_in_one_place() -> None:
    elsewhere = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in MODULES
        if path != ROOT / "plantar/day.py"
        for call, _, name in attribute_calls(path)
        if name == "date" and not call.args and not call.keywords
    ]

    assert elsewhere == []


def test_nobody_cuts_a_runner_s_days_by_the_zone_at_home() -> None:
    """`runner.days` knows where they were, and from which hour their day runs."""
    elsewhere = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in MODULES
        if path not in (ROOT / "plantar/day.py", ROOT / "plantar/runner.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") in {"zone", "iana_zone", "ZoneInfo"}
        and any(isinstance(told, ast.Attribute) and told.attr == "zone" for told in node.args)
    ]

    assert elsewhere == []


def test_only_the_two_roots_read_the_clock() -> None:
    elsewhere = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in MODULES
        if not path.is_relative_to(ROOT / "cli") and path != ROOT / "dashboard/app.py"
        for call, owner, name in attribute_calls(path)
        if (owner, name) in CLOCK
    ]

    assert elsewhere == []


def test_every_rule_that_is_switched_off_says_why() -> None:
    lines = (ROOT / "pyproject.toml").read_text("utf-8").splitlines()
    ignored = [line for line in lines if re.match(r'\s*"[A-Z]+\d*",', line)]

    assert ignored
    assert [line for line in ignored if not re.search(r"#\s*\S+", line)] == []


def test_every_check_silenced_in_a_line_names_its_code_and_its_reason() -> None:
    silenced = re.compile(r"#\s*noqa\b(.*)")
    named = re.compile(r":\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*\s+\S.{4,}")
    unexplained = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in tracked()
        if path.suffix == ".py" and path != Path(__file__)
        for found in silenced.finditer(path.read_text("utf-8"))
        if not named.match(found[1])
    ]

    assert unexplained == []


def test_no_test_folder_shadows_a_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


def test_nothing_tracked_names_a_machine_s_folders_or_an_index() -> None:
    private = re.compile(r"(?:^|[^\w.])/(?:work|farm)/|/root/\.|/opt/\w+/|index.url\b")
    naming = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in tracked()
        if path.suffix != ".svg" and path != Path(__file__)
        for found in private.finditer(path.read_text("utf-8", "replace"))
    ]

    assert naming == []
    locks = {"uv.lock", "poetry.lock", "pylock.toml", "package-lock.json"}
    assert [path for path in tracked() if path.name in locks] == []
