"""The runners in somebody's care: the list, what is agreed with each of them, and the way back."""

import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.runners import runner_list, wear_words
from dashboard.runners.runner_list import Agreed
from plantar.account import Account, Door, Invitation
from plantar.consent import EVERYTHING, Consent, Scope
from plantar.measured import DayTotal, Origin, OriginKind
from plantar.pain import PainMoment, PainReport, Side
from plantar.rehab import Exercise, Phase, Programme
from plantar.runner import LANGUAGES, Runner, WearKind, WearPlan
from plantar.store import Batch, Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from tests.dashboard.signed_in import RUNNER, account, as_page, consent, sees_all, token_of

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
SHIFTS = WearPlan(MONDAY, WearKind.SHIFTS, (8.0, 0.0, 8.0, 0.0, 8.0, 0.0, 0.0))


# The list.


def agreed(**told: object) -> Agreed:
    nothing: dict[str, object] = {
        "names": {}, "wear": {}, "programmes": {}, "accounts": {}, "invited": {}, "consents": (),
    }  # fmt: skip
    return Agreed(**(nothing | told), viewer="a-kine")  # type: ignore[arg-type]


def given(scopes: frozenset[Scope], until: datetime | None, n: int = 0) -> Consent:
    return Consent(f"c-{n}", "r-1", "a-kine", scopes, NOW - timedelta(days=90), until)


@pytest.mark.parametrize(
    ("consents", "ends"),
    [
        ([given(EVERYTHING, None)], None),
        ([given(EVERYTHING, NOW + timedelta(days=10))], NOW + timedelta(days=10)),
        ([given(EVERYTHING, NOW + timedelta(days=90))], None),  # not soon
        ([given(EVERYTHING, NOW - timedelta(days=1))], None),  # over already
        # The second one goes on with all of it: nothing ends.
        ([given(EVERYTHING, NOW + timedelta(days=10)), given(EVERYTHING, None, 1)], None),
        # The second one goes on with a part: the rest ends.
        (
            [given(EVERYTHING, NOW + timedelta(days=10)), given(frozenset({Scope.LOAD}), None, 1)],
            NOW + timedelta(days=10),
        ),
    ],
    ids=["open", "soon", "late", "over", "goes on", "goes on in part"],
)
def test_a_consent_that_ends_soon_is_told_and_one_that_another_carries_on_is_not(
    consents: list[Consent], ends: datetime | None
) -> None:
    assert runner_list.ends_soon(consents, "a-kine", "r-1", NOW) == ends
    assert runner_list.ends_soon(consents, "a-other", "r-1", NOW) is None


def test_runners_are_found_by_any_part_of_their_name_and_listed_by_it() -> None:
    runners = [Runner("r-3"), Runner("r-1"), Runner("r-2")]
    names = {"r-1": "Élise Adam", "r-2": "bert maes", "r-3": "Zoë Maes"}

    assert [one.id for one in runner_list.by_name(runners, names, "")] == ["r-2", "r-3", "r-1"]
    assert [one.id for one in runner_list.by_name(runners, names, " MAES ")] == ["r-2", "r-3"]
    assert runner_list.by_name(runners, names, "nobody") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_says_what_is_agreed_and_names_are_only_names(language: str) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    speak = words(language)
    runner = Runner("r-1", "Europe/Lisbon", side=Side.LEFT, pain_limit=4, language=language)
    told = agreed(
        names={"r-1": hostile},
        wear={"r-1": [SHIFTS]},
        accounts={"r-1": Account("a-1", "anna", RUNNER, "r-1")},
        consents=[given(EVERYTHING, NOW + timedelta(days=3))],
    )

    line = runner_list.table([runner], told, speak, NOW)

    assert "<img" not in line
    assert "&lt;img" in line
    assert "4/10" in line
    assert "Europe/Lisbon" in line
    assert wear_words.in_short([SHIFTS], MONDAY, speak) in line
    assert "◷" in line
    assert f"/runner?runner=r-1&amp;lang={language}" in line


def test_an_account_is_there_invited_disabled_or_not() -> None:
    speak = words("en")
    link = Invitation("h", Door.RUNNER, NOW, NOW + timedelta(days=7), runner_id="r-1")
    there = Account("a-1", "anna", RUNNER, "r-1")
    off = Account("a-1", "anna", RUNNER, "r-1", disabled_at=NOW)
    invited = runner_list.invited([link], NOW)

    said = [
        runner_list.account_in_words("r-1", agreed(accounts={"r-1": there}), speak, NOW),
        runner_list.account_in_words("r-1", agreed(accounts={"r-1": off}), speak, NOW),
        runner_list.account_in_words("r-1", agreed(invited=invited), speak, NOW),
        runner_list.account_in_words("r-1", agreed(), speak, NOW),
    ]

    assert said == ["yes", "disabled", "invited, 7 days left", "no"]
    assert runner_list.invited([link], NOW + timedelta(days=8)) == {}


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ((14.0,) * 7, "14 h a day"),
        ((8.0, 0.0, 8.0, 0.0, 8.0, 0.0, 0.0), "Mon, Wed, Fri: 8 h"),
        ((1.5, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0), "2.5 h a week"),
    ],
    ids=["alike", "some", "many"],
)
def test_a_wear_plan_is_told_as_short_as_it_can_be(hours: tuple[float, ...], said: str) -> None:
    assert wear_words.hours(WearPlan(MONDAY, WearKind.OWN, hours), words("en")) == said


