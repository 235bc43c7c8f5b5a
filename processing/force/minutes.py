"""From the sums of a minute to the rows that travel and are stored."""

from datetime import datetime

from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments
from plantar.recording import Floats
from plantar.sample import Foot
from processing.force.reduction import MinuteSums
from processing.force.settle import Both, Sum

FEET = (Foot.LEFT, Foot.RIGHT)


def moments(sums: Floats, first: int) -> Moments:
    """Three moments that stand side by side."""
    m1, m2, m4 = (float(number) for number in sums[first : first + 3])
    return Moments(m1, m2, m4)


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
    regions = None
    if sums[Sum.SHARED] > 0.0:
        first = int(Sum.REGIONS)
        regions = (moments(sums, first), moments(sums, first + 3), moments(sums, first + 6))
    return FootMinute(
        at=at,
        foot=foot,
        revision=revision,
        rate_hz=rate_hz,
        measured_s=float(sums[Sum.MEASURED]),
        gap_s=float(sums[Sum.GAP]),
        total=moments(sums, int(Sum.TOTAL)),
        walking=moments(sums, int(Sum.WALKING)),
        running=moments(sums, int(Sum.RUNNING)),
        steps_walking=int(sums[Sum.STEPS_WALKING]),
        steps_running=int(sums[Sum.STEPS_RUNNING]),
        contacts=int(sums[Sum.CONTACTS]),
        contact_time_sum_s=float(sums[Sum.TIME]),
        contacts_timed=int(sums[Sum.TIMED]),
        peak_sum_n=float(sums[Sum.PEAK]),
        impulse_sum_ns=float(sums[Sum.IMPULSE]),
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
