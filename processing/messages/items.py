"""What of an episode goes into a message, and who wants to hear of it."""

import hashlib
from collections.abc import Iterable

from plantar import which_first
from plantar.alert import Episode, Family, Level
from plantar.message import Change, Item, Told
from plantar.recipient import Recipient, Wanted

#: Digits of an id: as many as nobody meets by chance.
_ID_DIGITS = 32


def id_of(*parts: object) -> str:
    """An id that follows from what a message is: the same message twice is one."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:_ID_DIGITS]


def wants(recipient: Recipient, family: Family, level: Level) -> bool:
    """Whether somebody wants to hear of a story of that family and level."""
    if family is Family.NO_DATA:
        return Wanted.NO_DATA in recipient.wants
    return (Wanted.ALERT if level is Level.ALERT else Wanted.CAUTION) in recipient.wants


def change_of(episode: Episode) -> Change:
    """What became of an open episode since somebody was written to about it."""
    return Change.OPENED if episode.sent is Level.OK else Change.RISEN


def item(runner_id: str, episode: Episode, change: Change, *, details: bool) -> Item:
    """A story as it stands in a message; what the rules said only where somebody reads that."""
    return Item(
        runner_id,
        episode.family,
        change,
        episode.level,
        episode.opened,
        episode.closed,
        which_first.in_message(episode) if details and change is not Change.CLOSED else (),
    )


def told(runner_id: str, episode: Episode) -> Told:
    """What somebody knows who was told of an episode as it is."""
    return Told(
        runner_id,
        episode.family,
        episode.opened,
        episode.last_day,
        episode.level,
        episode.closed is not None,
    )


def any_open(known: Iterable[Episode]) -> bool:
    """Whether somebody may have to be written to about one of these, now or later."""
    return any(one.closed is None and one.level > one.sent for one in known)
