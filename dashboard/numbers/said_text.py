"""What pain and the rules say, and what is not claimed, in plain words; every text is escaped."""

from collections.abc import Collection
from html import escape

from dashboard.frame import marks
from dashboard.numbers.pieces import bullets, paragraphs
from dashboard.present import MOMENTS
from dashboard.reasons.rule_words import in_words
from dashboard.settings.threshold_words import RULES
from plantar.alert import Level, Rule
from plantar.pain import PainMoment
from plantar.state import Attention
from plantar.words.catalogue import Words
from processing.episodes import CLOSING_DAYS
from processing.overview import SILENT_HOURS
from processing.rules.thresholds import Thresholds
from processing.rules.versions import VERSIONS


def pain(words: Words, pain_limit: int | None) -> str:
    """The moments of pain, and the limit."""
    moments = ", ".join(words.say(MOMENTS[moment]) for moment in PainMoment)
    limit = (
        words.say("The limit that was agreed here is {limit}/10.", limit=pain_limit)
        if pain_limit is not None
        else words.say("Without an agreed limit rule P1 says nothing.")
    )
    return paragraphs(
        words.say("From 0, no pain, to 10, the worst imaginable; a whole number."),
        words.say("It is asked at {n} moments: {moments}.", n=len(PainMoment), moments=moments),
        words.say(
            "The agreed limit is the pain during load that runner and kinesist agreed on. It is "
            "an agreement, and its number differs from one runner to the next."
        ),
        limit,
        words.say("A morning without a score is in no mean: it is unknown, not without pain."),
    )


def rules(words: Words, limits: Thresholds, changed: Collection[Rule]) -> str:
    """Every rule in words, with its version and the thresholds in force."""
    items = []
    for rule in Rule:
        other = ""
        if rule in changed:
            said = words.say("with thresholds of the practice or of this runner")
            other = f' <span class="muted">· {escape(said)}</span>'
        version = words.say("version {n}", n=VERSIONS[rule])
        items.append(
            f'<dt id="rule-{rule.value}"><b>{rule.value}</b> {escape(words.say(RULES[rule]))} '
            f'<span class="muted">· {escape(version)}</span>{other}</dt>'
            f"<dd>{escape(in_words(rule, limits, words))}</dd>"
        )
    return (
        paragraphs(
            words.say(
                "Ten rules are asked about every day. They alone raise a flag, and every page, "
                "message and report says what they said. These are the thresholds in force today:"
            )
        )
        + f"<dl>{''.join(items)}</dl>"
    )


def levels(words: Words) -> str:
    """The levels, with their shapes."""
    told: list[tuple[Level | Attention, str, str]] = [
        (
            Attention.CALL_TODAY,
            words.say("call today"),
            words.say("A large jump of one run or one day, or pain that answered."),
        ),
        (
            Attention.LOOK_THIS_WEEK,
            words.say("look this week"),
            words.say("A rule spoke, and it can wait a few days."),
        ),
        (
            Attention.QUIET,
            words.say("quiet"),
            words.say("No rule spoke. That is all it says: it is no promise."),
        ),
        (
            Attention.BUILDING,
            words.say("building baseline"),
            words.say("There are no 28 days yet to compare with."),
        ),
        (
            Attention.NO_DATA,
            words.say("no data"),
            words.say(
                "Nothing was measured for {hours} hours. It is never quiet.", hours=SILENT_HOURS
            ),
        ),
    ]
    rows = "".join(
        f'<tr><th scope="row">{marks.image(of)}{escape(name)}</th><td>{escape(said)}</td></tr>'
        for of, name, said in told
    )
    return (
        f'<div class="days entered" tabindex="0"><table><tbody>{rows}</tbody></table></div>'
        + paragraphs(words.say("The shape and the word say the same as the colour."))
    )


def episodes(words: Words) -> str:
    """How what rules say becomes one story."""
    return paragraphs(
        words.say(
            "What the rules say of one runner about load, or about pain, is one episode. It opens "
            "at look this week or louder, is as loud as its loudest day, and closes after {n} days "
            "in a row on which no rule spoke.",
            n=CLOSING_DAYS,
        ),
        words.say(
            "An episode is answered with a reason: acknowledged, or snoozed until a day. Late data "
            "may add to it or take it back, and then it says so."
        ),
    )


def claims(words: Words) -> str:
    """What is not claimed."""
    return bullets(
        (
            words.say("Does not predict injury."),
            words.say("No diagnosis, and no medical device: a training and pain log."),
            words.say("A step equivalent is not the tension in the plantar fascia."),
            words.say("A quiet day is no promise, and a lower ratio has not been shown to help."),
            words.say(
                "The thresholds are agreements. Most of them are our choice and were not tried on "
                "patients."
            ),
            words.say("No share of people who recover, and no time that it takes, is told."),
            words.say("Nobody is told what to do: that is for the runner and the kinesist to say."),
        )
    )
