"""What became of each file that was dropped, drawn anew when something came of one."""

from functools import partial
from html import escape
from typing import Final

import streamlit as st

from dashboard.access.authors import author
from dashboard.adding import added
from dashboard.adding.deeds import try_it, undo
from dashboard.frame.places import link
from dashboard.visit import Visit
from plantar.runner import Runner
from plantar.upload import (
    Upload,
    UploadState,
    Way,
)

#: Files and imports that are listed; the command lists them all.
SHOWN: Final = 25
#: How often it is looked how far the files are; and how often while none waits. [s]
SOON_S, NOW_AND_THEN_S = 1.0, 5.0


def follow(visit: Visit, runner: Runner, uploads: list[Upload]) -> None:
    """Draw anew when something came of a file, or when it begins to wait for long."""
    opened = any(one.state.is_open for one in uploads)
    every_s = SOON_S if opened else NOW_AND_THEN_S
    before, looks = _signature(uploads), [0]
    late_after = added.LATE.total_seconds() / SOON_S

    @st.fragment(run_every=every_s)
    def watch() -> None:
        looks[0] += 1
        is_late = opened and looks[0] > late_after
        if is_late or _signature(visit.store.uploads(runner.id, SHOWN)) != before:
            st.rerun()

    watch()


def _signature(uploads: list[Upload]) -> list[tuple[str, UploadState, int]]:
    return [(one.id, one.state, one.tries) for one in uploads]


def draw_uploads(visit: Visit, uploads: list[Upload], *, writes: bool) -> None:
    """Draw each file with what became of it, and what can be done about it."""
    words = visit.words
    if not uploads:
        return
    st.header(words.say("Files"), anchor=False)
    st.html(f'<p class="muted" role="status">{escape(added.tally(uploads, words))}</p>')
    names = visit.store.account_names()
    for upload in uploads:
        with st.container(
            border=True,
            key=f"file-{upload.id}",
            horizontal=True,
            vertical_alignment="center",
        ):
            st.html(_card(visit, upload, author(upload.author, names, words)), width="stretch")
            if writes:
                with st.container(horizontal=True, vertical_alignment="center", width="content"):
                    _deeds(visit, upload)


def _card(visit: Visit, upload: Upload, who: str) -> str:
    words = visit.words
    said = "".join(f"<p>{escape(one)}</p>" for one in added.lines(upload, visit.now, words) if one)
    exact = added.exact(upload.told)
    if exact:
        said += f'<p class="exact" lang="en">{escape(exact)}</p>'
    came = words.ago(visit.now - upload.at)
    if upload.way is Way.WATCH:
        by = words.say("from a watched folder, {ago}", ago=came)
    elif upload.author == visit.viewer.account:
        by = words.say("by you, {ago}", ago=came)
    else:
        by = words.say("by {who}, {ago}", who=who, ago=came)
    said += f'<p class="by">{escape(by)}</p>'
    return f'<div class="file">{added.head(upload, words)}{said}</div>'


def _deeds(visit: Visit, upload: Upload) -> None:
    """What can be done about a file as it stands."""
    words, runner_id, told = visit.words, upload.runner_id, upload.told
    match upload.state:
        case UploadState.ASKS:
            for one in told.readings:
                text = added.period(one.first, one.last, words)
                if st.button(text, key=f"dates-{one.order}-{upload.id}"):
                    try_it(visit, partial(_answer, visit, upload, one.order))
            _remove(visit, upload)
        case UploadState.WAITING | UploadState.REJECTED | UploadState.DUPLICATE:
            _remove(visit, upload)
        case UploadState.ACCEPTED | UploadState.PARTIAL:
            link(visit.places["runner"], words.say("See the days"), words, runner_id)
            undo(visit, runner_id, told.origin_id, upload.name, upload.id)
        case UploadState.TAKEN | UploadState.UNDONE:
            pass


def _answer(visit: Visit, upload: Upload, order: str) -> str:
    visit.store.said_dates(upload.runner_id, upload.id, order)
    return ""


def _remove(visit: Visit, upload: Upload) -> None:
    words = visit.words
    if st.button(words.say("Remove from the list"), key=f"remove-{upload.id}"):
        try_it(visit, partial(_removed, visit, upload))


def _removed(visit: Visit, upload: Upload) -> str:
    visit.store.withdraw_upload(upload.runner_id, upload.id)
    return ""
