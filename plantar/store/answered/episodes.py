"""What the SQL store answers about the stories that alerts make, and what was done about them."""

from collections.abc import Collection
from datetime import date, datetime

from plantar.alert import Episode
from plantar.store import episodes, people
from plantar.store.answered.answering import Answering


class Episodes(Answering):
    """What is answered about the stories that alerts make, and what was done about them."""

    def episodes(self, runner_id: str, *, withdrawn: bool = False) -> list[Episode]:
        """A runner's episodes, newest first; `withdrawn` with those that late data took back."""
        with self._database.reading() as connection:
            return episodes.read(connection, runner_id, withdrawn=withdrawn)

    def episodes_of(self, runner_ids: Collection[str], since: date) -> dict[str, list[Episode]]:
        """The episodes of some runners that are open, or closed or withdrawn since a day."""
        with self._database.reading() as connection:
            return episodes.read_recent(connection, runner_ids, since)

    def mark_sent(self, runner_id: str, episode: Episode, at: datetime) -> None:
        """Note that somebody was written to about an episode, at the level it has."""
        with self._database.writing() as connection:
            people.lock(connection, runner_id)
            episodes.mark_sent(connection, runner_id, episode, at)
