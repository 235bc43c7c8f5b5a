"""What the SQL store answers about messages, who gets them and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from plantar.alert import Episode
from plantar.message import Attempt, Message, Told
from plantar.recipient import Recipient
from plantar.store import messages as messages_
from plantar.store import recipients
from plantar.store.answered.answering import Answering


class Messages(Answering):
    """What is answered about messages, who gets them and what became of them."""

    def add_recipient(self, recipient: Recipient) -> None:
        """Add somebody to write to; UnknownRunner when it is a runner nobody made."""
        with self._database.writing() as connection:
            recipients.add(connection, recipient)

    def save_recipient(self, recipient: Recipient) -> None:
        """Replace what is known of somebody to write to; UnknownRecipient when nobody is."""
        with self._database.writing() as connection:
            recipients.save(connection, recipient)

    def remove_recipient(self, recipient_id: str) -> None:
        """Forget somebody, their address, and all that was or was to be written to them."""
        with self._database.writing() as connection:
            recipients.remove(connection, recipient_id)

    def recipient(self, recipient_id: str) -> Recipient:
        """One of them; UnknownRecipient when there is none of that id."""
        with self._database.reading() as connection:
            return recipients.find(connection, recipient_id)

    def recipients(self) -> list[Recipient]:
        """Everybody who is written to, in the order in which they were added."""
        with self._database.reading() as connection:
            return recipients.everybody(connection)

    def mornings_done(self) -> Mapping[str, date]:
        """The last date whose morning was dealt with, by recipient; absent where none was."""
        with self._database.reading() as connection:
            return recipients.mornings_done(connection)

    def enqueue(
        self,
        runner_id: str,
        about: Sequence[Episode],
        messages: Sequence[Message],
        told: Sequence[tuple[str, Told]],
        *,
        at: datetime,
    ) -> bool:
        """Put messages about episodes of a runner in the outbox, and mark those sent."""
        with self._database.writing() as connection:
            return messages_.enqueue(connection, runner_id, about, messages, told, at=at)

    def keep_morning(
        self, recipient_id: str, day: date, message: Message | None, told: Sequence[Told]
    ) -> bool:
        """Deal with the morning of a date: its message, where there is one, and what that told."""
        with self._database.writing() as connection:
            return messages_.keep_morning(connection, recipient_id, day, message, told)

    def told(self, recipient_id: str) -> list[Told]:
        """What somebody was told last, story by story."""
        with self._database.reading() as connection:
            return messages_.told(connection, recipient_id)

    def take_messages(self, now: datetime, lease: timedelta, most: int) -> list[Message]:
        """Take some that are due, so that nobody else sends them until the lease is over."""
        with self._database.writing() as connection:
            return messages_.take(connection, now, lease, most)

    def settle_message(
        self, message_id: str, attempt: Attempt, next_at: datetime | None = None
    ) -> None:
        """Note how a try ended; where it failed, when the next one is, or that there is none."""
        with self._database.writing() as connection:
            messages_.settle(connection, message_id, attempt, next_at)

    def retry_message(self, message_id: str, now: datetime) -> None:
        """Try one again now that was given up or waits; UnknownMessage when there is none."""
        with self._database.writing() as connection:
            messages_.retry(connection, message_id, now)

    def messages(self, recipient_ids: Collection[str] | None = None) -> list[Message]:
        """Messages to some recipients, or to all, the newest first."""
        with self._database.reading() as connection:
            return messages_.read(connection, recipient_ids=recipient_ids)

    def attempts(self, message_id: str) -> list[Attempt]:
        """Every try to deliver a message, the oldest first."""
        with self._database.reading() as connection:
            return messages_.attempts(connection, message_id)
