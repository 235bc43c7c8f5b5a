"""The page on which a runner takes everything out, or away."""

import io
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard.frame.places import Places
from dashboard.views import own
from dashboard.visit import Visit
from plantar.errors import UnknownRunner
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.viewer import Role, Viewer
from plantar.words.catalogue import words
from tests.dashboard.signed_in import RUNNER, account, as_page, consent, sees_all, token_of
from tests.dashboard.test_pages import html, opened

KINE = Viewer("kine-a", frozenset({Role.KINESIST}))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for name in [name for name in os.environ if name.startswith("PLANTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PLANTAR_HOME", str(tmp_path))
    st.cache_resource.clear()
    yield tmp_path
    st.cache_resource.clear()


@pytest.fixture
def filled(home: Path, clinic_of_today: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A practice, and the first of its runners signed in."""
    shutil.copy(clinic_of_today, home / "plantar.db")
    with open_store(home / "plantar.db") as store:
        runner_id = store.runners()[0].id
        sees_all(store)
        as_page(monkeypatch, token_of(store, account(store, "me", RUNNER, runner_id)))
        yield store


def seen_by(store: Store, viewer: Viewer) -> Visit:
    return Visit(store, words("nl"), datetime.now(UTC), Places(), viewer)


def links(test: AppTest) -> list[str]:
    return [one.proto.label for one in test.get("page_link")]


def test_erasing_is_asked_for_typed_and_done(filled: Store, home: Path) -> None:
    who, other, *_ = [runner.id for runner in filled.runners()]
    test = opened("own", runner=who, lang="en")
    assert not [button for button in test.button if button.key == "own-erase"]

    test.toggle(key=own.ASKED).set_value(True).run()
    assert test.button(key="own-erase").disabled
    test.text_input(key=own.TYPED).set_value(other).run()
    assert test.button(key="own-erase").disabled
    assert filled.runner(who)
    test.text_input(key=own.TYPED).set_value(who).run()
    test.button(key="own-erase").click().run()

    assert not test.exception
    assert [title.value for title in test.title] == ["Your data are erased"]
    said = " ".join(one.value for one in test.markdown)
    assert "rows were erased from the store" in said
    assert "found nothing more" in said
    assert "./run erase" in said
    with pytest.raises(UnknownRunner):
        filled.runner(who)
    assert filled.runner(other)
    assert filled.account_of_login("me") is None
    assert not test.button
    test.run()
    assert not test.title  # nobody is signed in any more
    assert not any(who.encode() in path.read_bytes() for path in home.glob("plantar.db*"))


def test_a_download_is_the_export(filled: Store) -> None:
    runner = filled.runners()[0]
    visit = seen_by(filled, Viewer("me", RUNNER, runner.id))

    with ZipFile(io.BytesIO(own._written(visit, runner))) as archive:
        names = archive.namelist()

    assert {"README.txt", "pain.csv", "foot_minute.csv", "manifest.json"} <= set(names)
    assert "display_name.json" not in names


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (Viewer("a", RUNNER, "anna"), True),
        (Viewer("b", RUNNER, "bert"), False),
        (Viewer("ad", frozenset({Role.ADMIN})), False),
        (KINE, False),
    ],
)
def test_only_the_runner_may(viewer: Viewer, may: bool) -> None:  # noqa: FBT001  a case
    assert own.may(viewer, Runner("anna")) is may


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_page_is_there_in_every_language(filled: Store, language: str) -> None:
    test = opened("own", runner=filled.runners()[0].id, lang=language)

    titles = {"nl": "Mijn gegevens", "en": "My data", "fr": "Mes données"}
    assert test.title[0].value == titles[language]


def test_a_kinesist_who_sees_everything_of_somebody_is_offered_nothing(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = filled.runners()[0].id
    assert "My data" in links(opened("runner", runner=who, lang="en"))
    as_page(monkeypatch, token_of(filled, sees_all(filled)))

    test = opened("own", runner=who, lang="en")

    assert test.title[0].value == "My data"
    assert not [one for one in test.button if str(one.key).startswith("own")]
    assert not test.toggle
    assert not test.get("download_button")
    assert "My data" not in links(opened("runner", runner=who, lang="en"))


def test_who_is_a_kinesist_too_goes_on_as_one(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, *others = [runner.id for runner in filled.runners()]
    (me,) = (one for one in filled.accounts() if one.runner_id == who)
    filled.save_account(replace(me, roles=RUNNER | {Role.KINESIST}))
    consent(filled, me, others[0])
    test = opened("own", runner=who, lang="en")

    test.toggle(key=own.ASKED).set_value(True).run()
    test.text_input(key=own.TYPED).set_value(who).run()
    test.button(key=own.BUTTON).click().run()

    assert [title.value for title in test.title] == ["Your data are erased"]
    assert filled.account(me.id).roles == {Role.KINESIST}
    assert others[0] in html(opened("runner", runner=others[0]))
