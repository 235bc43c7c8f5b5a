"""What a store is asked about the stories that alerts make, and what was done about them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol

from plantar.alert import Episode


class Episodes(Protocol):
    """What is asked about the stories that alerts make, and what was done about them."""

    def episodes(self, runner_id: str, *, withdrawn: bool = False) -> list[Episode]:
        """A runner's episodes, newest first; `withdrawn` with those that late data took back."""

    def episodes_of(self, runner_ids: Collection[str], since: date) -> dict[str, list[Episode]]:
        """The episodes of some runners that are open, or closed or withdrawn since a day.

        By runner, newest first; of a runner who has none there is no entry.
        """

    def mark_sent(self, runner_id: str, episode: Episode, at: datetime) -> None:
        """Note that somebody was written to about an episode, at the level it has.

        It stays through every computing again, also where late data gives the story another first
        day. UnknownRecord when no episode of that family opened on that day.
        """
