"""Adding data where the address names nobody: whose files they are is asked, or known."""

import pytest
from streamlit.testing.v1 import AppTest

from plantar.consent import EVERYTHING, Scope
from plantar.store import Store
from tests.dashboard.signed_in import RUNNER, account, as_page, consent, token_of
from tests.dashboard.test_pages import html, opened


def links(test: AppTest) -> list[str]:
    return [one.proto.label for one in test.get("page_link")]


def test_a_kinesist_is_asked_by_name_and_nothing_can_be_dropped_before(practice: Store) -> None:
    names = practice.display_names()

    test = opened("add", lang="nl")

    (whose,) = test.selectbox
    assert whose.label == "Van wie zijn de bestanden?"
    assert whose.value is None
    assert whose.options == sorted((names[one.id] for one in practice.runners()), key=str.casefold)
    assert not test.get("file_uploader")

    whose.set_value("r-017").run()

    assert not test.exception
    assert test.query_params["runner"] == "r-017"
    assert test.get("file_uploader")
    assert names["r-017"] in html(test)


def test_only_who_lets_a_kinesist_plan_can_be_chosen_and_without_one_it_begins_with_a_runner(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    partly = account(practice, "partly")
    consent(practice, partly, "r-001", frozenset({Scope.LOAD, Scope.PAIN}))
    as_page(monkeypatch, token_of(practice, partly))

    test = opened("add", lang="nl")
    assert "Een bestand is altijd van iemand: begin met een nieuwe loper." in html(test)
    assert "Een nieuwe loper" in links(test)
    assert not test.selectbox

    consent(practice, partly, "r-004", EVERYTHING)
    test = opened("add", lang="nl")
    assert test.selectbox[0].options == [practice.display_names()["r-004"]]


def test_a_runner_is_asked_nothing(practice: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    own = account(practice, "own-r-001", RUNNER, "r-001")
    as_page(monkeypatch, token_of(practice, own))

    test = opened("add", lang="nl")

    assert not test.selectbox
    assert test.query_params["runner"] == "r-001"
    assert test.get("file_uploader")
