"""What a rule said, in plain sentences: facts and numbers, never what to do.

Every surface takes its sentences from here, so that a list, a page and a message never contradict
each other. They speak of the runner without naming who reads, since both do.
"""

from datetime import date
from typing import Final, assert_never

from plantar.alert import Alert, Level, NotEvaluated
from plantar.load import NoRatio, Ratio
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
}

#: How a rule compared, by the text that its alerts carry.
METHODS: Final = {
    text: text
    for text in (
        mark("run distance / longest of 30 days"),
        mark("run duration / longest of 30 days"),
        mark("uncoupled 7:21 and weekly ceiling"),
        mark("first-step pain against the median of 7 mornings"),
    )
}


def method(alert: Alert, words: Words) -> str:
    """How the rule compared; a method that has no words yet is told as it is stored."""
    return words.say(METHODS[alert.method]) if alert.method in METHODS else alert.method


def reason(alert: Alert, words: Words) -> str:
    """What a rule said in a few words, for a list."""
    match alert.code:
        case "s1-caution" | "s1-alert":
            return words.say(
                "Run {percent}% longer than the longest of 30 days", percent=_n(alert, "percent")
            )
        case "s1-double":
            return words.say("Run more than twice the longest of 30 days")
        case "s4-load":
            return words.say("Week {percent}% above usual", percent=_n(alert, "percent"))
        case "s4-upright":
            return words.say("Time on feet {percent}% above usual", percent=_n(alert, "percent"))
        case "p2-once":
            return words.plural(
                "Morning pain {n} point above usual",
                "Morning pain {n} points above usual",
                _n(alert, "rise"),
            )
        case "p2-repeated":
            return words.plural(
                "Morning pain {n} point above usual, again within 4 days",
                "Morning pain {n} points above usual, again within 4 days",
                _n(alert, "rise"),
            )
        case "p2-after-load":
            return words.plural(
                "Morning pain {n} point up after a jump in load",
                "Morning pain {n} points up after a jump in load",
                _n(alert, "rise"),
            )
        case "p2-high":
            return words.say("Morning pain high: {score}/10", score=_n(alert, "score"))
    raise KeyError(alert.code)


def short(alert: Alert, words: Words) -> str:
    """By how much, in a few signs: what fits beside a mark in a chart."""
    if alert.code == "s1-double":
        return words.say("> 2×")
    if alert.code.startswith("p2-"):
        return f"+{words.number(_n(alert, 'rise'))}"
    return words.say("+{percent}%", percent=_n(alert, "percent"))


def numbers(alert: Alert, words: Words) -> str:
    """The two numbers that a rule compared, for the line under its reason."""
    match alert.code:
        case "s1-caution" | "s1-alert" | "s1-double":
            return words.say(
                "{value} against {longest} on {day}",
                value=_run(alert, "value", words),
                longest=_run(alert, "longest", words),
                day=_day(alert, "longest_day", words),
            )
        case "s4-load":
            return words.say(
                "{acute} against {chronic} step equivalents a day",
                acute=words.about(_n(alert, "acute")),
                chronic=words.about(_n(alert, "chronic")),
            )
        case "s4-upright":
            return words.say(
                "{acute} against {chronic} BW·min a day",
                acute=words.about(_n(alert, "acute")),
                chronic=words.about(_n(alert, "chronic")),
            )
        case "p2-once" | "p2-repeated" | "p2-after-load" | "p2-high":
            return words.say(
                "{score}/10 against {baseline} usually",
                score=_n(alert, "score"),
                baseline=_n(alert, "baseline"),
            )
    raise KeyError(alert.code)


def sentence(alert: Alert, words: Words) -> str:
    """What a rule said, in full."""
    if alert.code.startswith("s1-"):
        return _of_run(alert, words)
    if alert.code.startswith("s4-"):
        return _of_week(alert, words)
    return _of_morning(alert, words)


def _of_run(alert: Alert, words: Words) -> str:
    compared = numbers(alert, words)
    percent = _n(alert, "percent")
    match alert.code:
        case "s1-caution":
            return words.say(
                "This run was {percent}% longer than the longest run of the past 30 days: "
                "{compared}. Among recreational runners more than 10% went together with more "
                "overuse complaints. Worth discussing.",
                percent=percent,
                compared=compared,
            )
        case "s1-alert":
            return words.say(
                "This run was {percent}% longer than the longest of the past 30 days: a large "
                "jump, {compared}. Worth discussing, beside the first-step pain of the morning "
                "after.",
                percent=percent,
                compared=compared,
            )
        case "s1-double":
            return words.say(
                "This run was more than twice the longest of the past 30 days: {compared}. Worth "
                "discussing, beside the first-step pain of the morning after.",
                compared=compared,
            )
    raise KeyError(alert.code)


def _of_week(alert: Alert, words: Words) -> str:
    compared = numbers(alert, words)
    percent = _n(alert, "percent")
    match alert.code:
        case "s4-load":
            return words.say(
                "This week is {percent}% above the mean of the 3 weeks before: {compared}. "
                "This number describes, it predicts nothing.",
                percent=percent,
                compared=compared,
            )
        case "s4-upright":
            return words.say(
                "Time on the feet this week is {percent}% above the mean of the 3 weeks before: "
                "{compared}. This number describes, it predicts nothing.",
                percent=percent,
                compared=compared,
            )
    raise KeyError(alert.code)


def _of_morning(alert: Alert, words: Words) -> str:
    compared = numbers(alert, words)
    rise = _n(alert, "rise")
    match alert.code:
        case "p2-once":
            return words.plural(
                "Morning pain was {n} point above its usual level within 24 hours of a loaded "
                "day: {compared}. Worth discussing.",
                "Morning pain was {n} points above its usual level within 24 hours of a loaded "
                "day: {compared}. Worth discussing.",
                rise,
                compared=compared,
            )
        case "p2-repeated":
            return words.plural(
                "Morning pain was {n} point above its usual level, at least twice on the last 4 "
                "mornings: {compared}. Worth discussing.",
                "Morning pain was {n} points above its usual level, at least twice on the last 4 "
                "mornings: {compared}. Worth discussing.",
                rise,
                compared=compared,
            )
        case "p2-after-load":
            return words.plural(
                "Morning pain was {n} point above its usual level within 48 hours of a jump in "
                "load: {compared}. Worth discussing.",
                "Morning pain was {n} points above its usual level within 48 hours of a jump in "
                "load: {compared}. Worth discussing.",
                rise,
                compared=compared,
            )
        case "p2-high":
            return words.say(
                "Morning pain, high already, was above its usual level on 3 mornings in a row: "
                "{compared}. Worth discussing.",
                compared=compared,
            )
    raise KeyError(alert.code)


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
                "too little load in the 3 weeks before: {have} step equivalents a day, {need} "
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


def _n(alert: Alert, name: str) -> float:
    number = alert.input(name)
    return float(number)


def _day(alert: Alert, name: str, words: Words) -> str:
    return words.date(date.fromisoformat(str(alert.input(name))), "long")


def _run(alert: Alert, name: str, words: Words) -> str:
    if alert.input("unit") == "km":
        return words.say("{km} km", km=words.number(_n(alert, name), 1))
    return words.say("{minutes} min", minutes=round(_n(alert, name)))
