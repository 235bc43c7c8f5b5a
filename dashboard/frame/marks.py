"""The marks of a level: drawn shapes, the same in every font, told apart without their colour."""

from typing import Final
from urllib.parse import quote

from dashboard.frame.palette import ALERT, CAUTION, DARK, MUTED, css
from plantar.alert import Level
from plantar.state import Attention

#: What an SVG of a mark shows of the plane.
ROOM: Final = "0 0 19 13"
_TRIANGLE: Final = "M{x} 11L{end} 11L{tip} 2Z"
#: Each shape and its colour; what is drawn is in the colour of its text.
_SHAPES: Final = {
    "two triangles": (
        ALERT,
        (
            f'<path d="{_TRIANGLE.format(x=0, end=10, tip=5)}"/>'
            f'<path d="{_TRIANGLE.format(x=9, end=19, tip=14)}"/>'
        ),
    ),
    "triangle": (CAUTION, f'<path d="{_TRIANGLE.format(x=4, end=15, tip=9.5)}"/>'),
    "dot": (MUTED, '<circle cx="9.5" cy="7" r="3.6"/>'),
    "quarter": (
        MUTED,
        (
            '<circle cx="9.5" cy="7" r="4.3" fill="none" stroke="currentColor" stroke-width="1.3"/>'
            '<path d="M9.5 7V2.7A4.3 4.3 0 0 1 13.8 7Z"/>'
        ),
    ),
    "dashed ring": (
        MUTED,
        (
            '<circle cx="9.5" cy="7" r="4.3" fill="none" stroke="currentColor" stroke-width="1.5"'
            ' stroke-dasharray="2.3 1.9"/>'
        ),
    ),
}
_OF_LEVEL: Final = {
    Level.ALERT: "two triangles",
    Level.CAUTION: "triangle",
    Level.INFO: "dot",
    Level.OK: "dot",
}
#: Quiet is grey, not green: no rule spoke, which promises nothing.
_OF_ATTENTION: Final = {
    Attention.CALL_TODAY: "two triangles",
    Attention.LOOK_THIS_WEEK: "triangle",
    Attention.QUIET: "dot",
    Attention.BUILDING: "quarter",
    Attention.NO_DATA: "dashed ring",
}


def mark(of: Level | Attention) -> str:
    """The mark as SVG for inside a page; what it says always stands beside it in words."""
    colour, shape = _SHAPES[_shape(of)]
    return _svg(shape, f' style="color:{css(colour)}"')


def address(of: Level | Attention, room: str = ROOM) -> str:
    """The mark as the address of an image, which a page's style does not reach."""
    colour, shape = _SHAPES[_shape(of)]
    style = (
        f"<style>svg{{color:{colour}}}"
        f"@media screen and (prefers-color-scheme:dark){{svg{{color:{DARK[colour]}}}}}</style>"
    )
    drawn = _svg(style + shape)
    if room != ROOM:
        drawn = drawn.replace('width="19" height="13" ', "").replace(ROOM, room)
    return f"data:image/svg+xml,{quote(drawn)}"


def image(of: Level | Attention) -> str:
    """The mark as an image, for places where Streamlit takes no SVG."""
    return f'<img class="glyph" alt="" src="{address(of)}">'


def _shape(of: Level | Attention) -> str:
    return _OF_LEVEL[of] if isinstance(of, Level) else _OF_ATTENTION[of]


def _svg(inside: str, style: str = "") -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="19" height="13" viewBox="{ROOM}"'
        f' fill="currentColor" aria-hidden="true"{style}>{inside}</svg>'
    )
