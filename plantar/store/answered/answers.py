"""What the SQL store answers about what people did about an episode."""

from plantar.store.answered.answering import Answering


class Answers(Answering):
    """What is answered about what people did about an episode."""
