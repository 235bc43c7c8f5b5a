"""What changed since somebody's last digest: opened, risen, closed, or no longer so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from plantar.alert import Episode
from plantar.message import Change, Item, Told
from plantar.recipient import Recipient
from processing.episode_life import Standing, life
from processing.messages.items import item, wants
from processing.messages.items import told as as_told


@dataclass(frozen=True, slots=True)
class Digest:
    """What is to be told, and what is known from then on."""

    items: tuple[Item, ...]
    told: tuple[Told, ...]


def digest(
    recipient: Recipient,
    known: Mapping[str, Sequence[Episode]],
    before: Sequence[Told],
    now: datetime,
) -> Digest:
    """What of the episodes of those whom somebody sees they have not been told.

    Parameters
    ----------
    recipient : Recipient
        Who looks after the runners.
    known : mapping of str to sequence of Episode
        The episodes of each runner whom they see now; of nobody else anything is told.
    before : sequence of Told
        What they were told last.
    now : datetime
        When it is written.

    Returns
    -------
    Digest
        The loudest first. A story that somebody answered before the digest came is not news.
    """
    items: list[Item] = []
    told: list[Told] = []
    for runner_id, episodes in known.items():
        rest = [one for one in before if one.runner_id == runner_id]
        for episode in episodes:
            last = _told_of(episode, rest)
            if last is not None:
                rest.remove(last)
            change = _change(recipient, episode, last)
            if change is None:
                continue
            told.append(as_told(runner_id, episode))
            if last is not None and last.opened != episode.opened:
                told.append(replace(last, closed=True))  # it goes on under another first day
            if life(episode, now).standing is Standing.OPEN or change is Change.CLOSED:
                details = recipient.health_details
                items.append(item(runner_id, episode, change, details=details))
        for left in rest:
            if left.closed:
                continue
            told.append(replace(left, closed=True))
            if not any(_share_days(one, left) for one in episodes):
                gone = (left.runner_id, left.family, Change.WITHDRAWN, left.level, left.opened)
                items.append(Item(*gone))
    loudest = sorted(items, key=lambda one: (_ORDER[one.change], -one.level, one.runner_id))
    return Digest(tuple(loudest), tuple(told))


_ORDER = {Change.RISEN: 0, Change.OPENED: 0, Change.CLOSED: 1, Change.WITHDRAWN: 2}


def _change(recipient: Recipient, episode: Episode, last: Told | None) -> Change | None:
    if last is None or last.closed:
        is_news = episode.closed is None and wants(recipient, episode.family, episode.level)
        return Change.OPENED if is_news else None
    if episode.closed is not None:
        return Change.CLOSED
    return Change.RISEN if episode.level > last.level else None


def _told_of(episode: Episode, among: Sequence[Told]) -> Told | None:
    """What was told of this story; late measurements may have given it another first day."""
    same = [one for one in among if one.family is episode.family and _share_days(episode, one)]
    same.sort(key=lambda one: (one.opened != episode.opened, one.closed, one.opened))
    return same[0] if same else None


def _share_days(episode: Episode, told: Told) -> bool:
    return (
        episode.family is told.family
        and episode.opened <= told.last_day
        and told.opened <= episode.last_day
    )
