"""How an episode stands, from what was answered to it: a pure function of its history.

Open, it may be acknowledged, snoozed or closed by the kinesist; and it closes by itself. What was
answered holds until there is new cause: a louder level, an alert on a day after it was closed, or
for a snooze its end, by the clock or by pain.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from plantar.alert import Episode, Family, Level
from plantar.response import DECISIONS, Response, ResponseKind
from plantar.store import Answer
from processing.episodes import Close

#: A rise of the first steps since it was snoozed that ends a snooze. Our choice. [NRS]
WAKING_RISE = 2


class Standing(StrEnum):
    """How an episode stands."""

    OPEN = "open"  # somebody is to look
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    CLOSED_BY_HAND = "closed-by-hand"
    CLOSED = "closed"  # by itself
    WITHDRAWN = "withdrawn"  # late data took it back


@dataclass(frozen=True, slots=True)
class Life:
    """How an episode stands, and the answer that makes it so."""

    standing: Standing
    answer: Response | None = None  # that holds; of an open one that no longer does: the last


def life(episode: Episode, now: datetime) -> Life:
    """How an episode stands at a moment."""
    answer = next(reversed(decisions(episode.responses)), None)
    if episode.withdrawn_at is not None:
        return Life(Standing.WITHDRAWN, answer)
    by_hand = answer is not None and answer.kind is ResponseKind.CLOSED
    if by_hand and answer is not None and _stays_closed(episode, answer):
        return Life(Standing.CLOSED_BY_HAND, answer)
    if episode.closed is not None:
        return Life(Standing.CLOSED, answer)
    if answer is None or by_hand:
        return Life(Standing.OPEN, answer)
    if answer.kind is ResponseKind.ACKNOWLEDGED:
        louder = episode.level > answer.level
        return Life(Standing.OPEN if louder else Standing.ACKNOWLEDGED, answer)
    over = answer.until is None or answer.until <= now or _woken(answer, episode.responses)
    return Life(Standing.OPEN if over else Standing.SNOOZED, answer)


def as_followed(episode: Episode, own: Collection[str]) -> Episode:
    """An episode as whoever follows the runner has it: what the runner put off is still to do.

    Parameters
    ----------
    episode : Episode
        With every answer it was given.
    own : collection of str
        The accounts that are the runner's own; their snoozes quiet what they hear themselves.
    """
    left = tuple(
        one
        for one in episode.responses
        if one.kind is not ResponseKind.SNOOZED or one.author not in own
    )
    return episode if left == episode.responses else replace(episode, responses=left)


def decisions(responses: Sequence[Response]) -> list[Response]:
    """The answers that hold, in the order of time: what was taken back is none."""
    gone = {one.about for one in responses if one.kind is ResponseKind.TAKEN_BACK}
    return [one for one in responses if one.kind in DECISIONS and one.id not in gone]


def answered_level(episode: Episode) -> Level:
    """The loudest level that somebody has said they dealt with."""
    dealt = (ResponseKind.ACKNOWLEDGED, ResponseKind.CLOSED)
    levels = [one.level for one in decisions(episode.responses) if one.kind in dealt]
    return max(levels, default=Level.OK)


def _stays_closed(episode: Episode, close: Response) -> bool:
    later = any(alert.day > close.day for alert in episode.alerts)
    return episode.level <= close.level and not later


def _woken(snooze: Response, responses: Iterable[Response]) -> bool:
    return any(one.kind is ResponseKind.WOKEN and one.about == snooze.id for one in responses)


def closes(answers: Sequence[Answer], family: Family) -> tuple[Close, ...]:
    """Where the kinesist ended the stories of a family."""
    responses = [one.response for one in answers if one.family is family]
    return tuple(
        Close(one.day, one.level) for one in decisions(responses) if one.kind is ResponseKind.CLOSED
    )


def woken(
    answers: Sequence[Answer], mornings: Mapping[date, int], now: datetime, today: date
) -> tuple[Response, ...]:
    """The snoozes that pain ends now: the first steps rose by two since they were told to wait.

    What they are held against is the score when it was snoozed; without one the first score after.
    """
    found = []
    responses = [one.response for one in answers]
    for snooze in decisions(responses):
        if snooze.until is None or snooze.until <= now or _woken(snooze, responses):
            continue
        score = _score_that_wakes(snooze, mornings)
        if score is not None:
            found.append(
                Response(
                    ResponseKind.WOKEN,
                    at=now,
                    day=today,
                    author="",
                    reason=None,
                    level=snooze.level,
                    pain=score,
                    about=snooze.id,
                )
            )
    return tuple(found)


def _score_that_wakes(snooze: Response, mornings: Mapping[date, int]) -> int | None:
    since = [mornings[day] for day in sorted(mornings) if day >= snooze.day]
    if not since:
        return None
    before = since[0] if snooze.pain is None else snooze.pain
    return next((score for score in since if score >= before + WAKING_RISE), None)
