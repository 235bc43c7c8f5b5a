"""Blanks a page that nobody may see any more: whoever walks away leaves nothing on the screen."""

from functools import cache
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

#: How often a page asks whether it may still be seen; asking is no click. [s]
EVERY_S = 15
#: A container that stays, alone: it says to somebody who erased their account that it is gone.
TOLD: Final = "own-erased"
JS: Final = """
export default ({ data }) => {
  const leave = () => {
    const told = data.out ? null : document.querySelector(".st-key-" + data.told);
    document.body.replaceChildren(...(told ? [told] : []));
    document.body.style.padding = told ? "1.5rem" : "";
    document.title = "Plantar";
    if (!told) { window.location.replace("/sign-in"); }
  };
  if (data.out) { leave(); return; }
  if (window.plantarWatch) { return; }
  window.plantarWatch = true;
  let until = Infinity;
  const ask = async () => {
    try {
      const answer = await fetch("/still-in", { cache: "no-store" });
      if (answer.status === 401) { leave(); return; }
      const left = (await answer.json()).left_s * 1000;
      until = performance.now() + left;
      if (left < data.every_ms) { setTimeout(ask, Math.max(left, 0) + 50); }
    } catch {
      if (performance.now() > until) { leave(); }
    }
  };
  setInterval(ask, data.every_ms);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) { ask(); } });
  window.addEventListener("pageshow", ask);
  ask();
};
"""


def watch(*, out: bool = False) -> None:
    """Leave for the sign-in as soon as nobody is signed in any more; at once with `out`."""
    _watcher()(key="watch", data={"out": out, "every_ms": EVERY_S * 1000, "told": TOLD})


@cache
def _watcher() -> "ComponentRenderer":
    return st.components.v2.component("plantar_watch", js=JS)
