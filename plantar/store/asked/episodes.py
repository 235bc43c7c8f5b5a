"""What a store is asked about the stories that alerts make, and what was done about them."""

from datetime import datetime
from typing import Protocol

from plantar.alert import Episode


class Episodes(Protocol):
    """What is asked about the stories that alerts make, and what was done about them."""

    def episodes(self, runner_id: str) -> list[Episode]:
        """A runner's episodes, newest first."""

    def mark_sent(self, runner_id: str, episode: Episode, at: datetime) -> None:
        """Note that somebody was written to about an episode, at the level it has.

        It stays through every computing again, also where late data gives the story another first
        day. UnknownRecord when no episode of that family opened on that day.
        """
