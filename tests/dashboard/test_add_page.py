"""Adding data on a page: what it says of each file, and what can be done about it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.adding import added
from plantar.consent import Scope
from plantar.measured import DayTotal, Origin, OriginKind, SourceClass
from plantar.runner import LANGUAGES
from plantar.store import Batch, Store
from plantar.upload import Reading, Told, Upload, UploadState, Way, Why
from plantar.words.catalogue import words
from tests.dashboard.signed_in import account, as_page, consent, sees_all, token_of
from tests.dashboard.test_pages import html, opened

RUNNER = "r-050"
NOW = datetime.now(UTC)
HOSTILE = "<script>alert(1)</script> **x** ![](http://evil.example/a.png).csv"
READINGS = tuple(
    Reading(order, date(2026, month, 4), date(2026, month, 28))
    for order, month in (("dmy", 3), ("mdy", 4))
)
TOLD = {
    UploadState.WAITING: Told(UploadState.WAITING),
    UploadState.TAKEN: Told(UploadState.TAKEN),
    UploadState.ASKS: Told(UploadState.ASKS, why=Why.DATES, reason="two", readings=READINGS),
    UploadState.REJECTED: Told(UploadState.REJECTED, why=Why.CONTENT, reason="line 2: '12x'"),
    **{
        state: Told(
            state,
            "daily-steps",
            "days",
            40,
            2,
            1,
            date(2025, 12, 30),
            date(2026, 2, 7),
            SourceClass.DAY_TOTALS.value,
            reason="1 row left out",
        )
        for state in (UploadState.ACCEPTED, UploadState.PARTIAL, UploadState.DUPLICATE)
    },
    UploadState.UNDONE: Told(UploadState.UNDONE, "daily-steps"),
}


def upload(state: UploadState, upload_id: str = "u", **other: object) -> Upload:
    one = Upload(upload_id, RUNNER, "steps.csv", 1_500, "0" * 64, "kine", NOW, told=TOLD[state])
    return replace(one, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", UploadState)
def test_every_state_has_a_shape_a_word_and_a_sentence(state: UploadState, language: str) -> None:
    said = words(language)
    one = upload(state)

    assert added.SIGNS[state] in added.head(one, said)
    assert len(set(added.SIGNS.values())) == len(UploadState)
    assert said.say(added.WORDS[state]) in added.head(one, said)
    assert all(added.lines(one, NOW, said))


@pytest.mark.parametrize("why", Why)
def test_every_refusal_has_a_sentence(why: Why) -> None:
    if why is Why.DATES:
        return  # that one is no refusal
    told = Told(UploadState.REJECTED, "Fitbit", why=why, reason="exactly this")

    said = {added.why(told, words(language)) for language in LANGUAGES}

    assert len(said) == len(LANGUAGES)
    assert added.exact(told) == "exactly this"


def test_what_was_added_is_told_with_kind_method_period_and_counts() -> None:
    dutch = words("nl")

    assert added.lines(upload(UploadState.ACCEPTED), NOW, dutch) == [
        "tabel van stappen per dag · dagstappen, belasting geschat · 30 dec 2025 tot 7 feb 2026",
        "40 nieuwe dagen, 2 anders dan voordien, 1 zoals voordien",
    ]


def test_one_that_waits_for_long_is_said_to_wait_for_the_processing() -> None:
    one = upload(UploadState.WAITING)

    assert added.lines(one, NOW + timedelta(seconds=14), words("nl")) == ["2 kB"]
    (said,) = added.lines(one, NOW + timedelta(seconds=15), words("nl"))
    assert said.startswith("Wacht op de verwerking")


def test_how_it_stands_with_all_of_them_is_one_sentence() -> None:
    every = [upload(state) for state in (UploadState.REJECTED, *[UploadState.ACCEPTED] * 2)]

    assert added.tally(every, words("en")) == "added: 2 · refused: 1"


@pytest.fixture
def filled(practice: Store) -> Store:
    """A file of each state."""
    kinesist = sees_all(practice).id
    for n, state in enumerate(UploadState):
        one = upload(state, f"u-{state}", name=HOSTILE.replace("/", " "), author=kinesist)
        practice.note_upload(RUNNER, replace(one, at=NOW + timedelta(seconds=n)))
    return practice


def page(**asked: str) -> AppTest:
    return opened("add", runner=RUNNER, **asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_every_state_and_no_name_does_anything(filled: Store, language: str) -> None:
    shown = page(lang=language)

    said = html(shown)
    assert not shown.exception
    assert all(words(language).say(added.WORDS[state]) in said for state in UploadState)
    assert "<script>alert" not in said
    assert "&lt;script&gt;alert" in said
    assert not [one for one in shown.markdown if "evil" in one.value]


def test_a_question_is_answered_by_one_tap_and_the_file_waits_again(practice: Store) -> None:
    content = b"date,steps"
    one = upload(UploadState.WAITING, size=len(content), author=sees_all(practice).id)
    practice.keep_upload(RUNNER, one, content)
    taken = practice.take_upload(NOW, NOW - timedelta(seconds=20))
    assert taken is not None
    practice.settle_upload(taken, TOLD[UploadState.ASKS])

    page().button(key="dates-mdy-u").click().run(timeout=60)

    (answered,) = practice.uploads(RUNNER)
    assert (answered.dates, answered.state) == ("mdy", UploadState.WAITING)


def test_an_undo_asks_once_more_and_then_takes_the_days_away(practice: Store) -> None:
    origin = Origin("imported", OriginKind.IMPORT, HOSTILE, NOW, "0" * 64)
    days = (DayTotal(date(2019, 1, 1), 8_000),)
    practice.put(RUNNER, Batch(origin, "steps", days))

    shown = page(lang="en")
    asked = shown.button(key="undo-imported").click().run(timeout=60)
    assert [row.origin.id for row in practice.origins(RUNNER)].count("imported") == 1
    done = asked.button(key="yes-imported").click().run(timeout=60)

    assert "imported" not in [row.origin.id for row in practice.origins(RUNNER)]
    assert "Undone: a.png).csv." in html(done)
    assert practice.dirty(RUNNER).days == (date(2019, 1, 1),)


def test_who_may_only_look_sees_the_files_and_no_button(
    filled: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    looker = account(filled, "looker")
    consent(filled, looker, RUNNER, frozenset({Scope.LOAD}))
    as_page(monkeypatch, token_of(filled, looker))

    shown = page(lang="en")

    said = html(shown)
    assert "You may look here, not write" in said
    assert "was there already" in said
    assert not [
        one.key for one in shown.button if str(one.key).startswith(("undo", "remove", "dates"))
    ]
    assert not shown.get("file_uploader")


def test_what_came_from_a_folder_says_so(practice: Store) -> None:
    one = upload(UploadState.REJECTED, way=Way.WATCH, author="")
    practice.note_upload(RUNNER, one)

    assert "from a watched folder" in html(page(lang="en"))
