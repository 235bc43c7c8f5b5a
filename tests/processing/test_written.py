"""When a runner is written to: at the opening, at the rise, and never twice in 48 h for less."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from plantar.alert import Alert, Episode, Family, Level, Rule
from processing.episodes import episodes
from processing.written import Message, written

DAY_ONE = date(2026, 3, 2)


def on(n: int) -> date:
    return DAY_ONE + timedelta(days=n)


def alert(n: int, level: Level, rule: Rule = Rule.S2) -> Alert:
    return Alert(on(n), rule, level, "code", (), 1.0, "method", 1)


def story(*alerts: Alert, last: int = 60) -> list[Episode]:
    known = {on(n) for n in range(last + 1)}
    return [
        episode
        for family in (Family.LOAD, Family.PAIN)
        for episode in episodes(alerts, family, known, on(last))
    ]


def sent(*alerts: Alert, last: int = 60) -> list[tuple[int, Level]]:
    due = written(story(*alerts, last=last), on(last))
    return [((one.day - DAY_ONE).days, one.level) for one in due]


def test_nothing_said_is_no_message() -> None:
    assert written((), on(10)) == ()


def test_an_episode_is_one_message_however_often_a_rule_speaks_in_it() -> None:
    assert sent(*(alert(n, Level.CAUTION) for n in (3, 4, 6, 9, 12))) == [(3, Level.CAUTION)]


def test_another_message_goes_out_when_the_level_rises_even_the_day_after() -> None:
    assert sent(alert(3, Level.CAUTION), alert(4, Level.ALERT), alert(6, Level.ALERT)) == [
        (3, Level.CAUTION),
        (4, Level.ALERT),
    ]


def test_after_seven_ok_days_the_next_word_opens_another_and_is_told() -> None:
    assert [day for day, _ in sent(alert(3, Level.CAUTION), alert(11, Level.CAUTION))] == [3, 11]


def test_pain_that_opens_the_day_after_load_waits_until_48_hours_are_over() -> None:
    load, pain = alert(3, Level.CAUTION), alert(4, Level.CAUTION, Rule.P2)

    assert sent(load, pain) == [(3, Level.CAUTION), (5, Level.CAUTION)]
    assert sent(load, alert(5, Level.CAUTION, Rule.P2)) == [(3, Level.CAUTION), (5, Level.CAUTION)]


def test_pain_that_is_louder_than_the_last_message_does_not_wait() -> None:
    assert sent(alert(3, Level.CAUTION), alert(4, Level.ALERT, Rule.P3)) == [
        (3, Level.CAUTION),
        (4, Level.ALERT),
    ]


def test_load_and_pain_that_open_on_one_day_are_one_message_about_both() -> None:
    due = written(story(alert(3, Level.CAUTION), alert(3, Level.ALERT, Rule.P3)), on(60))

    assert due == (Message(on(3), Level.ALERT, (Family.LOAD, Family.PAIN), Rule.P3),)


def test_what_waits_when_a_level_rises_goes_out_with_it() -> None:
    due = written(
        story(
            alert(3, Level.CAUTION),
            alert(4, Level.CAUTION, Rule.P2),
            alert(4, Level.ALERT, Rule.S1),
        ),
        on(60),
    )

    assert [one.families for one in due] == [(Family.LOAD,), (Family.LOAD, Family.PAIN)]


LEVELS = st.sampled_from([Level.CAUTION, Level.ALERT])
SAID = st.lists(
    st.builds(alert, st.integers(0, 50), LEVELS, st.sampled_from([Rule.S2, Rule.P3])), max_size=30
)


@given(said=SAID)
def test_two_messages_within_48_hours_are_always_a_rise(said: list[Alert]) -> None:
    due = written(story(*said), on(60))

    for earlier, later in pairwise(due):
        if later.day - earlier.day < timedelta(days=2):
            assert later.level is Level.ALERT
    assert len(due) <= 2 * len(story(*said))


@given(said=SAID, order=st.randoms(use_true_random=False))
def test_the_order_of_words_changes_no_message(said: list[Alert], order: object) -> None:
    shuffled = sorted(said, key=lambda _: order.random())  # type: ignore[attr-defined]

    assert written(story(*said), on(60)) == written(story(*shuffled), on(60))


@given(said=SAID)
def test_every_episode_is_told_by_the_end_of_its_second_day(said: list[Alert]) -> None:
    told = story(*said)
    due = written(told, on(60))

    for episode in told:
        window = (episode.opened, episode.opened + timedelta(days=2))
        assert any(
            window[0] <= one.day <= window[1] and episode.family in one.families for one in due
        )
