"""Everything of many runners computed again, a few of them at a time, by whoever is asked to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from plantar.day import each_day
from plantar.errors import PlantarError
from plantar.runner import Runner
from plantar.state import State
from plantar.store import Store
from plantar.store.sql import open_store
from processing.recompute import recompute


@dataclass(frozen=True, slots=True)
class Chunk:
    """Runners to be computed by one process, which opens the store itself."""

    store_url: str = field(repr=False)  # it may hold a password
    runner_ids: tuple[str, ...]
    now: datetime


def chunks(store_url: str, runners: Sequence[Runner], now: datetime, size: int) -> list[Chunk]:
    """The same runners in chunks of a size, the last one shorter."""
    ids = [runner.id for runner in runners]
    return [
        Chunk(store_url, tuple(ids[first : first + size]), now)
        for first in range(0, len(ids), size)
    ]


def compute(chunk: Chunk) -> list[State]:
    """Compute a chunk and save it, runner by runner; done twice it comes to the same.

    Raises
    ------
    PlantarError
        Which can be sent from one process to another, as not all of its kinds can.
    """
    try:
        with open_store(chunk.store_url) as store:
            return [again(store, store.runner(one), now=chunk.now) for one in chunk.runner_ids]
    except PlantarError as error:
        raise PlantarError(str(error)) from None


def again(store: Store, runner: Runner, *, now: datetime) -> State:
    """Compute every day of a runner on which something was measured, and what follows from them."""
    span = store.span(runner.id)
    if span is not None:
        first, last = map(runner.days.day_of, span)
        store.mark_dirty(runner.id, each_day(first, last))
    return recompute(store, runner.id, now=now)
