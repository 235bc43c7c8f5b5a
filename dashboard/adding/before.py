"""What was added before, by a file that no line above stands for."""

from html import escape
from typing import Final

import streamlit as st

from dashboard.adding.deeds import undo
from dashboard.adding.uploads import SHOWN
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.measured import OriginKind
from plantar.runner import Runner
from plantar.store import OriginRow
from plantar.upload import Upload, UploadState, shown_name
from plantar.words import demo_words

KEPT: Final = (UploadState.ACCEPTED, UploadState.PARTIAL)


def earlier(visit: Visit, runner: Runner, uploads: list[Upload], *, writes: bool) -> None:
    """Imports that no file above stands for, newest first."""
    words = visit.words
    above = {one.told.origin_id for one in uploads if one.state in KEPT}
    found = [
        row
        for row in reversed(visit.store.origins(runner.id))
        if row.origin.kind is OriginKind.IMPORT and row.origin.id not in above
    ]
    if not found and not uploads:
        muted(words.say("Nothing was added yet. What sensors measure comes by itself."))
        return
    if not found:
        return
    st.header(words.say("Added before"), anchor=False)
    for row in found[:SHOWN]:
        _row(visit, row, writes=writes)
    if len(found) > SHOWN:
        muted(words.plural("and {n} older one", "and {n} older ones", len(found) - SHOWN))


def _row(visit: Visit, row: OriginRow, *, writes: bool) -> None:
    words, origin = visit.words, row.origin
    name = shown_name(demo_words.named(origin.label, words))
    about = words.say(
        "{rows}, {ago}",
        rows=words.plural("{n} row", "{n} rows", row.rows),
        ago=words.ago(visit.now - origin.received_at),
    )
    with st.container(
        key=f"origin-{origin.id}",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        told = f'<bdi class="long">{escape(name)}</bdi><br><small>{escape(about)}</small>'
        st.html(f'<p class="told">{told}</p>')
        if writes:
            with st.container(horizontal=True, width="content"):
                undo(visit, row.runner_id, origin.id, name, origin.id)
