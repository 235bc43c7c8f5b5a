"""The store of record, in SQL: one SQLite file, or a PostgreSQL database by its URL."""

from pathlib import Path
from types import TracebackType
from typing import Self

from plantar.store.answered.accounts import Accounts
from plantar.store.answered.agreed import Agreed
from plantar.store.answered.answers import Answers
from plantar.store.answered.audit import Audit
from plantar.store.answered.clinic import Clinic
from plantar.store.answered.consents import Consents
from plantar.store.answered.context import Context
from plantar.store.answered.episodes import Episodes
from plantar.store.answered.figures import Figures
from plantar.store.answered.intake import Intake
from plantar.store.answered.links import Links
from plantar.store.answered.messages import Messages
from plantar.store.answered.own import Own
from plantar.store.answered.people import People
from plantar.store.answered.rehab import Rehab
from plantar.store.answered.said import Said
from plantar.store.answered.sensors import Sensors
from plantar.store.answered.uploads import Uploads
from plantar.store.engine import PATIENCE_S, Database
from plantar.store.migrate import migrate


def open_store(
    url_or_path: str | Path, *, patience_s: float = PATIENCE_S, backups: Path | None = None
) -> "SqlStore":
    """Open a store, made or migrated as needed; `sqlite://` is one that lives in memory.

    Before a migration a backup is made: beside a file, or else in the folder `backups`.

    Raises
    ------
    StoreError
        Naming the place, when it is no store, one of a newer Plantar, or busy for longer than
        `patience_s`.
    FileRejected
        The backup before a migration cannot be written; the store is as it was.
    """
    database = Database(url_or_path, patience_s)
    try:
        migrate(database, backups)
    except BaseException:
        database.close()
        raise
    return SqlStore(database)


class SqlStore(
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
):
    """A `Store` on SQLAlchemy; it never reads the clock."""

    def close(self) -> None:
        """Let go of the files or connections behind it."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
