"""Walks through every page and every state, asks axe of each, and keeps pictures of them.

python -m tests.screens.walk                 everything, into docs/screens
python -m tests.screens.walk runner alerts   these pages alone, looked at but not kept
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

from tests.dashboard.browser_rig import CHROMIUM, QUIET, ROOT
from tests.screens import pictures
from tests.screens.place import made, serving
from tests.screens.states import State, states
from tests.screens.walking import Walk

KEPT: Final = ROOT / "docs" / "screens"


def main(arguments: Sequence[str]) -> int:
    """Walk; 0 when nothing was wrong."""
    asked = argparse.ArgumentParser(prog="python -m tests.screens.walk")
    asked.add_argument("pages", nargs="*", help="only these, or these states of them")
    asked.add_argument("--into", type=Path, help="a folder for the pictures")
    asked.add_argument("--clinic", type=Path, help="a folder whose clinic is used again")
    asked.add_argument("--whole", action="store_true", help="each page from top to foot")
    asked.add_argument("--looks", default="", help="only these: desk-nl,phone-fr,…")
    told = asked.parse_args(arguments)
    into = told.into or (None if told.pages else KEPT)
    with tempfile.TemporaryDirectory() as folder:
        home = (told.clinic or Path(folder)).absolute()
        made(home)
        with serving(home) as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            only = told.looks.split(",") if told.looks else ()
            walk = Walk(chromium, address, home, into, told.whole, only)
            for state in states():
                if not told.pages or _is_wanted(state, told.pages):
                    walk.at(state)
            chromium.close()
    if into is not None and not told.pages:
        pictures.write_list(into, walk.taken)
    print("\n".join([*walk.wrong, f"{len(walk.taken)} looked at, {len(walk.wrong)} wrong"]))
    return int(bool(walk.wrong))


def _is_wanted(state: State, pages: Sequence[str]) -> bool:
    return state.page.strip("/") in pages or state.key in pages


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
