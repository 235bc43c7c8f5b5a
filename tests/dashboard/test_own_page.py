"""The page on which a runner takes everything out, or away."""

import io
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
import streamlit as st

from dashboard.places import Places
from dashboard.views import own
from dashboard.visit import Visit
from plantar.errors import UnknownRunner
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.viewer import Role, Viewer
from plantar.words.catalogue import words
from tests.dashboard.test_pages import opened

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
def filled(home: Path, clinic_of_today: Path) -> Iterator[Store]:
    shutil.copy(clinic_of_today, home / "plantar.db")
    with open_store(home / "plantar.db") as store:
        yield store


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
    assert test.title[0].value == "Your data are erased"
    said = " ".join(one.value for one in test.markdown)
    assert "rows were erased from the store" in said
    assert "found nothing more" in said
    assert "./run erase" in said
    with pytest.raises(UnknownRunner):
        filled.runner(who)
    assert filled.runner(other)
    assert not any(who.encode() in path.read_bytes() for path in home.glob("plantar.db*"))


def test_a_download_is_the_export(filled: Store) -> None:
    runner = filled.runners()[0]
    here = Viewer(own.NO_ACCOUNTS, frozenset({Role.KINESIST}))
    visit = Visit(filled, words("nl"), datetime.now(UTC), Places(), here)

    with ZipFile(io.BytesIO(own._written(visit, runner))) as archive:
        names = archive.namelist()

    assert {"README.txt", "pain.csv", "foot_minute.csv", "manifest.json"} <= set(names)
    assert "display_name.json" not in names


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (Viewer("a", frozenset({Role.RUNNER}), "anna"), True),
        (Viewer("b", frozenset({Role.RUNNER}), "bert"), False),
        (Viewer("ad", frozenset({Role.ADMIN})), False),
        (KINE, False),
        (Viewer(own.NO_ACCOUNTS, frozenset({Role.KINESIST})), True),
    ],
)
def test_only_the_runner_may(viewer: Viewer, may: bool) -> None:  # noqa: FBT001  a case
    assert own.may(viewer, Runner("anna")) is may


@pytest.mark.parametrize("language", ["nl", "en", "fr"])
def test_the_page_is_there_in_every_language(filled: Store, language: str) -> None:
    test = opened("own", runner=filled.runners()[0].id, lang=language)

    titles = {"nl": "Mijn gegevens", "en": "My data", "fr": "Mes données"}
    assert test.title[0].value == titles[language]
