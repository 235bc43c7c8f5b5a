"""One drawing of a page: of what, in which words, when, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from dashboard.frame.places import Places
from plantar.consent import Scope
from plantar.delivery.door import Door
from plantar.store import Store
from plantar.viewer import Viewer
from plantar.words.catalogue import Words
from processing.who_sees import own_accounts


def nothing(_runner_id: str) -> frozenset[Scope]:
    """What somebody sees of whom nothing was said."""
    return frozenset()


@dataclass(frozen=True, slots=True)
class Visit:
    """All that a page is drawn from; it reads neither clock nor settings."""

    store: Store  # as this viewer has it: what they may not see is not in it
    words: Words
    now: datetime
    places: Places
    viewer: Viewer
    sees: Callable[[str], frozenset[Scope]] = nothing  # what, of a runner
    door: Door = field(default_factory=Door)  # by which messages leave
    pages_url: str | None = None  # where these pages are reached from outside

    def may_plan(self, runner_id: str) -> bool:
        """Whether what was agreed with a runner, or told of them, may be written here."""
        return Scope.PLAN in self.sees(runner_id)

    def own_accounts(self) -> dict[str, frozenset[str]]:
        """The accounts of the runners whom somebody else looks at here, by runner."""
        found = own_accounts(self.store.accounts())
        found.pop(self.viewer.runner_id or "", None)
        return found
