"""How an episode stands: what was answered holds until there is new cause."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.errors import BadInput
from plantar.response import LONGEST_NOTE, Reason, Response, ResponseKind
from plantar.store import Answer
from processing.episode_life import Standing, answered_level, closes, life, woken
from processing.episodes import Close, episodes
from processing.unsent import unsent

DAY_ONE = date(2026, 3, 2)
NOW = datetime(2026, 3, 5, 20, tzinfo=UTC)
TODAY = NOW.date()


def on(n: int) -> date:
    return DAY_ONE + timedelta(days=n)


def alert(n: int, level: Level = Level.CAUTION) -> Alert:
    return Alert(on(n), Rule.S2, level, "code", (), 1.0, "method", 1)


LOAD = Episode(Family.LOAD, DAY_ONE, Level.CAUTION, on(1), None, (alert(0), alert(1)))
LOUD = replace(LOAD, level=Level.ALERT)
ACKNOWLEDGED = Response(
    ResponseKind.ACKNOWLEDGED, NOW, TODAY, "kine-a", Reason.CALLED, level=Level.CAUTION, id="a"
)
CLOSED = replace(ACKNOWLEDGED, kind=ResponseKind.CLOSED, id="c")
SNOOZED = replace(
    ACKNOWLEDGED, kind=ResponseKind.SNOOZED, until=NOW + timedelta(days=3), pain=3, id="s"
)


def about(answer: Response, kind: ResponseKind) -> Response:
    author = "" if kind is ResponseKind.WOKEN else "kine-a"
    return Response(kind, NOW, TODAY, author, None, about=answer.id, id=f"{kind}-{answer.id}")


def stands(episode: Episode, *responses: Response, hours: float = 1.0) -> Standing:
    told = replace(episode, responses=responses)
    return life(told, NOW + timedelta(hours=hours)).standing


def test_an_answer_holds_and_the_last_one_counts() -> None:
    assert stands(LOAD) is Standing.OPEN
    assert stands(LOAD, ACKNOWLEDGED) is Standing.ACKNOWLEDGED
    assert stands(LOAD, ACKNOWLEDGED, SNOOZED) is Standing.SNOOZED
    assert stands(LOAD, SNOOZED, ACKNOWLEDGED) is Standing.ACKNOWLEDGED
    assert stands(LOAD, SNOOZED, CLOSED) is Standing.CLOSED_BY_HAND


def test_what_was_taken_back_does_not_hold_and_what_was_before_it_does_again() -> None:
    undone = about(SNOOZED, ResponseKind.TAKEN_BACK)

    assert stands(LOAD, SNOOZED, undone) is Standing.OPEN
    assert stands(LOAD, ACKNOWLEDGED, SNOOZED, undone) is Standing.ACKNOWLEDGED


def test_a_louder_level_opens_what_was_acknowledged_or_closed_and_an_equal_one_does_not() -> None:
    assert stands(LOUD, ACKNOWLEDGED) is Standing.OPEN
    assert stands(LOUD, CLOSED) is Standing.OPEN
    assert stands(LOUD, replace(ACKNOWLEDGED, level=Level.ALERT)) is Standing.ACKNOWLEDGED


def test_a_word_on_a_later_day_opens_what_the_kinesist_closed_but_not_what_was_acknowledged() -> (
    None
):
    same_day = replace(LOAD, alerts=(alert(3),))
    later = replace(LOAD, alerts=(alert(4),))

    assert stands(same_day, CLOSED) is Standing.CLOSED_BY_HAND
    assert stands(later, CLOSED) is Standing.OPEN
    assert stands(later, ACKNOWLEDGED) is Standing.ACKNOWLEDGED


def test_a_snooze_ends_at_its_moment_or_when_pain_ends_it() -> None:
    assert stands(LOAD, SNOOZED, hours=71.9) is Standing.SNOOZED
    assert stands(LOAD, SNOOZED, hours=72) is Standing.OPEN
    assert stands(LOAD, SNOOZED, about(SNOOZED, ResponseKind.WOKEN)) is Standing.OPEN
    other = replace(SNOOZED, id="other")
    assert stands(LOAD, SNOOZED, other, about(SNOOZED, ResponseKind.WOKEN)) is Standing.SNOOZED


def test_what_is_over_by_itself_or_taken_back_by_late_data_is_over() -> None:
    assert stands(replace(LOAD, closed=on(9)), ACKNOWLEDGED) is Standing.CLOSED
    assert stands(replace(LOAD, closed=on(9)), CLOSED) is Standing.CLOSED_BY_HAND
    assert stands(replace(LOAD, withdrawn_at=NOW), SNOOZED) is Standing.WITHDRAWN


# Messages


def due(episode: Episode, *responses: Response, hours: float = 1.0) -> bool:
    told = replace(episode, responses=responses)
    return unsent([told], NOW + timedelta(hours=hours)) != ()


def test_nothing_is_said_of_what_was_answered_but_for_a_rise() -> None:
    assert due(LOAD)
    assert not due(LOAD, ACKNOWLEDGED)
    assert due(LOUD, ACKNOWLEDGED)
    assert not due(LOAD, CLOSED)
    assert not due(LOUD, SNOOZED)
    assert due(LOUD, SNOOZED, hours=73)


def test_what_was_dealt_with_before_a_snooze_does_not_speak_when_that_ends() -> None:
    assert not due(LOAD, ACKNOWLEDGED, SNOOZED, hours=73)
    assert due(LOUD, ACKNOWLEDGED, SNOOZED, hours=73)
    assert answered_level(replace(LOAD, responses=(ACKNOWLEDGED, SNOOZED))) is Level.CAUTION


def test_no_data_is_told_once_and_only_to_who_wants_it() -> None:
    silent = Episode(Family.NO_DATA, DAY_ONE, Level.INFO, TODAY, None, (), silent_since=DAY_ONE)
    told = replace(silent, sent=Level.INFO, sent_at=NOW - timedelta(days=9))

    assert unsent([silent], NOW) == ()
    assert unsent([silent], NOW, silence=True) == (silent,)
    assert unsent([told], NOW, silence=True) == ()


# A snooze and pain


def ended(snooze: Response, mornings: dict[int, int], *more: Response) -> list[int | None]:
    answers = [Answer(Family.LOAD, one) for one in (snooze, *more)]
    scores = {on(n): score for n, score in mornings.items()}
    found = woken(answers, scores, NOW + timedelta(days=1), on(4))
    assert {one.about for one in found} <= {snooze.id}
    return [one.pain for one in found]


@pytest.mark.parametrize(
    ("mornings", "scores"),
    [
        ({}, []),
        ({3: 3, 4: 4}, []),
        ({3: 3, 4: 5}, [5]),
        ({3: 3, 4: 6}, [6]),
        ({2: 9, 3: 3}, []),  # before it was put off
        ({3: 5}, [5]),  # told later that day: at the time it was 3
    ],
)
def test_first_steps_two_above_those_of_the_snooze_end_it(
    mornings: dict[int, int], scores: list[int]
) -> None:
    assert ended(SNOOZED, mornings) == scores


def test_without_a_score_a_snooze_is_held_against_the_first_one_after() -> None:
    unknown = replace(SNOOZED, pain=None)

    assert ended(unknown, {4: 9}) == []
    assert ended(unknown, {3: 1, 4: 2}) == []
    assert ended(unknown, {3: 1, 4: 3}) == [3]


def test_a_snooze_ends_once_and_one_that_is_over_or_taken_back_not_at_all() -> None:
    worse = {4: 9}

    assert ended(SNOOZED, worse, about(SNOOZED, ResponseKind.WOKEN)) == []
    assert ended(SNOOZED, worse, about(SNOOZED, ResponseKind.TAKEN_BACK)) == []
    assert ended(replace(SNOOZED, until=NOW + timedelta(hours=1)), worse) == []


# Where the kinesist closed


def story(*alerts: Alert, closes: tuple[Close, ...] = ()) -> list[tuple[int, int, int | None]]:
    told = episodes(alerts, Family.LOAD, {on(n) for n in range(60)}, on(59), closes)
    return [
        (
            (one.opened - DAY_ONE).days,
            (one.last_day - DAY_ONE).days,
            None if one.closed is None else (one.closed - DAY_ONE).days,
        )
        for one in told
    ]


def test_what_a_rule_says_after_the_kinesist_closed_begins_another_story() -> None:
    said = (alert(1), alert(3), alert(6))

    assert story(*said) == [(1, 6, 13)]
    assert story(*said, closes=(Close(on(4), Level.CAUTION),)) == [(1, 3, 4), (6, 6, 13)]
    assert story(*said, closes=(Close(on(3), Level.CAUTION),)) == [(1, 3, 3), (6, 6, 13)]


def test_a_close_is_void_where_late_data_made_the_story_louder_than_it_was_then() -> None:
    said = (alert(1), alert(3, Level.ALERT), alert(6))

    assert story(*said, closes=(Close(on(4), Level.CAUTION),)) == [(1, 6, 13)]
    assert story(*said, closes=(Close(on(4), Level.ALERT),)) == [(1, 3, 4), (6, 6, 13)]


def test_only_closes_of_the_family_that_hold_count() -> None:
    answers = [
        Answer(Family.LOAD, CLOSED),
        Answer(Family.PAIN, replace(CLOSED, id="p", level=Level.ALERT)),
        Answer(Family.LOAD, replace(CLOSED, id="undone")),
        Answer(Family.LOAD, about(replace(CLOSED, id="undone"), ResponseKind.TAKEN_BACK)),
        Answer(Family.LOAD, ACKNOWLEDGED),
    ]

    assert closes(answers, Family.LOAD) == (Close(TODAY, Level.CAUTION),)
    assert closes(answers, Family.PAIN) == (Close(TODAY, Level.ALERT),)


@given(
    days=st.lists(st.integers(0, 40), min_size=1, max_size=12, unique=True),
    closed=st.lists(st.integers(0, 50), max_size=4, unique=True),
)
def test_closing_by_hand_loses_no_word_and_repeats_none(days: list[int], closed: list[int]) -> None:
    said = [alert(n) for n in days]
    ends = tuple(Close(on(n), Level.CAUTION) for n in closed)

    told = episodes(said, Family.LOAD, {on(n) for n in range(60)}, on(59), ends)

    words = [one for episode in told for one in episode.alerts]
    assert sorted(words, key=lambda one: one.day) == sorted(said, key=lambda one: one.day)
    for one, after in pairwise(told):
        assert one.closed is not None
        assert one.closed <= after.opened


# The door


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("author", {"author": " "}),
        ("reason", {"reason": None}),
        ("note", {"note": "x" * (LONGEST_NOTE + 1)}),
        ("pain", {"pain": 11}),
        ("until", {"until": NOW + timedelta(days=1)}),
        ("about", {"about": "another"}),
        ("at", {"at": datetime(2026, 3, 5, 20)}),  # noqa: DTZ001  that is what is refused
        ("day", {"day": NOW}),
    ],
)
def test_an_answer_that_cannot_be_is_refused_by_its_field(
    field: str, bad: dict[str, object]
) -> None:
    with pytest.raises(BadInput, match=rf"^{field}: "):
        replace(ACKNOWLEDGED, **bad)  # type: ignore[arg-type]


def test_a_snooze_has_an_end_that_lies_ahead() -> None:
    for until in (None, NOW):
        with pytest.raises(BadInput, match=r"^until: "):
            replace(SNOOZED, until=until)
