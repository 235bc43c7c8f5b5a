"""Asking a sole for frames that did not come: what to write, and when to write it again.

Two kinds of soles keep what they measured. One of the Open Plantar Profile sends everything as it
measures, and again what it is asked for. An ORPHE INSOLE in its lossless mode sends only what it is
asked for, out of a ring (`collector.fifo`).
"""

from typing import Final, Protocol, assert_never

from collector import fifo
from collector.decoding.reading import Held, NotHeld
from collector.profile import CatchUpKind, Write
from collector.sole import MISSED, MOST_ASKED, Ask, FramesGone, ask_bytes
from collector.stream import SoleStream

#: What was asked for and did not come within this time is asked for again. (our choice) [s]
AGAIN_S: Final = 3.0
#: Requests that are under way at once; a sole refuses more than it has room for. (our choice)
MOST_ASKS: Final = 4
#: How often an ORPHE INSOLE is asked what it holds: a tenth of what its ring holds. [s]
LOOK_EVERY_S: Final = 1.0


class CatchUp(Protocol):
    """One way of asking."""

    for_everything: bool  # the sole sends nothing that it is not asked for

    def begin(self) -> tuple[Write, ...]:
        """What to write when a connection begins."""

    def held(self, held: Held) -> None:
        """The sole told what it keeps."""

    def came(self, number: int) -> None:
        """A packet of that number came."""

    def gone(self, gone: NotHeld | FramesGone) -> FramesGone:
        """The frames that a sole keeps no longer."""

    def ask(self, stream: SoleStream | None, now_s: float) -> tuple[Write, ...]:
        """What to write now."""


def catch_up(kind: CatchUpKind) -> CatchUp:
    """How soles of this kind are asked."""
    match kind:
        case CatchUpKind.OPEN_PLANTAR:
            return OpenPlantarCatchUp()
        case CatchUpKind.ORPHE_RING:
            return OrpheCatchUp()
        case _:
            assert_never(kind)


class OpenPlantarCatchUp:
    """Asks for the stretches that a stream awaits."""

    for_everything = False

    def __init__(self) -> None:
        self._newest = -1  # up to this count everything was asked for
        self._left = 0
        self._asked_s = 0.0

    def begin(self) -> tuple[Write, ...]:
        """Nothing: it sends by itself. What was asked for over the last link is asked anew."""
        self._newest, self._left = -1, 0
        return ()

    def held(self, held: Held) -> None:
        """Nothing: it is not told."""

    def came(self, number: int) -> None:
        """Nothing: the stream knows."""

    def gone(self, gone: NotHeld | FramesGone) -> FramesGone:
        """As the sole says."""
        assert isinstance(gone, FramesGone)  # noqa: S101  no decoder of theirs tells packets
        return gone

    def ask(self, stream: SoleStream | None, now_s: float) -> tuple[Write, ...]:
        """Ask for what is newly missed at once, and for the rest again when nothing comes."""
        if stream is None:
            return ()
        left = len(stream.awaited)
        if left < self._left:  # it is coming
            self._asked_s = now_s
        self._left = left
        again = now_s - self._asked_s >= AGAIN_S
        wanted = [one.counts for one in stream.awaited if again or one.counts.start > self._newest]
        if not wanted:
            return ()
        self._asked_s = now_s
        self._newest = max(self._newest, wanted[:MOST_ASKS][-1].stop - 1)
        return tuple(
            Write(MISSED, ask_bytes(Ask(stream.sequence_of(one.start), min(len(one), MOST_ASKED))))
            for one in wanted[:MOST_ASKS]
        )


class OrpheCatchUp:
    """Pulls everything out of the ring of an ORPHE INSOLE, oldest first."""

    for_everything = True

    def __init__(self) -> None:
        self._pull = fifo.Pull()
        self._looked_s: float | None = None
        self._asked_s = 0.0
        self._under_way: frozenset[int] = frozenset()

    def begin(self) -> tuple[Write, ...]:
        """Switch to the lossless mode, which every connection begins without."""
        self._looked_s, self._under_way = None, frozenset()
        return (
            Write(fifo.INFORMATION, fifo.READ_FIFO),
            Write(fifo.INFORMATION, fifo.WATCH),
        )

    def held(self, held: Held) -> None:
        """The sole told its newest packet."""
        self._pull = fifo.told_held(self._pull, held)

    def came(self, number: int) -> None:
        """A packet came."""
        _, self._pull = fifo.heard(self._pull, number // fifo.FRAMES_A_PACKET)

    def gone(self, gone: NotHeld | FramesGone) -> FramesGone:
        """The ring no longer has these packets."""
        assert isinstance(gone, NotHeld)  # noqa: S101  no decoder of theirs tells frames
        self._pull = fifo.told_not_held(self._pull, gone)
        return FramesGone(gone.first * fifo.FRAMES_A_PACKET, gone.packets * fifo.FRAMES_A_PACKET)

    def ask(self, stream: SoleStream | None, now_s: float) -> tuple[Write, ...]:  # noqa: ARG002  its ring is numbered by packets
        """Ask what is held every second, and for it when what was asked before has come."""
        writes = []
        if self._looked_s is None or now_s - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = now_s
            writes.append(Write(fifo.INFORMATION, fifo.ASK_HELD))
        self._under_way &= self._pull.awaited
        if self._under_way and now_s - self._asked_s < AGAIN_S:
            return tuple(writes)
        stretches = fifo.to_ask(self._pull)
        if stretches:
            self._asked_s = now_s
            self._under_way = frozenset(sorted(self._pull.awaited)[: fifo.MOST_AT_ONCE])
            writes.append(Write(fifo.INFORMATION, fifo.request(stretches)))
        return tuple(writes)
