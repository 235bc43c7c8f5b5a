"""SVG of what a printed chart is made of: bars, lines and signs that read without their colour."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Final

#: The font that the page brings along.
FONT: Final = "Libertinus Serif"
FONT_SIZE = 7.6
#: Strokes of a hatch, and lines of a pattern, lie so far apart. [pt]
HATCH_STEP, PATTERN_STEP = 4.2, 1.9
#: Strength of a day that was measured in part.
PARTIAL_OPACITY = 0.45
#: Dashes of a line, by their name in a chart on the screen.
DASHES: Final = {"solid": "", "dashed": "3.4 1.8", "dotted": "0.9 1.5"}

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """Where a part of a bar lies, from its left upper corner. [pt]"""

    x: float
    y: float
    width: float
    height: float


def text(
    x: float,
    y: float,
    said: str,
    *,
    fill: str = "#1B2733",
    anchor: str = "start",
    weight: str = "normal",
) -> str:
    """A text, escaped."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{FONT}" font-size="{FONT_SIZE}"'
        f' fill="{fill}" text-anchor="{anchor}" font-weight="{weight}">{escape(said)}</text>'
    )


def rule(y: float, left: float, right: float, colour: str, width: float = 0.5) -> str:
    """A line across a panel."""
    return f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{colour}" stroke-width="{width:g}"/>'


def rect(box: Box, colour: str, opacity: float = 1) -> str:
    """A filled box."""
    return (
        f'<rect x="{box.x:.2f}" y="{box.y:.2f}" width="{box.width:.2f}" height="{box.height:.2f}"'
        f' fill="{colour}" fill-opacity="{opacity:g}"/>'
    )


def bar(box: Box, colour: str, pattern: str, *, whole: bool) -> str:
    """A part of a bar: plain, with `lines` lying in it, or with `bars` standing in it."""
    shape = rect(box, colour, 1 if whole else PARTIAL_OPACITY)
    lines = ""
    if pattern == "lines":
        rows = (
            box.y + box.height - PATTERN_STEP * (k + 0.5)
            for k in range(int(box.height / PATTERN_STEP))
        )
        lines = "".join(f"M{box.x:.2f} {row:.2f}h{box.width:.2f}" for row in rows)
    elif pattern == "bars":
        lines = f"M{box.x + box.width / 2:.2f} {box.y:.2f}v{box.height:.2f}"
    if not lines:
        return shape
    return f'{shape}<path d="{lines}" stroke="#fff" stroke-width=".75"/>'


def hatch(box: Box, colour: str) -> str:
    """Slanted strokes over a whole box, and not beyond it: nothing is known of it."""
    bottom, strokes = box.y + box.height, []
    for k in range(int((box.height + box.width) / HATCH_STEP) + 1):
        start = bottom + box.width - HATCH_STEP * k  # where it would leave the left edge
        left, right = max(0.0, start - bottom), min(box.width, start - box.y)
        if left < right:
            stroke = f"M{box.x + left:.2f} {start - left:.2f}l{right - left:.2f} {left - right:.2f}"
            strokes.append(stroke)
    return f'<path class="missing" d="{"".join(strokes)}" stroke="{colour}" stroke-width=".7"/>'


def polylines(
    points: Iterable[Point | None], colour: str, width: float, dash: str = ""
) -> list[str]:
    """A line through the points; where there is none it is broken."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    lines = []
    for known, stretch in groupby(points, key=lambda point: point is not None):
        if known:
            path = " ".join(f"{point[0]:.1f},{point[1]:.1f}" for point in stretch if point)
            lines.append(
                f'<polyline fill="none" stroke="{colour}" stroke-width="{width:g}"{dashed}'
                f' stroke-linejoin="round" points="{path}"/>'
            )
    return lines


def sign(shape: str, x: float, y: float, size: float, colour: str) -> str:
    """A circle, diamond, triangle or rect around a point."""
    if shape == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" fill="{colour}"/>'
    corners = {
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        "triangle": ((0, -1.1), (1.1, 0.9), (-1.1, 0.9)),
        "rect": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    }[shape]
    path = "L".join(f"{x + size * right:.1f} {y + size * down:.1f}" for right, down in corners)
    return f'<path d="M{path}Z" fill="{colour}"/>'


def spread(wanted: Sequence[float], apart: float, lowest: float) -> list[float]:
    """Heights near those wanted, so far apart at least, and none below the lowest."""
    order = sorted(range(len(wanted)), key=lambda n: wanted[n])
    placed, above = list(wanted), -math.inf
    for n in order:
        above = placed[n] = max(wanted[n], above + apart)
    below = lowest + apart
    for n in reversed(order):
        below = placed[n] = min(placed[n], below - apart)
    return placed
