"""What the SQL store answers about the stories that alerts make, and what was done about them."""

from datetime import datetime

from plantar.alert import Episode
from plantar.store import episodes, people
from plantar.store.answered.answering import Answering


class Episodes(Answering):
    """What is answered about the stories that alerts make, and what was done about them."""

    def episodes(self, runner_id: str) -> list[Episode]:
        """A runner's episodes, newest first."""
        with self._database.reading() as connection:
            return episodes.read(connection, runner_id)

    def mark_sent(self, runner_id: str, episode: Episode, at: datetime) -> None:
        """Note that somebody was written to about an episode, at the level it has."""
        with self._database.writing() as connection:
            people.lock(connection, runner_id)
            episodes.mark_sent(connection, runner_id, episode, at)
