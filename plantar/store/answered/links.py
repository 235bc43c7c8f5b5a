"""What the SQL store answers about links by which pain can be told."""

from plantar.store.answered.answering import Answering


class Links(Answering):
    """What is answered about links by which pain can be told."""
