"""Store: what Plantar asks of a place that remembers.

Measured rows lie in layers, one per origin: the same minute from two imports is kept twice, and
the newest layer with the highest revision is the one that counts. So an import can be taken back
and what it covered comes to light again; and delivering anything twice, or in another order, gives
the same result.
"""

from types import TracebackType
from typing import Protocol, Self

from plantar.store.asked.accounts import Accounts
from plantar.store.asked.agreed import Agreed
from plantar.store.asked.answers import Answers
from plantar.store.asked.audit import Audit
from plantar.store.asked.clinic import Clinic
from plantar.store.asked.consents import Consents
from plantar.store.asked.context import Context
from plantar.store.asked.episodes import Episodes
from plantar.store.asked.figures import Figures
from plantar.store.asked.intake import Intake
from plantar.store.asked.links import Links
from plantar.store.asked.messages import Messages
from plantar.store.asked.own import Gone, Own
from plantar.store.asked.people import People
from plantar.store.asked.rehab import Rehab
from plantar.store.asked.said import Said
from plantar.store.asked.sensors import Sensors
from plantar.store.asked.uploads import Uploads
from plantar.store.things import (
    AlertOnce,
    Answer,
    Backlog,
    Batch,
    Derived,
    Dirty,
    M,
    Material,
    Noted,
    OriginRow,
    RunnersSensor,
    Sourced,
    T,
    Tally,
)

__all__ = [
    "AlertOnce",
    "Answer",
    "Backlog",
    "Batch",
    "Derived",
    "Dirty",
    "Gone",
    "M",
    "Material",
    "Noted",
    "OriginRow",
    "RunnersSensor",
    "Sourced",
    "Store",
    "T",
    "Tally",
]


class Store(
    People,
    Agreed,
    Rehab,
    Intake,
    Said,
    Figures,
    Episodes,
    Accounts,
    Answers,
    Audit,
    Clinic,
    Consents,
    Context,
    Links,
    Messages,
    Own,
    Uploads,
    Sensors,
    Protocol,
):
    """A place that remembers; every method is one transaction or one consistent read."""

    def close(self) -> None:
        """Let go of the files or connections behind it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
