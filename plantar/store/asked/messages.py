"""What a store is asked about messages, who gets them and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from plantar.alert import Episode
from plantar.message import Attempt, Message, Told
from plantar.recipient import Recipient


class Messages(Protocol):
    """What is asked about messages, who gets them and what became of them."""

    def add_recipient(self, recipient: Recipient) -> None:
        """Add somebody to write to; UnknownRunner when it is a runner nobody made."""

    def save_recipient(self, recipient: Recipient) -> None:
        """Replace what is known of somebody to write to; UnknownRecipient when nobody is."""

    def remove_recipient(self, recipient_id: str) -> None:
        """Forget somebody, their address, and all that was or was to be written to them."""

    def recipient(self, recipient_id: str) -> Recipient:
        """One of them; UnknownRecipient when there is none of that id."""

    def recipients(self) -> list[Recipient]:
        """Everybody who is written to, in the order in which they were added."""

    def mornings_done(self) -> Mapping[str, date]:
        """The last date whose morning was dealt with, by recipient; absent where none was."""

    def enqueue(
        self,
        runner_id: str,
        about: Sequence[Episode],
        messages: Sequence[Message],
        told: Sequence[tuple[str, Told]],
        *,
        at: datetime,
    ) -> bool:
        """Put messages about episodes of a runner in the outbox, and mark those sent.

        `told` says by recipient what they know now. False, and nothing changes, where an episode is
        not as it was read: of two who write at once one does.
        """

    def keep_morning(
        self, recipient_id: str, day: date, message: Message | None, told: Sequence[Told]
    ) -> bool:
        """Deal with the morning of a date: its message, where there is one, and what that told.

        False, and nothing changes, where it was dealt with before.
        """

    def told(self, recipient_id: str) -> list[Told]:
        """What somebody was told last, story by story."""

    def take_messages(self, now: datetime, lease: timedelta, most: int) -> list[Message]:
        """Take some that are due, so that nobody else sends them until the lease is over."""

    def settle_message(
        self, message_id: str, attempt: Attempt, next_at: datetime | None = None
    ) -> None:
        """Note how a try ended; where it failed, when the next one is, or that there is none."""

    def retry_message(self, message_id: str, now: datetime) -> None:
        """Try one again now that was given up or waits; UnknownMessage when there is none."""

    def messages(self, recipient_ids: Collection[str] | None = None) -> list[Message]:
        """Messages to some recipients, or to all, the newest first."""

    def attempts(self, message_id: str) -> list[Attempt]:
        """Every try to deliver a message, the oldest first."""
