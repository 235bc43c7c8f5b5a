"""What the SQL store answers about the thresholds of the whole practice."""

from plantar.store.answered.answering import Answering


class Clinic(Answering):
    """What is answered about the thresholds of the whole practice."""
