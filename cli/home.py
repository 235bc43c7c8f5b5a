"""Where this user's Plantar lives, opened for one command."""

from collections.abc import Iterator
from contextlib import contextmanager

from plantar.store import Store


@contextmanager
def opened_store() -> Iterator[Store]:
    """The store that settings name; every command that needs one opens it here."""
    from plantar.settings import load_settings
    from plantar.store.sql import open_store

    with open_store(load_settings().store_url) as store:
        yield store
