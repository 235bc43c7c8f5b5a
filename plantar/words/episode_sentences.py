"""What was done about an episode, and how it ended, in plain sentences."""

from typing import Final

from plantar import which_first
from plantar.alert import Episode, Family
from plantar.day import LocalDays
from plantar.response import Reason, Response, ResponseKind
from plantar.words import sentences
from plantar.words.catalogue import Words, mark

REASONS: Final = {
    Reason.CALLED: mark("called, plan adapted"),
    Reason.MESSAGE_SENT: mark("message sent"),
    Reason.KNOWN: mark("known: race or holiday"),
    Reason.MEASUREMENT_ERROR: mark("measurement or device error"),
    Reason.NEXT_VISIT: mark("follow up at the next visit"),
    Reason.NOT_ASKED: mark("no reason was asked yet"),
}


def reason(episode: Episode, words: Words) -> str:
    """What an episode is about in a few words: the strongest of what was said last."""
    if episode.silent_since is not None:
        # By when it came: what was measured last may be of a day before.
        return words.say(
            "Nothing arrived since {day}", day=words.date(episode.silent_since, "weekday")
        )
    first = next(iter(which_first.of_episode(episode)), None)
    return "" if first is None else sentences.reason(first, words)


def sentence(episode: Episode, words: Words) -> str:
    """The same in full."""
    if episode.silent_since is not None:
        return words.say(
            "Nothing new has arrived since {day}. That is not the same as no load.",
            day=words.date(episode.silent_since, "weekday"),
        )
    first = next(iter(which_first.of_episode(episode)), None)
    return "" if first is None else sentences.sentence(first, words)


def closing_note(episode: Episode, words: Words, *, ok_days: int) -> str:
    """How an episode ended by itself; empty while it has not.

    Parameters
    ----------
    episode : Episode
        The episode, with its end.
    words : Words
        In which language.
    ok_days : int
        Days without a word that end one.
    """
    if episode.closed is None:
        return ""
    day = words.date(episode.closed, "weekday")
    if episode.family is Family.NO_DATA:
        return words.say("Over since {day}: data arrived again.", day=day)
    return words.say(
        "Closed by itself on {day}, after {n} days in a row on which no rule spoke.",
        day=day,
        n=ok_days,
    )


def withdrawn_note(episode: Episode, words: Words, days: LocalDays) -> str:
    """That late data took it back; empty where it stands."""
    if episode.withdrawn_at is None:
        return ""
    day = words.date(days.day_of(episode.withdrawn_at), "weekday")
    return words.say("Taken back on {day}: with the data that came later no rule speaks.", day=day)


def answer(response: Response, words: Words, days: LocalDays) -> str:
    """What was done, and why; who and when stand beside it."""
    why = "" if response.reason is None else words.say(REASONS[response.reason])
    match response.kind:
        case ResponseKind.ACKNOWLEDGED:
            return words.say("Handled: {why}", why=why)
        case ResponseKind.SNOOZED:
            return words.say(
                "Snoozed until {day}: {why}", day=until(response, words, days), why=why
            )
        case ResponseKind.CLOSED:
            return words.say("Closed: {why}", why=why)
        case ResponseKind.WOKEN:
            return words.say(
                "Snooze ended early: first-step pain rose to {score}/10", score=response.pain or 0
            )
        case ResponseKind.TAKEN_BACK:
            return words.say("The answer before was taken back")


def until(response: Response, words: Words, days: LocalDays) -> str:
    """The day from which a snoozed episode is open again."""
    if response.until is None:
        return ""
    return words.date(days.day_of(response.until), "weekday")


def when(response: Response, words: Words, days: LocalDays) -> str:
    """The day and the hour of an answer, by the runner's clock."""
    local = days.local(response.at)
    day = words.date(days.day_of(response.at), "weekday")
    return words.say("{day}, {time}", day=day, time=f"{local:%H:%M}")
