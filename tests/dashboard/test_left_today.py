"""What is left today in words: minutes, or plainly why there are none."""

import pytest

from dashboard.runner import left_today
from plantar.alert import Level, NotEvaluated, Rule
from plantar.words.catalogue import words
from processing.what_is_left import Doing, Left, Pace
from tests.dashboard.clinic import NOW

EN = words("en")
PACE = Pace(110.0, 1.4, None, 110.0)


def left(minutes: float | None, now: Level, *silent: Rule) -> Left:
    unasked = tuple(NotEvaluated(NOW.date(), rule, "few-days") for rule in silent)
    speaks = None if minutes is None else Rule.S2
    return Left(Doing.STANDING, minutes, speaks, None, now, PACE, unasked)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (left(95.9, Level.OK), "1 h 35 min"),  # never told too long
        (left(None, Level.OK), "no rule would speak today"),
        (left(None, Level.INFO), "no rule would speak today"),
        (left(None, Level.CAUTION), "a rule speaks already today"),
        (left(None, Level.ALERT), "a rule speaks already today"),
        (left(None, Level.OK, Rule.S2, Rule.S3, Rule.S4), "cannot be said"),
    ],
    ids=["minutes", "none", "noted", "caution", "alert", "none can be asked"],
)
def test_the_answer_is_minutes_or_says_why_not(one: Left, said: str) -> None:
    assert left_today.answer(one, EN) == said


def test_without_measurements_there_is_no_table() -> None:
    assert "<table" not in left_today.rows((), EN)
    assert "Without measurements" in left_today.rows((), EN)
