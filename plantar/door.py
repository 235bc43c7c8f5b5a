"""The checks at the door: a record that exists has been checked."""

import math
from collections.abc import Collection
from datetime import date, datetime
from enum import Enum, StrEnum
from typing import TypeVar

from plantar.errors import BadInput

E = TypeVar("E", bound=StrEnum)

#: More than any quantity has.
MOST = 1e300


def aware(field: str, at: object) -> None:
    """Refuse an instant without a zone: it names no moment."""
    if not isinstance(at, datetime) or at.tzinfo is None or at.utcoffset() is None:
        raise BadInput(field, at, "a moment with a time zone")


def civil(field: str, day: object) -> None:
    """Refuse anything but a date: a moment counts on a day only for somebody in a zone."""
    if isinstance(day, datetime) or not isinstance(day, date):
        raise BadInput(field, day, "a date")


def some_words(field: str, said: object, why: str) -> None:
    """Refuse an empty text where somebody is to answer for it."""
    if not isinstance(said, str) or not said.strip():
        raise BadInput(field, said, f"some words: {why}")


def within(field: str, number: object, low: float, high: float) -> None:
    """Refuse what is no finite number between two bounds, both allowed."""
    if type(number) is float and low <= number <= high:
        return  # the quick way: minutes come by the hundred thousand
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise BadInput(field, number, "a number")
    if not math.isfinite(number) or not low <= number <= high:
        raise BadInput(field, number, f"between {low:g} and {high:g}")


def not_negative(field: str, number: float) -> None:
    """Refuse a quantity below zero, nan or infinity."""
    within(field, number, 0.0, MOST)


def whole(field: str, number: object, low: int, high: int) -> None:
    """Refuse anything but a whole number between two bounds."""
    if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
        raise BadInput(field, number, f"a whole number from {low} to {high}")


def yes_or_no(field: str, said: object) -> None:
    """Refuse anything but True and False; a number is neither."""
    if not isinstance(said, bool):
        raise BadInput(field, said, "yes or no")


def one_of(field: str, word: object, words: Collection[object]) -> None:
    """Refuse a word outside a closed list."""
    if word not in words:
        raise BadInput(field, word, "one of " + ", ".join(map(str, words)))


def member(field: str, word: object, kind: type[Enum]) -> None:
    """Refuse anything but a member of that enumeration; its value alone does not do."""
    if not isinstance(word, kind):
        raise BadInput(field, word, "one of " + ", ".join(str(known.value) for known in kind))


def parsed(field: str, word: str, kind: type[E]) -> E:
    """The member that a word from outside names."""
    try:
        return kind(word)
    except ValueError as error:
        raise BadInput(field, word, "one of " + ", ".join(k.value for k in kind)) from error
