"""From the sums of a minute to the rows that travel and are stored."""

from datetime import datetime

from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments
from plantar.recording import Floats
from plantar.sample import Foot
from processing.force.sums import Both, MinuteSums, Sum

FEET = (Foot.LEFT, Foot.RIGHT)
#: Most minutes hold no walking or no running.
NO_MOMENTS = Moments()

# A plain number is a quicker index than the name of a column, and minutes come by the thousand.
_TOTAL, _WALK, _RUN, _REGIONS = map(int, (Sum.TOTAL, Sum.WALKING, Sum.RUNNING, Sum.REGIONS))
_MEASURED, _GAP, _SHARED = map(int, (Sum.MEASURED, Sum.GAP, Sum.SHARED))
_STEPS = slice(int(Sum.STEPS_WALKING), int(Sum.IMPULSE) + 1)


def moments(sums: list[float], first: int) -> Moments:
    """Three moments that stand side by side."""
    m1, m2, m4 = sums[first : first + 3]
    return Moments(m1, m2, m4) if m1 or m2 or m4 else NO_MOMENTS


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
    if told[_SHARED] > 0.0:
        heel, midfoot, forefoot = (moments(told, _REGIONS + 3 * place) for place in range(3))
        regions = (heel, midfoot, forefoot)
    walked, ran, contacts, time_s, timed, peak_n, impulse_ns = told[_STEPS]
    return FootMinute(
        at=at,
        foot=foot,
        revision=revision,
        rate_hz=rate_hz,
        measured_s=told[_MEASURED],
        gap_s=told[_GAP],
        total=moments(told, _TOTAL),
        walking=moments(told, _WALK),
        running=moments(told, _RUN),
        steps_walking=int(walked),
        steps_running=int(ran),
        contacts=int(contacts),
        contact_time_sum_s=time_s,
        contacts_timed=int(timed),
        peak_sum_n=peak_n,
        impulse_sum_ns=impulse_ns,
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
