"""What a rule said, in plain sentences: facts and numbers, never what to do.

Every surface takes its sentences from here, so that a list, a page and a message never contradict
each other. They speak of the runner without naming who reads, since both do.
"""

from typing import Final, assert_never

from plantar.alert import Alert, Level, NotEvaluated
from plantar.load import NoRatio, Ratio
from plantar.words import load_sentences, pain_sentences
from plantar.words.catalogue import Words, mark

#: Why a rule could not be asked, by the code it gives.
NOT_EVALUATED: Final = {
    "no-distance-no-duration": mark("The run has no distance and no duration."),
    "no-run-in-30-days": mark("There is no run in the 30 days before to compare with."),
    "building": mark("The baseline is being built: it takes 28 days."),
    "acute-coverage": mark("Too few measured days this week."),
    "chronic-coverage": mark("Too few measured days in the 3 weeks before."),
    "chronic-floor": mark("The 3 weeks before hold too little load to compare with."),
    "no-baseline": mark("Fewer than 3 of the 7 mornings before have a pain score."),
    "no-morning-score": mark("No morning pain score; that is not the same as no pain."),
    "few-runs": mark("Fewer than 4 runs in 28 days: too few to call a week usual."),
    "no-ceiling": mark("The 3 weeks before have no full week to compare with."),
    "short-history": mark("There are fewer than 14 days of history to compare with."),
    "first-week-of-runs": mark("The first run that is known was less than 7 days before."),
    "no-walk-in-30-days": mark("There is no walk in the 30 days before to compare with."),
    "no-distance-no-steps": mark("The walk has no distance and no steps."),
    "intensity-unknown": mark("A daily total of steps does not tell how hard they were."),
    "not-measured": mark("Nothing was measured on this day."),
    "few-valid-days": mark("Fewer than 14 of the 30 days before were measured in full."),
    "few-days": mark("Fewer than 6 of the 30 days before were measured."),
    "no-load-before": mark("The 30 days before hold no load to compare with."),
    "sessions-only": mark("Sessions alone do not tell the time on the feet."),
    "no-during-score": mark("No score of pain during load; that is not the same as no pain."),
    "no-agreed-limit": mark("No limit for pain during load was agreed."),
    "plan-other-measure": mark("The run and the plan of this day have no measure in common."),
    "uncertain-gait": mark(
        "This day would stand out only by minutes that may be walking or running."
    ),
    "short-declared-history": mark(
        "There are fewer than 14 days of declared shifts to compare with."
    ),
    "few-declared-days": mark("Fewer than 6 of the 30 days before have a declared shift."),
    "few-mornings": mark("Fewer than 5 mornings with a score in this week or the one before."),
}

#: How a rule compared, by the text that its alerts carry.
METHODS: Final = {
    text: text
    for text in (
        mark("run distance / longest of 30 days"),
        mark("run duration / longest of 30 days"),
        mark("run distance of the day / plan of the day"),
        mark("run duration of the day / plan of the day"),
        mark("estimated time on feet / longest estimated of 30 days"),
        mark("uncoupled 7:21 and weekly ceiling"),
        mark("first-step pain against the median of 7 mornings"),
        mark("days since the last run"),
        mark("walk distance / longest of 30 days"),
        mark("walk steps / longest of 30 days"),
        mark("load of the day / highest of 30 days"),
        mark("time on feet of the day / longest of 30 days"),
        mark("pain during load against the agreed limit"),
        mark("mean morning pain of 7 days against the 7 before"),
        mark("first-step pain within 48 h of a jump in load"),
    )
}


def method(alert: Alert, words: Words) -> str:
    """How the rule compared; a method that has no words yet is told as it is stored."""
    return words.say(METHODS[alert.method]) if alert.method in METHODS else alert.method


def reason(alert: Alert, words: Words) -> str:
    """What a rule said in a few words, for a list."""
    if _is_of_pain(alert):
        return pain_sentences.reason(alert, words)
    return load_sentences.reason(alert, words)


def short(alert: Alert, words: Words) -> str:
    """By how much, in a few signs: what fits beside a mark in a chart."""
    if _is_of_pain(alert):
        return pain_sentences.short(alert, words)
    return load_sentences.short(alert, words)


def numbers(alert: Alert, words: Words) -> str:
    """The two numbers that a rule compared, for the line under its reason."""
    if _is_of_pain(alert):
        return pain_sentences.numbers(alert, words)
    return load_sentences.numbers(alert, words)


def sentence(alert: Alert, words: Words) -> str:
    """What a rule said, in full."""
    if _is_of_pain(alert):
        return pain_sentences.sentence(alert, words)
    return load_sentences.sentence(alert, words)


def _is_of_pain(alert: Alert) -> bool:
    """C1 joins the load episode and tells of pain."""
    return alert.code[:1] in ("p", "c")


def not_evaluated(answer: NotEvaluated, words: Words) -> str:
    """Why a rule could not be asked about a day."""
    if answer.reason not in NOT_EVALUATED:  # of a newer rule: its code says more than nothing
        return answer.reason
    return words.say(NOT_EVALUATED[answer.reason])


def no_ratio(ratio: Ratio, words: Words) -> str:
    """Why there is no ratio; empty when there is one."""
    have, need = round(ratio.have or 0), round(ratio.need or 0)
    match ratio.reason:
        case None:
            return ""
        case NoRatio.BUILDING:
            return words.say("building baseline, day {have} of {need}", have=have, need=need)
        case NoRatio.ACUTE_COVERAGE:
            return words.say("{have} measured days this week, {need} needed", have=have, need=need)
        case NoRatio.CHRONIC_COVERAGE:
            return words.say(
                "{have} measured days in the 3 weeks before, {need} needed", have=have, need=need
            )
        case NoRatio.CHRONIC_FLOOR:
            return words.say(
                "too little to go by: {have} step equivalents a day in the 3 weeks before, {need} "
                "needed",
                have=have,
                need=need,
            )
        case _:
            assert_never(ratio.reason)


def level(strength: Level, words: Words) -> str:
    """What a level asks of whoever looks after the runner."""
    match strength:
        case Level.ALERT:
            return words.say("call today")
        case Level.CAUTION:
            return words.say("look this week")
        case Level.INFO | Level.OK:
            return words.say("quiet")
        case _:
            assert_never(strength)
