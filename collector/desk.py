"""Where what sensors say is handed on, the soles of a pair laid together; it knows no radio."""

from collections.abc import Sequence
from functools import partial
from typing import Final, assert_never

from collector.clock import Anchor
from collector.hearing import Hearing, Told
from collector.pair import Pair
from collector.radio import Listeners
from plantar.errors import SensorError
from plantar.measured import Gap
from plantar.sample import Cadence, Frame, StepsTaken

#: How often chunks that wait for a silent sole are looked at. [s]
LOOK_EVERY_S: Final = 0.25


class Desk:
    """Hands on what hearings told, and lays the soles of each pair together."""

    def __init__(self, tell: Listeners, anchor: Anchor) -> None:
        self._tell = tell
        self._anchor = anchor
        self._pairs: dict[str, Pair] = {}
        self._rates_hz: dict[str, float] = {}

    def hand_on(self, hearing: Hearing, told: Sequence[Told]) -> None:
        """Hand on what one sensor told, which may be nothing yet."""
        device = hearing.sensor.device
        frames: list[Frame] = []
        samples: list[Cadence | StepsTaken] = []
        for one in told:
            match one:
                case Frame():
                    frames.append(one)
                case Cadence() | StepsTaken():
                    samples.append(one)
                case Gap():
                    self._tell.on_gap(device, one)
                case _:
                    assert_never(one)
        if hearing.sole is not None:
            self._lay(hearing, frames)
        if samples:
            self._tell.on_samples(device, samples)
        standing = hearing.take_standing()
        if standing is not None:
            self._tell.on_standing(device, standing)
        gain = hearing.take_gain()
        if gain is not None and hearing.sensor.foot is not None:
            self._tell.on_gain(device, hearing.sensor.foot, gain)

    def look(self, hearings: Sequence[Hearing], monotonic_s: float) -> None:
        """Time passed: give up what will not come, and go on without who is silent."""
        for hearing in hearings:
            gone = hearing.look(monotonic_s)
            if gone:
                self.hand_on(hearing, gone)
        for pair in self._pairs.values():
            pair.advance(self._anchor.now())

    def finish(self) -> None:
        """Hand on what there is."""
        for pair in self._pairs.values():
            pair.finish()

    def _lay(self, hearing: Hearing, frames: Sequence[Frame]) -> None:
        sole, device = hearing.sole, hearing.sensor.device
        if sole is None:
            return
        pair = self._pairs.get(device)
        if pair is None:
            tell = self._tell
            pair = self._pairs[device] = Pair(
                device,
                sole.kind.rate_hz,
                partial(tell.on_chunk, device),
                partial(tell.on_gap, device),
            )
            self._rates_hz[device] = sole.kind.rate_hz
        if sole.kind.rate_hz != self._rates_hz[device]:
            cause = (
                f"measures at {sole.kind.rate_hz:g} Hz,"
                f" the other sole at {self._rates_hz[device]:g} Hz"
            )
            raise SensorError(hearing.sensor.name, cause)
        pair.join(sole.foot, sole.kind, keeps=sole.keeps)
        let_go = pair.hear(sole.foot, frames, self._anchor.now(), sole.awaited_since)
        sole.put_right(let_go)
        sole.closed_until = pair.told_until
