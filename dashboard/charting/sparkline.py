"""Sparklines as SVG text: small, without axes, always beside the number they end in."""

import math
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from dashboard.frame import palette
from dashboard.frame.palette import css

PAGE, BAND, BAR, HATCH, INK, MUTED, RULE, PAIN_FIRST_STEPS = (
    css(colour)
    for colour in (
        palette.PAGE,
        palette.BAND,
        palette.BAR,
        palette.HATCH,
        palette.INK,
        palette.MUTED,
        palette.RULE,
        palette.PAIN_FIRST_STEPS,
    )
)
LOAD_WIDTH, LOAD_HEIGHT = 212, 44
PAIN_WIDTH, PAIN_HEIGHT = 100, 42
BULLET_WIDTH, BULLET_HEIGHT = 104, 14
#: Ends of the ratio scale, the same for everybody, so that rows compare.
RATIO_LOW, RATIO_HIGH = 0.5, 2.0
#: Days that the usual band compares: the week, and the three weeks it comes from.
BAND_DAYS = 28
WORST_PAIN = 10
#: Room for the last dot. [px]
MARGIN = 5


def load(
    days: Sequence[float],
    week: Sequence[float],
    band: tuple[float, float] | None,
    dot: str,
    label: str,
) -> str:
    """Daily bars, the usual band over the days it holds for, and the 7-day line.

    A day without a figure is hatched; days before the first figure are left empty.
    """
    top: float = 1.08 * max([1.0, *filter(math.isfinite, (*days, *week, *(band or ())))])
    step = (LOAD_WIDTH - MARGIN) / max(len(days), 1)
    height = LOAD_HEIGHT - 2

    def y(value: float) -> float:
        return height * (1 - value / top)

    shapes = [_bars(days, step, y, height)]
    if band is not None:
        start = max(0, len(days) - BAND_DAYS) * step
        shapes.insert(
            0,
            f'<rect x="{start:.1f}" y="{y(band[1]):.1f}" width="{LOAD_WIDTH - MARGIN - start:.1f}"'
            f' height="{max(1.0, y(band[0]) - y(band[1])):.1f}" fill="{BAND}" fill-opacity=".42"/>',
        )
    points = [
        (step * (n + 0.5), y(v) if math.isfinite(v) else math.nan) for n, v in enumerate(week)
    ]
    shapes.append(_line(points, PAGE, 3.4))
    shapes.append(_line(points, INK, 1.7))
    shapes.append(_dot(points, dot, 3.3))
    return _svg(LOAD_WIDTH, LOAD_HEIGHT, label, "".join(shapes))


def pain(scores: Sequence[float], limit: int | None, label: str) -> str:
    """Morning pain on its whole scale; a morning without a score breaks the line."""
    step = (PAIN_WIDTH - MARGIN) / max(len(scores), 1)
    room = PAIN_HEIGHT - 8

    def y(score: float) -> float:
        return 4 + room * (1 - score / WORST_PAIN)

    guides = [0.0, WORST_PAIN] if limit is None else [0.0, WORST_PAIN, float(limit)]
    shapes = [
        f'<line x1="0" x2="{PAIN_WIDTH - MARGIN}" y1="{y(at):.1f}" y2="{y(at):.1f}"'
        f' stroke="{MUTED if at not in (0.0, WORST_PAIN) else RULE}"'
        f' stroke-width="{0.8 if at else 1}"/>'
        for at in guides
    ]
    points = [
        (step * (n + 0.5), y(v) if math.isfinite(v) else math.nan) for n, v in enumerate(scores)
    ]
    shapes.append(_line(points, PAIN_FIRST_STEPS, 1.6))
    shapes.append(_dot(points, PAIN_FIRST_STEPS, 2.9))
    return _svg(PAIN_WIDTH, PAIN_HEIGHT, label, "".join(shapes))


