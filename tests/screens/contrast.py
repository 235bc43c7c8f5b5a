"""Reckons every contrast of the theme, and writes docs/contrast.md.

python -m tests.screens.contrast
"""

from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Final

from dashboard.frame import palette
from tests.screens.colours import SEEN_BY, contrast, distance

TABLE: Final = Path(__file__).parents[2] / "docs" / "contrast.md"
#: Least contrast of text, and of graphics that carry meaning (WCAG 2.2, 1.4.3 and 1.4.11).
TEXT, GRAPHICS = 4.5, 3.0
#: Least distance (CIE 1976) between activities that are stacked on each other; our choice. A gap
#: in the colour of the page parts them too.
APART: Final = 15.0

#: What is written in which colour on which ground.
TEXTS: Final = (
    ("ink", "page"),
    ("ink", "panel"),
    ("muted", "page"),
    ("muted", "panel"),
    ("blue", "page"),
    ("blue", "panel"),
    ("alert", "page"),
    ("caution", "page"),
    ("page", "blue"),  # the words of a button
    ("pain-first-steps", "page"),  # what stands at the end of a line
    ("pain-after-24h", "page"),
    ("pain-evening", "page"),
)
#: Shapes that say something: each beside a word or a table, and seen on the page.
SHAPES: Final = (
    "ink",
    "muted",
    "blue",
    "walking",
    "standing",
    "unsplit",
    "alert",
    "caution",
    "pain-during",  # its words are in ink
)
#: What only accompanies a line, a number or a word that says the same; held to nothing.
BESIDE: Final = ("rule", "grid", "bar", "band", "band-key", "hatch")
#: What is stacked in a bar, from below; any of them may be missing on a day.
STACKED: Final = ("standing", "walking", "blue", "unsplit")
DOCUMENT: Final = """# Contrast of the theme

Reckoned from `dashboard/frame/palette.py` by `python -m tests.screens.contrast`; a test holds
this file to it. Ratios as WCAG 2.2 has them, from 1 to 21.

## Text, at least {text}

| text | on | light | dark |
|---|---|---|---|
{texts}

## Shapes that say something, at least {graphics}

| shape | on | light | dark |
|---|---|---|---|
{shapes}

Running is drawn in blue. What only accompanies a line, a number or a word that says the same is
held to nothing: {beside}.

## Activities stacked on each other, for who sees fewer colours

Distance (CIE 1976) as everybody sees them, and as Machado, Oliveira and Fernandes (2009) reckon it
at full strength; at least {apart:.0f}. A gap in the colour of the page parts them too.

| in | activities | everybody | {eyes} |
|---|---|---|---|---|---|
{stacked}
"""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that meet."""

    one: str
    other: str
    least: float
    dark: bool

    @property
    def ratio(self) -> float:
        """Their contrast."""
        return contrast(shown(self.one, dark=self.dark), shown(self.other, dark=self.dark))


def shown(name: str, *, dark: bool) -> str:
    """The colour that a name of CSS has in the light or in the dark."""
    colour = palette.NAMES[name]
    return palette.DARK[colour] if dark else colour


def pairs() -> list[Pair]:
    """Every pair that is held to a contrast."""
    return [
        Pair(one, other, least, dark)
        for dark in (False, True)
        for one, other, least in (
            *((one, other, TEXT) for one, other in TEXTS),
            *((one, "page", GRAPHICS) for one in SHAPES),
        )
    ]


def table() -> str:
    """The whole of docs/contrast.md."""
    return DOCUMENT.format(
        text=TEXT,
        texts="\n".join(_row(one, other, TEXT) for one, other in TEXTS),
        graphics=GRAPHICS,
        shapes="\n".join(_row(one, "page", GRAPHICS) for one in SHAPES),
        beside=", ".join(BESIDE),
        apart=APART,
        eyes=" | ".join(SEEN_BY),
        stacked="\n".join(
            _stacked(one, other, dark=dark)
            for dark in (False, True)
            for one, other in combinations(STACKED, 2)
        ),
    )


def _row(one: str, other: str, least: float) -> str:
    light, dark = (Pair(one, other, least, night).ratio for night in (False, True))
    return f"| {one} | {other} | {light:.1f} | {dark:.1f} |"


def _stacked(one: str, other: str, *, dark: bool) -> str:
    seen = [apart(one, other, eyes, dark=dark) for eyes in (None, *SEEN_BY)]
    figures = " | ".join(f"{figure:.0f}" for figure in seen)
    return f"| {'dark' if dark else 'light'} | {one}, {other} | {figures} |"


def apart(one: str, other: str, seen_by: str | None, *, dark: bool) -> float:
    """How far apart two colours of the theme look."""
    return distance(shown(one, dark=dark), shown(other, dark=dark), seen_by)


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
    print(f"wrote {TABLE}")
