"""What each number means, in plain words, as HTML; every text in it is escaped."""

from collections.abc import Collection, Iterable, Sequence
from html import escape
from typing import Final

from dashboard.frame import marks
from dashboard.present import METHODS, MOMENTS
from dashboard.reasons.rule_words import in_words
from dashboard.settings.threshold_words import RULES
from plantar.alert import Level, Rule
from plantar.load import Method
from plantar.measured import SourceClass
from plantar.pain import PainMoment
from plantar.state import Attention
from plantar.units import WSE_BW4S
from plantar.words.catalogue import Words, mark
from processing.days.coverage import PARTIAL_COVERAGE, VALID_COVERAGE
from processing.episodes import CLOSING_DAYS
from processing.explain.worked import CONTACT_S, RUN_SPM
from processing.gait_load import TOTALS_WALK_SPM
from processing.overview import SILENT_HOURS
from processing.ratio import (
    ACUTE_DAYS,
    CHRONIC_DAYS,
    HISTORY_DAYS,
    VALID_ACUTE,
    VALID_CHRONIC,
)
from processing.rules.thresholds import Thresholds
from processing.rules.versions import VERSIONS
from processing.usual import BAND_DAYS
from processing.wearable import UNCERTAIN_SPM, running_step, standing_m4_bw4s

HOUR_S = 3600.0
HUNDRED = 100.0
#: What each class of source is, what it measures, and what it cannot tell.
SOURCES: Final = {
    SourceClass.INSOLE: mark("pressure insole"),
    SourceClass.WATCH: mark("watch or foot pod"),
    SourceClass.DAY_TOTALS: mark("daily steps"),
    SourceClass.SESSIONS: mark("sessions only"),
}
TELLS: Final = {
    SourceClass.INSOLE: mark(
        "The force under each foot, steps, contact time, standing and sitting."
    ),
    SourceClass.WATCH: mark("Steps and cadence of every minute. The load is estimated from them."),
    SourceClass.DAY_TOTALS: mark(
        "How many steps a day had. All count as walking, but those told as running."
    ),
    SourceClass.SESSIONS: mark("Recorded runs and walks. A day without one counts as rest."),
}
TELLS_NOT: Final = {
    SourceClass.INSOLE: mark(
        "The tension in the fascia; any load before the soles are calibrated."
    ),
    SourceClass.WATCH: mark("The two feet apart; standing, unless the watch truly measures it."),
    SourceClass.DAY_TOTALS: mark("How hard they were, and when. Rule S2 cannot be asked."),
    SourceClass.SESSIONS: mark("Every step outside them. Rule S3 cannot be asked."),
}


def wse(words: Words) -> str:
    """Daily Plantar Load."""
    standing = standing_m4_bw4s(HOUR_S) / WSE_BW4S
    return _ps(
        words.say(
            "The load on the soles of a day, counted in walking steps. One step equivalent (1 WSE) "
            "is what one walking step at 110 steps a minute puts on a foot."
        ),
        words.say(
            "Hard contacts count for more than their time: force counts to the fourth power. One "
            "running step (165 a minute, 0.25 s on the ground) is {run} WSE. One hour of standing "
            "quietly on both feet is {stand} WSE.",
            run=words.number(running_step(RUN_SPM, CONTACT_S).load_wse, 1),
            stand=words.about(standing),
        ),
        words.say(
            "The fourth power is a convention that comes from work on bone. Nobody has measured "
            "one for the plantar fascia."
        ),
    ) + _formula(
        words.say(
            "load of a day = sum over both feet of ∫ (force / body weight)⁴ dt, divided by {k}",
            k=words.number(WSE_BW4S, 3),
        )
    )


def upright(words: Words) -> str:
    """Upright Load Time."""
    return _ps(
        words.say(
            "The time on the feet, weighed by what stands on them. 1 BW·min is one minute with the "
            "whole body weight on the soles."
        ),
        words.say(
            "A minute of walking, of running or of standing is each about 1 BW·min. So it tells "
            "how long, and not how hard. That is why it stands beside the load."
        ),
        words.say("Where a source does not measure standing it is a lower bound, and says so."),
    ) + _formula(
        words.say("time on the feet = sum over both feet of ∫ (force / body weight) dt, in minutes")
    )


