"""Figures as SVG text: the same file from the same numbers, read on white and on black.

The paper is part of the drawing and follows the reader's light or dark: a page that does not tell
which it is still has ink on paper. Coordinates are rounded, so that files change with the numbers
only.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from cli.validate.figure import Axis, Bound, Figure, Mark, Series

WIDTH, HEIGHT = 800, 400
LEFT, RIGHT, BOTTOM = 84, 24, 56
#: Title, one row of the legend, and what lies between the legend and the plot. [px]
TITLE, LEGEND_ROW, AIR = 40, 22, 14
#: Roughly what a letter of the legend takes, and the key before it. [px]
LETTER, KEY = 7.2, 40
#: Labels along an axis, about.
TICKS = 6
#: Numbers closer together than this share of their size are one height.
FLAT = 1e-9
#: A tick is a round number: one of these times a power of ten.
ROUND = (1, 2, 2.5, 5, 10)

#: Each colour on white, then on black; dashes tell the lines apart without colour.
COLOURS: Final = (
    ("#0B4F8A", "#6CB2EB"),
    ("#B45F06", "#E8A34C"),
    ("#8E2157", "#E58BB8"),
    ("#55691B", "#B5CC5B"),
    ("#5E4B8B", "#B7A5E6"),
    ("#6E665A", "#C2B8A8"),
)
DASHES: Final = ("none", "8 4", "2 3", "10 3 2 3", "5 2", "14 4")
PAPER: Final = ("#FFFFFF", "#0D1117")
INK: Final = ("#1B2733", "#E6EDF3")
MUTED: Final = ("#5B6773", "#9DA7B3")
GRID: Final = ("#E3E7EB", "#2A313A")


@dataclass(frozen=True, slots=True)
class _Scale:
    """From numbers to pixels along one side."""

    low: float
    high: float
    first_px: float
    last_px: float

    def __call__(self, number: float) -> float:
        share = (number - self.low) / (self.high - self.low)
        return self.first_px + share * (self.last_px - self.first_px)


def svg(figure: Figure) -> str:
    """The drawing of a figure."""
    legend, rows = _legend(figure.series)
    top = TITLE + LEGEND_ROW * rows + AIR
    across = [*_all(figure.series, "x"), *(one.at for one in figure.bounds if one.upright)]
    up = [*_all(figure.series, "y"), *(one.at for one in figure.bounds if not one.upright)]
    x_ticks, x = _axis(figure.x, across, LEFT, WIDTH - RIGHT)
    y_ticks, y = _axis(figure.y, up, HEIGHT - BOTTOM, top)
    shapes = [
        f'<rect class="paper" width="{WIDTH}" height="{HEIGHT}" rx="6"/>',
        _text(LEFT, 26, figure.title, "title"),
        *legend,
        *_across(y_ticks, y),
        *_along(x_ticks, x, top),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, figure.x.name, "name middle"),
        _upright(16, (top + HEIGHT - BOTTOM) / 2, figure.y.name),
        *(_bound(one, x, y, top) for one in figure.bounds),
        *(_drawn(one, n, x, y) for n, one in enumerate(figure.series)),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}"'
        f' height="{HEIGHT}" role="img" aria-label="{escape(figure.title)}">\n'
        f"<style>\n{_style()}</style>\n" + "\n".join(shapes) + "\n</svg>\n"
    )


def _style() -> str:
    """Colours by name, and again for a reader in the dark."""
    fixed = (
        "text{font:13px system-ui,-apple-system,Segoe UI,sans-serif}"
        ".title{font-size:16px;font-weight:600}.middle{text-anchor:middle}.end{text-anchor:end}\n"
        ".line{fill:none;stroke-width:2;stroke-linejoin:round}.bound{stroke-dasharray:4 4}\n"
    )
    light, dark = (_colours(n) for n in range(2))
    return f"{fixed}{light}@media (prefers-color-scheme:dark){{\n{dark}}}\n"


def _colours(which: int) -> str:
    series = "".join(
        f".s{n}{{stroke:{pair[which]}}}.f{n}{{fill:{pair[which]}}}\n"
        for n, pair in enumerate(COLOURS)
    )
    return (
        f".paper{{fill:{PAPER[which]}}}text{{fill:{INK[which]}}}.tick{{fill:{MUTED[which]}}}"
        f".grid{{stroke:{GRID[which]}}}.axis,.bound{{stroke:{MUTED[which]}}}\n{series}"
    )


def _all(series: Sequence[Series], side: str) -> list[float]:
    return [value for one in series for value in getattr(one, side) if math.isfinite(float(value))]


def _axis(
    axis: Axis, values: Sequence[float], first_px: float, last_px: float
) -> tuple[tuple[tuple[float, str], ...], _Scale]:
    """Labels, and the scale; an end that nobody named is the next round number."""
    low = axis.low if axis.low is not None else min(values, default=0.0)
    high = axis.high if axis.high is not None else max(values, default=1.0)
    if high - low <= FLAT * max(1.0, abs(low), abs(high)):
        low, high = low - 0.5, high + 0.5
    if axis.ticks:
        return axis.ticks, _Scale(low, high, first_px, last_px)
    step = _round_step((high - low) / TICKS)
    if axis.low is None:
        low = step * math.floor(low / step + 1e-9)
    if axis.high is None:
        high = step * math.ceil(high / step - 1e-9)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    digits = max(0, -math.floor(math.log10(step) + 1e-9), _decimals(step))
    ticks = tuple((n * step, _number(n * step, digits)) for n in range(first, last + 1))
    return ticks, _Scale(low, high, first_px, last_px)


def _round_step(about: float) -> float:
    power = 10.0 ** math.floor(math.log10(about))
    return power * next(one for one in ROUND if one * power >= about * (1 - 1e-9))


def _decimals(step: float) -> int:
    return next(n for n in range(12) if math.isclose(step * 10**n, round(step * 10**n)))


def _number(value: float, digits: int) -> str:
    return f"{value + 0.0:,.{digits}f}".replace(",", " ").replace("-", "−")


def _across(ticks: Sequence[tuple[float, str]], y: _Scale) -> Iterator[str]:
    for value, label in ticks:
        at = y(value)
        yield (
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_px(at)}" y2="{_px(at)}"/>'
        )
        yield _text(LEFT - 8, at + 4.5, label, "tick end")


def _along(ticks: Sequence[tuple[float, str]], x: _Scale, top: float) -> Iterator[str]:
    foot = HEIGHT - BOTTOM
    yield f'<line class="axis" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{foot}" y2="{foot}"/>'
    for value, label in ticks:
        at = _px(x(value))
        yield f'<line class="grid" x1="{at}" x2="{at}" y1="{_px(top)}" y2="{foot}"/>'
        yield _text(x(value), foot + 18, label, "tick middle")


def _bound(bound: Bound, x: _Scale, y: _Scale, top: float) -> str:
    if bound.upright:
        at = x(bound.at)
        line = f'x1="{_px(at)}" x2="{_px(at)}" y1="{_px(top)}" y2="{HEIGHT - BOTTOM}"'
        leftward = at > (LEFT + WIDTH - RIGHT) / 2
        name = _text(at + (-6 if leftward else 6), top + 14, bound.name, "end" if leftward else "")
    else:
        at = y(bound.at)
        line = f'x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{_px(at)}" y2="{_px(at)}"'
        name = _text(WIDTH - RIGHT - 4, at - 5, bound.name, "end")
    return f'<line class="bound" {line}/>{name}'


def _drawn(series: Series, number: int, x: _Scale, y: _Scale) -> str:
    points = [(x(float(a)), y(float(b))) for a, b in zip(series.x, series.y, strict=True)]
    colour = number % len(COLOURS)
    match series.mark:
        case Mark.POINTS:
            return "".join(_SHAPES[number % len(_SHAPES)](at, colour) for at in _known(points))
        case Mark.LINE:
            return _path(points, colour)
        case Mark.STEP:
            return _path(_stairs(points), colour)


def _known(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [one for one in points if all(map(math.isfinite, one))]


def _stairs(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    corners = [corner for one, two in pairwise(points) for corner in (one, (two[0], one[1]))]
    return [*corners, *points[-1:]]


def _path(points: Sequence[tuple[float, float]], colour: int) -> str:
    """A line, lifted where a point is not known."""
    pen, words = "M", []
    for point in points:
        if all(map(math.isfinite, point)):
            words.append(f"{pen}{_px(point[0])} {_px(point[1])}")
            pen = "L"
        else:
            pen = "M"
    dash = DASHES[colour]
    return f'<path class="line s{colour}" stroke-dasharray="{dash}" d="{"".join(words)}"/>'


def _disc(at: tuple[float, float], colour: int) -> str:
    return f'<circle class="f{colour}" cx="{_px(at[0])}" cy="{_px(at[1])}" r="4"/>'


def _square(at: tuple[float, float], colour: int) -> str:
    return (
        f'<rect class="f{colour}" x="{_px(at[0] - 3.5)}" y="{_px(at[1] - 3.5)}"'
        ' width="7" height="7"/>'
    )


def _triangle(at: tuple[float, float], colour: int) -> str:
    x, y = at
    return (
        f'<path class="f{colour}" d="M{_px(x)} {_px(y - 5)}L{_px(x + 4.5)} {_px(y + 3.5)}'
        f'L{_px(x - 4.5)} {_px(y + 3.5)}Z"/>'
    )


def _diamond(at: tuple[float, float], colour: int) -> str:
    x, y = at
    return (
        f'<path class="f{colour}" d="M{_px(x)} {_px(y - 5)}L{_px(x + 5)} {_px(y)}'
        f'L{_px(x)} {_px(y + 5)}L{_px(x - 5)} {_px(y)}Z"/>'
    )


def _nabla(at: tuple[float, float], colour: int) -> str:
    x, y = at
    return (
        f'<path class="f{colour}" d="M{_px(x)} {_px(y + 5)}L{_px(x + 4.5)} {_px(y - 3.5)}'
        f'L{_px(x - 4.5)} {_px(y - 3.5)}Z"/>'
    )


def _plus(at: tuple[float, float], colour: int) -> str:
    x, y = at
    return (
        f'<path class="f{colour}" d="M{_px(x - 5)} {_px(y - 1.5)}h3.5v-3.5h3v3.5h3.5v3h-3.5v3.5h-3'
        'v-3.5h-3.5Z"/>'
    )


_SHAPES: Final[tuple[Callable[[tuple[float, float], int], str], ...]] = (
    _disc,
    _square,
    _triangle,
    _diamond,
    _nabla,
    _plus,
)


def _legend(series: Sequence[Series]) -> tuple[list[str], int]:
    """Keys and names under the title, and how many rows they take."""
    shapes, at, row = [], float(LEFT), 0
    for n, one in enumerate(series):
        wide = KEY + LETTER * len(one.name) + 12
        if at + wide > WIDTH - RIGHT and at > LEFT:
            at, row = float(LEFT), row + 1
        y = TITLE + LEGEND_ROW * row + 8
        key = Series(one.name, (0.0, 1.0), (0.0, 0.0), one.mark)
        if one.mark is Mark.POINTS:
            key = Series(one.name, (0.5,), (0.0,), one.mark)
        shapes.append(_drawn(key, n, _Scale(0.0, 1.0, at, at + KEY - 10), _Scale(0.0, 1.0, y, y)))
        shapes.append(_text(at + KEY - 4, y + 4.5, one.name, ""))
        at += wide
    return shapes, row + 1 if series else 0


def _text(x: float, y: float, words: str, kind: str) -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{_px(x)}" y="{_px(y)}">{escape(words)}</text>'


def _upright(x: float, y: float, words: str) -> str:
    turned = f'transform="rotate(-90 {_px(x)} {_px(y)})"'
    return f'<text class="middle" x="{_px(x)}" y="{_px(y)}" {turned}>{escape(words)}</text>'


def _px(number: float) -> str:
    return f"{round(number, 1) + 0.0:g}"
