"""What the SQL store answers about who looked at whom."""

from plantar.store.answered.answering import Answering


class Audit(Answering):
    """What is answered about who looked at whom."""