def usual(words: Words) -> str:
    """Usual, and its band."""
    return _ps(
        words.say(
            "Usual is the mean of the days measured in full in the 3 weeks before this week. It "
            "compares somebody with their own past, and with nobody else."
        ),
        words.say(
            "The usual band runs from the 10th to the 90th percentile of the same days: eight of "
            "ten lie within it. It takes {n} such days.",
            n=BAND_DAYS,
        ),
        words.say("Both tell what was. Neither tells what should be."),
    )


def week(words: Words) -> str:
    """Week vs usual, and its methods."""
    methods = _list(
        f"{words.say(METHODS[method])}{_of_method(method, words)}"
        for method in Method
        if method in METHODS
    )
    return (
        _ps(
            words.say(
                "The mean day of the last {acute} days over the mean day of the {chronic} days "
                "before them. 1.00× is as usual, 1.30× is 30% above it.",
                acute=ACUTE_DAYS,
                chronic=CHRONIC_DAYS,
            ),
            words.say(
                "There are several ways to reckon it. Each has borders of its own, so the method "
                "stands beside every number, and numbers of two methods are never compared:"
            ),
        )
        + methods
        + _ps(words.say("It describes a week. On its own it never says: call today."))
    )


def coverage(words: Words) -> str:
    """How much was measured, and what that allows."""
    return _ps(
        words.say(
            "A day counts in full from {full}% of the planned wear on. From {part}% on it is a "
            "lower bound: shown with ≥, and in no mean. Below that the day was not measured.",
            full=round(HUNDRED * VALID_COVERAGE),
            part=round(HUNDRED * PARTIAL_COVERAGE),
        ),
        words.say("Not measured is never zero. Zero is a day that was worn and rested."),
        words.say(
            "Week vs usual takes {history} days of history, {acute} of 7 days measured in full "
            "this week and {chronic} of 21 before it; fewer where the wear plan asks for fewer. "
            "Below that the reason stands in place of the number.",
            history=HISTORY_DAYS,
            acute=VALID_ACUTE,
            chronic=VALID_CHRONIC,
        ),
    )


def sources(words: Words) -> str:
    """What each kind of source can and cannot tell."""
    rows = [
        (words.say(SOURCES[kind]), words.say(TELLS[kind]), words.say(TELLS_NOT[kind]))
        for kind in SourceClass
    ]
    low, high = UNCERTAIN_SPM
    return table(
        (words.say("source"), words.say("it tells"), words.say("it cannot tell")), rows
    ) + _ps(
        words.say(
            "The best source that covers enough days counts, and it alone: what two kinds of "
            "source measured is never in one mean. A new kind begins a new usual."
        ),
        words.say(
            "From steps alone, {low} to {high} a minute may be walking or running. Such "
            "minutes are named beside the load, and rule S2 leaves them out. Daily steps count "
            "as walking at {walk} a minute.",
            low=low,
            high=high,
            walk=TOTALS_WALK_SPM,
        ),
    )


def pain(words: Words, pain_limit: int | None) -> str:
    """The moments of pain, and the limit."""
    moments = ", ".join(words.say(MOMENTS[moment]) for moment in PainMoment)
    limit = (
        words.say("The limit that was agreed here is {limit}/10.", limit=pain_limit)
        if pain_limit is not None
        else words.say("Without an agreed limit rule P1 says nothing.")
    )
    return _ps(
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
        _ps(
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
        + _ps(words.say("The shape and the word say the same as the colour."))
    )


def episodes(words: Words) -> str:
    """How what rules say becomes one story."""
    return _ps(
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
    return _list(
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


def table(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    """A small table, its first column as heads of rows."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for name, *cells in rows
    )
    return (
        f'<div class="days entered" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _of_method(method: Method, words: Words) -> str:
    if method is not Method.UNCOUPLED:
        return ""
    return " " + words.say("(this one, on every page and in rule S4)")


def _ps(*texts: str) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)


def _formula(text: str) -> str:
    return f'<p class="formula">{escape(text)}</p>'


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in items) + "</ul>"
