"""Whom to write to now: about open episodes, once when one opens and once when its level rises."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from plantar.alert import Episode, Family, Level
from plantar.day import civil_day
from plantar.store import Store
from processing.episode_life import Standing, answered_level, life

#: Between two messages to one runner, unless a level rises. Our choice. [h]
QUIET_HOURS = 48
#: A story without a word for longer is no news: late files tell of it. Our choice. [d]
NEWS_DAYS = 7


def unsent(
    episodes: Sequence[Episode], now: datetime, *, silence: bool = False
) -> tuple[Episode, ...]:
    """The episodes of one runner that are worth one message together, the loudest first.

    An episode that closed before anybody was written to is past, and stays so; and so is one whose
    last word is older than a week. Nothing is said while one is snoozed, and one that somebody
    dealt with speaks again only when its level rises. Within 48 h of the message before, an
    episode that opens waits, unless it is louder than that message was.

    Parameters
    ----------
    episodes : sequence of Episode
        All of the runner's. Those that late data took back are never written about; with them
        the 48 hours hold after their messages too.
    now : datetime
        The moment to write at.
    silence : bool
        Whether somebody wants to be written to when no data arrives; once for each silence.
    """
    waiting = [one for one in episodes if _speaks(one, now, silence=silence)]
    told = [(one.sent_at, one.sent) for one in episodes if one.sent_at is not None]
    if told and waiting:
        last_at, last_level = max(told)
        rises = any(one.sent > Level.OK for one in waiting)
        louder = max(one.level for one in waiting) > last_level
        if now - last_at < timedelta(hours=QUIET_HOURS) and not rises and not louder:
            return ()
    return tuple(sorted(waiting, key=lambda one: (-one.level, one.opened, one.family)))


def due(
    store: Store, runner_id: str, now: datetime, *, silence: bool = False
) -> tuple[Episode, ...]:
    """The same, of a runner in a store."""
    return unsent(store.episodes(runner_id, withdrawn=True), now, silence=silence)


def _speaks(episode: Episode, now: datetime, *, silence: bool) -> bool:
    if episode.family is Family.NO_DATA and not silence:
        return False
    if life(episode, now).standing is not Standing.OPEN:
        return False
    if (civil_day(now, UTC) - episode.last_day).days > NEWS_DAYS:
        return False
    return episode.level > max(episode.sent, answered_level(episode))
