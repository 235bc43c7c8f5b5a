"""The page of alerts: what is open, what was answered, and an answer that needs its reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.alerts import alert_detail, alert_list, answered
from dashboard.alerts.answered import HANDLED, OPEN, SNOOZED, Listed
from dashboard.overview import triage_rows
from dashboard.reasons import why
from plantar import which_first
from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.consent import Scope
from plantar.pain import PainMoment, PainReport
from plantar.response import Reason, Response, ResponseKind
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.words.catalogue import words
from processing import answering
from processing.answering import Said
from processing.episode_life import Standing, life
from tests.dashboard.signed_in import RUNNER, account, as_page, consent, sees_all, token_of
from tests.dashboard.test_pages import filled, home, html, opened

__all__ = ["filled", "home"]  # fixtures, found by their names

NOW = datetime(2026, 11, 23, 7, 12, tzinfo=UTC)
TODAY = NOW.date()
EN = words("en")
ANNA = Runner("anna")
LOAD = Episode(Family.LOAD, TODAY, Level.CAUTION, TODAY, None, ())
#: The list of open ones without any.
NONE_WAITS = "Geen enkele melding wacht op een antwoord."
ANSWER = Response(
    ResponseKind.ACKNOWLEDGED, NOW, TODAY, "kine-a", Reason.CALLED, level=Level.CAUTION, id="a"
)
SNOOZE = replace(
    ANSWER, kind=ResponseKind.SNOOZED, until=datetime(2026, 11, 26, tzinfo=UTC), id="s"
)
SAID = Said("kine-a", Reason.KNOWN, "<b>wedstrijd</b>")


def told(*responses: Response, level: Level = Level.CAUTION, hours: float = 1.0) -> str:
    episode = replace(LOAD, responses=responses, level=level)
    return answered.standing(episode, ANNA, NOW + timedelta(hours=hours), EN)


def test_what_holds_is_said_in_a_few_words_and_why_it_is_open_again() -> None:
    woken = Response(ResponseKind.WOKEN, NOW, TODAY, "", None, about="s")
    closed = replace(ANSWER, kind=ResponseKind.CLOSED)

    assert told() == ""
    assert told(ANSWER) == "Handled on Mon 23 Nov by kine-a"
    assert told(ANSWER, level=Level.ALERT) == "Open again: louder than when it was answered"
    assert told(SNOOZE) == "Snoozed until Thu 26 Nov by kine-a"
    assert told(SNOOZE, hours=99) == "Open again: the snooze is over"
    assert told(SNOOZE, woken) == "Open again: first-step pain rose"
    assert told(closed) == "Closed on Mon 23 Nov by kine-a"


def test_whoever_has_an_account_is_called_by_name() -> None:
    episode = replace(LOAD, responses=(ANSWER,))
    known = {"kine-a": "Name <b>A</b>"}

    assert answered.in_overview([episode], ANNA, NOW, EN, known) == (
        "Handled on Mon 23 Nov by Name <b>A</b>",
    )
    assert "Name &lt;b&gt;A&lt;/b&gt;" in answered.history(episode, ANNA, EN, known)


def test_a_story_that_is_over_says_how_it_ended() -> None:
    ended = replace(LOAD, closed=TODAY)
    silent = replace(ended, family=Family.NO_DATA, level=Level.INFO, silent_since=TODAY)

    assert answered.standing(ended, ANNA, NOW, EN) == (
        "Closed by itself on Mon 23 Nov, after 7 days in a row on which no rule spoke."
    )
    assert answered.standing(silent, ANNA, NOW, EN) == (
        "Over since Mon 23 Nov: data arrived again."
    )
    assert "Taken back on Mon 23 Nov" in answered.standing(
        replace(LOAD, withdrawn_at=NOW), ANNA, NOW, EN
    )


def test_each_episode_is_in_one_tab_the_loudest_first_and_the_traceless_in_none() -> None:
    loud = replace(LOAD, family=Family.PAIN, level=Level.ALERT)
    silent = replace(LOAD, family=Family.NO_DATA, level=Level.INFO, silent_since=TODAY)
    episodes = {
        "anna": [LOAD, loud, silent],
        "bert": [
            replace(LOAD, responses=(SNOOZE,)),
            replace(loud, responses=(replace(ANSWER, level=Level.ALERT),)),
            replace(LOAD, opened=TODAY - timedelta(days=9), withdrawn_at=NOW),
        ],
    }

    found = answered.listed([ANNA, Runner("bert")], {"anna": "Anna P."}, episodes, NOW)

    assert [(one.name, one.episode.family, one.tab) for one in found] == [
        ("Anna P.", Family.PAIN, OPEN),
        ("bert", Family.PAIN, HANDLED),
        ("Anna P.", Family.LOAD, OPEN),
        ("bert", Family.LOAD, SNOOZED),
        ("Anna P.", Family.NO_DATA, OPEN),
    ]
    assert len({one.key for one in found}) == len(found)


def test_a_row_leads_with_what_the_story_beside_it_leads_with() -> None:
    """A day far above the highest, and the day after one that was less far above it."""
    usual = (("highest", 10_000.0), ("highest_day", "2026-11-03"), ("day_status", "valid"))
    inputs = (*usual, ("day_load", 16_000.0), ("percent", 60))
    less_far = Alert(TODAY, Rule.S2, Level.CAUTION, "s2-day", inputs, 1.3, "made up", 1)
    before = (*usual, ("day_load", 23_400.0), ("percent", 134))
    far = replace(less_far, day=TODAY - timedelta(days=1), level=Level.ALERT, inputs=before)
    story = replace(LOAD, opened=far.day, level=Level.ALERT, alerts=(far, less_far))
    one = Listed(ANNA, "Anna", story, life(story, NOW))

    row, beside = alert_list.row(one, EN), alert_detail.said(story, EN)

    assert beside.startswith("Day 60% above the highest of 30 days: ")
    assert "Day 60% above the highest of 30 days" in row
    assert "Day 60% above the highest of 30 days" in alert_list.label(one, EN).replace("\\", "")


def test_every_answer_is_told_with_who_and_when_and_nothing_of_it_is_code() -> None:
    undone = Response(ResponseKind.TAKEN_BACK, NOW, TODAY, "kine-a", None, about="a")
    episode = replace(LOAD, responses=(replace(ANSWER, note="<script>alert(1)</script>"), undone))

    for language in LANGUAGES:
        shown = answered.history(episode, ANNA, words(language))
        assert shown.count("<li>") == 2
        assert shown.count("<del>") == 1
        assert "kine-a" in shown
        assert "08:12" in shown  # by the runner's clock
        assert "<script>" not in shown
    assert answered.history(LOAD, ANNA, EN) == ""


def test_the_overview_says_what_was_answered_and_lists_it_after_the_others(clinic: Store) -> None:
    states = clinic.states()
    stories = {state.runner_id: clinic.episodes(state.runner_id) for state in states}
    first, *_ = before = [row for row in _rows(clinic, stories) if row.group == "call-today"]
    answers = [
        replace(one, responses=(replace(ANSWER, level=one.level),))
        for one in stories[first.runner_id]
    ]
    after = [
        row
        for row in _rows(clinic, {**stories, first.runner_id: answers})
        if row.group == "call-today"
    ]

    assert after[-1].runner_id == first.runner_id
    assert len(after) == len(before) > 1
    # Two stories: each says which it is.
    assert "Load: Handled on Mon 23 Nov by kine-a" in after[-1].told
    assert "Pain: Handled on Mon 23 Nov by kine-a" in after[-1].told
    assert not any("Handled" in text for text in first.told)


def test_the_day_of_the_last_contact_is_that_of_a_call_or_a_message_that_holds() -> None:
    seen = replace(ANSWER, id="1", reason=Reason.KNOWN, day=ANSWER.day + timedelta(days=2))
    called = replace(ANSWER, id="2", reason=Reason.CALLED)
    wrote = replace(called, id="3", reason=Reason.MESSAGE_SENT, day=called.day + timedelta(days=1))
    undone = replace(
        wrote, id="4", kind=ResponseKind.TAKEN_BACK, reason=None, about="3", until=None
    )

    assert answered.last_contact([replace(LOAD, responses=(seen,))]) is None
    assert answered.last_contact([replace(LOAD, responses=(called, wrote, seen))]) == wrote.day
    assert answered.last_contact([replace(LOAD, responses=(called, wrote, undone))]) == called.day


def _rows(clinic: Store, stories: dict[str, list[Episode]]) -> list[triage_rows.Row]:
    everybody = triage_rows.listed(
        clinic.runners(), clinic.states(), clinic.display_names(), NOW, episodes=stories
    )
    return [triage_rows.row(entry, EN, NOW) for entry in everybody]


# The page itself


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_draws_the_loudest_with_its_rule_and_numbers(filled: Store, language: str) -> None:
    test = opened("alerts", lang=language)

    shown = html(test)
    assert "Ben Zwaenepoel" in shown
    assert "S1" in shown
    assert test.pills[0].options
    assert len(filled.answers("r-017")) == 0


def button(test: AppTest, label: str) -> AppTest:
    (found,) = [one for one in test.button if one.label == label]
    return found  # type: ignore[return-value]


def test_an_answer_needs_its_reason_and_is_kept_with_who_and_why(filled: Store) -> None:
    test = opened("alerts", lang="nl", runner="r-017")
    assert all(
        one.disabled
        for one in test.button
        if one.label in ("Afhandelen", "Uitstellen", "Afsluiten")
    )

    test.pills[0].set_value(Reason.MEASUREMENT_ERROR).run()
    test.text_area[0].set_value("zool lag scheef").run()
    button(test, "Afhandelen").click().run()  # type: ignore[attr-defined]

    assert not test.exception
    (answer,) = filled.answers("r-017")
    assert answer.response.kind is ResponseKind.ACKNOWLEDGED
    assert answer.response.author == account(filled, "kinesist").id
    assert answer.response.reason is Reason.MEASUREMENT_ERROR
    assert answer.response.note == "zool lag scheef"
    test.segmented_control(key="alerts-tab").set_value(HANDLED).run()
    assert "Afgehandeld op" in html(test)
    assert "door Name of kinesist" in html(test)
    assert answer.response.author not in html(test)
    assert filled.count_reasons(["r-017"]) == {Reason.MEASUREMENT_ERROR: 1}


def test_an_alert_is_put_off_with_a_tap_and_the_tap_taken_back(filled: Store) -> None:
    test = opened("alerts", lang="nl", runner="r-004")
    test.pills[0].set_value(Reason.KNOWN).run()
    test.selectbox[0].set_value(3).run()
    button(test, "Uitstellen").click().run()  # type: ignore[attr-defined]
    (episode,) = filled.episodes("r-004")
    now = datetime.now(UTC)
    stands = life(episode, now)
    test.segmented_control(key="alerts-tab").set_value(SNOOZED).run()
    shown = html(test)
    button(test, "Laatste antwoord intrekken").click().run()  # type: ignore[attr-defined]
    (after,) = filled.episodes("r-004")

    assert stands.standing is Standing.SNOOZED
    assert stands.answer is not None
    assert stands.answer.until is not None
    assert timedelta(days=2) < stands.answer.until - now <= timedelta(days=3)
    assert "Uitgesteld tot" in shown
    assert life(after, now).standing is Standing.OPEN
    assert [one.kind for one in after.responses] == [
        ResponseKind.SNOOZED,
        ResponseKind.TAKEN_BACK,
    ]


def test_what_somebody_else_just_closed_cannot_be_answered_any_more(filled: Store) -> None:
    test = opened("alerts", lang="nl", runner="r-004")
    test.pills[0].set_value(Reason.KNOWN).run()
    (episode,) = filled.episodes("r-004")
    runner = filled.runner("r-004")
    answering.close(filled, runner, episode, SAID, now=datetime.now(UTC))

    test.run()

    assert not [one for one in test.button if one.label == "Afsluiten"]
    assert len(filled.answers("r-004")) == 1


def test_what_the_runner_wrote_stands_beside_the_alert_and_is_no_code(filled: Store) -> None:
    now = datetime.now(UTC) - timedelta(minutes=1)
    note = "14 km, <img src=x> en amper uit bed"
    filled.add_pain("r-004", PainReport(now, PainMoment.EVENING, 6, None, note), now)

    shown = html(opened("alerts", lang="nl", runner="r-004"))

    assert "14 km, &lt;img src=x&gt; en amper uit bed" in shown


def test_a_runner_of_whom_there_is_nothing_to_answer_has_an_empty_list(filled: Store) -> None:
    assert filled.episodes("r-001") == []
    assert NONE_WAITS in html(opened("alerts", lang="nl", runner="r-001"))
    assert NONE_WAITS in html(opened("alerts", lang="nl", runner="nobody"))


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        (SNOOZED, "Geen enkele melding is uitgesteld."),
        (HANDLED, "Geen enkele melding staat als afgehandeld, en de laatste 28 dagen is er geen"),
    ],
)
def test_an_empty_list_says_what_that_means(filled: Store, tab: str, said: str) -> None:
    test = opened("alerts", lang="nl", runner="r-001")
    test.segmented_control(key="alerts-tab").set_value(tab).run()

    assert not test.exception
    assert said in html(test)
    assert NONE_WAITS not in html(test)


def test_the_runner_page_and_its_why_tell_the_answers_to_their_episode(filled: Store) -> None:
    (episode,) = filled.episodes("r-004")
    answering.acknowledge(filled, filled.runner("r-004"), episode, SAID, now=datetime.now(UTC))

    test = opened("runner", lang="nl", runner="r-004")

    assert "Afgehandeld op" in html(test)
    alert = which_first.of_episode(episode)[0]
    because = opened("why", lang="nl", runner="r-004", alert=why.key("r-004", alert))
    assert "&lt;b&gt;wedstrijd&lt;/b&gt;" in html(because)


ANSWERS = ("Afhandelen", "Uitstellen", "Afsluiten", "Laatste antwoord intrekken")


def offered(test: AppTest) -> list[str]:
    return [one.label for one in test.button if one.label in ANSWERS]


def test_without_the_scope_for_it_nothing_can_be_answered_and_that_is_said(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = account(filled, "reader")
    consent(filled, reader, "r-004", frozenset({Scope.LOAD, Scope.PAIN}))
    (episode,) = filled.episodes("r-004")
    said = replace(SAID, author=reader.id)  # when they still could
    answering.acknowledge(filled, filled.runner("r-004"), episode, said, now=datetime.now(UTC))
    as_page(monkeypatch, token_of(filled, reader))

    test = opened("alerts", lang="nl")
    test.segmented_control(key="alerts-tab").set_value(HANDLED).run()

    assert "door Name of reader" in html(test)
    assert "Je mag hier kijken, niet schrijven" in html(test)
    assert offered(test) == []
    assert len(test.pills) == 0


def test_a_runner_puts_off_their_own_alert_and_ends_nothing(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = account(filled, "runner", RUNNER, "r-004")
    as_page(monkeypatch, token_of(filled, runner))
    test = opened("alerts", lang="nl", runner="r-004")

    assert offered(test) == ["Uitstellen"]
    assert Reason.CALLED not in test.pills[0].options
    test.pills[0].set_value(Reason.KNOWN).run()
    button(test, "Uitstellen").click().run()  # type: ignore[attr-defined]

    assert not test.exception
    (answer,) = filled.answers("r-004")
    assert (answer.response.kind, answer.response.author) == (ResponseKind.SNOOZED, runner.id)
    assert NONE_WAITS in html(opened("alerts", lang="nl", runner="r-017"))
    assert NONE_WAITS in html(opened("alerts", lang="nl", runner="r-004"))

    as_page(monkeypatch, token_of(filled, sees_all(filled)))
    theirs = html(opened("alerts", lang="nl", runner="r-004"))
    assert "Uitgesteld tot" in theirs  # it is said, and still theirs to look at
    assert "Name of runner" in theirs
