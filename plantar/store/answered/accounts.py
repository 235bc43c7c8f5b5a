"""What the SQL store answers about accounts, invitations and sessions."""

from plantar.store.answered.answering import Answering


class Accounts(Answering):
    """What is answered about accounts, invitations and sessions."""
