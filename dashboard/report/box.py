"""What a report says of its own figures: how complete, by which rules, and what is not claimed."""

from collections.abc import Mapping

from dashboard import present
from dashboard.access.authors import author
from dashboard.present import HUNDRED
from dashboard.report.facts import Facts
from dashboard.report.said import line
from plantar.clinic import ClinicThreshold
from plantar.words import demo_words, sentences
from plantar.words.catalogue import Words
from processing.rules.versions import VERSIONS
from processing.visit_report import Completeness, OwnThreshold

#: Sources, own thresholds and rules that could not be asked, told one by one; of the others their
#: number. Our choice.
MOST_SOURCES, MOST_THRESHOLDS, MOST_SILENT = 4, 5, 5
#: A source or an author is cut after this many. [characters]
MOST_NAMED = 40


def complete(facts: Facts, words: Words) -> tuple[tuple[str, str], ...]:
    """How much of the period was measured, by whom, and until when."""
    found = facts.complete
    mornings = words.say("{n} of {week}", n=found.mornings, week=found.days)
    return (
        (words.say("days"), _days(found, words)),
        (words.say("mean coverage"), _coverage(found, words)),
        (words.say("mornings with a score"), mornings),
        (words.say("source"), _source(facts, words)),
        (words.say("last data"), _last_data(facts, words)),
    )


def _days(found: Completeness, words: Words) -> str:
    parts = [
        words.say("{n} of {all} in full", n=found.valid, all=found.days),
        words.say("{n} in part", n=found.partial),
        words.say("{n} missing", n=found.missing),
    ]
    if found.not_expected:
        parts.append(words.say("{n} without planned wear", n=found.not_expected))
    if found.before:
        parts.append(words.say("{n} before anything was measured", n=found.before))
    return " · ".join(parts)


def _coverage(found: Completeness, words: Words) -> str:
    if found.coverage is None:
        return words.say("coverage unknown")
    return words.plural(
        "{percent}% of wear, over {n} day with a figure",
        "{percent}% of wear, over {n} days with a figure",
        found.covered,
        percent=round(found.coverage * HUNDRED),
    )


def _source(facts: Facts, words: Words) -> str:
    state = facts.state
    if state is None or state.source_class is None:
        return words.say("no source")
    sources = [line(demo_words.named(one, words), MOST_NAMED) for one in facts.complete.sources]
    named = ", ".join(sources[:MOST_SOURCES])
    if more := len(sources[MOST_SOURCES:]):
        also = words.say("{n} more", n=more)
        named = f"{named}, {also}"
    return " · ".join(filter(None, (words.say(present.SOURCES[state.source_class]), named)))


def _last_data(facts: Facts, words: Words) -> str:
    if facts.state is None or facts.state.last_data_at is None:
        return words.say("never")
    at = facts.state.last_data_at
    zone = facts.runner.days.zone_at(at)
    day = words.date(facts.runner.days.day_of(at), "year")
    return f"{day}, {words.time(at, zone)}"


def rules(facts: Facts, words: Words) -> tuple[str, ...]:
    """Which rules were asked, in which version, and by which thresholds."""
    versions = " · ".join(f"{rule.value} {version}" for rule, version in VERSIONS.items())
    told = [_threshold(one, facts.names, words) for one in facts.thresholds[:MOST_THRESHOLDS]]
    if more := len(facts.thresholds) - len(told):
        told.append(words.say("{n} more", n=more))
    return (
        *_not_asked(facts, words),
        words.say("Rules and their versions: {versions}.", versions=versions),
        words.say("Thresholds other than the defaults: {told}.", told="; ".join(told))
        if told
        else words.say("All thresholds are the defaults."),
    )


def _not_asked(facts: Facts, words: Words) -> tuple[str, ...]:
    """The rules that could not be asked, as the runner's page says it."""
    silent = () if facts.state is None else facts.state.not_evaluated
    told = list(
        dict.fromkeys(
            words.say(
                "Rule {rule} could not be asked: {why}",
                rule=answer.rule.value,
                why=sentences.not_evaluated(answer, words),
            )
            for answer in silent
        )
    )
    shown = told[:MOST_SILENT]
    if more := len(told) - len(shown):
        shown.append(words.say("{n} more", n=more))
    return (" ".join(shown),) if shown else ()


def _threshold(own: OwnThreshold, names: Mapping[str, str], words: Words) -> str:
    name = f"{own.rule.value} {own.field}"
    if own.decided is None:
        return words.say(
            "{name} {value}, default {default}",
            name=name,
            value=_short(own.value, words),
            default=_short(own.default, words),
        )
    if isinstance(own.decided, ClinicThreshold):
        return words.say(
            "{name} {value}, default {default}, for the whole practice since {day}",
            name=name,
            value=_short(own.value, words),
            default=_short(own.default, words),
            day=words.date(own.decided.since, "long"),
        )
    return words.say(
        "{name} {value}, default {default}, by {author} since {day}",
        name=name,
        value=_short(own.value, words),
        default=_short(own.default, words),
        author=line(author(own.decided.author, names, words), MOST_NAMED),
        day=words.date(own.decided.since, "long"),
    )


def _short(value: float, words: Words) -> str:
    digits = next(digits for digits in (0, 1, 2) if digits == 2 or round(value, digits) == value)  # noqa: PLR2004 - two decimals at most
    return words.number(value, digits)


def claims(facts: Facts, words: Words) -> tuple[str, ...]:
    """What is not claimed, and what the figures do not hold."""
    said = [
        words.say("A training and pain log; no diagnosis, no prediction."),
        words.say("Compares this week with the 3 weeks before. Does not predict injury."),
        words.say("WSE: step equivalents; 1 is one walking step at 110 steps a minute."),
    ]
    if facts.is_measured and all(day.standing is None for day in facts.story.shown()):
        said.append(words.say("At least this much: this source does not measure standing."))
    said.append(words.say("A day or a morning without a figure is unknown, and not zero."))
    return tuple(said)
