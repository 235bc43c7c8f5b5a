"""Who wrote something is told by a name, and never by the id of an account."""

import pytest

from dashboard.authors import NO_NAMES, author
from plantar.runner import LANGUAGES
from plantar.secret import new_id
from plantar.words.catalogue import words

ID = new_id()


def test_an_account_is_told_by_its_name() -> None:
    assert author(ID, {ID: "Lotte Maes"}, words("nl")) == "Lotte Maes"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("written", [ID, "everybody"])
def test_one_whose_name_is_not_known_is_told_by_what_they_are(written: str, language: str) -> None:
    said = author(written, NO_NAMES, words(language))

    assert said == {"nl": "een kinesist", "en": "a kinesist", "fr": "un kiné"}[language]


def test_what_was_typed_at_the_command_line_is_told_as_it_was_typed() -> None:
    assert author("Lotte, kine", {ID: "Somebody"}, words("nl")) == "Lotte, kine"
    assert author("", NO_NAMES, words("nl")) == ""
