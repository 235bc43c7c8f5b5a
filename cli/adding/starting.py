"""Starts whoever reads what was brought, when something waits; and another one where that ends."""

import logging
import os
import subprocess
import sys
from threading import Event
from typing import Final

from cli import beside, clock
from cli.adding.taking import SILENT
from cli.pipeline import environment_of_pages
from plantar.errors import StoreError
from plantar.store import Store

log = logging.getLogger(__name__)

LOOK_EVERY_S: Final = 1.0
#: Between one that ended by itself, with an error, and the next. [s]
PAUSE_S: Final = 2.0
#: How long one is waited for that was told to end. [s]
END_S: Final = 5.0


def keep_reading(store: Store, store_url: str, stop: Event) -> None:
    """Have what is brought read, until told to stop."""
    while not stop.wait(LOOK_EVERY_S):
        try:
            waits = store.upload_waits(clock.now() - SILENT)
        except StoreError:  # the figures of the same store say so already
            continue
        if waits and (code := _read(store_url, stop)):
            log.warning("reading what was brought ended with %d; it is begun again", code)
            stop.wait(PAUSE_S)


def _read(store_url: str, stop: Event) -> int:
    """Let a process read until nothing waits any more; its exit code, 0 where we ended it."""
    process = subprocess.Popen(
        [sys.executable, beside.__file__, "cli.adding.reader"],
        env=environment_of_pages(os.environ, store_url, mirrored=False),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C reaches us alone, and we end it
    )
    try:
        while process.poll() is None:
            if stop.wait(LOOK_EVERY_S / 2):
                return 0
        return process.returncode
    finally:
        if process.stdin is not None:
            process.stdin.close()  # by this it ends; a file that it read is taken again
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
