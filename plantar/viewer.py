"""Who looks at a page, and as what."""

from dataclasses import dataclass
from enum import StrEnum

from plantar.door import member, some_words


class Role(StrEnum):
    """As what somebody is let in; one account may have several."""

    RUNNER = "runner"  # sees what is their own
    KINESIST = "kinesist"  # sees the runners who let them
    ADMIN = "admin"  # keeps accounts, and sees nothing of anybody's feet


@dataclass(frozen=True, slots=True)
class Viewer:
    """The one for whom a page is drawn."""

    account: str  # an opaque id: no name, and none can be guessed from another
    roles: frozenset[Role]
    runner_id: str | None = None  # whose feet are their own

    def __post_init__(self) -> None:
        some_words("account", self.account, "somebody's")
        for role in self.roles:
            member("role", role, Role)
