"""The page of thresholds: what another one would bring, and that it is kept with its reason."""

import os
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.settings.threshold_words import ALL, FIELDS, RULES, choices, value_of, written
from plantar.alert import Rule
from plantar.consent import Scope
from plantar.day import LocalDay
from plantar.plan import BOUNDS, RuleOverride
from plantar.runner import LANGUAGES
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from processing.rules.thresholds import DEFAULTS
from tests.dashboard.signed_in import account, as_page, consent, sees_all, token_of

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A Plantar of its own for each test."""
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    st.cache_resource.clear()
    yield tmp_path
    st.cache_resource.clear()


@pytest.fixture
def filled(home: Path, clinic_of_today: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store that the page will open, with a dozen runners up to today."""
    url = f"sqlite:///{home / 'clinic.sqlite'}"
    shutil.copy(clinic_of_today, home / "clinic.sqlite")
    monkeypatch.setenv("PLANTAR_STORE_URL", url)
    with open_store(url) as store:
        as_page(monkeypatch, token_of(store, sees_all(store)))
        yield store


def opened(language: str = "nl", runner: str | None = None) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=120)
    test.query_params["lang"] = language
    if runner is not None:
        test.query_params["runner"] = runner
    test._page_hash = calc_hash("settings")
    test.run()
    assert not test.exception, test.exception
    return test


def html(test: AppTest) -> str:
    return "\n".join(part.value for part in test.get("html"))


def chosen(test: AppTest, rule: Rule, field: str, value: float) -> AppTest:
    test.selectbox(key="threshold").set_value((rule, field)).run()
    (slider,) = test.select_slider
    slider.set_value(value).run()
    assert not test.exception, test.exception
    return test


def today_of(store: Store) -> date:
    return store.first_open_day(datetime.now(UTC))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_threshold_and_the_burden_in_every_language(
    filled: Store, language: str
) -> None:
    spoken = words(language)
    test = opened(language)
    shown = html(test)

    assert [title.value for title in test.title] == [spoken.say("Settings")]
    for text in (*RULES.values(), *FIELDS.values()):
        assert spoken.say(text) in shown.replace("&#x27;", "'")
    assert spoken.plural("{n} runner", "{n} runners", len(filled.runners())) in shown
    assert {"nl": "Voorspelt geen letsel", "en": "Does not predict", "fr": "Ne prédit pas"}[
        language
    ] in shown


def test_a_decimal_is_a_comma_where_people_write_one() -> None:
    ratio, rise = (Rule.S4, "load_ratio"), (Rule.P2, "rise")

    assert [written(ratio, 1.4, words(one)) for one in LANGUAGES] == ["1,40", "1.40", "1,40"]
    assert written(rise, 2.0, words("nl")) == "2"
    assert written(rise, 2.5, words("nl")) == "2,5"


def test_what_one_can_choose_holds_what_is_there_and_lies_within_bounds() -> None:
    for threshold in ALL:
        now = value_of(DEFAULTS, threshold)
        found = choices(threshold, now, 1.234)
        low, high = BOUNDS[threshold[1].rsplit("_", 1)[-1]]

        assert now in found
        assert found == sorted(set(found))
        assert low <= found[0] < found[-1] <= high


def test_a_threshold_is_kept_with_its_reason_and_another_one_after_it(filled: Store) -> None:
    test = chosen(opened(), Rule.S2, "caution_ratio", 1.5)
    test.button(key="save").click().run()
    assert [error.value for error in test.error] == [
        "Zeg waarom: de reden wordt bij de wijziging bewaard."
    ]
    assert filled.clinic_thresholds() == []

    test.text_input(key="reason-0").set_value("te veel <meldingen>").run()
    test.button(key="save").click().run()
    assert not test.exception, test.exception

    (kept,) = filled.clinic_thresholds()
    told = (kept.rule, kept.field, kept.value, kept.author, kept.reason, kept.since)
    expected = (
        Rule.S2,
        "caution_ratio",
        1.5,
        account(filled, "kinesist").id,
        "te veel <meldingen>",
    )
    assert told == (*expected, today_of(filled))
    assert "te veel &lt;meldingen&gt;" in html(test)
    assert "Bewaard; het geldt vanaf nu." in html(test)

    test.text_input(key="reason-1").set_value("toch niet").run()
    test.button(key="back").click().run()
    assert not test.exception, test.exception
    assert [one.value for one in filled.clinic_thresholds()] == [1.5, None]
    assert test.button(key="back").disabled


