"""What a simulated ORPHE INSOLE holds of the packets it measured, and what it was asked for."""

from collections import deque

from collector.fifo import RING


class Ring:
    """The last packets, by their number since the sole started; no radio, no clock."""

    def __init__(self) -> None:
        self.watching = False
        self._seen = 0  # packets that went in, or past it
        self._held: deque[int] = deque(maxlen=RING)
        self._asked: deque[int] = deque()

    def __len__(self) -> int:
        return len(self._held)

    @property
    def newest(self) -> int | None:
        """The newest packet in it."""
        return self._held[-1] if self._held else None

    def measured(self, packets: int) -> None:
        """So many packets were measured since the start; what is new goes in, while it watches."""
        if self.watching:
            self._held.extend(range(max(self._seen, packets - RING), packets))
        self._seen = packets

    def ask(self, packets: range) -> None:
        """Packets are asked for."""
        self._asked.extend(packets)

    def answer(self) -> int | range | None:
        """The next packet that was asked for, or those in a row that are not in it."""
        if not self._asked:
            return None
        first = self._asked.popleft()
        if first in self._held:
            return first
        until = first + 1
        while self._asked and self._asked[0] == until and until not in self._held:
            self._asked.popleft()
            until += 1
        return range(first, until)

    def forget_asks(self) -> None:
        """Nobody waits for an answer any more."""
        self._asked.clear()

    def clear(self) -> None:
        """Hold nothing."""
        self._held.clear()
