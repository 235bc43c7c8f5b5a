"""Loads at the start what the first visitor of each page would wait for."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Final

import streamlit as st

#: The pages, and what Streamlit itself loads when it draws its first chart.
LOADED: Final = ("dashboard.app", "pandas", "pyarrow")


@asynccontextmanager
async def readying(_app: st.App) -> AsyncIterator[None]:
    """Load it beside the server, which answers meanwhile."""
    threading.Thread(target=load, name="ready", daemon=True).start()
    yield


def load() -> None:
    """Load it all, and keep it out of what is looked through after each run of a script.

    Streamlit collects garbage after every run, and in 200,000 objects of code that are never any
    that takes longer than to draw most pages.
    """
    for module in LOADED:
        import_module(module)
    gc.collect()
    gc.freeze()
