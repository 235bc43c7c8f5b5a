"""The components that pages bring with them: files that a browser fetches, no script in a message.

Each folder of `components` is one, with its `index.js`, and its `style.css` where it has looks. See
docs/adr/0032 for why they are told to Streamlit here, and not found by it.
"""

import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

FOLDER: Final = Path(__file__).parents[1] / "components"
PROJECT: Final = "plantar"
SCRIPT, SHEET = "index.js", "style.css"
_LOCK: Final = threading.Lock()


def mount(name: str, *, html: str | None = None, **drawn: Any) -> Any:  # noqa: ANN401  Streamlit's
    """Draw the component of a folder; what it says of clicks."""
    _make_known(f"{PROJECT}.{name}")
    return _component(name, html)(**drawn)


def names() -> list[str]:
    """Every component there is."""
    return sorted(script.parent.name for script in FOLDER.glob(f"*/{SCRIPT}"))


def _make_known(whole_name: str) -> None:
    """Tell this Streamlit which folders there are, where it does not know yet."""
    manager = get_bidi_component_manager()
    with _LOCK:
        if manager.get_component_asset_root(whole_name) is None:
            folders = [ComponentConfig(name, asset_dir=name) for name in names()]
            # A version says nothing here: the files are served as they are.
            manager.register_from_manifest(ComponentManifest(PROJECT, "0", folders), FOLDER)


@cache
def _component(name: str, html: str | None) -> "ComponentRenderer":
    sheet = SHEET if (FOLDER / name / SHEET).exists() else None
    return st.components.v2.component(f"{PROJECT}.{name}", html=html, css=sheet, js=SCRIPT)
