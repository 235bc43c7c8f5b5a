"""The marks of a level: drawn shapes, the same in every font, told apart without their colour."""

from typing import Final
from urllib.parse import quote

from dashboard.palette import ALERT, CAUTION, MUTED
from plantar.alert import Level
from plantar.state import Attention

_TRIANGLE = "M{x} 11L{end} 11L{tip} 2Z"
_SHAPES: Final = {
    "two triangles": (
        f'<path d="{_TRIANGLE.format(x=0, end=10, tip=5)}" fill="{ALERT}"/>'
        f'<path d="{_TRIANGLE.format(x=9, end=19, tip=14)}" fill="{ALERT}"/>'
    ),
    "triangle": f'<path d="{_TRIANGLE.format(x=4, end=15, tip=9.5)}" fill="{CAUTION}"/>',
    "dot": f'<circle cx="9.5" cy="7" r="3.6" fill="{MUTED}"/>',
    "quarter": (
        f'<circle cx="9.5" cy="7" r="4.3" fill="none" stroke="{MUTED}" stroke-width="1.3"/>'
        f'<path d="M9.5 7V2.7A4.3 4.3 0 0 1 13.8 7Z" fill="{MUTED}"/>'
    ),
    "dashed ring": (
        f'<circle cx="9.5" cy="7" r="4.3" fill="none" stroke="{MUTED}" stroke-width="1.5"'
        f' stroke-dasharray="2.3 1.9"/>'
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
    """The mark as SVG; what it says always stands beside it in words."""
    shape = _SHAPES[_OF_LEVEL[of] if isinstance(of, Level) else _OF_ATTENTION[of]]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="19" height="13" viewBox="0 0 19 13"'
        f' aria-hidden="true">{shape}</svg>'
    )


def image(of: Level | Attention) -> str:
    """The mark as an image, for places where Streamlit takes no SVG."""
    return f'<img class="glyph" alt="" src="data:image/svg+xml,{quote(mark(of))}">'
