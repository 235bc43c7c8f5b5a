"""What Streamlit's box for files says, in the language of the page: it speaks English alone.

A style sheet (`assets/css/add.css`) shows these words in the place of its own, and a script gives
them to screen readers, which do not read what a style sheet says.
"""

from functools import cache
from typing import TYPE_CHECKING, Final

import streamlit as st

from plantar.words.catalogue import Words

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

BOX: Final = "drop"
JS: Final = """
export default ({ data }) => {
  const around = document.querySelector(".st-key-" + data.box);
  if (!around) { return; }
  const say = () => {
    const box = around.querySelector("[data-testid=stFileUploaderDropzone]");
    if (!box) { return; }
    // It has a name, and so is no mere decoration.
    if (box.getAttribute("role") !== "group") { box.setAttribute("role", "group"); }
    const empty = box.querySelector("[data-testid=stFileUploaderDropzoneInstructions]");
    const button = empty && box.querySelector("button");
    if (button && button.getAttribute("aria-label") !== data.choose) {
      button.setAttribute("aria-label", data.choose);
    }
    const texts = document.createTreeWalker(around, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (/^File must be .* or smaller/.test(texts.currentNode.data)) {
        texts.currentNode.data = data.large;
      }
    }
  };
  say();
  const watch = new MutationObserver(say);
  watch.observe(around, { childList: true, subtree: true, characterData: true });
  return () => watch.disconnect();
};
"""


def speak(words: Words, most_mb: int) -> None:
    """Let the box speak the language of the page; called beside it, each time it is drawn."""
    choose = words.say("Choose files")
    said = {
        "--choose": choose,
        "--or-drop": words.say("or drop them here"),
        "--let-go": words.say("Let go to add them"),
    }
    told = ";".join(f"{name}:{_css_text(text)}" for name, text in said.items())
    st.html(f"<style>.st-key-{BOX}{{{told}}}</style>")
    large = words.say("Too large: at most {most} MB.", most=most_mb)
    _speaker()(key="drop-words", data={"box": BOX, "choose": choose, "large": large})


@cache
def _speaker() -> "ComponentRenderer":
    return st.components.v2.component("plantar_drop_words", js=JS)


def _css_text(text: str) -> str:
    plain = "".join(letter for letter in text if letter not in '"\\<>\n')
    return f'"{plain}"'
