"""What the sensors of the demo runners would have told of themselves."""

import zlib
from datetime import datetime, timedelta
from typing import Final

from cli.demo.lives import LIVE_RUNNER, DemoRunner, Sensor
from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold

#: One of the demo has a sole to charge.
_LOW: Final = {"demo-shifts": {Foot.RIGHT: 14}}
_FULL: Final = 100
#: Told a while ago: made-up soles lie in a drawer while nobody walks.
_HEARD: Final = timedelta(hours=2)


def made_up_sensors(demo: DemoRunner, now: datetime) -> list[SensorTold]:
    """A pair of soles or a watch; the live runner's tell themselves, and a table has none."""
    if demo.id == LIVE_RUNNER or demo.sensor is Sensor.STEP_TABLE:
        return []
    feet = tuple(Foot) if demo.sensor is Sensor.SOLES else (None,)
    return [_told(demo, foot, now) for foot in feet]


def _told(demo: DemoRunner, foot: Foot | None, now: datetime) -> SensorTold:
    of_foot = "watch" if foot is None else f"sole-{foot}"
    drawn = zlib.crc32(f"{demo.id} {foot}".encode())
    low = {} if foot is None else _LOW.get(demo.id, {})
    return SensorTold(
        sensor=of_foot,
        at=now - _HEARD,
        kind="infinitime" if foot is None else "open-plantar",
        paired_at=now - timedelta(days=demo.days),
        foot=foot,
        heard_at=now - _HEARD,
        model="Demo watch" if foot is None else "Demo sole",
        firmware=f"1.{drawn % 5}",
        battery_percent=low.get(foot, _FULL - 30 - drawn % 40) if foot else _FULL - drawn % 50,
        clock=ClockQuality.ARRIVAL if foot is None else ClockQuality.FITTED,
        off_s=0.4 if foot is None else 0.012,
        drift_ppm=None if foot is None else float(drawn % 60 - 30),
    )
