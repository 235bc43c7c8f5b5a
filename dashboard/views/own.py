"""What is mine: everything in one file, and away."""

from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from dashboard.frame.back import back_from
from dashboard.frame.style import muted
from dashboard.frame.watch import TOLD
from dashboard.views.runner import named
from dashboard.visit import Visit
from plantar.errors import PlantarError
from plantar.runner import Runner
from plantar.store.asked.own import Gone
from plantar.viewer import Viewer
from plantar.words.catalogue import Words

ASKED, TYPED, BUTTON = "own-asked", "own-typed", "own-erase"


def page(visit: Visit) -> None:
    """Draw what one can do with everything there is about oneself."""
    words = visit.words
    runner = named(visit.store, words)
    if runner is None:
        return
    with st.container(key="own"):
        if may(visit.viewer, runner) and _said(runner):
            # Before anything of them is drawn, and in this very run: by the next one whoever has
            # no other account is nobody here.
            _do(visit, runner, words)
            return
        back_from(visit, runner.id)
        st.title(words.say("My data"), anchor=False)
        muted(visit.store.display_names().get(runner.id, runner.id))
        if not may(visit.viewer, runner):
            muted(words.say("Only the runner themselves can take these data out, or away."))
            return
        _download(visit, runner)
        _erase(visit, runner)


def may(viewer: Viewer, runner: Runner) -> bool:
    """Whether somebody may take everything of a runner out, and away: only the runner may."""
    return viewer.runner_id == runner.id


def _said(runner: Runner) -> bool:
    """Whether the button was pressed, with the id of this runner typed."""
    pressed = bool(st.session_state.get(BUTTON))
    return pressed and st.session_state.get(TYPED) == runner.id


def _download(visit: Visit, runner: Runner) -> None:
    words = visit.words
    with st.container(border=True):
        st.header(words.say("Download my data"), anchor=False)
        st.write(
            words.say(
                "Everything in one file: what was measured, what you said, what was agreed and "
                "what was computed. It opens in a spreadsheet, and another Plantar takes it in "
                "unchanged. Whoever gets the file can read all of it."
            )
        )
        st.download_button(
            words.say("Download my data"),
            partial(_written, visit, runner),  # only once it is asked for
            file_name=f"plantar-{runner.id}-{runner.days.day_of(visit.now):%Y%m%d}.zip",
            mime="application/zip",
            on_click="ignore",
            key="own-download",
        )


def _written(visit: Visit, runner: Runner) -> bytes:
    """The file, written beside everything else and gone again."""
    with TemporaryDirectory(prefix="plantar-") as folder:
        path = Path(folder) / "own.zip"
        visit.store.write_export(runner.id, path, plantar=_version(), now=visit.now)
        return path.read_bytes()


def _erase(visit: Visit, runner: Runner) -> None:
    words = visit.words
    with st.container(border=True):
        st.header(words.say("Erase my data"), anchor=False)
        st.write(
            words.say(
                "Everything about you goes: measurements, pain, plans, alerts and your name. "
                "Nobody can bring it back. Download it before, if you may want it later."
            )
        )
        if not st.toggle(words.say("I want to erase my data"), key=ASKED):
            return
        typed = st.text_input(
            words.say("Type {runner} to erase everything", runner=runner.id), key=TYPED
        )
        st.button(
            words.say("Erase everything now"),
            type="primary",
            disabled=typed != runner.id,
            key=BUTTON,
        )


def _do(visit: Visit, runner: Runner, words: Words) -> None:
    try:
        with st.spinner(words.say("Erasing, then searching for what is left …")):
            gone = visit.store.erase_runner(runner.id)
    except PlantarError as error:
        st.error(words.say("Not everything was erased: {why}", why=str(error)))
        return
    st.query_params.pop("runner", None)
    _erased(gone, words)


def _erased(gone: Gone, words: Words) -> None:
    """What became of it: all that stays on the screen of somebody who has no account any more."""
    with st.container(key=TOLD):
        st.title(words.say("Your data are erased"), anchor=False)
        st.write(
            words.plural(
                "{n} row was erased from the store, and its file written anew.",
                "{n} rows were erased from the store, and its file written anew.",
                gone.rows,
            )
        )
        if gone.hits:
            st.warning(
                words.plural(
                    "A search still found your id or name {n} time.",
                    "A search still found your id or name {n} times.",
                    gone.hits,
                )
            )
        else:
            st.write(words.say("A search for your id and your name found nothing more."))
        st.write(
            words.say(
                "Ask whoever runs this Plantar to erase the rest with ./run erase: lists of "
                "sensors, what a collector still holds, mirrors and backups."
            )
        )


def _version() -> str:
    try:
        return version("plantar")
    except PackageNotFoundError:  # run from its folder, never installed
        return "unknown"
