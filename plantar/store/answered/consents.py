"""What the SQL store answers about who may look at whom."""

from plantar.store.answered.answering import Answering


class Consents(Answering):
    """What is answered about who may look at whom."""
