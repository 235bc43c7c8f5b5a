"""The five rows of a report: what, how much, and what that rests on."""

from dataclasses import dataclass

from dashboard import present
from dashboard.alerts import answered
from dashboard.present import HUNDRED, WEEK_DAYS
from dashboard.report.facts import Facts
from dashboard.report.said import Said, lines
from plantar import which_first
from plantar.alert import Alert, Episode
from plantar.state import Attention
from plantar.words import sentences, strength_sentences
from plantar.words.catalogue import Words
from processing.ratio import CHRONIC_DAYS
from processing.visit_report import Mornings

#: Reasons of an episode that are told one by one; of the others their number. Our choice.
MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: what, how much, and what that rests on."""

    what: str
    figure: str
    rests_on: tuple[str, ...]


def rows(facts: Facts, said: Said, words: Words) -> tuple[Row, ...]:
    """All five, from top to bottom."""
    return (
        _week(facts, words),
        _mornings(facts, words),
        _exercises(facts, words),
        _episodes(facts, words),
        _next_step(said, words),
    )


def _week(facts: Facts, words: Words) -> Row:
    state, what = facts.state, words.say("Week vs usual")
    if state is None:
        return Row(what, words.say("no figure"), (words.say("Nothing has been measured yet."),))
    ratio = state.ratio
    compared, total = present.ratio_words(state, words), present.week_sum(state, words)
    if ratio is None:
        return Row(what, compared, (total,) if total else ())
    method = words.say("Method: {method}.", method=words.say(present.METHODS[ratio.method]))
    if ratio.ratio is None:
        return Row(what, compared, tuple(filter(None, (total, method))))
    means = words.say(
        "mean a day {acute} WSE, usually {chronic}",
        acute=words.about(ratio.acute),
        chronic=words.about(ratio.chronic),
    )
    before = words.say("usual from {n} of {days} days", n=ratio.valid_chronic, days=CHRONIC_DAYS)
    counted = " · ".join(filter(None, (total, before)))
    return Row(what, f"{words.number(ratio.ratio, 2)}× · {compared}", (means, counted, method))


def _mornings(facts: Facts, words: Words) -> Row:
    score = None if facts.state is None else facts.state.morning_pain
    figure = (
        words.say("no score in the last 3 days")
        if score is None
        else words.say("{score}/10", score=score)
    )
    rests_on = [words.say("last 7 days: {mornings}", mornings=_of_seven(facts.last, words))]
    if facts.then is not None:
        rests_on.append(
            words.say(
                "7 days from {day}, the first with a score: {mornings}",
                day=words.date(facts.then.first, "long"),
                mornings=_of_seven(facts.then, words),
            )
        )
    return Row(words.say("Morning pain, first steps"), figure, tuple(rests_on))


def _of_seven(mornings: Mornings, words: Words) -> str:
    if mornings.median is None:
        return words.say("no score")
    return words.say(
        "median {score}/10, {n} of {week} mornings",
        score=words.number(mornings.median, 0 if mornings.median.is_integer() else 1),
        n=mornings.count,
        week=WEEK_DAYS,
    )


def _exercises(facts: Facts, words: Words) -> Row:
    what, done = words.say("Exercises"), facts.adherence
    if done is None:
        nothing = words.say("No programme was in force in the last 14 days.")
        return Row(what, words.say("no figure"), (nothing,))
    figure = words.say("{done} of {prescribed}", done=done.done, prescribed=done.prescribed)
    if done.share is not None:
        share = words.say("{percent}%", percent=round(done.share * HUNDRED))
        figure = f"{figure} · {share}"
    rests_on = [strength_sentences.adherence(done.done, done.prescribed, words)]
    if done.share is None:
        rests_on.append(strength_sentences.no_share_yet(done.days, words))
    elif done.is_noted:
        rests_on.append(strength_sentences.few_logged(words))
    return Row(what, figure, tuple(rests_on))


def _episodes(facts: Facts, words: Words) -> Row:
    what = words.say("Open episodes")
    if not facts.episodes:
        silent = facts.state is None or facts.state.attention is Attention.NO_DATA
        nothing = present.status_sentence(facts.runner, facts.state, words)
        why = nothing if silent else words.say("No rule spoke.")
        return Row(what, words.say("none"), (why,))
    return Row(
        what,
        words.number(len(facts.episodes)),
        tuple(line_ for episode in facts.episodes for line_ in _episode(episode, words)),
    )


def _episode(episode: Episode, words: Words) -> list[str]:
    head = words.say(
        "{family}: {level}, since {day}",
        family=words.say(answered.FAMILIES[episode.family]),
        level=sentences.level(episode.level, words),
        day=words.date(episode.opened, "weekday"),
    )
    alerts = which_first.of_episode(episode)
    reasons = [_reason(alert, words) for alert in alerts[:MOST_REASONS]]
    if more := len(alerts) - len(reasons):
        reasons.append(words.say("{n} more", n=more))
    return [head, *(f"· {reason}" for reason in reasons)]


def _reason(alert: Alert, words: Words) -> str:
    return (
        f"{sentences.reason(alert, words)} ({sentences.numbers(alert, words)},"
        f" {words.date(alert.day)}, {alert.rule.value})"
    )


def _next_step(said: Said, words: Words) -> Row:
    written = " ".join(lines(said.next_step))
    return Row(words.say("Next step"), written or words.say("Nothing was written down."), ())
