"""What each number means, in plain words, as HTML; every text in it is escaped."""

from typing import Final

from dashboard.numbers.pieces import bullets, formula, paragraphs, table
from dashboard.present import METHODS
from plantar.load import Method
from plantar.measured import SourceClass
from plantar.units import WSE_BW4S
from plantar.words.catalogue import Words, mark
from processing.days.coverage import PARTIAL_COVERAGE, VALID_COVERAGE
from processing.explain.worked import CONTACT_S, RUN_SPM
from processing.gait_load import TOTALS_WALK_SPM
from processing.ratio import (
    ACUTE_DAYS,
    CHRONIC_DAYS,
    HISTORY_DAYS,
    VALID_ACUTE,
    VALID_CHRONIC,
)
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
    return paragraphs(
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
    ) + formula(
        words.say(
            "load of a day = sum over both feet of ∫ (force / body weight)⁴ dt, divided by {k}",
            k=words.number(WSE_BW4S, 3),
        )
    )


def upright(words: Words) -> str:
    """Upright Load Time."""
    return paragraphs(
        words.say(
            "The time on the feet, weighed by what stands on them. 1 BW·min is one minute with the "
            "whole body weight on the soles."
        ),
        words.say(
            "A minute of walking, of running or of standing is each about 1 BW·min. So it tells "
            "how long, and not how hard. That is why it stands beside the load."
        ),
        words.say("Where a source does not measure standing it is a lower bound, and says so."),
    ) + formula(
        words.say("time on the feet = sum over both feet of ∫ (force / body weight) dt, in minutes")
    )


def usual(words: Words) -> str:
    """Usual, and its band."""
    return paragraphs(
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
    methods = bullets(
        f"{words.say(METHODS[method])}{_of_method(method, words)}"
        for method in Method
        if method in METHODS
    )
    return (
        paragraphs(
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
        + paragraphs(words.say("It describes a week. On its own it never says: call today."))
    )


def coverage(words: Words) -> str:
    """How much was measured, and what that allows."""
    return paragraphs(
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
    ) + paragraphs(
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


def _of_method(method: Method, words: Words) -> str:
    if method is not Method.UNCOUPLED:
        return ""
    return " " + words.say("(this one, on every page and in rule S4)")