def bullet(ratio: float, colour: str) -> str:
    """The ratio on the scale of `RATIO_LOW` to `RATIO_HIGH`, with a tick at 1 and no band.

    A ratio past either end sits at that end as an arrow. Drawn beside its number, so hidden from
    who listens.
    """
    room = BULLET_WIDTH - 2 * MARGIN
    middle = BULLET_HEIGHT / 2

    def x(value: float) -> float:
        share = (min(max(value, RATIO_LOW), RATIO_HIGH) - RATIO_LOW) / (RATIO_HIGH - RATIO_LOW)
        return MARGIN + share * room

    at = x(ratio)
    if RATIO_LOW <= ratio <= RATIO_HIGH:
        mark = f'<circle cx="{at:.1f}" cy="{middle}" r="3.8" fill="{colour}"/>'
    else:
        tip = at + 4 if ratio > RATIO_HIGH else at - 4
        tail = 2 * at - tip
        mark = (
            f'<path d="M{tail:.1f} {middle - 4.5}L{tip:.1f} {middle}L{tail:.1f} {middle + 4.5}Z"'
            f' fill="{colour}"/>'
        )
    return (
        f'<svg width="{BULLET_WIDTH}" height="{BULLET_HEIGHT}" aria-hidden="true">'
        f'<line x1="0" x2="{BULLET_WIDTH}" y1="{middle}" y2="{middle}" stroke="{RULE}"/>'
        f'<line x1="{x(1):.1f}" x2="{at:.1f}" y1="{middle}" y2="{middle}" stroke="{colour}"'
        f' stroke-width="2.2"/>'
        f'<line x1="{x(1):.1f}" x2="{x(1):.1f}" y1="1" y2="{BULLET_HEIGHT - 1}" stroke="{MUTED}"'
        f' stroke-width="1.4"/>{mark}</svg>'
    )


def _bars(days: Sequence[float], step: float, y: Callable[[float], float], height: float) -> str:
    known = [n for n, day in enumerate(days) if math.isfinite(day)]
    first = known[0] if known else len(days)
    shapes, bars = [], []
    for n, day in enumerate(days):
        left, width = n * step + 0.6, step - 1.2
        if math.isfinite(day):
            bars.append(f"M{left:.1f} {height}V{y(day):.1f}h{width:.1f}V{height}z")
        elif n > first:
            shapes.append(_hatched(left, width, height))
    if bars:  # one shape for all of them: 25 lists of 42 go over the line
        shapes.insert(0, f'<path fill="{BAR}" d="{"".join(bars)}"/>')
    shapes.append(
        f'<line x1="0" x2="{LOAD_WIDTH - MARGIN}" y1="{height}" y2="{height}" stroke="{RULE}"/>'
    )
    return "".join(shapes)


def _hatched(left: float, width: float, height: float) -> str:
    strokes = "".join(
        f"M{left:.1f} {bottom:.1f}l{width:.1f} {-width:.1f}"
        for bottom in (height - 1.5 - 4.0 * k for k in range(int(height // 4)))
        if bottom - width > 0
    )
    return f'<path class="missing" d="{strokes}" stroke="{HATCH}" stroke-width=".9" fill="none"/>'


def _line(points: Sequence[tuple[float, float]], colour: str, width: float) -> str:
    lines = []
    for known, stretch in groupby(points, key=lambda point: math.isfinite(point[1])):
        if known:
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in stretch)
            lines.append(
                f'<polyline fill="none" stroke="{colour}" stroke-width="{width}"'
                f' stroke-linejoin="round" stroke-linecap="round" points="{path}"/>'
            )
    return "".join(lines)


def _dot(points: Sequence[tuple[float, float]], colour: str, radius: float) -> str:
    known = [point for point in points if math.isfinite(point[1])]
    if not known:
        return ""
    x, y = known[-1]
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'


def _svg(width: int, height: int, label: str, shapes: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img"'
        f' aria-label="{escape(label)}">{shapes}</svg>'
    )
