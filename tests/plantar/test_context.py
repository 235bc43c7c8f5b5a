"""What a runner tells in passing checks itself at the door."""

from datetime import UTC, date, datetime

import pytest

from plantar.context import EVENTS, MOST_LETTERS, TIMED, ContextKind, ContextNote
from plantar.errors import BadInput

MONDAY = date(2026, 6, 1)


def test_minutes_are_an_estimate_and_an_event_has_none() -> None:
    assert ContextNote(MONDAY, ContextKind.WALKED, 45.0).is_estimate
    assert not ContextNote(MONDAY, ContextKind.RACE).is_estimate
    assert not TIMED & EVENTS


@pytest.mark.parametrize("kind", sorted(TIMED))
@pytest.mark.parametrize("minutes", [None, 0.0, -5.0, 1441.0, float("nan"), "an hour", True])
def test_what_lasted_says_how_long_within_a_day(kind: ContextKind, minutes: float | None) -> None:
    with pytest.raises(BadInput, match="minutes"):
        ContextNote(MONDAY, kind, minutes)


@pytest.mark.parametrize("kind", sorted(set(ContextKind) - TIMED))
def test_what_did_not_last_has_no_minutes(kind: ContextKind) -> None:
    with pytest.raises(BadInput, match=r"minutes: 30\.0 is not told for"):
        ContextNote(MONDAY, kind, 30.0, "new insoles")


@pytest.mark.parametrize(
    ("field", "make"),
    [
        ("text", lambda: ContextNote(MONDAY, ContextKind.OTHER, text="  ")),
        ("text", lambda: ContextNote(MONDAY, ContextKind.RACE, text="x" * (MOST_LETTERS + 1))),
        ("kind", lambda: ContextNote(MONDAY, "race")),
        ("day", lambda: ContextNote(datetime(2026, 6, 1, tzinfo=UTC), ContextKind.RACE)),
    ],
)
def test_a_note_names_what_cannot_be(field: str, make: object) -> None:
    with pytest.raises(BadInput, match=field):
        make()  # type: ignore[operator]
