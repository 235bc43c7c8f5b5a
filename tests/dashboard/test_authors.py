"""Who wrote something is told by a name, and never by the id of an account."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dashboard.access.authors import NO_NAMES, author
from dashboard.reasons import inputs
from dashboard.report import box
from dashboard.report.facts import gather
from plantar.alert import Level, Rule
from plantar.plan import RuleOverride
from plantar.runner import LANGUAGES, Runner
from plantar.secret import new_id
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from tests.dashboard.clinic import run_alert
from tests.dashboard.signed_in import account

ID = new_id()


def test_an_account_is_told_by_its_name() -> None:
    assert author(ID, {ID: "Lotte Maes"}, words("nl")) == "Lotte Maes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_whose_name_is_not_known_is_told_by_what_they_are(language: str) -> None:
    said = author(ID, NO_NAMES, words(language))

    assert said == {"nl": "een kinesist", "en": "a kinesist", "fr": "un kiné"}[language]


def test_what_was_typed_at_the_command_line_is_told_as_it_was_typed() -> None:
    assert author("Lotte, kine", {ID: "Somebody"}, words("nl")) == "Lotte, kine"
    assert author("", NO_NAMES, words("nl")) == ""


def test_whoever_planned_a_run_is_named_among_the_numbers_behind_an_alert() -> None:
    told = run_alert(date(2026, 6, 30), 0, 12.0, 10.0, Level.CAUTION)
    planned = replace(told, inputs=(*told.inputs, ("plan_author", ID)))

    said = inputs.inputs_table(planned, "a watch", {ID: "Lotte <b>Maes"}, words("en"))

    assert '<th scope="row">planned by</th><td>Lotte &lt;b&gt;Maes</td>' in said
    assert ID not in said


def test_a_report_names_whoever_agreed_a_threshold_of_the_runner_s_own() -> None:
    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna"))
        mine = account(store, "lotte")
        agreed = RuleOverride(Rule.P2, "rise", 3.0, mine.id, "why", date(2026, 6, 1))
        store.add_override("anna", agreed)
        told = gather(store, "anna", now=datetime(2026, 6, 30, 12, tzinfo=UTC))

    said = " ".join(box.rules(told, words("en")))

    assert "by Name of lotte since" in said
    assert mine.id not in said
