"""The store as one viewer has it: what they may not see is not there, and every look is noted.

`CLASSES` says of every method whose data it is about and what it needs. A method without a class
is refused: whoever adds one decides here who may have it, and a test fails until they do.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final, NoReturn, cast

from dashboard.access.ask import Ask
from dashboard.access.classes import CLASSES
from dashboard.access.rights import KnownRights, Rights, signed_in
from plantar.audit import Look, Part, look
from plantar.errors import NotAllowed
from plantar.store import Store

#: Looks that are remembered as noted; each is noted again after that many others at the latest.
MOST_NOTED = 50_000


class NotedLooks:
    """Which looks are in the store already: it spares a write, and answers nobody."""

    def __init__(self) -> None:
        self._noted: dict[Look, None] = {}
        self._lock = threading.Lock()

    def note(self, store: Store, looks: Iterable[Look]) -> None:
        """Keep looks in the store; when it cannot, neither is anything shown."""
        with self._lock:
            new = [one for one in looks if one not in self._noted]
        if not new:
            return
        store.note_looks(new)
        with self._lock:
            for one in new:
                self._noted[one] = None
            while len(self._noted) > MOST_NOTED:
                del self._noted[next(iter(self._noted))]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A store for one viewer; pages get it as a `Store`.

    Every call asks anew who they are and what they may see. Where they may less than when the page
    was drawn, `lost` is called instead of answering, so that nothing of it stays on the screen.
    """

    store: Store
    token_hash: str
    drawn_by: Rights  # what the page on the screen was drawn by
    clock: Callable[[], datetime]
    lost: Callable[[], NoReturn]  # draws the page anew
    noted: NotedLooks = field(repr=False)
    known: KnownRights = field(default_factory=KnownRights, repr=False)

    def as_store(self) -> Store:
        """The same, as what pages ask."""
        return cast("Store", self)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """A method of the store, as this viewer has it."""
        if name.startswith("_") or name not in CLASSES:
            raise NotAllowed(name)
        return partial(self._ask, name)

    def _ask(self, name: str, *given: Any, **named: Any) -> Any:  # noqa: ANN401  the store's own
        now = self.clock()
        looking = signed_in(self.store, self.token_hash, now)
        if looking is None:
            self.lost()
        held = self.known.of(self.store, looking, now)
        if held.lost_since(self.drawn_by):
            self.lost()
        ask = Ask(self.store, name, given, named, held, partial(self._note, held, now))
        return CLASSES[name](ask)

    def _note(self, held: Rights, now: datetime, runner_ids: Iterable[str], part: Part) -> None:
        looks = [
            look(runner_id, held.viewer.account, part, now)
            for runner_id in runner_ids
            if not held.is_own(runner_id)
        ]
        self.noted.note(self.store, looks)


EVERY_METHOD: Final = frozenset(
    name for base in Store.__mro__ for name in vars(base) if not name.startswith("_")
)