def test_a_runner_gets_one_of_their_own_with_an_end_and_it_can_be_ended(filled: Store) -> None:
    test = opened()
    test.segmented_control(key="whose").set_value("runner").run()
    test.selectbox(key="whose-runner").set_value("r-017").run()
    test = chosen(test, Rule.P2, "rise", 3.0)
    until = today_of(filled) + timedelta(days=30)
    test.date_input(key="until-0").set_value(until).run()
    test.text_input(key="reason-0").set_value("wisselt sterk").run()
    test.button(key="save").click().run()
    assert not test.exception, test.exception

    (kept,) = filled.overrides("r-017")
    assert (kept.value, kept.author, kept.until) == (3.0, account(filled, "kinesist").id, until)
    assert filled.clinic_thresholds() == []
    assert words("nl").date(until, "year") in html(test)

    test.text_input(key="reason-1").set_value("klaar").run()
    test.button(key="back").click().run()
    assert filled.overrides("r-017") == []


def test_an_address_may_name_whose_thresholds_are_looked_at(filled: Store) -> None:
    filled.add_override(
        "r-017", RuleOverride(Rule.P2, "rise", 3.0, "kine-a", "wisselt", today_of(filled))
    )
    test = opened(runner="r-017")
    nobody = opened(runner="zoe")

    assert test.selectbox(key="whose-runner").value == "r-017"
    assert "<b>kine-a</b>: wisselt" in html(test)
    assert nobody.segmented_control(key="whose").value == "practice"


def test_what_is_tried_is_told_beside_what_is_and_nothing_is_kept(filled: Store) -> None:
    test = opened()
    before = html(test)
    after = html(chosen(test, Rule.P2, "rise", 6.0))

    assert "Voor niemand zou er iets anders gemeld zijn." in before
    assert "Voor niemand zou er iets anders gemeld zijn." not in after
    assert re.search(r"anders gemeld zijn: meldingen in 28 dagen, nu → dan.*\d → \d", after)
    assert filled.clinic_thresholds() == []


NOT_A_KINESIST = """
from datetime import UTC, datetime

from dashboard.frame.places import Places
from dashboard.views import settings
from dashboard.visit import Visit
from plantar.store.sql import open_store
from plantar.viewer import Role, Viewer
from plantar.words.catalogue import words

viewer = Viewer("anna", frozenset({Role.RUNNER, Role.ADMIN}))
with open_store("URL") as store:
    settings.page(Visit(store, words("nl"), datetime.now(UTC), Places(), viewer))
"""


def test_who_is_no_kinesist_sets_nothing_and_sees_nobody(filled: Store, home: Path) -> None:
    url = f"sqlite:///{home / 'clinic.sqlite'}"
    test = AppTest.from_string(NOT_A_KINESIST.replace("URL", url), default_timeout=120).run()

    assert not test.exception, test.exception
    assert "Drempels worden door een kinesist ingesteld." in html(test)
    assert len(test.button) + len(test.selectbox) + len(test.select_slider) == 0


def test_the_burden_counts_whom_one_may_see_and_the_rest_of_the_practice_is_not_forgotten(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = account(filled, "of-one")
    consent(filled, one, "r-017")
    consent(filled, one, "r-004", frozenset({Scope.LOAD}))
    as_page(monkeypatch, token_of(filled, one))
    # Nobody is further ahead than whom this kinesist does not see.
    filled.save_runner(filled.runner("r-002").with_days(LocalDay(date.min, "Pacific/Kiritimati")))

    test = opened("en")
    assert "messages a week, 1 runner<" in html(test)
    assert "Counted over the runners whose load and pain you may see" in html(test)
    test = chosen(test, Rule.S2, "caution_ratio", 1.5)
    test.text_input(key="reason-0").set_value("noise").run()
    test.button(key="save").click().run()

    (kept,) = filled.clinic_thresholds()
    assert kept.since == filled.runner("r-002").days.day_of(datetime.now(UTC))


def test_of_whom_one_may_set_nothing_there_is_nothing_to_choose(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = account(filled, "of-part")
    consent(filled, one, "r-017", frozenset({Scope.LOAD, Scope.PAIN}))
    as_page(monkeypatch, token_of(filled, one))
    test = opened("en")
    test.segmented_control(key="whose").set_value("runner").run()

    assert not test.exception
    assert "No runner lets you set thresholds of their own." in html(test)

    consent(filled, one, "r-004", frozenset({Scope.PLAN}))
    test.run()
    assert test.selectbox(key="whose-runner").options == [filled.display_names()["r-004"]]
    assert "both must be shared" in html(test)
