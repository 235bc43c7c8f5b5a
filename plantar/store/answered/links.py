"""What the SQL store answers about links by which pain can be told."""

from datetime import datetime

from plantar.pain_link import PainLink
from plantar.store import links
from plantar.store.answered.answering import Answering


class Links(Answering):
    """What is answered about links by which pain can be told."""

    def keep_pain_link(self, link: PainLink) -> None:
        """Keep a link."""
        with self._database.writing() as connection:
            links.keep(connection, link)

    def pain_link(self, digest: str) -> PainLink | None:
        """The link of that digest, also when it no longer holds."""
        with self._database.reading() as connection:
            return links.find(connection, digest)

    def pain_links(self, runner_id: str) -> list[PainLink]:
        """The links of a runner, oldest first."""
        with self._database.reading() as connection:
            return links.of(connection, runner_id)

    def revoke_pain_links(self, runner_id: str, now: datetime) -> int:
        """End all links of a runner at once; how many held."""
        with self._database.writing() as connection:
            return links.revoke(connection, runner_id, now)
