"""One drawing of a page: of what, in which words, when, and for whom."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.places import Places
from plantar.store import Store
from plantar.viewer import Viewer
from plantar.words.catalogue import Words


@dataclass(frozen=True, slots=True)
class Visit:
    """All that a page is drawn from; it reads neither clock nor settings."""

    store: Store
    words: Words
    now: datetime
    places: Places
    viewer: Viewer
