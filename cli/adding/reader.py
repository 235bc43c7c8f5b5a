"""A process of its own that reads what strangers wrote, and ends when nothing waits any more.

    python cli/beside.py cli.adding.reader

What a file does to it, such as asking for all memory there is, it does to nobody else: whoever
started it starts another one, and a file that ended three of them is refused.
"""

import logging
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

from cli import logs
from cli.adding.taking import PAUSE_S, take_one
from plantar.errors import StoreError
from plantar.settings import load_settings
from plantar.store import Store
from plantar.store.sql import open_store

log = logging.getLogger(__name__)

#: Room for addresses: far more than the largest file that is read asks for. [B] Our choice.
MOST_MEMORY: Final = 6_000_000_000
#: Begins again at once when something comes within this, for starting takes a second. [s]
IDLE_S: Final = 20.0
LOOK_EVERY_S: Final = 0.5
#: A store that is away for longer than this ends it: whoever started it asks again. [s]
AWAY_S: Final = 30.0
#: Of all processes this is the one to end first when memory runs out.
FIRST_TO_GO: Final = "800"


def main() -> None:
    """Read what waits until nothing does."""
    settings = load_settings()
    logs.begin(settings.log_format)
    _bound_memory()
    with open_store(settings.store_url) as store:
        read_all(store, idle_s=IDLE_S)


def read_all(store: Store, *, idle_s: float) -> None:
    """Read what waits, until nothing came for a while."""
    last = time.monotonic()
    away_since: float | None = None
    while time.monotonic() - last < idle_s:
        try:
            while take_one(store) is not None:
                last = time.monotonic()
            away_since = None
        except StoreError as error:
            away_since = time.monotonic() if away_since is None else away_since
            if time.monotonic() - away_since > AWAY_S:
                log.warning("what was brought waits: %s", error)
                sys.exit(1)
            last = time.monotonic()
            time.sleep(PAUSE_S)
        time.sleep(min(LOOK_EVERY_S, idle_s))


def _bound_memory() -> None:
    with suppress(OSError):  # not on every system
        Path("/proc/self/oom_score_adj").write_text(FIRST_TO_GO, "ascii")
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):  # a narrower bound holds already
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
