"""What the rules of load said, in plain sentences."""

from plantar.alert import Alert
from plantar.words.catalogue import Words
from plantar.words.inputs import at_least, day, hours, number, outing

#: Step equivalents of a kilometre walked at 110 steps a minute: docs/load-model.md, 1.4.
WSE_PER_KM_WALKED = 1358.0


def reason(alert: Alert, words: Words) -> str:
    """What a rule said in a few words, for a list."""
    if alert.code.startswith("s1"):
        return _outing_reason(alert, words)
    match alert.code:
        case "s2-day" | "s2-sure":
            return words.say("Day {percent}% above the highest of 30 days", percent=_percent(alert))
        case "s3-upright":
            return words.say(
                "On the feet {percent}% longer than on any of 30 days", percent=_percent(alert)
            )
        case "s3-declared":
            return words.say(
                "On the feet {percent}% longer than on any of 30 days (estimated)",
                percent=_percent(alert),
            )
        case "s3-steps":
            return words.say(
                "Walking or running {percent}% longer than on any of 30 days",
                percent=_percent(alert),
            )
        case "s4-load":
            return words.say("Week {percent}% above usual", percent=_percent(alert))
        case "s4-upright":
            return words.say("Time on feet {percent}% above usual", percent=_percent(alert))
    raise KeyError(alert.code)


def _outing_reason(alert: Alert, words: Words) -> str:
    match alert.code:
        case "s1-caution" | "s1-alert":
            return words.say(
                "Run {percent}% longer than the longest of 30 days", percent=_percent(alert)
            )
        case "s1-double":
            return words.say("Run more than twice the longest of 30 days")
        case "s1-plan-caution" | "s1-plan-alert":
            return words.say("Run {percent}% longer than planned", percent=_percent(alert))
        case "s1-plan-double":
            return words.say("Run more than twice what was planned")
        case "s1b-first":
            return words.say("First run after {days} days", days=number(alert, "days"))
        case "s1w-walk":
            return words.say(
                "Walk {percent}% longer than the longest of 30 days", percent=_percent(alert)
            )
    raise KeyError(alert.code)


def short(alert: Alert, words: Words) -> str:
    """By how much, in a few signs: what fits beside a mark in a chart."""
    match alert.code:
        case "s1-double" | "s1-plan-double":
            return words.say("> 2×")
        case "s1b-first":
            return words.say("{days} d", days=number(alert, "days"))
    return words.say("+{percent}%", percent=_percent(alert))


def numbers(alert: Alert, words: Words) -> str:
    """The two numbers that a rule compared, for the line under its reason."""
    match alert.code:
        case "s1-caution" | "s1-alert" | "s1-double" | "s1w-walk":
            return words.say(
                "{value} against {longest} on {day}",
                value=outing(alert, "value", words),
                longest=outing(alert, "longest", words),
                day=day(alert, "longest_day", words),
            )
        case "s1-plan-caution" | "s1-plan-alert" | "s1-plan-double":
            return words.say(
                "{value} against {planned} planned",
                value=outing(alert, "value", words),
                planned=outing(alert, "planned", words),
            )
        case "s1b-first":
            return words.say("the run before was on {day}", day=day(alert, "last_run_day", words))
        case "s2-day" | "s2-sure":
            return words.say(
                "{load} step equivalents against {highest} on {day}",
                load=at_least(alert, words.about(number(alert, "day_load"))),
                highest=words.about(number(alert, "highest")),
                day=day(alert, "highest_day", words),
            )
        case "s3-upright" | "s3-steps":
            return words.say(
                "{value} against {longest} on {day}",
                value=at_least(alert, hours(alert, "day_upright", words)),
                longest=hours(alert, "longest_upright", words),
                day=day(alert, "longest_day", words),
            )
        case "s3-declared":
            return words.say(
                "estimated {value} against {longest} on {day}",
                value=hours(alert, "day_declared", words),
                longest=hours(alert, "longest_declared", words),
                day=day(alert, "longest_day", words),
            )
        case "s4-load":
            return words.say(
                "{acute} against {chronic} step equivalents a day",
                acute=words.about(number(alert, "acute")),
                chronic=words.about(number(alert, "chronic")),
            )
        case "s4-upright":
            return words.say(
                "{acute} against {chronic} BW·min a day",
                acute=words.about(number(alert, "acute")),
                chronic=words.about(number(alert, "chronic")),
            )
    raise KeyError(alert.code)


