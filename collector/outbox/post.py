"""The way to a centre on another computer: rows go by the broker, the centre's answer comes back.

That the broker has a message (its PUBACK) means nothing here: it may lose it. A row has arrived
once the centre says that it committed those very bytes.
"""

import hashlib
import random
import time
import zlib
from collections.abc import Sequence
from types import TracebackType
from typing import Final, Self

from plantar import topics
from plantar.broker import Arrived, Broker, Down, Letter, Published, Up
from plantar.broker_place import BrokerPlace
from plantar.bundle import (
    AWAY,
    CONNECTED,
    MOST_ROWS,
    Unreadable,
    answer_read,
    bundled,
    rows_written,
    state_written,
    why_not,
)
from plantar.errors import BrokerError, WireError
from plantar.wire import Answer, Parcel, Receipt

#: How long the broker may take to let us in. [s]
CONNECT_S: Final = 6.0
#: What has happened already is told within this. [s]
AT_ONCE_S: Final = 0.001
#: How long the centre may take to commit a bundle, once it has it. [s] Our choice: its store waits
#: up to ten for another process.
ANSWER_S: Final = 12.0
#: Messages, and rows in them, that wait for the centre's word at once: enough to bridge a flush of
#: its disk. A broker queues a thousand messages for a worker, of all collectors together, and
#: drops what is beyond: that comes again, later.
MOST_UNANSWERED, MOST_UNANSWERED_ROWS = 500, 6_000


class Post:
    """Hands parcels to the centre by way of the broker: its `deliver` is for one `Sender`."""

    def __init__(
        self,
        place: BrokerPlace,
        jitter: random.Random,
        *,
        answer_s: float = ANSWER_S,
        most_rows: int = MOST_ROWS,
    ) -> None:
        self._user = place.user
        self._most_rows = most_rows  # in one message
        self._answer_s = answer_s
        state = topics.state(place.user)
        self._broker = Broker(
            place,
            (topics.answers(place.user),),
            jitter,
            client_id=client_id_of(place.user),
            will=Letter(state, state_written(AWAY), kept=True),
        )
        self._connected = Letter(state, state_written(CONNECTED), kept=True)

    def deliver(self, parcels: Sequence[Parcel]) -> Answer:
        """Send parcels and wait for the centre's word; what it leaves out comes again.

        Raises
        ------
        BrokerError
            There is no broker, it does not let us, or the centre says nothing.
        """
        self._await_broker()
        asked = _Asked(parcels, self._most_rows)
        trouble = self._hear(asked)
        answer = asked.answer()
        if trouble is not None and not answer.committed and not answer.refused:
            raise BrokerError(trouble)
        return answer

    def close(self) -> None:
        """Take leave of the broker."""
        self._broker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _await_broker(self) -> None:
        """Take note of all that happened since, until there is a connection.

        Only a first answer is waited for: a broker that is away is tried again, and so are we.
        """
        until = time.monotonic() + CONNECT_S
        while True:
            waits = not (self._broker.is_up or self._broker.has_failed)
            match self._broker.next(
                max(until - time.monotonic(), AT_ONCE_S) if waits else AT_ONCE_S
            ):
                case None if self._broker.is_up:
                    return
                case None if not waits or time.monotonic() >= until:
                    raise BrokerError(self._broker.trouble)
                case Up():
                    self._broker.publish(self._connected)
                case Arrived() as stale:
                    self._broker.settle(stale)
                case _:
                    pass

    def _send(self, asked: "_Asked") -> None:
        """Publish what comes next, as long as not too much of it is unanswered."""
        most = min(MOST_UNANSWERED * self._most_rows, MOST_UNANSWERED_ROWS)
        while asked.unanswered < most:
            bundle = next(asked.bundles, None)
            if bundle is None:
                return
            message = rows_written(bundle)
            mid = self._broker.publish(Letter(topics.rows(self._user), message))
            asked.under_way[mid] = zlib.crc32(message)
            asked.unanswered += len(bundle)

    def _hear(self, asked: "_Asked") -> str | None:
        """Listen until everything is answered; else why no more is to be expected."""
        until = time.monotonic() + self._answer_s
        while asked.open:
            self._send(asked)
            happened = self._broker.next(max(until - time.monotonic(), 0.0))
            match happened:
                case None:
                    return "the centre does not answer: does `plantar process` run there?"
                case Down(why):
                    return why
                case Published(mid, _, said) if mid in asked.under_way:
                    if happened.is_refused:
                        return (
                            f"{self._broker.place.url}: {self._user!r} may not send there: {said}"
                        )
                    if happened.is_unheard:
                        return "nobody takes what comes: does `plantar process` run at the centre?"
                case Arrived():
                    self._broker.settle(happened)
                    if asked.take(happened.payload):
                        until = time.monotonic() + self._answer_s
                    if asked.trouble is not None:
                        return asked.trouble
        return None


class _Asked:
    """What was asked in one delivery, and what was answered of it so far."""

    def __init__(self, parcels: Sequence[Parcel], most_rows: int) -> None:
        self.refused: dict[Receipt, str] = {}
        self.committed: list[Receipt] = []
        self.under_way: dict[int, int] = {}  # CRC-32 of a bundle by the number of its message
        self.trouble: str | None = None
        self.sent: list[Parcel] = []
        for one in parcels:
            if (reason := why_not(one)) is None:
                self.sent.append(one)
            else:
                self.refused[one.receipt] = reason
        self.open = {one.receipt for one in self.sent}
        self.bundles = bundled(self.sent, most_rows)
        self.unanswered = 0  # rows that were sent

    def take(self, message: bytes) -> bool:
        """Hear an answer; whether anything of it is about what was asked."""
        try:
            said = answer_read(message)
        except WireError as error:
            self.trouble = f"the centre's answer cannot be read: {error}"
            return False
        if isinstance(said, Unreadable):
            if said.check in self.under_way.values():
                self.trouble = f"the centre cannot read what is sent: {said.reason}"
            return False
        before = len(self.open)
        for receipt in said.committed:
            if receipt in self.open:
                self.open.remove(receipt)
                self.committed.append(receipt)
        for receipt, reason in (said.refused or {}).items():
            if receipt in self.open:
                self.open.remove(receipt)
                self.refused[receipt] = reason
        self.unanswered -= before - len(self.open)
        return len(self.open) < before

    def answer(self) -> Answer:
        return Answer(tuple(self.committed), self.refused)


def client_id_of(user: str) -> str:
    """A name for the connection that tells nobody anything, and is the same at every start.

    So one that comes back takes the place of its own lost connection, whose last will comes first.
    """
    return f"plantar-{hashlib.sha256(user.encode()).hexdigest()[:15]}"
