"""What sensors told of themselves, judged: whom to charge, who is silent, whose clock is off."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final

from plantar.sensor import SensorTold
from plantar.store import RunnersSensor, Store
from processing.overview import SILENT_HOURS

#: Below this a battery may not last until the evening. Our choice. [%]
LOW_PERCENT: Final = 20
#: A step is in another place than it was by then. Our choice. [s]
CLOCK_OFF_S: Final = 1.0
#: A collector that speaks from so far ahead has a clock that is wrong. Our choice.
AHEAD: Final = timedelta(minutes=2)
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


class Trouble(StrEnum):
    """What is to be done about a sensor, the most pressing first."""

    CHARGE = "charge"
    NEVER_HEARD = "never-heard"
    SILENT = "silent"
    CLOCK = "clock"


def troubles(told: SensorTold, heard_at: datetime | None, now: datetime) -> tuple[Trouble, ...]:
    """What is wrong with a sensor; nothing, when everything it told is well."""
    found = []
    if told.battery_percent is not None and told.battery_percent <= LOW_PERCENT:
        found.append(Trouble.CHARGE)
    if heard_at is None:
        found.append(Trouble.NEVER_HEARD)
    elif now - heard_at >= timedelta(hours=SILENT_HOURS):
        found.append(Trouble.SILENT)
    if (told.off_s or 0.0) >= CLOCK_OFF_S or told.at - now >= AHEAD:
        found.append(Trouble.CLOCK)
    return tuple(found)


def sensors_of(store: Store, runner_ids: Collection[str]) -> list[RunnersSensor]:
    """Every sensor of some runners, those not heard for longest first."""
    return oldest_first(store.sensors_of(runner_ids))


def oldest_first(found: Mapping[str, Iterable[RunnersSensor]]) -> list[RunnersSensor]:
    """Sensors of several runners in one list: never heard, then the longest silent."""
    every = [one for sensors in found.values() for one in sensors]
    return sorted(
        every, key=lambda one: (one.told.heard_at or _NEVER, one.runner_id, one.told.sensor)
    )
