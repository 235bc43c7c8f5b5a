"""Why a flag is there: whole in three languages, and nothing for who may not see it."""

import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.frame.explained import SECTIONS, explained
from dashboard.reasons import compared as drawing
from dashboard.reasons import inputs, rule_words, why
from dashboard.reasons.whose_threshold import thresholds_table
from plantar.alert import Alert, Rule
from plantar.clinic import ClinicThreshold
from plantar.consent import Scope
from plantar.plan import OVERRIDABLE, RuleOverride
from plantar.runner import LANGUAGES
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from processing.explain.speaks_from import compared
from processing.rules.in_force import InForce
from processing.rules.thresholds import DEFAULTS
from tests.dashboard.signed_in import account, as_page, consent, sees_all, token_of
from tests.demo_lives import live
from tests.plantar.test_languages import CODES, alert

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
NOW = datetime(2026, 11, 27, 20, tzinfo=UTC)
RUNNER = "demo-jump-pain"
SAME = {"nl": "hetzelfde antwoord", "en": "the same answer", "fr": "la même réponse"}
#: Words of the code that would show if one had no words.
RAW = re.compile(
    r"\{\w*\}|None|\bnan\b|[a-z]+_[a-z]+|\b[spc]\d[a-z]?-[a-z]+|day-totals|no-data|not-worn"
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Five weeks of a demo runner whose runs and mornings jumped."""
    path = tmp_path_factory.mktemp("why") / "clinic.sqlite"
    with open_store(path) as store:
        live(store, (RUNNER,), NOW, 36)
    return path


@pytest.fixture
def practice(lived: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A copy of it as the pages open it, for a kinesist who sees all."""
    copied = tmp_path / "clinic.sqlite"
    with sqlite3.connect(lived) as whole, sqlite3.connect(copied) as copy:
        whole.backup(copy)
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    monkeypatch.setenv("PLANTAR_STORE_URL", f"sqlite:///{copied}")
    st.cache_resource.clear()
    st.cache_data.clear()
    with open_store(copied) as store:
        as_page(monkeypatch, token_of(store, sees_all(store)))
        yield store
    st.cache_resource.clear()


def told(store: Store) -> dict[Rule, Alert]:
    """The last alert of each rule."""
    return {one.rule: one for one in store.alerts(RUNNER, date(2026, 1, 1), NOW.date())}


def opened(page: str, **asked: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=240)
    for name, value in asked.items():
        test.query_params[name] = value
    test._page_hash = calc_hash(page)
    test.run()
    assert not test.exception, test.exception
    return test


def html(test: AppTest) -> str:
    return "\n".join(part.value for part in test.get("html") if "<style>" not in part.value)


def seen(text: str) -> str:
    """What somebody reads of it."""
    return re.sub(r"<[^>]+>", " ", text)


def test_every_rule_has_a_whole_page_with_its_minutes_and_is_asked_again(practice: Store) -> None:
    found = told(practice)
    assert set(found) >= {Rule.S1, Rule.S4, Rule.P1, Rule.P2, Rule.P3, Rule.C1}

    for n, (rule, one) in enumerate(found.items()):
        language = LANGUAGES[n % len(LANGUAGES)]
        test = opened("why", lang=language, runner=RUNNER, alert=why.key(RUNNER, one))
        said = html(test)

        assert SAME[language] in said, rule
        assert not RAW.findall(seen(said).replace(RUNNER, "")), rule
        assert ('class="strip"' in said) is (rule not in (Rule.P1, Rule.P3)), rule
        assert 'class="days entered"' in said


def test_a_page_shows_everything_that_an_alert_was_decided_from(practice: Store) -> None:
    one = told(practice)[Rule.S1]

    said = " ".join(
        seen(html(opened("why", lang="nl", runner=RUNNER, alert=why.key(RUNNER, one)))).split()
    )

    for text in (
        f"Regel S1, versie {one.rule_version}. Methode: looptijd van de dag / plan van de dag.",
        "boven (× de referentie) 1,30",
        "begin duur (min)",
        "deze keer 50 min",
        "gepland voor de dag 30 min",
        "procent meer 67 %",
        "lopen van de dag, samen 1 loopsessies",
        "gepland door Demo",
        "begin do 26 nov, 17:30",
        "minstens zoveel meer 10 min",
    ):
        assert text in said, text


def test_what_changed_behind_its_back_is_said(practice: Store, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "clinic.sqlite") as connection:
        connection.execute(
            "update session set distance_m = distance_m * 1.05, duration_s = duration_s * 1.05"
        )
    one = told(practice)[Rule.S1]

    said = html(opened("why", lang="en", runner=RUNNER, alert=why.key(RUNNER, one)))

    assert "the answer differs" in said
    assert SAME["en"] not in said


def test_unknown_and_forbidden_flags_look_the_same(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = told(practice)[Rule.P3]
    partly = account(practice, "partly")
    consent(practice, partly, RUNNER, frozenset({Scope.LOAD}))
    as_page(monkeypatch, token_of(practice, partly))

    forbidden, unknown = (
        opened("why", lang="en", runner=RUNNER, alert=asked)
        for asked in (why.key(RUNNER, one), "0123456789abcdef")
    )

    assert html(forbidden) == html(unknown)
    assert [title.value for title in forbidden.title] == ["There is no such flag"]


def test_who_sees_pain_alone_is_told_that_it_cannot_be_asked_again(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = told(practice)[Rule.P2]
    partly = account(practice, "pain-alone")
    consent(practice, partly, RUNNER, frozenset({Scope.PAIN}))
    as_page(monkeypatch, token_of(practice, partly))

    said = html(opened("why", lang="en", runner=RUNNER, alert=why.key(RUNNER, one)))

    assert "cannot be asked again here" in said
    assert "neither are its minutes" in said
    assert "WSE" not in said


def test_an_address_holds_neither_a_day_nor_a_rule(practice: Store) -> None:
    keys = {why.key(RUNNER, one) for one in practice.alerts(RUNNER, date(2026, 1, 1), NOW.date())}

    assert all(re.fullmatch("[0-9a-f]{16}", one) for one in keys)
    assert len(keys) == len(practice.alerts(RUNNER, date(2026, 1, 1), NOW.date()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_a_rule_can_say_is_explained_without_a_raw_word(language: str) -> None:
    speak = words(language)
    for code in CODES:
        one = alert(code)
        text = " ".join(
            [
                *(drawing.drawn(each, one.level, speak) for each in compared(one, DEFAULTS)),
                rule_words.in_words(one.rule, DEFAULTS, speak),
                inputs.inputs_table(one, "a watch", {}, speak),
                thresholds_table(one, InForce(()), {}, speak, 5),
            ]
        )

        assert not RAW.findall(seen(text)), code


def test_a_threshold_says_whose_it_is_and_why() -> None:
    one = alert("p2-once")
    since = one.day
    own = RuleOverride(Rule.P2, "rise", 3.0, "kine-a", "noisy scale", since)
    clinic = ClinicThreshold(Rule.P2, "least_score", 4.0, "kine-b", "fewer calls", since, NOW)

    said = seen(thresholds_table(one, InForce((own,), (clinic,)), {}, words("en"), None))

    assert re.search(r"3\s+this runner\s+kine-a, from .*: noisy scale", said)
    assert re.search(r"4\s+the practice\s+kine-b, from .*: fewer calls", said)


def test_the_border_is_that_of_the_threshold_in_force() -> None:
    one = alert("p2-once")
    own = InForce((RuleOverride(Rule.P2, "rise", 3.0, "kine-a", "why", one.day),))

    (shipped,) = compared(one, DEFAULTS)
    (agreed,) = compared(one, own.thresholds(one.day))

    assert agreed.spoke_from.at == shipped.spoke_from.at + 1.0


# What the numbers mean.


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_numbers_names_every_rule_section_and_the_example(
    practice: Store, language: str
) -> None:
    test = opened("numbers", lang=language, runner=RUNNER)
    said = seen(html(test))

    assert [header.anchor for header in test.header] == list(SECTIONS)
    assert all(f" {rule.value} " in f" {' '.join(said.split())} " for rule in Rule)
    assert len(test.slider) == 2
    assert not RAW.findall(said.replace(RUNNER, ""))


def test_a_slider_reckons_the_example_again(practice: Store) -> None:
    test = opened("numbers", lang="en")
    assert "No rule would speak about this Tuesday." in html(test)

    test.slider(key="example-run").set_value(60).run()

    said = html(test)
    assert "No rule would speak about this Tuesday." not in said
    assert "67,300 WSE" in said


def test_a_threshold_of_the_practice_is_the_one_that_is_told(practice: Store) -> None:
    today = datetime.now(UTC).date()
    decided = ClinicThreshold(Rule.S2, "caution_ratio", 1.55, "kine", "why", today, NOW)
    practice.keep_clinic_threshold(decided)

    said = html(opened("numbers", lang="en"))

    assert "more than 1.55 times the load" in said
    assert "with thresholds of the practice" in said


def test_a_question_mark_leads_to_a_section_that_is_there() -> None:
    for anchor in SECTIONS:
        assert f'href="/numbers?lang=fr#{anchor}"' in explained(words("fr"), anchor)
    with pytest.raises(KeyError):
        explained(words("fr"), "nowhere")


def test_every_threshold_that_may_be_set_is_in_the_words_of_its_rule() -> None:
    """Moved by itself, each changes the sentence."""
    speak = words("en")
    for rule in Rule:
        before = rule_words.in_words(rule, DEFAULTS, speak)
        for field in OVERRIDABLE[rule]:
            own = InForce((RuleOverride(rule, field, 2.75, "k", "why", NOW.date()),))
            after = rule_words.in_words(rule, own.thresholds(NOW.date()), speak)
            assert after != before, (rule, field)
