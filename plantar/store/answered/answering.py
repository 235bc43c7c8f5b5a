"""What every part of the SQL store stands on."""

from plantar.store.engine import Database


class Answering:
    """A part of the store: each answer is one transaction, or one consistent read."""

    def __init__(self, database: Database) -> None:
        self._database = database
