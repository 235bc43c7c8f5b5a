"""A test message, sent at once: does what was typed reach somebody?"""

from datetime import datetime

from plantar.delivery.compose import trial
from plantar.delivery.door import Door, new_id
from plantar.recipient import Recipient


def try_out(door: Door, recipient: Recipient, at: datetime, pages_url: str | None) -> None:
    """Send a test message, without a word about anybody; it is kept nowhere.

    Raises
    ------
    Undelivered
        It did not arrive, and why.
    """
    door.send(recipient.channel, trial(recipient, f"test-{new_id()}", at, pages_url), at)
