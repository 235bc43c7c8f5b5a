"""Sending what waits in the outbox of messages: a few at once, each in a thread of its own.

A host that does not answer holds up nobody else, and whoever ends the program does not wait for it:
a message that was under way then is tried again when the lease is over, under the same id.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Final

from cli.logs import fields
from plantar.delivery.compose import letter
from plantar.delivery.undelivered import Undelivered
from plantar.errors import UnknownMessage, UnknownRecipient
from plantar.message import Attempt, Kind, Message, Outcome
from plantar.store import Store

if TYPE_CHECKING:
    from plantar.delivery.door import Door

log = logging.getLogger(__name__)

#: Messages under way at once. Our choice.
AT_ONCE: Final = 4
#: How long whoever took a message has it to themselves.
LEASE: Final = timedelta(minutes=2)
#: How long one try may take; then it counts as unanswered, well before the lease is over. [s]
DEADLINE_S: Final = 60.0
#: How long what is under way gets when the program ends, and how often that is looked for. [s]
LEAVE_S, GLANCE_S = 2.0, 0.2

#: The address of the form that asks a runner for pain; None where there is none.
Link = Callable[[str], str | None]


def no_link(_runner_id: str) -> str | None:
    """No form can be reached from outside."""
    return None


@dataclass(frozen=True, slots=True)
class Sender:
    """Takes messages out of the outbox, sends them, and notes how it went."""

    store: Store
    door: "Door"
    pages_url: str | None = None
    link: Link = no_link

    def send_due(self, now: Callable[[], datetime], stop: Event) -> int:
        """Send what is due until nothing is; how many arrived."""
        arrived = 0
        while not stop.is_set():
            taken = self.store.take_messages(now(), LEASE, AT_ONCE)
            if not taken:
                break
            arrived += self._send(taken, now, stop)
        return arrived

    def _send(self, taken: Sequence[Message], now: Callable[[], datetime], stop: Event) -> int:
        ended: SimpleQueue[tuple[str, Undelivered | None]] = SimpleQueue()
        under_way = {one.id: one for one in taken}
        for one in taken:
            Thread(target=self._try, args=(one, now(), ended), daemon=True).start()
        until, arrived = monotonic() + DEADLINE_S, 0
        while under_way and monotonic() < until:
            if stop.is_set():
                until = min(until, monotonic() + LEAVE_S)
            try:
                key, trouble = ended.get(timeout=GLANCE_S)
            except Empty:
                continue
            arrived += self._settle(under_way.pop(key), trouble, now())
        if not stop.is_set():
            for one in under_way.values():
                self._settle(one, Undelivered(Outcome.TIMEOUT), now())
        return arrived

    def _try(
        self,
        message: Message,
        at: datetime,
        ended: "SimpleQueue[tuple[str, Undelivered | None]]",
    ) -> None:
        trouble: Undelivered | None = None
        try:
            recipient = self.store.recipient(message.recipient_id)
            form = None
            if message.kind is Kind.REMINDER and recipient.runner_id is not None:
                form = self.link(recipient.runner_id)
            told = letter(message, recipient, self.pages_url, form)
            self.door.send(recipient.channel, told, at)
        except Undelivered as error:
            trouble = error
        except Exception as error:  # noqa: BLE001  a library's own; its text may hold the address
            log.error(  # noqa: TRY400  as above
                "message %s: %s", message.id, type(error).__name__, extra=fields(message=message.id)
            )
            trouble = Undelivered(Outcome.FAILED)
        ended.put((message.id, trouble))

    def _settle(self, message: Message, trouble: Undelivered | None, at: datetime) -> int:
        outcome = Outcome.DELIVERED if trouble is None else trouble.outcome
        attempt = Attempt(at, outcome, None if trouble is None else trouble.code)
        again = None if trouble is None else message.next_try(at)
        told = fields(message=message.id, recipient=message.recipient_id, outcome=outcome.value)
        try:
            self.store.settle_message(message.id, attempt, again)
        except (UnknownMessage, UnknownRecipient):
            return 0  # its recipient was removed meanwhile
        if trouble is None:
            log.info("message %s arrived", message.id, extra=told)
        elif again is None:
            log.warning("message %s is not delivered: %s", message.id, trouble, extra=told)
        else:
            log.info("message %s is tried again: %s", message.id, trouble, extra=told)
        return int(trouble is None)
