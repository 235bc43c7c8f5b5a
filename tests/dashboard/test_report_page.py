"""The page that gives the report: what is written into it, and what it will say."""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import present
from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.plan import RuleOverride
from plantar.runner import LANGUAGES
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from tests.dashboard.signed_in import account, as_page, sees_all, token_of

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


@pytest.fixture
def filled(
    tmp_path: Path, clinic_of_today: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """A dozen runners up to today, in the store that the pages open."""
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    url = f"sqlite:///{shutil.copy(clinic_of_today, tmp_path / 'clinic.sqlite')}"
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    monkeypatch.setenv("PLANTAR_STORE_URL", url)
    st.cache_resource.clear()
    with open_store(url) as store:
        as_page(monkeypatch, token_of(store, sees_all(store)))
        yield store
    st.cache_resource.clear()


def opened(runner: str, language: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=30)
    test.query_params["runner"], test.query_params["lang"] = runner, language
    test._page_hash = calc_hash("report")
    test.run()
    assert not test.exception, test.exception
    return test


def html(test: AppTest) -> str:
    return "\n".join(part.value for part in test.get("html"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("runner", ["r-017", "r-040", "r-050"])
def test_what_the_report_will_say_stands_beside_the_form(
    filled: Store, runner: str, language: str
) -> None:
    speak = words(language)

    test = opened(runner, language)

    assert [title.value for title in test.title] == [speak.say("Report for the doctor")]
    status = present.status_sentence(filled.runner(runner), filled.state(runner), speak)
    assert status in html(test)
    assert len(test.get("download_button")) == 1


def test_what_is_written_appears_and_is_never_markup(filled: Store) -> None:
    test = opened("r-040", "nl")

    test.text_area(key="report-text").set_value("Echo: <b>5,2</b> mm")
    test.text_area(key="report-next").set_value("Terug op 7 december")
    test.button(key="report-put").click().run()

    told = html(test)
    assert "Echo: &lt;b&gt;5,2&lt;/b&gt; mm" in told
    assert "Terug op 7 december" in told
    assert "<script>" not in told


def test_the_report_may_speak_another_language_than_the_page(filled: Store) -> None:
    test = opened("r-017", "nl")

    test.segmented_control(key="report-language").set_value("fr")
    test.button(key="report-put").click().run()

    assert 'lang="fr"><h2>Rapport sur une douleur plantaire du talon' in html(test)
    assert test.title[0].value == "Verslag voor de arts"


def test_more_lines_than_there_is_room_for_are_told_before_anything_is_made(
    filled: Store,
) -> None:
    test = opened("r-017", "nl")

    test.text_area(key="report-text").set_value("a\n" * 9)
    test.button(key="report-put").click().run()

    assert [said.value for said in test.warning] == ["Er is plaats voor 8 regels."]
    assert not test.get("download_button")


def test_whoever_writes_the_report_is_named_and_so_is_who_set_the_thresholds(
    filled: Store,
) -> None:
    kinesist = account(filled, "kinesist")
    long_ago = date(2020, 1, 1)
    filled.add_override(
        "r-017", RuleOverride(Rule.P2, "rise", 3.0, kinesist.id, "wisselt", long_ago)
    )
    filled.keep_clinic_threshold(
        ClinicThreshold(
            Rule.S4, "load_ratio", 1.5, kinesist.id, "ruis", long_ago, datetime.now(UTC)
        )
    )

    test = opened("r-017", "en")

    assert test.text_input(key="report-author").value == "Name of kinesist"
    told = html(test)
    assert "Written by Name of kinesist" in told
    assert "P2 rise 3, default 2, by Name of kinesist since 1 January" in told
    assert "S4 load_ratio 1.5, default 1.4, for the whole practice since 1 January" in told
    assert kinesist.id not in told


def test_a_runner_who_does_not_exist_has_no_report(filled: Store) -> None:
    test = opened("r-999", "nl")

    assert not test.get("download_button")
