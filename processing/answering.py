"""Answering an episode: who may say what of it as it stands, and what is kept beside the answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from plantar.alert import Episode, Family
from plantar.errors import BadInput, CannotAnswer
from plantar.pain import PainMoment
from plantar.response import REASONS, Reason, Response, ResponseKind
from plantar.runner import Runner
from plantar.store import Store
from processing.episode_life import Standing, decisions, life
from processing.overview import MORNING_DAYS

#: Nobody is put off for longer: an alert of last month is another matter. Our choice. [d]
LONGEST_SNOOZE_DAYS = 28

OVER = {
    Standing.CLOSED: "closed by itself on {day}",
    Standing.CLOSED_BY_HAND: "was closed on {day}",
    Standing.WITHDRAWN: "was taken back by late data on {day}",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody answers, before it is held against the episode."""

    author: str
    reason: Reason
    note: str = ""

    def __post_init__(self) -> None:
        if self.reason not in REASONS:
            raise BadInput("reason", self.reason, "one of " + ", ".join(REASONS))


def acknowledge(
    store: Store, runner: Runner, episode: Episode, said: Said, *, now: datetime
) -> Response:
    """Say that it was dealt with: it speaks again when its level rises.

    Raises
    ------
    CannotAnswer
        It is over, or dealt with at the level it has.
    """
    _refuse_what_is_over(runner, episode, now)
    stands = life(episode, now)
    if stands.standing is Standing.ACKNOWLEDGED and stands.answer is not None:
        raise CannotAnswer(
            f"{_named(episode)} was acknowledged by {stands.answer.author} on {stands.answer.day}"
        )
    return _respond(store, runner, episode, ResponseKind.ACKNOWLEDGED, said, now)


def close(store: Store, runner: Runner, episode: Episode, said: Said, *, now: datetime) -> Response:
    """End it: what a rule says on a later day begins another.

    Raises
    ------
    CannotAnswer
        It is over.
    """
    _refuse_what_is_over(runner, episode, now)
    return _respond(store, runner, episode, ResponseKind.CLOSED, said, now)


def snooze(
    store: Store, runner: Runner, episode: Episode, said: Said, until: datetime, *, now: datetime
) -> Response:
    """Put it off until a moment, or until the first steps hurt two more than they do now.

    Raises
    ------
    CannotAnswer
        It is over.
    BadInput
        `until` is past, or further away than four weeks.
    """
    _refuse_what_is_over(runner, episode, now)
    shown = runner.days.local(until).strftime("%Y-%m-%d %H:%M")
    if until <= now:
        raise BadInput("until", shown, "later than now")
    if until - now > timedelta(days=LONGEST_SNOOZE_DAYS + 1):
        raise BadInput("until", shown, f"within {LONGEST_SNOOZE_DAYS} days")
    return _respond(store, runner, episode, ResponseKind.SNOOZED, said, now, until)


def take_back(
    store: Store, runner: Runner, episode: Episode, about: str, author: str, *, now: datetime
) -> Response:
    """Undo an answer; both stay to be read.

    Raises
    ------
    CannotAnswer
        The episode has no such answer that holds.
    """
    if about not in {one.id for one in decisions(episode.responses)}:
        raise CannotAnswer(f"{_named(episode)} has no answer {about!r} to take back")
    taken = Response(
        ResponseKind.TAKEN_BACK,
        at=now,
        day=runner.days.day_of(now),
        author=author,
        reason=None,
        level=episode.level,
        about=about,
    )
    return store.respond(runner.id, episode, taken)


def _refuse_what_is_over(runner: Runner, episode: Episode, now: datetime) -> None:
    stands = life(episode, now)
    if stands.standing not in OVER:
        return
    day = episode.closed
    if stands.standing is Standing.CLOSED_BY_HAND and stands.answer is not None:
        day = stands.answer.day
    if stands.standing is Standing.WITHDRAWN and episode.withdrawn_at is not None:
        day = runner.days.day_of(episode.withdrawn_at)
    raise CannotAnswer(f"{_named(episode)} {OVER[stands.standing].format(day=day)}")


def _named(episode: Episode) -> str:
    family = "no-data" if episode.family is Family.NO_DATA else episode.family.value
    return f"the {family} episode of {episode.opened}"


def _respond(  # noqa: PLR0917  a step of the functions above, which name them
    store: Store,
    runner: Runner,
    episode: Episode,
    kind: ResponseKind,
    said: Said,
    now: datetime,
    until: datetime | None = None,
) -> Response:
    response = Response(
        kind,
        at=now,
        day=runner.days.day_of(now),
        author=said.author,
        reason=said.reason,
        note=said.note.strip(),
        until=until,
        level=episode.level,
        pain=_morning_pain(store, runner, now),
    )
    return store.respond(runner.id, episode, response)


def _morning_pain(store: Store, runner: Runner, now: datetime) -> int | None:
    """The worst first steps of the last morning with a score, of the last three. [NRS]"""
    days = runner.days
    since = days.begins(days.day_of(now) - timedelta(days=MORNING_DAYS))
    scores: dict[object, int] = {}
    for report in store.pain(runner.id, since, now + timedelta(microseconds=1)):
        if report.moment is PainMoment.FIRST_STEPS:
            day = report.day(days)
            scores[day] = max(report.score, scores.get(day, 0))
    return next(reversed(scores.values()), None)
