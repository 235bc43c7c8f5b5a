"""Where files are dropped: each is put with those that wait, or it is said why not."""

import hashlib
from datetime import timedelta
from html import escape
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.adding import added, drop_words
from dashboard.adding.deeds import REFUSED, SAID
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.errors import PlantarError, UploadRefused
from plantar.runner import Runner
from plantar.upload import (
    MOST_BYTES,
    MOST_WAITING,
    MOST_WAITING_BYTES,
    Upload,
    shown_name,
)

#: Letters of the hash by which the same drop is known when it comes twice.
ID_DIGITS: Final = 24
ROUND = "add-round"


def drop(visit: Visit, runner: Runner) -> None:
    """Draw where files are dropped, and put what was dropped with those that wait."""
    words = visit.words
    with st.container(key=drop_words.BOX):
        files = st.file_uploader(
            words.say("Recordings, activities or tables of steps"),
            accept_multiple_files=True,
            key=f"drop-{st.session_state.get(ROUND, 0)}",
        )
    with st.container(key="hidden-words"):
        drop_words.speak(words, MOST_BYTES // added.MEGABYTE)
    muted(
        words.say(
            "Soles (Moticon, pedar, force as text), FIT files of a watch, or a table with a date "
            "and steps. At most {each} MB a file; {most} files and {all} MB may wait at once. "
            "A larger one is imported on the computer that runs Plantar.",
            each=MOST_BYTES // added.MEGABYTE,
            most=MOST_WAITING,
            all=MOST_WAITING_BYTES // added.MEGABYTE,
        )
    )
    if files:
        said = [_put(visit, runner, one, n) for n, one in enumerate(files)]
        st.session_state[REFUSED] = [one for one in said if one is not None]
        st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1  # the box is empty again
        st.session_state.pop(SAID, None)
        st.rerun()
    for name, why in st.session_state.get(REFUSED, ()):
        told = f"<bdi class='long'>{escape(name)}</bdi>: {escape(why)}"
        st.html(f'<p class="refused" role="alert"><b>✕</b> {told}</p>')


def _put(visit: Visit, runner: Runner, file: UploadedFile, nth: int) -> tuple[str, str] | None:
    """Put a file with those that wait; its name and why, where it cannot be."""
    words, content = visit.words, file.getvalue()
    name = shown_name(file.name)
    upload = Upload(
        # The same for the same drop: a page that is drawn twice brings it once.
        id=hashlib.sha256(f"{runner.id} {file.file_id}".encode()).hexdigest()[:ID_DIGITS],
        runner_id=runner.id,
        name=name,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        author=visit.viewer.account,
        at=visit.now + timedelta(microseconds=nth),  # they are read in the order of the drop
    )
    try:
        visit.store.keep_upload(runner.id, upload, content)
    except UploadRefused as refused:
        if refused.code == "too-large":
            return name, words.say("Too large: {size}.", size=added.size(len(content), words))
        return name, words.say("Too much waits already: add it when that is read.")
    except PlantarError:
        return name, words.say("It could not be kept now: try again in a minute.")
    return None
