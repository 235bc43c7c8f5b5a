"""Whether a sensor of any family does what its profile says."""

from collections.abc import Sequence
from typing import Final

from collector.conformance.seen import Line, line, untried
from collector.first_look import FirstLook, speaks_always
from collector.notification import Notification
from collector.profile import How, Listen, Profile, SideRule

#: Fewer than this share of what was promised is not the rate that was promised. [-] Our choice:
#: a radio loses a few, a wrong profile is off by half or more.
LEAST_RATE: Final = 0.8


def judge_family(
    profile: Profile,
    beside: Sequence[Profile],
    notifications: Sequence[Notification],
    lacking: Sequence[Listen],
    seconds: float,
) -> tuple[Line, ...]:
    """Try what a profile says of its sensors.

    Parameters
    ----------
    profile, beside
        How the sensor was listened to.
    notifications : sequence of Notification
        What it told, values that were read included.
    lacking : sequence of Listen
        What the profile listens to, and the sensor does not have.
    seconds : float
        How long it was listened to.
    """
    look = FirstLook(profile, beside)
    for one in notifications:
        look.take(one)
    missing = ", ".join(f"{one.what} ({one.characteristic})" for one in lacking)
    return (
        line("has what the profile listens to", not lacking, missing or "all of it"),
        _speaks(look, seconds),
        _fits(look),
        *_rates(look, notifications, seconds),
        _side(look),
    )


def _speaks(look: FirstLook, seconds: float) -> Line:
    seen = f"{look.notifications} notifications in {seconds:g} s"
    if look.notifications or speaks_always(look.profile):
        return line("tells something", bool(look.notifications), seen)
    return untried("tells something", f"{seen}; it speaks when there are steps", required=False)


def _fits(look: FirstLook) -> Line:
    rule = "everything it tells fits the profile"
    if look.malformed:
        first = f"{look.malformed[0].cause} ({look.malformed[0].hex})"
        return line(rule, holds=False, seen=f"{look.unfit} of {look.notifications} do not: {first}")
    if not look.notifications:
        return untried(rule, "nothing came", required=speaks_always(look.profile))
    return line(rule, holds=True, seen=f"{look.notifications} notifications")


def _rates(
    look: FirstLook, notifications: Sequence[Notification], seconds: float
) -> tuple[Line, ...]:
    lines = []
    for listen in look.profile.listen:
        if listen.how is How.READ or listen.rate_hz is None:
            continue
        rule = f"{listen.what}: as often as promised"
        came = sum(one.characteristic == listen.characteristic for one in notifications)
        if not came:
            lines.append(untried(rule, "nothing came"))
            continue
        told_hz = look.rate_hz if look.frames else came / seconds
        if told_hz is None:
            lines.append(untried(rule, "too little came"))
            continue
        seen = f"{told_hz:.1f} a second, promised are {listen.rate_hz:g}"
        lines.append(line(rule, told_hz >= LEAST_RATE * listen.rate_hz, seen))
    return tuple(lines)


def _side(look: FirstLook) -> Line:
    rule = "the foot it is for"
    match look.profile.side:
        case SideRule.DECLARED:
            declared = look.declared
            return line(
                rule, declared is not None, f"{declared.foot}" if declared else "it does not say"
            )
        case SideRule.PAIRING:
            return line(rule, holds=True, seen="told when it is paired", required=False)
        case SideRule.NONE:
            return line(rule, holds=True, seen="it is on no foot", required=False)
