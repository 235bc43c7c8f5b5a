"""The little CSS that the theme cannot say, keyed on our own container keys: `assets/css`.

It is one file that browsers keep: its address changes with what is in it.
"""

import hashlib
import re
from functools import cache
from html import escape
from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.frame.palette import variables

PATH: Final = "/pages.css"
FOLDER = Path(__file__).parents[1] / "assets" / "css"


@cache
def css() -> str:
    """Every sheet, the frame first, and last what a phone and forced colours change."""
    sheets = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.css")}
    first, *last = (sheets.pop(name) for name in ("frame", "phone", "forced"))
    whole = "\n".join((variables(), first, *(sheets[name] for name in sorted(sheets)), *last))
    return re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL)


@cache
def address() -> str:
    """Where a browser gets it."""
    return f"{PATH}?v={hashlib.sha256(css().encode()).hexdigest()[:12]}"


def is_dark() -> bool:
    """Whether the browser shows the page dark; what CSS draws knows by itself."""
    return st.context.theme.type == "dark"


def muted(text: str) -> None:
    """A line in the muted colour, which keeps more contrast than Streamlit's caption."""
    st.html(f'<p class="muted">{escape(text)}</p>')
