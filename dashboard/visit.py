"""One drawing of a page: of what, in which words, when, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dashboard.places import Places
from plantar.consent import Scope
from plantar.store import Store
from plantar.viewer import Viewer
from plantar.words.catalogue import Words


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
