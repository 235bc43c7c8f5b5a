"""Whom to write to now: about open episodes, once when one opens and once when its level rises."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from plantar.alert import Episode, Level

#: Between two messages to one runner, unless a level rises. Our choice. [h]
QUIET_HOURS = 48


def unsent(episodes: Sequence[Episode], now: datetime) -> tuple[Episode, ...]:
    """The episodes of one runner that are worth one message together, the loudest first.

    An episode that closed before anybody was written to is past, and stays so. Within 48 h of the
    message before, an episode that opens waits, unless it is louder than that message was.
    """
    waiting = [one for one in episodes if one.closed is None and one.level > one.sent]
    told = [(one.sent_at, one.sent) for one in episodes if one.sent_at is not None]
    if told and waiting:
        last_at, last_level = max(told)
        rises = any(one.sent > Level.OK for one in waiting)
        louder = max(one.level for one in waiting) > last_level
        if now - last_at < timedelta(hours=QUIET_HOURS) and not rises and not louder:
            return ()
    return tuple(sorted(waiting, key=lambda one: (-one.level, one.opened, one.family)))
