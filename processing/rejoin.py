"""A minute in two parts: what was told before a collector stopped, and what came after it began.

Each part is what one run of a reduction made of its own frames or samples, so that they add up. A
step that was under way when it stopped is in neither.
"""

from dataclasses import replace

from plantar.errors import BadInput
from plantar.minute import (
    LONGEST_MINUTE_S,
    BodyMinute,
    FootMinute,
    Minute,
    Moments,
    StepMinute,
)
from plantar.sample import MOST_CADENCE_SPM


def rejoined(before: Minute, after: Minute) -> Minute:
    """Both parts of a minute as one row, of a higher revision than either.

    Raises
    ------
    BadInput
        They are not of the same minute and foot.
    """
    match before, after:
        case FootMinute(), FootMinute():
            return _feet(before, after)
        case BodyMinute(), BodyMinute():
            return _bodies(before, after)
        case StepMinute(), StepMinute():
            return _steps(before, after)
        case _:
            raise BadInput("kind", type(after).__name__, f"a {type(before).__name__}")


def together(one: StepMinute, other: StepMinute) -> StepMinute:
    """Two stretches of the same minute: steps and seconds add up.

    The one with more time on foot says how it was walked or run.
    """
    longer = one if one.moving_s >= other.moving_s else other
    stood = [each.standing_s for each in (one, other) if each.standing_s is not None]
    return replace(
        longer,
        steps=min(one.steps + other.steps, MOST_CADENCE_SPM),
        moving_s=_seconds(one.moving_s, other.moving_s),
        standing_s=min(sum(stood), LONGEST_MINUTE_S) if stood else None,
        quality=_words(one.quality, other.quality),
    )


def _feet(before: FootMinute, after: FootMinute) -> FootMinute:
    if (before.at, before.foot) != (after.at, after.foot):
        raise BadInput("at", (after.at, after.foot), f"the {before.foot} foot at {before.at}")
    regions: tuple[Moments, Moments, Moments] | None = before.regions or after.regions
    if before.regions and after.regions:
        heel, midfoot, forefoot = map(Moments.__add__, before.regions, after.regions)
        regions = (heel, midfoot, forefoot)
    return replace(
        after,
        revision=before.revision + after.revision,
        measured_s=_seconds(before.measured_s, after.measured_s),
        gap_s=_seconds(before.gap_s, after.gap_s),
        total=before.total + after.total,
        walking=before.walking + after.walking,
        running=before.running + after.running,
        steps_walking=before.steps_walking + after.steps_walking,
        steps_running=before.steps_running + after.steps_running,
        contacts=before.contacts + after.contacts,
        contact_time_sum_s=before.contact_time_sum_s + after.contact_time_sum_s,
        contacts_timed=before.contacts_timed + after.contacts_timed,
        peak_sum_n=before.peak_sum_n + after.peak_sum_n,
        impulse_sum_ns=before.impulse_sum_ns + after.impulse_sum_ns,
        regions=regions,
        quality=_words(before.quality, after.quality),
    )


def _bodies(before: BodyMinute, after: BodyMinute) -> BodyMinute:
    if before.at != after.at:
        raise BadInput("at", after.at, f"the minute {before.at}")
    return replace(
        after,
        revision=before.revision + after.revision,
        walking_s=_seconds(before.walking_s, after.walking_s),
        running_s=_seconds(before.running_s, after.running_s),
        quiet_s=tuple(map(_seconds, before.quiet_s, after.quiet_s)),
        not_worn_s=_seconds(before.not_worn_s, after.not_worn_s),
        quality=_words(before.quality, after.quality),
    )


def _steps(before: StepMinute, after: StepMinute) -> StepMinute:
    if before.at != after.at:
        raise BadInput("at", after.at, f"the minute {before.at}")
    return replace(together(before, after), revision=before.revision + after.revision)


def _seconds(before: float, after: float) -> float:
    """Both together; a clock that was set back never makes a minute longer than one."""
    return min(before + after, LONGEST_MINUTE_S)


def _words(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*before, *after)))
