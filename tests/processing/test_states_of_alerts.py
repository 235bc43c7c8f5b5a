"""How rules add up to what a list shows: the loudest of a family, the loudest of the families.

The design names vectors `pain_24h` and `alert_states`; they are definitions, written out here.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.alert import Alert, Family, Level, Rule
from plantar.state import Attention
from processing.episodes import episodes
from processing.overview import Told, state
from processing.rules.morning_pain import morning_pain

TODAY = date(2026, 6, 30)
NOW = datetime(2026, 6, 30, 20, tzinfo=UTC)


def alert(rule: Rule, level: Level, days_ago: int = 0) -> Alert:
    return Alert(TODAY - timedelta(days=days_ago), rule, level, "s1-caution", (), 1.0, "any", 1)


def seen(alerts: Sequence[Alert]) -> tuple[Level, Attention, Mapping[Family, Level]]:
    """The runner's level, their place on the list, and the level of each family."""
    known = {TODAY - timedelta(days=n) for n in range(60)}
    told = [
        one
        for family in (Family.LOAD, Family.PAIN)
        for one in episodes(alerts, family, known, TODAY)
    ]
    row = state(
        "anna",
        None,
        Told(tuple(alerts), (), tuple(told), {}),
        last_data_at=NOW,
        now=NOW,
        today=TODAY,
    )
    return row.level, row.attention, {one.family: one.level for one in told if not one.closed}


# alert_states


@pytest.mark.parametrize(
    ("spoken", "level", "attention"),
    [
        ([], Level.OK, Attention.NO_DATA),  # a runner without a series
        ([(Rule.S1B, Level.INFO)], Level.OK, Attention.NO_DATA),
        ([(Rule.S4, Level.CAUTION)], Level.CAUTION, Attention.LOOK_THIS_WEEK),
        ([(Rule.S2, Level.CAUTION), (Rule.S1, Level.ALERT)], Level.ALERT, Attention.CALL_TODAY),
        ([(Rule.P2, Level.CAUTION)], Level.CAUTION, Attention.LOOK_THIS_WEEK),
        ([(Rule.P3, Level.ALERT)], Level.ALERT, Attention.CALL_TODAY),
        ([(Rule.S1, Level.CAUTION), (Rule.P2, Level.ALERT)], Level.ALERT, Attention.CALL_TODAY),
        ([(Rule.S1, Level.CAUTION), (Rule.C1, Level.ALERT)], Level.ALERT, Attention.CALL_TODAY),
    ],
)
def test_a_runner_is_where_the_loudest_word_puts_them(
    spoken: list[tuple[Rule, Level]], level: Level, attention: Attention
) -> None:
    found = seen([alert(*one) for one in spoken])

    assert found[:2] == (level, attention)


def test_pain_after_a_jump_lifts_the_family_of_load_and_not_that_of_pain() -> None:
    jump, answer = alert(Rule.S1, Level.CAUTION, 1), alert(Rule.C1, Level.ALERT)

    assert seen([jump, answer])[2] == {Family.LOAD: Level.ALERT}
    assert seen([jump, answer, alert(Rule.P2, Level.CAUTION)])[2] == {
        Family.LOAD: Level.ALERT,
        Family.PAIN: Level.CAUTION,
    }


def test_an_episode_keeps_its_loudest_level_until_seven_ok_days_have_closed_it() -> None:
    loud, quiet = alert(Rule.S1, Level.ALERT, 9), alert(Rule.S4, Level.CAUTION, 6)

    assert seen([loud, quiet])[0] is Level.ALERT
    assert seen([loud])[0] is Level.OK


# pain_24h: the median of the 7 mornings up to the loaded day's own, and the morning after


@pytest.mark.parametrize(
    ("before", "morning", "rise", "level"),
    [
        ([2, 2, 2, 2, 2, 2, 2], 3, None, None),
        ([2, 2, 2, 2, 2, 2, 2], 4, 2.0, Level.CAUTION),
        ([0, 0, 0, 0, 0, 0, 0], 2, None, None),  # two points up, and still low
        ([0, 0, 0, 0, 0, 0, 0], 3, 3.0, Level.CAUTION),
        ([1, 2, 3, 4, 4, 4, 4], 6, 2.0, Level.CAUTION),
        ([2, 2, 2, 6, 6, 6, 6], 7, None, None),  # the median is already 6
        ([7, 7, 7, 7, 7, 7, 7], 9, None, None),  # high: it takes three mornings
        ([7, 7, 7, 7, 7, 8, 8], 8, 1.0, Level.CAUTION),
        ([None, None, None, None, 2, 2, 2], 4, 2.0, Level.CAUTION),
    ],
)
def test_the_morning_after_is_held_against_the_week_that_the_loaded_day_ends(
    before: list[int | None], morning: int, rise: float | None, level: Level | None
) -> None:
    scores = {TODAY - timedelta(days=7 - n): one for n, one in enumerate(before) if one is not None}

    found = morning_pain({**scores, TODAY: morning}, TODAY, ())

    if level is None:
        assert found is None
    else:
        assert isinstance(found, Alert)
        assert (found.level, found.input("rise")) == (level, rise)
        assert found.input("load_day") == (TODAY - timedelta(days=1)).isoformat()
