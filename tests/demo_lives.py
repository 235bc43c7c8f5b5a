"""Lives of the demo in a store of their own: real minutes, through the real pipeline."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from cli.demo.clinic import make_clinic
from cli.demo.lives import CLINIC
from plantar.store import Store


def live(store: Store, ids: Collection[str], now: datetime, days: int) -> None:
    """Let those demo runners have lived the last days, up to now."""
    chosen = [replace(one, days=days) for one in CLINIC if one.id in ids]
    make_clinic(store, now, lambda _name, _n, _of: None, chosen)
