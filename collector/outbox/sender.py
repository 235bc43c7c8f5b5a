"""From the outbox to the centre: oldest first, again until it is committed."""

import asyncio
import logging
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import Enum, auto
from typing import Final

from collector.outbox.box import Outbox
from plantar.errors import PlantarError
from plantar.wire import Answer, Parcel

logger = logging.getLogger(__name__)

#: Hands parcels to the centre and waits for its word; raises when there is none to be had.
Deliver = Callable[[Sequence[Parcel]], Answer]

#: Rows handed over at once.
AT_ONCE: Final = 6_000
#: The first wait after a failure is at most this long, the longest that. [s]
FIRST_WAIT_S: Final = 1.0
LONGEST_WAIT_S: Final = 60.0
#: Handed over before the end, when told to stop; the rest goes at the next start. [batches]
LAST_BATCHES: Final = 20


class Handed(Enum):
    """What came of handing a batch over."""

    NOTHING_LEFT = auto()
    SETTLED = auto()
    FAILED = auto()


class Sender:
    """Empties one outbox; there is one sender to an outbox."""

    def __init__(
        self, outbox: Outbox, deliver: Deliver, jitter: random.Random, at_once: int = AT_ONCE
    ) -> None:
        self.trouble: str | None = None  # why the centre takes nothing; None: it does
        self._outbox = outbox
        self._deliver = deliver
        self._jitter = jitter
        self._at_once = at_once
        self._failures = 0
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say, on the event loop, that there is something to hand over."""
        self._woken.set()

    async def keep(self, stop: asyncio.Event) -> None:
        """Hand over whatever comes until told to stop."""
        stopping = asyncio.create_task(stop.wait())
        try:
            while not stop.is_set():
                self._woken.clear()
                match await asyncio.to_thread(self.hand_over):
                    case Handed.SETTLED:
                        continue
                    case Handed.NOTHING_LEFT:
                        await self._wait(stopping, None)
                    case Handed.FAILED:
                        await self._wait(stopping, self.patience_s())
        finally:
            stopping.cancel()

    async def _wait(self, stopping: "asyncio.Task[bool]", at_most_s: float | None) -> None:
        """Wait until told to stop, or woken; after a failure its time out, whoever calls."""
        if at_most_s is not None:
            await asyncio.wait({stopping}, timeout=at_most_s)
            return
        woken = asyncio.create_task(self._woken.wait())
        try:
            await asyncio.wait({stopping, woken}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            woken.cancel()
            with suppress(asyncio.CancelledError):
                await woken

    def patience_s(self) -> float:
        """How long to wait after the last failure: longer each time, never all at once. [s]"""
        longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(self._failures - 1, 30))
        return self._jitter.uniform(0.0, longest)

    def drain(self, batches: int = LAST_BATCHES) -> bool:
        """Hand over so many batches; whether nothing is left."""
        for _ in range(batches):
            handed = self.hand_over()
            if handed is not Handed.SETTLED:
                return handed is Handed.NOTHING_LEFT
        return False

    def hand_over(self) -> Handed:
        """Hand the oldest rows to the centre, and let go of those it has committed."""
        try:
            parcels = self._outbox.take(self._at_once)
            if not parcels:
                self._tell(None)
                return Handed.NOTHING_LEFT
            answer = self._deliver(parcels)
            self._outbox.settle(answer)
        except (PlantarError, OSError) as error:
            self._tell(str(error))
            return Handed.FAILED
        if not answer.committed and not answer.refused:
            self._tell("the centre acknowledged nothing")
            return Handed.FAILED
        self._tell(None)
        return Handed.SETTLED

    def _tell(self, trouble: str | None) -> None:
        self._failures = 0 if trouble is None else self._failures + 1
        if trouble is not None and self.trouble is None:
            logger.warning("%s; what is measured waits in the outbox", trouble)
        elif trouble is None and self.trouble is not None:
            logger.warning("%s: is handed over again", self._outbox.path)
        self.trouble = trouble
