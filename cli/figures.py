"""Keeping figures up to date, also when the store is away for a while."""

import logging
from typing import Final

from cli import clock
from cli.logs import fields
from plantar.errors import StoreError
from plantar.store import Store

log = logging.getLogger(__name__)

#: How often the store is asked whether figures are out of date. [s]
LOOK_EVERY_S: Final = 3.0


class Figures:
    """Computes what is out of date; a store that is away is told once, and once that it is back."""

    def __init__(self, store: Store) -> None:
        self.trouble: str | None = None
        self._store = store

    def look(self) -> bool:
        """Compute what is out of date now; False where the store does not let us, or breaks off."""
        # Only now: it loads what computing needs.
        from processing.recompute import recompute_dirty

        try:
            fresh = recompute_dirty(self._store, now=clock.now())
        except StoreError as error:
            if self.trouble is None:
                log.warning("figures wait, and are tried again: %s", error)
            self.trouble = str(error)
            return False
        if self.trouble is not None:
            log.warning("the store is back: figures are computed again")
        self.trouble = None
        for state in fresh:
            log.info("computed %s", state.runner_id, extra=fields(runner=state.runner_id))
        return True
