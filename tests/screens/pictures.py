"""Small pictures of pages, and the list that shows them in order."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

from tests.screens.looking import whole_height
from tests.screens.states import MAIN, State

Colours = NDArray[np.int64]
#: Enough for text with its edges and for charts; a picture is then about 20 kB.
COLOURS: Final = 32


@dataclass(frozen=True, slots=True)
class Taken:
    """A state that was looked at in one way."""

    state: State
    look: str
    picture: Path | None


def take(page: Page, path: Path, *, whole: bool) -> Path:
    """A picture of what the window shows, or of the whole page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if whole and page.viewport_size is not None:
        width, height = page.viewport_size["width"], page.viewport_size["height"]
        page.set_viewport_size({"width": width, "height": max(height, whole_height(page))})
        page.wait_for_timeout(400)
    save(page.screenshot(animations="disabled", caret="hide"), path)
    return path


def save(picture: bytes, path: Path) -> None:
    """Keep a picture in few colours, each exactly one of its own: those of the theme do not move.

    Every other colour, such as of the edge of a letter, becomes the nearest of these.
    """
    with Image.open(io.BytesIO(picture)) as full:
        seen = np.asarray(full.convert("RGB")).astype(np.int32)
    packed = (seen[..., 0] << 16) | (seen[..., 1] << 8) | seen[..., 2]
    colours, which, counts = np.unique(packed, return_inverse=True, return_counts=True)
    parts = np.stack([colours >> 16 & 255, colours >> 8 & 255, colours & 255], axis=1)
    kept, nearest = _kept(parts, counts)
    few = Image.fromarray(nearest[which].reshape(packed.shape).astype(np.uint8), "P")
    few.putpalette(parts[kept].astype(np.uint8).tobytes())
    few.save(path, optimize=True)


def _kept(parts: Colours, counts: Colours) -> tuple[list[int], Colours]:
    """Which colours are kept, and for every colour which of them it becomes.

    Next comes the one whose points all together are farthest from what is kept already: a small
    red mark is not lost among many greys.
    """
    kept: list[int] = []
    nearest = np.zeros(len(parts), dtype=np.int64)
    far = np.full(len(parts), np.iinfo(np.int32).max, dtype=np.int64)
    while len(kept) < COLOURS and far.any():
        kept.append(int(np.argmax(far * counts)))
        away = ((parts - parts[kept[-1]]) ** 2).sum(axis=1)
        nearest[away < far] = len(kept) - 1
        far = np.minimum(far, away)
    return kept, nearest


def write_list(folder: Path, taken: Sequence[Taken]) -> None:
    """README.md in that folder: every picture in the order of the walk; others are not kept."""
    names = {one.picture.name for one in taken if one.picture is not None}
    for old in folder.glob("*.png"):
        if old.name not in names:
            old.unlink()
    states = list(dict.fromkeys(one.state for one in taken if one.picture is not None))
    mains = " · ".join(
        f"[{one.key}](#{one.key})" for one in states if one.name == MAIN or one is states[0]
    )
    lines = [
        "# Every page and every state",
        "",
        "Made by `./test --screens`, which also asks axe-core of each, in light and dark. Every",
        "runner in them is made up: the demo clinic, by the pipeline that measures real ones.",
        "A name tells page, state, window (desk 1440 × 900, phone 390 × 844) and language.",
        "",
        mains,
    ]
    for state in states:
        lines += ["", f"## {state.key}", "", f"{state.seen}.", ""]
        lines += [
            f"[{one.look}]({one.picture.name})"
            for one in taken
            if one.state is state and one.picture is not None
        ]
    (folder / "README.md").write_text("\n".join(lines) + "\n", "utf-8")
