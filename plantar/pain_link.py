"""A link by which the pain of one runner can be told, and nothing be seen."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from plantar.door import aware, some_words
from plantar.errors import BadInput

#: Where the form is, on the pages; a token follows, or none for who is signed in.
PATH: Final = "/pijn"


@dataclass(frozen=True, slots=True)
class PainLink:
    """What is known of a link; not the link itself, which only who was sent it has."""

    digest: str  # of its token
    runner_id: str
    author: str  # who had it made
    made_at: datetime
    until: datetime
    revoked_at: datetime | None = None

    def __post_init__(self) -> None:
        some_words("digest", self.digest, "a link is known by it")
        aware("made_at", self.made_at)
        aware("until", self.until)
        if self.until <= self.made_at:
            raise BadInput("until", self.until.isoformat(), "later than it was made")

    def holds(self, now: datetime) -> bool:
        """Whether pain can be told by it now."""
        return self.revoked_at is None and self.made_at <= now < self.until


def digest_of(token: str) -> str:
    """By what a token is known; with 256 random bits in it nobody finds it back."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
