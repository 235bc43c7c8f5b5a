"""The numbers an alert was decided from, as a sentence writes them."""

from datetime import date

from plantar.alert import Alert
from plantar.load import DayStatus
from plantar.words.catalogue import Words

MINUTES_AN_HOUR = 60.0


def number(alert: Alert, name: str) -> float:
    """One of its numbers."""
    return float(alert.input(name))


def day(alert: Alert, name: str, words: Words) -> str:
    """One of its dates, inside a sentence."""
    return words.date(date.fromisoformat(str(alert.input(name))), "long")


def outing(alert: Alert, name: str, words: Words) -> str:
    """How far, how long or how many steps a run or a walk was."""
    match alert.input("unit"):
        case "km":
            return words.say("{km} km", km=words.number(number(alert, name), 1))
        case "steps":
            return words.say("{steps} steps", steps=words.about(number(alert, name)))
        case _:
            return words.say("{minutes} min", minutes=round(number(alert, name)))


def hours(alert: Alert, name: str, words: Words) -> str:
    """Minutes of body weight on the feet, as hours."""
    return words.say("{hours} h", hours=words.number(number(alert, name) / MINUTES_AN_HOUR, 1))


def at_least(alert: Alert, written: str) -> str:
    """A figure of a day that is not over, or not whole, is a lower bound."""
    return written if alert.input("day_status") == DayStatus.VALID else f"≥ {written}"
