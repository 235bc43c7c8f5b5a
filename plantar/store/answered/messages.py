"""What the SQL store answers about messages, who gets them and what became of them."""

from plantar.store.answered.answering import Answering


class Messages(Answering):
    """What is answered about messages, who gets them and what became of them."""
