"""What the sensors of a collector told of themselves, on its way to the centre: now and then."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from collector.pairing import PairedSensor
from collector.sensor_state import SensorState
from plantar.sensor import MOST_DRIFT_PPM, SensorTold, short_text

#: While nothing but the moment it was heard changes; half a day's are some kilobytes. Our choice.
TELL_EVERY: Final = timedelta(minutes=15)


class TellingSensors:
    """Knows what was told last of each sensor, and what is worth telling now."""

    def __init__(self, sensors: Iterable[PairedSensor]) -> None:
        self._paired = {one.id: one for one in sensors}
        self._last: dict[str, SensorTold] = {}

    def due(
        self,
        states: Mapping[str, SensorState],
        waiting: Callable[[], int | None],
        now: datetime,
    ) -> Iterator[tuple[str, SensorTold]]:
        """What is to be told, with the device it is filed under."""
        for name in sorted(states.keys() & self._paired.keys()):
            paired = self._paired[name]
            told = told_of(paired, states[name], None, now)
            if not worth_telling(self._last.get(name), told):
                continue
            self._last[name] = told
            yield paired.device, told_of(paired, states[name], waiting(), now)


def told_of(
    paired: PairedSensor, state: SensorState, waiting: int | None, now: datetime
) -> SensorTold:
    """What is known of a sensor, as it travels: its address and name do not."""
    described = state.described
    maker_and_model = " ".join(described[one] for one in ("maker", "model") if one in described)
    clock = state.clock
    drift = None if clock is None else clock.drift_ppm
    return SensorTold(
        sensor=paired.id,
        at=now,
        kind=paired.profile.id,
        paired_at=paired.paired_at,
        foot=paired.foot,
        heard_at=state.heard_at,
        model=short_text(maker_and_model),
        firmware=short_text(described.get("firmware", "")),
        battery_percent=state.battery_percent,
        clock=None if clock is None else clock.quality,
        off_s=None if clock is None else clock.off_s,
        drift_ppm=drift if drift is not None and abs(drift) <= MOST_DRIFT_PPM else None,
        waiting=waiting,
    )


def worth_telling(before: SensorTold | None, now: SensorTold) -> bool:
    """Whether there is news: another battery, firmware or clock, or a while has passed."""
    if before is None or _news(before) != _news(now):
        return True
    return abs(now.at - before.at) >= TELL_EVERY and now.heard_at != before.heard_at


def _news(told: SensorTold) -> tuple[object, ...]:
    heard = told.heard_at is not None
    return heard, told.model, told.firmware, told.battery_percent, told.clock
