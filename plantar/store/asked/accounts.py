"""What a store is asked about accounts, invitations and sessions."""

from typing import Protocol


class Accounts(Protocol):
    """What is asked about accounts, invitations and sessions."""
