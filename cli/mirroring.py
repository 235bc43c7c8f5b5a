"""Telling the mirror beside other work: it may be away for as long as it likes."""

import logging
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from cli.home import Home
from plantar.errors import FileRejected, InfluxError, StoreError

if TYPE_CHECKING:
    from threading import Event

    from plantar.influx.server import Server
    from plantar.store.mirror_notes import MirrorNotes

log = logging.getLogger(__name__)

#: How often the mirror is told what changed. [s]
LOOK_EVERY_S: Final = 3.0
#: How long an answer is waited for, also by who wants everything to end. [s]
PATIENCE_S: Final = 10.0
#: How long it is told in one go, before a command such as `erase` may have its turn. [s]
TURN_S: Final = 10.0


@contextmanager
def telling_alone(home: Home, mirror_notes: "MirrorNotes", *, patience_s: float) -> Iterator[bool]:
    """Be the only one who tells the mirror; False when somebody else does.

    Processes that share a home take turns by a lock in it, hosts that share a store by that.
    """
    from plantar.whole_file import alone

    with ExitStack() as held:
        try:
            held.enter_context(alone(home.folder / "influx", patience_s))
        except FileRejected:
            yield False
            return
        yield held.enter_context(mirror_notes.claimed())


def keep_mirrored(home: Home, stop: "Event") -> None:
    """Tell the mirror what changed until told to stop; a trouble is said once, and again when over.

    Nothing that happens to a mirror ends this: what it was not told waits in the store.
    """
    from plantar.influx.server import Server
    from plantar.store.mirror_notes import open_mirror_notes

    if home.influx is None:
        return
    told = ""
    with (
        open_mirror_notes(home.store_url) as mirror_notes,
        Server(home.influx, PATIENCE_S) as server,
    ):
        while not stop.is_set():
            trouble = _one_turn(home, mirror_notes, server, stop)
            if trouble != told:
                log.warning("%s", trouble or "the mirror is told again")
                told = trouble
            stop.wait(LOOK_EVERY_S)


def _one_turn(home: Home, mirror_notes: "MirrorNotes", server: "Server", stop: "Event") -> str:
    """What went wrong, in a sentence; nothing when nothing did."""
    from plantar.influx.sync import sync

    try:
        with telling_alone(home, mirror_notes, patience_s=0.0) as ours:
            if not ours:
                return ""
            ends = time.monotonic() + TURN_S
            told = sync(mirror_notes, server, lambda: not stop.is_set() and time.monotonic() < ends)
    except (InfluxError, StoreError) as error:
        return f"the mirror waits: {error}"
    if told.refused:
        log.warning(
            "the mirror refused %d days, such as %s; `./run influx status` lists them",
            len(told.refused),
            told.refused[0],
        )
    return ""
