"""What the SQL store answers about what people did about an episode."""

from collections.abc import Collection, Mapping

from plantar.alert import Episode
from plantar.response import Reason, Response
from plantar.store import answers
from plantar.store.answered.answering import Answering
from plantar.store.things import Answer


class Answers(Answering):
    """What is answered about what people did about an episode."""

    def respond(self, runner_id: str, episode: Episode, response: Response) -> Response:
        """Add an answer to an episode; gives it with the id by which it can be taken back."""
        with self._database.writing() as connection:
            return answers.respond(connection, runner_id, episode, response)

    def answers(self, runner_id: str) -> list[Answer]:
        """Every answer ever given about a runner, in the order of time."""
        with self._database.reading() as connection:
            return answers.read(connection, runner_id)

    def count_reasons(self, runner_ids: Collection[str]) -> Mapping[Reason, int]:
        """How often each reason was given for those runners, but for what was taken back."""
        with self._database.reading() as connection:
            return answers.count_reasons(connection, runner_ids)
