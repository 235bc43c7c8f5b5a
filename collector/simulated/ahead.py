"""An event loop that never waits: when nothing is left to do now, its clock jumps to what is next.

Hours of a virtual radio pass in seconds, every time-out and back-off included, and the same run
gives the same result. Only for what lives inside the loop: threads and sockets keep real time.
"""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from collector.clock import NS_PER_S, Clock

T = TypeVar("T")

#: What the wall clock says when a run begins, unless it is told. [-]
A_MORNING: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class _JumpingSelector(selectors.DefaultSelector):
    """A selector that jumps instead of waiting."""

    now_s = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready: list[tuple[selectors.SelectorKey, int]] = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("everything waits, and nothing is due: this would wait for ever")
        if not ready and timeout is not None and timeout > 0:
            self.now_s += timeout
        return ready


class AheadLoop(asyncio.SelectorEventLoop):
    """An event loop on simulated time, which begins at 0."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """The simulated time. [s]"""
        return self._jumping.now_s


def run_ahead(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on simulated time, as fast as the computer can."""
    with asyncio.Runner(loop_factory=AheadLoop) as runner:
        return runner.run(main)


def loop_clock(start: datetime = A_MORNING) -> Clock:
    """The two clocks of a host that lives on the running loop's time."""
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    start_ns = round(start.timestamp() * NS_PER_S)

    def monotonic_ns() -> int:
        return round(loop.time() * NS_PER_S)

    def wall_ns() -> int:
        return start_ns + round((loop.time() - began_s) * NS_PER_S)

    return Clock(monotonic_ns, wall_ns)
