"""What a store is asked about what people did about an episode."""

from collections.abc import Collection, Mapping
from typing import Protocol

from plantar.alert import Episode
from plantar.response import Reason, Response
from plantar.store.things import Answer


class Answers(Protocol):
    """What is asked about what people did about an episode."""

    def respond(self, runner_id: str, episode: Episode, response: Response) -> Response:
        """Add an answer to an episode; gives it with the id by which it can be taken back.

        It is never changed, and stays with every story that shares days with this one, whatever
        late data makes of them; the same answer twice is kept once. Where stories may now be cut
        elsewhere, the day of the answer is dirty. UnknownRecord when no episode of that family
        opened on that day, or when it has no answer of the id that this one is about.
        """

    def answers(self, runner_id: str) -> list[Answer]:
        """Every answer ever given about a runner, in the order of time."""

    def count_reasons(self, runner_ids: Collection[str]) -> Mapping[Reason, int]:
        """How often each reason was given for those runners, but for what was taken back."""
