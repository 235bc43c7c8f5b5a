"""Which of what the rules said comes first, by the place that tells it."""

from datetime import date, timedelta

from plantar import which_first
from plantar.alert import Alert, Episode, Family, Level, Rule

MONDAY = date(2026, 11, 23)


def said(rule: Rule, code: str, level: Level, ago: int = 0) -> Alert:
    """What a rule said some days before Saturday."""
    return Alert(MONDAY + timedelta(days=5 - ago), rule, level, code, (), 1.3, "made up", 1)


def story(*alerts: Alert) -> Episode:
    """The story of them, in the order of their days."""
    told = tuple(sorted(alerts, key=lambda one: one.day))
    family, level = told[0].rule.family, max(one.level for one in told)
    return Episode(family, told[0].day, level, told[-1].day, None, told)


TWICE = said(Rule.S1, "s1-double", Level.ALERT, 4)
LONGER = said(Rule.S1, "s1-caution", Level.CAUTION, 2)
FULL_DAY = said(Rule.S2, "s2-day", Level.ALERT, 3)
FULLER_WEEK = said(Rule.S4, "s4-load", Level.CAUTION, 1)
FOLLOWED = said(Rule.C1, "c1-answer", Level.ALERT)
MORNING = said(Rule.P2, "p2-once", Level.CAUTION)
NOTED = said(Rule.P2, "p2-once", Level.INFO)
WEEKS = said(Rule.P3, "p3-weeks", Level.ALERT, 1)


def test_a_runner_has_the_latest_word_of_each_rule_the_loudest_and_newest_first() -> None:
    load, pain = story(TWICE, LONGER, FULL_DAY, FULLER_WEEK), story(MORNING, WEEKS)

    found = which_first.of_runner([load, pain])

    assert found == (WEEKS, FULL_DAY, MORNING, FULLER_WEEK, LONGER)


def test_a_row_tells_the_first_of_load_and_the_first_of_pain() -> None:
    found = which_first.of_each_family([FOLLOWED, WEEKS, TWICE, MORNING])

    assert found == [FOLLOWED, WEEKS]
    assert which_first.of_each_family([]) == []


def test_beside_a_sentence_about_pain_load_tells_the_jump_and_not_that_pain_followed() -> None:
    assert which_first.jump_beside_pain([FOLLOWED, MORNING, TWICE]) == [TWICE, MORNING]


def test_with_no_sentence_about_pain_that_pain_followed_comes_first() -> None:
    assert which_first.jump_beside_pain([FOLLOWED, TWICE]) == [FOLLOWED]
    assert which_first.jump_beside_pain([FOLLOWED, MORNING]) == [FOLLOWED, MORNING]


def test_on_their_own_page_a_painful_morning_goes_before_a_louder_run() -> None:
    assert which_first.pain_first([TWICE, MORNING]) == [MORNING, TWICE]


def test_pain_that_was_only_noted_does_not_go_before_a_run() -> None:
    assert which_first.pain_first([TWICE, NOTED]) == [TWICE, NOTED]


def test_a_story_keeps_the_last_of_each_sentence() -> None:
    earlier = said(Rule.S1, "s1-caution", Level.CAUTION, 3)

    found = which_first.of_episode(story(TWICE, earlier, LONGER, FULLER_WEEK))

    assert found == [TWICE, FULLER_WEEK, LONGER]


def test_a_message_tells_the_last_of_each_rule_and_equals_as_they_happened() -> None:
    full_week = said(Rule.S4, "s4-load", Level.CAUTION, 4)

    found = which_first.in_message(story(TWICE, LONGER, FULL_DAY, full_week))

    assert found == (FULL_DAY, full_week, LONGER)


def test_a_list_of_days_begins_with_the_newest() -> None:
    assert which_first.newest_first(story(TWICE, LONGER)) == [LONGER, TWICE]


def test_a_story_of_load_is_marked_among_the_bars_by_its_loudest_jump() -> None:
    assert which_first.among_bars_of_load(story(TWICE, FULL_DAY, LONGER, FOLLOWED)) == FULL_DAY
    assert which_first.among_bars_of_load(story(MORNING, WEEKS)) is None
    silent = Episode(Family.NO_DATA, MONDAY, Level.INFO, MONDAY, None, (), silent_since=MONDAY)
    assert which_first.among_bars_of_load(silent) is None
