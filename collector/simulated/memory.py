"""What a simulated sole still holds of the frames it measured, and what it was asked for."""

from collections import deque
from typing import Final

from collector.sole import WRAP, Ask, FramesGone

#: Asks that may be under way at once.
MOST_ASKS: Final = 8


class Memory:
    """The last frames of a sole, by their count since it started; no radio, no clock."""

    def __init__(self, holds: int) -> None:
        self._holds = holds
        self._never_kept: list[range] = []
        self._asked: deque[range] = deque()

    @property
    def asked(self) -> bool:
        """Whether anything is still to be answered."""
        return bool(self._asked)

    def start_anew(self) -> None:
        """Hold nothing."""
        self._never_kept.clear()
        self._asked.clear()

    def never_keep(self, counts: range) -> None:
        """Frames that are lost before they are held."""
        self._never_kept.append(counts)

    def ask(self, ask: Ask, measured: int) -> bool:
        """Take an ask, after so many measured frames; False when there is no room for it."""
        if len(self._asked) == MOST_ASKS:
            return False
        first = measured - (measured - ask.first) % WRAP
        self._asked.append(range(first, first + ask.frames))
        return True

    def forget_asks(self) -> None:
        """Nobody waits for an answer any more."""
        self._asked.clear()

    def answer(self, measured: int, fit: int) -> range | FramesGone | None:
        """The next answer, of at most `fit` frames; None when nothing is asked."""
        if not self._asked:
            return None
        asked = self._asked.popleft()
        held = self._held(asked.start, measured)
        until = asked.start + 1
        while (
            until < asked.stop
            and self._held(until, measured) is held
            and not (held and until - asked.start == fit)
        ):
            until += 1
        if until < asked.stop:
            self._asked.appendleft(range(until, asked.stop))
        answered = range(asked.start, until)
        return answered if held else FramesGone(answered.start % WRAP, len(answered))

    def _held(self, count: int, measured: int) -> bool:
        oldest = max(0, measured - self._holds)
        return oldest <= count < measured and not any(count in lost for lost in self._never_kept)