def test_where_nothing_was_agreed_it_says_what_is_asked_then() -> None:
    assert wear_words.in_short([], MONDAY, words("en")) == "none: 14 h a day are asked"
    later = WearPlan(MONDAY + timedelta(days=1), WearKind.OWN, (2.0,) * 7)
    assert wear_words.in_short([later], MONDAY, words("en")).startswith("none")


# The page.


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    st.cache_resource.clear()
    with open_store(tmp_path / "plantar.db") as one:
        yield one
    st.cache_resource.clear()


def opened(token: str, monkeypatch: pytest.MonkeyPatch, runner: str | None = None) -> AppTest:
    as_page(monkeypatch, token)
    test = AppTest.from_file(str(APP), default_timeout=120)
    test.query_params["lang"] = "en"
    if runner is not None:
        test.query_params["runner"] = runner
    test._page_hash = calc_hash("runners")
    test.run()
    assert not test.exception, test.exception
    return test


def press(test: AppTest, label: str) -> None:
    (button,) = [one for one in test.button if one.label == label]
    button.click().run()
    assert not test.exception, test.exception


def said(test: AppTest) -> str:
    return "\n".join(part.value for part in test.get("html"))


def labelled(fields: object, label: str) -> object:
    (found,) = [one for one in fields if one.label == label]  # type: ignore[attr-defined]
    return found


def measured(store: Store) -> None:
    """A runner of whom steps of the last ten days are known."""
    store.add_runner(Runner("r-1", body_mass_kg=70.0, pain_limit=4), "Anna Peeters")
    today = datetime.now(UTC).date()
    origin = Origin("phone", OriginKind.IMPORT, "phone.csv", datetime.now(UTC))
    told = tuple(DayTotal(today - timedelta(days=n), 6_000 + n) for n in range(10))
    store.put("r-1", Batch(origin, "phone", told))
    for n, score in enumerate((3, 5, 7)):
        at = datetime.now(UTC) - timedelta(days=n + 1)
        store.add_pain("r-1", PainReport(at, PainMoment.DURING, score), at)


def test_the_list_tells_the_programme_in_force_and_its_week(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC).date()
    phases = (Phase("1", 1, (Exercise("heel raise", 3, 12, every_days=2),)),)
    for n, started in (("1", today - timedelta(days=8)), ("2", today + timedelta(days=8))):
        store.add_runner(Runner(f"r-{n}"))
        store.keep_programme(f"r-{n}", Programme(started, phases, "kine-a"))

    listed = said(opened(token_of(store, sees_all(store)), monkeypatch))

    assert re.findall(r'data-label="Programme">([^<]*)', listed) == ["building up, week 2", "–"]


def test_an_empty_practice_begins_with_the_form(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    test = opened(token_of(store, account(store, "fien")), monkeypatch)

    assert "Nobody yet" in said(test)
    assert "<table" not in said(test)
    assert [one.label for one in test.text_input] == ["Find a runner", "Name for the screen"]


def test_another_limit_says_what_it_changes_before_it_is_kept_and_goes_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(store)
    before = store.runner("r-1")
    test = opened(token_of(store, sees_all(store)), monkeypatch, "r-1")
    box = labelled(test.selectbox, "Agreed limit of pain during a run")
    box.set_value(6)  # type: ignore[attr-defined]
    press(test, "Save")

    assert "of 3 scores during a run 2 lie above it now, and 1 then" in said(test)
    assert store.runner("r-1") == before
    press(test, "Save it")
    assert store.runner("r-1").pain_limit == 6
    assert store.dirty("r-1").days
    press(test, "Undo")
    assert store.runner("r-1") == before


def test_a_name_is_kept_at_once_and_one_that_cannot_be_shown_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(store)
    test = opened(token_of(store, sees_all(store)), monkeypatch, "r-1")
    labelled(test.text_input, "Name for the screen").set_value("Bert \u202e")  # type: ignore[attr-defined]
    press(test, "Save")
    assert [one.value for one in test.error] == [
        "A name for the screen has 1 to 80 characters that can be shown."
    ]
    assert store.display_names()["r-1"] == "Anna Peeters"

    labelled(test.text_input, "Name for the screen").set_value("Anna Maes")  # type: ignore[attr-defined]
    press(test, "Save")
    assert store.display_names()["r-1"] == "Anna Maes"


def test_a_wear_plan_of_days_that_were_measured_is_asked_about_and_goes_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(store)
    test = opened(token_of(store, sees_all(store)), monkeypatch, "r-1")
    test.number_input(key="wear-every").set_value(6.0)
    press(test, "Keep the wear plan")
    assert "1 day that was measured is computed again" in said(test)
    assert store.wear_plans("r-1") == []

    press(test, "Keep it")
    (plan,) = store.wear_plans("r-1")
    assert (plan.kind, plan.hours) == (WearKind.ALL_DAY, (6.0,) * 7)
    (undo,) = [one for one in test.button if one.key == "wear-undo"]
    undo.click().run()
    assert store.wear_plans("r-1") == []


def test_who_may_not_write_plans_reads_and_changes_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured(store)
    looker = account(store, "looker")
    consent(store, looker, "r-1", frozenset({Scope.LOAD, Scope.PAIN}))

    test = opened(token_of(store, looker), monkeypatch, "r-1")

    assert "You may look here, not write" in said(test)
    assert "Keep the wear plan" not in [one.label for one in test.button]
    assert labelled(test.button, "Save").disabled  # type: ignore[attr-defined]
    assert "Link for a new password" not in [one.label for one in test.button]
