"""Strength work in words: counts beside what was prescribed, and nothing to do about them."""

from datetime import date

from plantar.words.catalogue import Words


def adherence(done: int, prescribed: float, words: Words) -> str:
    """How many of the prescribed sessions were logged."""
    return words.say(
        "Strength work: {done} of {prescribed} prescribed sessions logged in 14 days.",
        done=done,
        prescribed=prescribed,
    )


def few_logged(words: Words) -> str:
    """The neutral note beside a low share."""
    return words.say("That is fewer than 6 in 10. What was not logged may still have been done.")


def no_share_yet(days: int, words: Words) -> str:
    """Why there is a count and no share."""
    return words.say(
        "A share is told once 14 days are prescribed; so far it is {days}.",
        days=days,
    )


def quiet_mornings(median: float, known: int, words: Words) -> str:
    """A fact for the kinesist, who decides what follows from it."""
    return words.say(
        "Morning pain had a median of {median}/10 over four weeks ({known} of 28 mornings told): "
        "worth discussing whether to go on with a maintenance programme.",
        median=median,
        known=known,
    )


def left_out(minutes: int, words: Words) -> str:
    """What is not in the figures of a day."""
    return words.plural(
        "{n} minute of strength work is left out of the load.",
        "{n} minutes of strength work are left out of the load.",
        minutes,
    )


def came_back_by_weeks(week: float, before: float, day: date, quiet: int, words: Words) -> str:
    """Pain that came back after quiet months, as two weeks tell it."""
    return words.say(
        "After {quiet} days with quiet months, morning pain came back: a mean of {week}/10 in the "
        "week up to {day}, against {before}/10 in the week before. Worth discussing.",
        quiet=quiet,
        week=words.number(week, 1),
        before=words.number(before, 1),
        day=words.date(day, "long"),
    )


def came_back_above(score: int, limit: int, day: date, quiet: int, words: Words) -> str:
    """Pain that came back after quiet months, as one morning tells it."""
    return words.say(
        "After {quiet} days with quiet months, morning pain came back: {score}/10 on {day}, above "
        "the agreed {limit}/10. Worth discussing.",
        quiet=quiet,
        score=score,
        limit=limit,
        day=words.date(day, "long"),
    )


def mornings_told(known: int, words: Words) -> str:
    """On how many mornings the watch rests; the others are unknown, and not without pain."""
    return words.say("Source: {known} of the last 28 mornings, as they were told.", known=known)
