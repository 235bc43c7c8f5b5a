"""A runner's own page: what stands on it in each state, who sees what, and what a tap does."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from plantar.account import Account
from plantar.consent import Scope
from plantar.pain import PainMoment
from plantar.rehab import Exercise, Phase, Programme
from plantar.sample import Foot
from plantar.sensor import SensorTold
from plantar.store import Store
from plantar.words.catalogue import words
from processing.tell_pain import likely_moment
from tests.dashboard.signed_in import RUNNER, account, as_page, consent, token_of
from tests.dashboard.test_pages import html, opened, reports


def signed_in_as(store: Store, monkeypatch: pytest.MonkeyPatch, who: Account) -> None:
    as_page(monkeypatch, token_of(store, who))


def own_page(store: Store, monkeypatch: pytest.MonkeyPatch, runner_id: str) -> AppTest:
    own = account(store, f"own-{runner_id}", RUNNER, runner_id)
    signed_in_as(store, monkeypatch, own)
    return opened("today", lang="nl")


def links(test: AppTest) -> dict[str, str]:
    """Where the links of a page lead, by what they say."""
    return {one.proto.label: one.proto.page for one in test.get("page_link")}


@pytest.mark.parametrize(
    ("runner_id", "headline"),
    [
        ("r-017", "Ochtendpijn 4 punten hoger na een sprong in belasting"),
        ("r-001", "Geen enkele regel sprak"),
        ("r-040", "Basislijn in opbouw, dag 9 van 28"),
        ("r-008", "Sinds 5 dagen geen gegevens"),
        ("r-050", "Nog niets gemeten"),
    ],
)
def test_a_runner_lands_on_their_own_day_in_every_state(
    practice: Store, monkeypatch: pytest.MonkeyPatch, runner_id: str, headline: str
) -> None:
    test = own_page(practice, monkeypatch, runner_id)

    said = html(test)
    assert f"<span>{headline}</span></h1>" in said
    assert "plotse hevige pijn, zwelling of pijn ’s nachts" in said
    assert 'href="/pijn"' in said
    assert ("Waarom?" in links(test)) is (runner_id == "r-017")
    assert {"Mijn belasting in de tijd", "Delen", "Wie keek", "Mijn gegevens"} <= set(links(test))
    assert "<script" not in said


def test_one_tap_keeps_the_score_for_the_moment_of_the_clock_and_undo_takes_it_back(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = own_page(practice, monkeypatch, "r-050")

    test.button(key="score-6").click().run()

    (kept,) = reports(practice, "r-050")
    days = practice.runner("r-050").days
    assert (kept.score, kept.moment) == (6, likely_moment(kept.at, days))
    assert "Bewaard: " in html(test)
    assert "6/10" in html(test)
    test.button(key="undo").click().run()
    assert reports(practice, "r-050") == []
    assert "Bewaard: " not in html(test)


def test_another_moment_is_one_tap_more(practice: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    test = own_page(practice, monkeypatch, "r-050")
    other = next(one for one in PainMoment if one is not test.segmented_control[0].value)

    test.segmented_control(key="pain-moment").set_value(other).run()
    test.button(key="score-2").click().run()

    assert [one.moment for one in reports(practice, "r-050")] == [other]


def test_an_exercise_is_one_tap_and_can_be_undone(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = practice.runner("r-001").days.day_of(datetime.now(UTC))
    raises = Exercise("heel <b>raise</b>", 3, 12, 10.0, every_days=1)
    rare = Exercise("hop", 2, 8, every_days=9)
    begun = today - timedelta(days=3)
    practice.keep_programme("r-001", Programme(begun, (Phase("1", 1, (raises, rare)),), "kine-a"))
    test = own_page(practice, monkeypatch, "r-001")

    test.button(key="done-0").click().run()

    (noted,) = practice.strength_log("r-001")
    assert noted.record.exercise == raises.name
    said = html(test)
    assert "Gedaan: 3 × 12, 10 kg" in said
    assert "heel &lt;b&gt;raise" in said
    test.button(key=f"undo-{noted.id}").click().run()
    assert practice.strength_log("r-001") == []


@pytest.mark.parametrize(
    ("scopes", "shown", "hidden"),
    [
        ({Scope.LOAD, Scope.PAIN}, ("Hoeveel pijn", "Wat rest er vandaag", "Vandaag"), ()),
        ({Scope.LOAD}, ("Wat rest er vandaag",), ("Hoeveel pijn", "Ochtendpijn")),
        ({Scope.PAIN}, ("Hoeveel pijn", "Ochtendpijn"), ("Wat rest er vandaag", "WSE")),
    ],
)
def test_a_kinesist_sees_the_page_of_a_runner_as_far_as_it_is_shared(
    practice: Store,
    monkeypatch: pytest.MonkeyPatch,
    scopes: set[Scope],
    shown: tuple[str, ...],
    hidden: tuple[str, ...],
) -> None:
    kinesist = account(practice, "partly")
    consent(practice, kinesist, "r-017", frozenset(scopes))
    signed_in_as(practice, monkeypatch, kinesist)

    test = opened("today", lang="nl", runner="r-017")

    said = html(test)
    assert [text for text in shown if text not in said] == []
    assert [text for text in hidden if text in said] == []
    assert "Mijn gegevens" not in links(test)  # what is the runner's own stays theirs
    assert not [one for one in test.button if str(one.key).startswith("done-")]


def test_soles_without_a_body_weight_say_that_it_lacks(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = practice.runner("r-001")
    practice.save_runner(type(runner)(runner.id, side=runner.side))

    said = html(own_page(practice, monkeypatch, "r-001"))

    assert (
        words("nl").say("Your body weight is not known here: soles tell no load without it.")
        in said
    )


def test_the_last_line_says_how_full_each_battery_was_and_nothing_of_one_that_did_not_tell(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = datetime.now(UTC) - timedelta(hours=2)
    left = SensorTold("a", heard, "open-plantar", heard, Foot.LEFT, heard, battery_percent=62)
    right = replace(left, sensor="b", foot=Foot.RIGHT, battery_percent=12, heard_at=None)
    belt = replace(left, sensor="c", kind="heart-rate", foot=None, battery_percent=None)
    for told in (belt, right, left):
        practice.keep_sensor("r-001", "soles", told)

    said = html(own_page(practice, monkeypatch, "r-001"))

    (line,) = re.findall(r'<p class="muted">(Laatste gegevens: .*?)</p>', said)
    assert line.split(" · ")[1:3] == [
        "batterij drukzool, links: 62%, gemeld 2 uur geleden",
        "batterij drukzool, rechts: 12%, gemeld 2 uur geleden",
    ]
    assert line.count("batterij") == 2


def test_the_way_back_leads_a_runner_to_their_day_and_a_kinesist_to_the_runner(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "← Terug naar de loper" in links(opened("pain", lang="nl", runner="r-001"))

    signed_in_as(practice, monkeypatch, account(practice, "own-r-001", RUNNER, "r-001"))

    assert "← Terug naar vandaag" in links(opened("pain", lang="nl", runner="r-001"))
