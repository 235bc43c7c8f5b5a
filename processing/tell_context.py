"""The one door for what a runner tells in passing, whichever page or command it comes by."""

from datetime import date, datetime, timedelta
from typing import assert_never

from plantar.context import ContextNote
from plantar.errors import BadInput
from plantar.plan import DeclaredShift
from plantar.store import Noted, Store

#: A memory further back is no figure, not even an estimated one. Our choice, as for pain. [d]
BACK_DAYS = 7
#: Two taps of one finger are one answer. Our choice.
ONE_TAP = timedelta(seconds=10)

Told = ContextNote | DeclaredShift
Kept = Noted[ContextNote] | Noted[DeclaredShift]


def tell(store: Store, runner_id: str, told: Told, now: datetime) -> Kept:
    """Keep a note or a shift, once for two taps of one finger.

    A shift makes its day dirty, since S3 looks at the series of shifts; from a note nothing
    follows.

    Raises
    ------
    BadInput
        When its day is still to come, or more than a week ago; for shifts that add up to more than
        a day.
    UnknownRunner
        When there is no such runner.
    """
    may_be_told("day", told.day, store.runner(runner_id).days.day_of(now))
    match told:
        case ContextNote():
            return store.keep_note(runner_id, told, now, once_within=ONE_TAP)
        case DeclaredShift():
            return store.keep_declared_shift(runner_id, told, now, once_within=ONE_TAP)
        case _:
            assert_never(told)


def take_back(store: Store, runner_id: str, noted: Kept) -> None:
    """Take back what was told; UnknownRecord when it is not there."""
    match noted.record:
        case ContextNote():
            store.withdraw_note(runner_id, noted.id)
        case DeclaredShift():
            store.withdraw_declared_shift(runner_id, noted.id)
        case _:
            assert_never(noted.record)


def told_since(store: Store, runner_id: str, first: date) -> list[Kept]:
    """Everything told about the days from one on, by day; shifts of a day before its notes."""
    told: list[Kept] = [*store.declared_shifts(runner_id), *store.notes(runner_id)]
    return sorted((one for one in told if one.record.day >= first), key=lambda one: one.record.day)


def may_be_told(field: str, day: date, today: date) -> None:
    """Refuse a day that nobody can remember: one to come, or one too far back."""
    if day > today:
        raise BadInput(field, str(day), f"today ({today}) or earlier")
    first = today - timedelta(days=BACK_DAYS)
    if day < first:
        raise BadInput(field, str(day), f"{first} or later: within the last {BACK_DAYS} days")
