"""What the rules of pain said, and that of pain after a jump, in plain sentences."""

from plantar.alert import Alert
from plantar.words.catalogue import Words
from plantar.words.inputs import day, number


def reason(alert: Alert, words: Words) -> str:
    """What a rule said in a few words, for a list."""
    match alert.code:
        case "p1-above-limit":
            return words.say(
                "Pain during load {score}/10, above the agreed {limit}",
                score=number(alert, "during"),
                limit=number(alert, "agreed"),
            )
        case "p1-above-usual":
            return words.say(
                "Pain during load {score}/10, well above usual", score=number(alert, "during")
            )
        case "p2-once":
            return words.plural(
                "Morning pain {n} point above usual",
                "Morning pain {n} points above usual",
                _rise(alert),
            )
        case "p2-repeated":
            return words.plural(
                "Morning pain {n} point above usual, again within 4 days",
                "Morning pain {n} points above usual, again within 4 days",
                _rise(alert),
            )
        case "p2-after-load":
            return words.plural(
                "Morning pain {n} point up after a jump in load",
                "Morning pain {n} points up after a jump in load",
                _rise(alert),
            )
        case "p2-high":
            return words.say("Morning pain high: {score}/10", score=number(alert, "score"))
        case "p3-weeks":
            return words.say(
                "Morning pain of the week up by {rise}",
                rise=words.number(number(alert, "week_rise"), 1),
            )
        case "c1-answer":
            return words.say("A jump in load, and more morning pain after it")
    raise KeyError(alert.code)


def short(alert: Alert, words: Words) -> str:
    """By how much, in a few signs: what fits beside a mark in a chart."""
    match alert.code:
        case "p1-above-limit" | "p1-above-usual":
            return f"{words.number(number(alert, 'during'))}/10"
        case "p3-weeks":
            return f"+{words.number(number(alert, 'week_rise'), 1)}"
    return f"+{words.number(_rise(alert))}"


def numbers(alert: Alert, words: Words) -> str:
    """The two numbers that a rule compared, for the line under its reason."""
    match alert.code:
        case "p1-above-limit":
            return words.say(
                "{score}/10 against an agreed limit of {limit}/10",
                score=number(alert, "during"),
                limit=number(alert, "agreed"),
            )
        case "p1-above-usual":
            return words.say(
                "{score}/10 against {usual} usually, and an agreed limit of {limit}/10",
                score=number(alert, "during"),
                usual=number(alert, "usual_during"),
                limit=number(alert, "agreed"),
            )
        case "p2-once" | "p2-repeated" | "p2-after-load" | "p2-high" | "c1-answer":
            return words.say(
                "{score}/10 against {baseline} usually",
                score=number(alert, "score"),
                baseline=number(alert, "baseline"),
            )
        case "p3-weeks":
            return words.say(
                "a mean of {week} against {before} the week before",
                week=words.number(number(alert, "week_mean"), 1),
                before=words.number(number(alert, "before_mean"), 1),
            )
    raise KeyError(alert.code)


def sentence(alert: Alert, words: Words) -> str:
    """What a rule said, in full."""
    if alert.code.startswith("p2-"):
        return _of_morning(alert, words)
    compared = numbers(alert, words)
    match alert.code:
        case "p1-above-limit":
            return words.say(
                "Pain during load was above the agreed limit on {days} of the last 3 days with a "
                "score: {compared}. Worth discussing.",
                days=number(alert, "days_above"),
                compared=compared,
            )
        case "p1-above-usual":
            return words.say(
                "Pain during load was well above its usual level of the past 4 weeks, and above "
                "the agreed limit: {compared}. Worth discussing.",
                compared=compared,
            )
        case "p3-weeks":
            return words.say(
                "Morning pain of the past 7 days was {rise} points higher than of the 7 days "
                "before: {compared}. Worth discussing.",
                rise=words.number(number(alert, "week_rise"), 1),
                compared=compared,
            )
        case "c1-answer":
            return words.say(
                "After the jump in load of {day} morning pain rose within 24 to 48 hours: "
                "{compared}. Worth discussing.",
                day=day(alert, "jump_day", words),
                compared=compared,
            )
    raise KeyError(alert.code)


def _of_morning(alert: Alert, words: Words) -> str:
    compared = numbers(alert, words)
    rise = _rise(alert)
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


def _rise(alert: Alert) -> float:
    return number(alert, "rise")
