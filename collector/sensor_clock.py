"""Setting the clock of a sensor that lets it be set."""

from datetime import datetime, timedelta
from typing import Final

from collector.decoding.reading import SensorTime
from collector.decoding.standard import current_time_bytes
from collector.gatt import CURRENT_TIME
from collector.hearing import Hearing
from collector.link import Link
from collector.profile import Write

#: A clock this close is left alone: setting one costs some watches the steps of a second. [s]
CLOSE_S: Final = 2.0


async def set_clock(link: Link, hearing: Hearing, now: datetime) -> None:
    """Write the date and time by the runner's clock, unless the sensor is close to it."""
    if hearing.sensor_time is not None and abs(off_s(*hearing.sensor_time, now)) <= CLOSE_S:
        return
    second = now.second + now.microsecond / 1e6
    time = SensorTime(now.year, now.month, now.day, now.hour, now.minute, second)
    await link.offer(Write(CURRENT_TIME, current_time_bytes(time, now.isoweekday())))


def off_s(told: SensorTime, at: datetime, now: datetime) -> float:
    """How far ahead of a clock a sensor's is, from what it told at a moment. [s]"""
    whole = int(told.second)
    shown = datetime(told.year, told.month, told.day, told.hour, told.minute, whole)  # noqa: DTZ001  it has no zone
    shown += timedelta(seconds=told.second - whole)
    by_ours = at.astimezone(now.tzinfo).replace(tzinfo=None)
    return (shown - by_ours).total_seconds()
