"""What the plain pages work with: the store, the clock, and how one gets here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from starlette.requests import HTTPConnection, Request

from dashboard.access.rights import signed_in
from dashboard.web import cookies
from plantar.account import Looking
from plantar.runner import LANGUAGES
from plantar.secret import hashed
from plantar.store import Store
from plantar.words.catalogue import Words, words


@dataclass(frozen=True)
class Place:
    """One Plantar; its store is opened when first asked, since it may be away at the start."""

    open_store: Callable[[], Store]
    clock: Callable[[], datetime]
    language: str
    behind_proxy: bool  # one with TLS stands before it, and says how it was asked

    @cached_property
    def store(self) -> Store:
        """The whole store: what is asked of it here is about who may come in."""
        return self.open_store()

    def tls(self, asked: HTTPConnection) -> bool:
        """Whether the way here was TLS: the proxy says so, and without one nobody is believed."""
        return self.behind_proxy and cookies.came_by_tls(asked.headers)

    def looking(self, asked: HTTPConnection) -> Looking | None:
        """Who asks, where they are signed in."""
        token = cookies.read(asked, cookies.SIGNED_IN, tls=self.tls(asked))
        return signed_in(self.store, hashed(token), self.clock()) if token else None

    def words(self, asked: Request) -> Words:
        """In which language to answer: what was chosen, what the browser prefers, what is usual."""
        kept = cookies.read(asked, cookies.LANGUAGE, tls=self.tls(asked))
        chosen = asked.query_params.get("lang", kept)
        if chosen in LANGUAGES:
            return words(chosen)
        for part in asked.headers.get("accept-language", "").split(","):
            preferred = part.partition(";")[0].strip()[:2].casefold()
            if preferred in LANGUAGES:
                return words(preferred)
        return words(self.language)

    def address(self, asked: HTTPConnection) -> str:
        """From where somebody asks; a proxy says it last, and nobody else is believed."""
        if self.tls(asked) and (told := asked.headers.get("x-forwarded-for")):
            return told.rpartition(",")[2].strip()
        return "" if asked.client is None else asked.client.host

    def from_this_computer(self, asked: HTTPConnection) -> bool:
        """Whether nobody but this computer can have asked."""
        return not self.tls(asked) and self.address(asked) in {"127.0.0.1", "::1"}
