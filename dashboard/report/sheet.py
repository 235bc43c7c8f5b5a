"""A report in the words of a language: plain texts in the order in which they stand on the page."""

from dataclasses import dataclass

from dashboard import present
from dashboard.report.box import claims, complete, rules
from dashboard.report.facts import Facts
from dashboard.report.rows import Row, rows
from dashboard.report.said import Said, line, lines
from plantar.pain import PainMoment
from plantar.words.catalogue import NO_NUMBER, Words


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole page in words; no text in it is markup of any kind."""

    title: str
    day: str
    name: str
    about: str
    text_head: str
    text: tuple[str, ...]
    status: str
    chart_head: str
    chart_alt: str
    heads: tuple[str, str, str]
    rows: tuple[Row, ...]
    complete_head: str
    complete: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]
    claims: tuple[str, ...]
    signed: str


def sheet(facts: Facts, said: Said, words: Words) -> Sheet:
    """The page of a report in one language."""
    day = words.date(facts.today, "full")
    state = facts.state
    return Sheet(
        title=words.say("Report on plantar heel pain"),
        day=day,
        name=line(said.name) or facts.runner.id,
        about=_about(facts, said, words),
        text_head=words.say("From the kinesist"),
        text=lines(said.text),
        status=present.status_sentence(facts.runner, state, words),
        chart_head=words.say(
            "Load and pain, {first} to {last}",
            first=words.date(facts.story.dates[0], "long"),
            last=words.date(facts.today, "long"),
        ),
        chart_alt=_alt(facts, words),
        heads=(words.say("What"), words.say("Figure"), words.say("What it rests on")),
        rows=rows(facts, said, words),
        complete_head=words.say("How complete the data are"),
        complete=complete(facts, words),
        rules=rules(facts, words),
        claims=claims(facts, words),
        signed=words.say("Written by {author}, {day}.", author=author, day=day)
        if (author := line(said.author))
        else words.say("Made on {day}; nobody put a name to it.", day=day),
    )


def _about(facts: Facts, said: Said, words: Words) -> str:
    runner = facts.runner
    parts = [runner.id] if line(said.name) else []
    if runner.side is not None:
        parts.append(words.say("heel: {side}", side=words.say(present.SIDES[runner.side])))
    if runner.pain_limit is None:
        parts.append(words.say("no pain limit agreed"))
    else:
        parts.append(words.say("agreed pain limit {limit}/10", limit=runner.pain_limit))
    parts.append(words.say("{n} weeks", n=facts.weeks))
    return " · ".join(parts)


def _alt(facts: Facts, words: Words) -> str:
    """The chart in a sentence: what it shows, and where its lines end."""
    told, state = facts.story, facts.state
    missing = sum(told.is_missing(day) for day in told.dates)
    ratio = told.ratios.get(facts.today)
    if not facts.is_measured and not facts.is_scored:
        return words.say("Nothing was measured and no pain score was given in this period.")
    load = words.say(
        "Daily load of {days} days, {missing} without a figure; last 7-day mean {acute} step "
        "equivalents, usual {usual}; this week {sum}",
        days=len(told.dates),
        missing=missing,
        acute=words.about(None if ratio is None else ratio.acute),
        usual=words.about(None if ratio is None else ratio.chronic),
        sum=NO_NUMBER if state is None else (present.week_sum(state, words) or NO_NUMBER),
    )
    if not facts.is_measured:
        load = words.say("No load was measured in this period")
    scores = [
        score
        for day in told.dates
        if (score := told.pain.get((day, PainMoment.FIRST_STEPS))) is not None
    ]
    pain = words.say(
        "Morning pain of {days} days on a scale of 0 to 10, last {score}",
        days=len(scores),
        score=words.number(scores[-1] if scores else None),
    )
    return f"{load}. {pain}."
