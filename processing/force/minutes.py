"""From the sums of a minute to the rows that travel and are stored."""

from datetime import datetime

from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments
from plantar.recording import Floats
from plantar.sample import Foot
from processing.force.sums import Both, MinuteSums, Sum

FEET = (Foot.LEFT, Foot.RIGHT)


def moments(sums: list[float], first: int) -> Moments:
    """Three moments that stand side by side."""
    return Moments(sums[first], sums[first + 1], sums[first + 2])


def foot_minute(
    at: datetime,
    foot: Foot,
    sums: Floats,
    *,
    rate_hz: float,
    revision: int,
    quality: tuple[str, ...],
) -> FootMinute:
    """The row of one foot."""
    told: list[float] = sums.tolist()  # once: reading an array number by number is slow
    regions = None
    if told[Sum.SHARED] > 0.0:
        first = int(Sum.REGIONS)
        regions = (moments(told, first), moments(told, first + 3), moments(told, first + 6))
    return FootMinute(
        at=at,
        foot=foot,
        revision=revision,
        rate_hz=rate_hz,
        measured_s=told[Sum.MEASURED],
        gap_s=told[Sum.GAP],
        total=moments(told, int(Sum.TOTAL)),
        walking=moments(told, int(Sum.WALKING)),
        running=moments(told, int(Sum.RUNNING)),
        steps_walking=int(told[Sum.STEPS_WALKING]),
        steps_running=int(told[Sum.STEPS_RUNNING]),
        contacts=int(told[Sum.CONTACTS]),
        contact_time_sum_s=told[Sum.TIME],
        contacts_timed=int(told[Sum.TIMED]),
        peak_sum_n=told[Sum.PEAK],
        impulse_sum_ns=told[Sum.IMPULSE],
        regions=regions,
        quality=quality,
    )


def body_minute(at: datetime, sums: Floats, revision: int, quality: tuple[str, ...]) -> BodyMinute:
    """The row of the body above two soles."""
    first = int(Both.QUIET)
    return BodyMinute(
        at=at,
        revision=revision,
        walking_s=float(sums[Both.WALKING]),
        running_s=float(sums[Both.RUNNING]),
        quiet_s=tuple(sums[first : first + QUIET_BINS].tolist()),
        not_worn_s=float(sums[Both.NOT_WORN]),
        quality=quality,
    )


def rows_of(
    at: datetime, sums: MinuteSums, worn: tuple[bool, bool], rate_hz: float, revision: int
) -> tuple[FootMinute | BodyMinute, ...]:
    """All rows of one minute."""
    quality = () if all(worn) else ("single foot",)
    return (
        *(
            foot_minute(
                at, foot, sums.feet[number], rate_hz=rate_hz, revision=revision, quality=quality
            )
            for number, foot in enumerate(FEET)
            if worn[number]
        ),
        body_minute(at, sums.body, revision, quality),
    )
