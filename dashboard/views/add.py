"""Add data: files are dropped here, read elsewhere, and each has its verdict, and its undo."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from html import escape
from typing import Final

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from dashboard.access.authors import author
from dashboard.adding import added, drop_words
from dashboard.frame import shared
from dashboard.frame.places import RUNNER, go, link
from dashboard.frame.style import muted
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.errors import PlantarError, UploadRefused
from plantar.measured import OriginKind
from plantar.runner import Runner
from plantar.store import OriginRow
from plantar.upload import (
    MOST_BYTES,
    MOST_WAITING,
    MOST_WAITING_BYTES,
    Upload,
    UploadState,
    Way,
    shown_name,
)
from plantar.words import demo_words

#: Files and imports that are listed; the command lists them all.
SHOWN: Final = 25
#: Letters of the hash by which the same drop is known when it comes twice.
ID_DIGITS: Final = 24
ROUND, REFUSED, ASKED, SAID = "add-round", "add-refused", "add-asked", "add-said"
#: How often it is looked how far the files are; and how often while none waits. [s]
SOON_S, NOW_AND_THEN_S = 1.0, 5.0
KEPT: Final = (UploadState.ACCEPTED, UploadState.PARTIAL)


def page(visit: Visit) -> None:
    """Draw where files are dropped, what became of them, and what was added before."""
    words = visit.words
    if RUNNER not in st.query_params:
        with st.container(key="add-begins"):
            is_known = _whose(visit)
        if not is_known:
            return
    runner = named(visit.store, words)
    if runner is None:
        return
    with st.container(key="add"):
        link(visit.places["runner"], words.say("← Back to the runner"), words, runner.id)
        st.title(words.say("Add data"), anchor=False)
        muted(visit.store.display_names().get(runner.id, runner.id))
        writes = visit.may_plan(runner.id)
        if writes:
            _drop(visit, runner)
        else:
            shared.read_only(visit)
        _said()
        uploads = visit.store.uploads(runner.id, SHOWN)
        _follow(visit, runner, uploads)
        _uploads(visit, uploads, writes=writes)
        _earlier(visit, runner, uploads, writes=writes)


def _whose(visit: Visit) -> bool:
    """Whose files they are, where the address does not say; true where there is but one answer."""
    words, store = visit.words, visit.store
    if visit.viewer.runner_id is not None:
        st.query_params[RUNNER] = visit.viewer.runner_id
        return True
    st.title(words.say("Add data"), anchor=False)
    ids = [one.id for one in store.runners() if visit.may_plan(one.id)]
    if not ids:
        muted(words.say("A file is always of somebody: begin with a new runner."))
        link(visit.places["runners"], words.say("A new runner"), words)
        return False
    names = store.display_names()
    chosen = st.selectbox(
        words.say("Whose files are they?"),
        sorted(ids, key=lambda one: names.get(one, one).casefold()),
        index=None,
        placeholder=words.say("Choose a runner"),
        format_func=lambda one: names.get(one, one),
        key="add-whose",
    )
    if chosen is not None:
        go(visit.places["add"], chosen, words)
    return False


# Dropping.


def _drop(visit: Visit, runner: Runner) -> None:
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


# Looking how far it is.


def _follow(visit: Visit, runner: Runner, uploads: list[Upload]) -> None:
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


# What became of them.


def _uploads(visit: Visit, uploads: list[Upload], *, writes: bool) -> None:
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
                    _try(visit, partial(_answer, visit, upload, one.order))
            _remove(visit, upload)
        case UploadState.WAITING | UploadState.REJECTED | UploadState.DUPLICATE:
            _remove(visit, upload)
        case UploadState.ACCEPTED | UploadState.PARTIAL:
            link(visit.places["runner"], words.say("See the days"), words, runner_id)
            _undo(visit, runner_id, told.origin_id, upload.name, upload.id)
        case UploadState.TAKEN | UploadState.UNDONE:
            pass


def _answer(visit: Visit, upload: Upload, order: str) -> str:
    visit.store.said_dates(upload.runner_id, upload.id, order)
    return ""


def _remove(visit: Visit, upload: Upload) -> None:
    words = visit.words
    if st.button(words.say("Remove from the list"), key=f"remove-{upload.id}"):
        _try(visit, partial(_removed, visit, upload))


def _removed(visit: Visit, upload: Upload) -> str:
    visit.store.withdraw_upload(upload.runner_id, upload.id)
    return ""


def _undo(visit: Visit, runner_id: str, origin_id: str, name: str, key: str) -> None:
    """Take it back, with a second tap."""
    words = visit.words
    if st.session_state.get(ASKED) != key:
        if st.button(words.say("Undo"), key=f"undo-{key}"):
            st.session_state[ASKED] = key
            st.rerun()
        return
    if st.button(words.say("Yes, undo"), key=f"yes-{key}", type="primary"):
        _try(visit, partial(_undone, visit, runner_id, origin_id, name))
    if st.button(words.say("No, keep it"), key=f"no-{key}"):
        st.session_state.pop(ASKED, None)
        st.rerun()


def _undone(visit: Visit, runner_id: str, origin_id: str, name: str) -> str:
    st.session_state.pop(ASKED, None)
    visit.store.withdraw_import(runner_id, origin_id)
    return visit.words.say("Undone: {name}. Its days are computed again.", name=name)


def _try(visit: Visit, deed: Callable[[], str]) -> None:
    """Do something; where somebody was first, what is drawn anew shows how it stands."""
    try:
        said = deed()
    except PlantarError:
        said = visit.words.say("That had changed meanwhile: look again how it stands.")
    st.session_state[SAID] = said
    st.session_state.pop(REFUSED, None)
    st.rerun()


def _said() -> None:
    said = st.session_state.get(SAID)
    if said:
        st.html(f'<p class="saved long" role="status"><b>{escape(said)}</b></p>')


# What was added before.


def _earlier(visit: Visit, runner: Runner, uploads: list[Upload], *, writes: bool) -> None:
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
                _undo(visit, row.runner_id, origin.id, name, origin.id)
