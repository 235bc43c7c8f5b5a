"""What a store is asked about links by which pain can be told."""

from datetime import datetime
from typing import Protocol

from plantar.pain_link import PainLink


class Links(Protocol):
    """What is asked about links by which pain can be told."""

    def keep_pain_link(self, link: PainLink) -> None:
        """Keep a link."""

    def pain_link(self, digest: str) -> PainLink | None:
        """The link of that digest, also when it no longer holds."""

    def pain_links(self, runner_id: str) -> list[PainLink]:
        """The links of a runner, oldest first."""

    def revoke_pain_links(self, runner_id: str, now: datetime) -> int:
        """End all links of a runner at once; how many held."""
