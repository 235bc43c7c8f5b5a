"""What the SQL store answers about what a runner tells beside pain."""

from plantar.store.answered.answering import Answering


class Context(Answering):
    """What is answered about what a runner tells beside pain."""
