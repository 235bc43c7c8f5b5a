"""What somebody enters about pain, field by field: what it says, or why it cannot be.

However it comes in, as text or as a value, it is read here, so that no way in takes what another
refuses. docs/pain.md tells the rules.
"""

import math
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from plantar.errors import PainRefused
from plantar.pain import NO_PAIN, WORST_PAIN, PainMoment, Side

E = TypeVar("E", bound=StrEnum)

SCALE: Final = f"a whole number from {NO_PAIN} to {WORST_PAIN}"
#: Some lines, not a letter; and a shoe by its name. [characters] Our choice.
LONGEST_NOTE, LONGEST_SHOE = 500, 60
#: More of a value tells nobody more. [characters]
MOST_SHOWN: Final = 40
#: A whole number, also as templates write it: 4.0.
WHOLE: Final = re.compile(r"([+-]?[0-9]{1,9})(?:[.,]0+)?")
YES: Final = frozenset({"yes", "true", "1", "on"})
NO: Final = frozenset({"no", "false", "0", "off"})
#: Signs that a note may hold although they show nothing.
BLANKS: Final = "\n\t"
#: Dates that no arithmetic of days leaves the calendar from.
YEARS: Final = range(1970, 9000)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody entered, as it came: text, a value, or None where they said nothing."""

    score: object = None
    moment: object = None  # None: the one that the clock proposes
    side: object = None
    at: object = None  # when it was felt; or
    day: object = None  # on which day; neither: now
    note: object = None
    analgesic: object = None
    shoe: object = None
    flare: object = None


def score_of(given: object) -> int:
    """A score on the scale.

    Raises
    ------
    PainRefused
        Nothing, no whole number, or one that is not on the scale.
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        raise PainRefused("score-missing", "score", given or "", SCALE)
    number = _whole(given)
    if number is None:
        raise PainRefused("score-not-whole", "score", shown(given), SCALE)
    if not NO_PAIN <= number <= WORST_PAIN:
        raise PainRefused("score-off-scale", "score", shown(given), SCALE)
    return number


def _whole(given: object) -> int | None:
    match given:
        case bool():
            return None
        case int():
            return given
        case float():
            return int(given) if math.isfinite(given) and given.is_integer() else None
        case str():
            found = WHOLE.fullmatch(given.strip())
            return None if found is None else int(found[1])
        case _:
            return None


def moment_of(given: object) -> PainMoment:
    """A moment, by its word.

    Raises
    ------
    PainRefused
        It is none of them.
    """
    return _member("moment", given, PainMoment)


def side_of(given: object) -> Side:
    """A side, by its word.

    Raises
    ------
    PainRefused
        It is none of them.
    """
    return _member("side", given, Side)


def _member(field: str, given: object, kind: type[E]) -> E:
    try:
        return kind(given.strip() if isinstance(given, str) else given)  # type: ignore[arg-type]  # it refuses what it is not
    except ValueError as error:
        wanted = "one of " + ", ".join(one.value for one in kind)
        raise PainRefused(f"{field}-unknown", field, shown(given), wanted) from error


def day_of(given: object) -> date:
    """A date.

    Raises
    ------
    PainRefused
        It is none.
    """
    wanted = "a date such as 2026-06-01"
    if isinstance(given, date) and not isinstance(given, datetime):
        return given
    try:
        day = date.fromisoformat(given.strip() if isinstance(given, str) else "")
    except ValueError as error:
        raise PainRefused("day-unreadable", "day", shown(given), wanted) from error
    if day.year not in YEARS:
        raise PainRefused("day-unreadable", "day", shown(given), wanted)
    return day


def at_of(given: object) -> datetime:
    """A date with a time, with or without a zone.

    Raises
    ------
    PainRefused
        It is none; a date alone names no moment.
    """
    wanted = "a moment such as 2026-06-01T07:30"
    if isinstance(given, datetime):
        return given
    text = given.strip() if isinstance(given, str) else ""
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise PainRefused("at-unreadable", "at", shown(given), wanted) from error
    if ":" not in text or at.year not in YEARS:
        raise PainRefused("at-unreadable", "at", shown(given), wanted)
    return at


def words_of(field: str, given: object, most: int) -> str:
    """A text of the runner's own, its lines and accents as they are.

    Raises
    ------
    PainRefused
        It is no text, too long, or holds a sign that no page can show.
    """
    if not isinstance(given, str):
        raise PainRefused("text-none", field, shown(given), "a text")
    said = given.replace("\r\n", "\n").strip()
    if len(said) > most:
        wanted = f"at most {most} characters"
        raise PainRefused("text-long", field, f"{len(said)} characters", wanted)
    for sign in said:
        if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in BLANKS:
            raise PainRefused("text-sign", field, f"U+{ord(sign):04X}", "a sign that can be shown")
    return said


def yes_or_no_of(field: str, given: object) -> bool:
    """Yes or no, by a word or a value.

    Raises
    ------
    PainRefused
        It is neither.
    """
    if isinstance(given, bool):
        return given
    word = given.strip().lower() if isinstance(given, str) else ""
    if word not in YES | NO:
        raise PainRefused("yes-or-no", field, shown(given), "yes or no")
    return word in YES


def shown(given: object) -> str:
    """What somebody entered, as far as it says anything to read it back; no sign that hides."""
    text = given if isinstance(given, str) else str(given)
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