def sentence(alert: Alert, words: Words) -> str:
    """What a rule said, in full."""
    if alert.code.startswith("s1-plan"):
        return _of_plan(alert, words)
    if alert.code.startswith("s1"):
        return _of_outing(alert, words)
    if alert.code.startswith("s4-"):
        return _of_week(alert, words)
    return _of_day(alert, words)


def _of_outing(alert: Alert, words: Words) -> str:
    compared = numbers(alert, words)
    match alert.code:
        case "s1-caution":
            return words.say(
                "This run was {percent}% longer than the longest run of the past 30 days: "
                "{compared}. Among recreational runners more than 10% went together with more "
                "overuse complaints. Worth discussing.",
                percent=_percent(alert),
                compared=compared,
            )
        case "s1-alert":
            return words.say(
                "This run was {percent}% longer than the longest of the past 30 days: a large "
                "jump, {compared}. Worth discussing, beside the first-step pain of the morning "
                "after.",
                percent=_percent(alert),
                compared=compared,
            )
        case "s1-double":
            return words.say(
                "This run was more than twice the longest of the past 30 days: {compared}. Worth "
                "discussing, beside the first-step pain of the morning after.",
                compared=compared,
            )
        case "s1b-first":
            return words.say(
                "First run after {days} days: {compared}. The runs that follow are compared with "
                "those since today.",
                days=number(alert, "days"),
                compared=compared,
            )
        case "s1w-walk":
            return words.say(
                "This walk was {percent}% longer than the longest walk of the past 30 days: "
                "{compared}. Worth discussing.",
                percent=_percent(alert),
                compared=compared,
            )
    raise KeyError(alert.code)


def _of_plan(alert: Alert, words: Words) -> str:
    compared = numbers(alert, words)
    match alert.code:
        case "s1-plan-caution":
            return words.say(
                "The running of this day was {percent}% longer than planned: {compared}. Worth "
                "discussing.",
                percent=_percent(alert),
                compared=compared,
            )
        case "s1-plan-alert":
            return words.say(
                "The running of this day was {percent}% longer than planned: a large difference, "
                "{compared}. Worth discussing, beside the first-step pain of the morning after.",
                percent=_percent(alert),
                compared=compared,
            )
        case "s1-plan-double":
            return words.say(
                "The running of this day was more than twice what was planned: {compared}. Worth "
                "discussing, beside the first-step pain of the morning after.",
                compared=compared,
            )
    raise KeyError(alert.code)


def _of_day(alert: Alert, words: Words) -> str:
    compared = numbers(alert, words)
    match alert.code:
        case "s2-day":
            return words.say(
                "The feet took more load on this day than on any of the 30 days before: "
                "{compared}. That is as much as {km} km of walking. Worth discussing.",
                compared=compared,
                km=words.number(number(alert, "day_load") / WSE_PER_KM_WALKED),
            )
        case "s2-sure":
            return words.say(
                "The feet took more load on this day than on any of the 30 days before: "
                "{compared}. That is as much as {km} km of walking. Minutes that may be walking "
                "or running are left out of every day. Worth discussing.",
                compared=compared,
                km=words.number(number(alert, "day_load") / WSE_PER_KM_WALKED),
            )
        case "s3-declared":
            return words.say(
                "By the runner's own estimate more time on the feet on this day than on any of "
                "the 30 days before: {compared}. Told, not measured. Worth discussing.",
                compared=compared,
            )
        case "s3-upright":
            return words.say(
                "More time on the feet on this day than on any of the 30 days before: {compared}. "
                "Worth discussing.",
                compared=compared,
            )
        case "s3-steps":
            return words.say(
                "More time walking or running on this day than on any of the 30 days before: "
                "{compared}. This source does not measure standing. Worth discussing.",
                compared=compared,
            )
    raise KeyError(alert.code)


def _of_week(alert: Alert, words: Words) -> str:
    compared = numbers(alert, words)
    percent = _percent(alert)
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


def _percent(alert: Alert) -> float:
    return number(alert, "percent")
