"""The kinds of column a store has, and how a moment and a list of names stand in one.

Moments are whole microseconds since 1970 UTC, so that they are exact and sort; dates are ISO text;
flags are 0 or 1. Names of qualities or sources stand together as a JSON array, or as an empty text
when there are none.
"""

import json
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Double, Integer, LargeBinary, Text
from sqlalchemy.types import REAL, TypeEngine

#: STRICT tables of SQLite know INTEGER, REAL, TEXT and BLOB; elsewhere the wide types.
WHOLE = BigInteger().with_variant(Integer(), "sqlite")
NUMBER: TypeEngine[float] = Double().with_variant(REAL(), "sqlite")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US


def whole(name: str, *, none: bool = False) -> Column[Any]:
    """Hold a whole number, a flag or a moment."""
    return Column(name, WHOLE, nullable=none)


def number(name: str, *, none: bool = False) -> Column[Any]:
    """Hold a number with a fraction, bit by bit."""
    return Column(name, NUMBER, nullable=none)


def text(name: str, *, none: bool = False) -> Column[Any]:
    """Hold a word, a date or names in a JSON array."""
    return Column(name, Text(), nullable=none)


def packed(name: str) -> Column[Any]:
    """Hold numbers packed together."""
    return Column(name, LargeBinary(), nullable=False)


def moment_us(at: datetime) -> int:
    """Microseconds since 1970 UTC, exactly. [µs]"""
    since = at - EPOCH
    return since.days * DAY_US + since.seconds * SECOND_US + since.microseconds


def moment(at_us: int) -> datetime:
    """The moment of that many microseconds, in UTC."""
    return EPOCH + timedelta(microseconds=at_us)


def maybe_number(given: float | None) -> float | None:
    """A number that need not be, as a STRICT column takes it: never a whole one."""
    return None if given is None else float(given)


def maybe_us(at: datetime | None) -> int | None:
    """Microseconds of a moment that need not be."""
    return None if at is None else moment_us(at)


def maybe_moment(at_us: int | None) -> datetime | None:
    """The moment, where there is one."""
    return None if at_us is None else moment(at_us)


def maybe_iso(day: date | None) -> str | None:
    """ISO text of a date that need not be."""
    return None if day is None else day.isoformat()


def maybe_date(day: str | None) -> date | None:
    """The date, where there is one."""
    return None if day is None else date.fromisoformat(day)


def flag(said: bool | None) -> int | None:  # noqa: FBT001  a column's value, not a switch
    """Yes, no or not said, as 1, 0 or nothing."""
    return None if said is None else int(said)


def maybe_flag(said: int | None) -> bool | None:
    """Yes, no or not said."""
    return None if said is None else bool(said)


@lru_cache(maxsize=4096)
def names_text(names: tuple[str, ...]) -> str:
    """Names in one text, in their order."""
    return json.dumps(names, ensure_ascii=False, separators=(",", ":")) if names else ""


@lru_cache(maxsize=4096)
def text_names(names: str) -> tuple[str, ...]:
    """The names in a text."""
    return tuple(json.loads(names)) if names else ()
