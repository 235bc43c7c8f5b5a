"""Every way in takes and refuses the same, in the same words: ways times cases, on real parts.

The fourth way, the page, offers only what can be: tests/dashboard/test_pages.py and the last tests
here say so.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from plantar.day import LocalDays
from plantar.errors import PainRefused
from plantar.pain import PainMoment, Side
from plantar.runner import LANGUAGES
from plantar.store import Store
from plantar.words.catalogue import words
from plantar.words.pain_refusals import refusal
from processing.given_pain import Given
from processing.tell_pain import checked
from tests.pain.ways import ByForm, Fields, Way, told

DAYS = LocalDays("Europe/Brussels")
BUTTON = pytest.param("button", marks=pytest.mark.broker)
WAYS = ("command", "form", BUTTON)
#: The language that each way answers in; a command and a button speak English.
SPOKEN = [("command", "en"), *(("form", one) for one in LANGUAGES)]
SPOKEN_BY_ALL = [*SPOKEN, pytest.param("button", "en", marks=pytest.mark.broker)]


def day(back: int) -> str:
    return (DAYS.day_of(datetime.now(UTC)) - timedelta(days=back)).isoformat()


REFUSED: dict[str, Callable[[], Fields]] = {
    "11": lambda: {"score": "11"},
    "-1": lambda: {"score": "-1"},
    "vier": lambda: {"score": "vier"},
    "4,5": lambda: {"score": "4,5"},
    "empty": lambda: {"score": ""},
    "blanks": lambda: {"score": "  "},
    "script": lambda: {"score": "<script>alert(1)</script>"},
    "ten days back": lambda: {"score": "4", "day": day(10)},
    "eight days back": lambda: {"score": "4", "day": day(8)},
    "tomorrow": lambda: {"score": "4", "day": day(-1)},
    "no date": lambda: {"score": "4", "day": "gisteren"},
    "lunch": lambda: {"score": "4", "moment": "lunch"},
    "middle": lambda: {"score": "4", "side": "middle"},
    "a NUL": lambda: {"score": "4", "note": "a\0b"},
    "10,000 signs": lambda: {"score": "4", "note": "x" * 10_000},
    "a shoe of 61 signs": lambda: {"score": "4", "shoe": "x" * 61},
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize(("way", "language"), SPOKEN_BY_ALL, indirect=["way"])
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_kept(
    way: Way, language: str, case: str, store: Store, runner: Callable[..., str]
) -> None:
    runner_id, fields = runner(language), REFUSED[case]()
    given = Given(**{"moment": "first-steps", **fields})
    with pytest.raises(PainRefused) as expected:
        checked(given, DAYS, datetime.now(UTC))

    answer = way.tell(runner_id, fields)

    assert not answer.kept
    by_form = isinstance(way, ByForm)
    sentence = refusal(expected.value, words(language)) if by_form else str(expected.value)
    assert sentence in answer.said
    assert told(store, runner_id) == []


@pytest.mark.parametrize("way", WAYS, indirect=True)
@pytest.mark.parametrize("back", [0, 1, 7])
def test_a_four_is_kept_for_its_day_moment_and_foot(
    way: Way, back: int, store: Store, runner: Callable[..., str]
) -> None:
    runner_id = runner()

    about = {"side": "left", "moment": "first-steps", "day": day(back)}
    answer = way.tell(runner_id, {**about, "score": "4"})

    assert answer.kept
    (one,) = told(store, runner_id)
    assert (one.report.score, one.report.side) == (4, Side.LEFT)
    assert one.report.moment is PainMoment.FIRST_STEPS
    assert one.report.day(DAYS).isoformat() == day(back)


@pytest.mark.parametrize("way", WAYS, indirect=True)
def test_of_two_in_the_same_minute_the_later_counts_and_the_first_is_history(
    way: Way, store: Store, runner: Callable[..., str]
) -> None:
    runner_id = runner()
    about = {"side": "left", "moment": "evening"}

    assert way.tell(runner_id, {**about, "score": "4"}).kept
    assert way.tell(runner_id, {**about, "score": "6"}).kept

    first, last = told(store, runner_id)
    assert (first.report.score, first.replaced_at) == (4, last.recorded_at)
    assert (last.report.score, last.replaced_at) == (6, None)


@pytest.mark.parametrize("way", WAYS, indirect=True)
def test_the_very_same_sent_twice_counts_once(
    way: Way, store: Store, runner: Callable[..., str]
) -> None:
    runner_id = runner()
    four = {"score": "4", "side": "left", "moment": "during"}

    assert way.tell(runner_id, four).kept
    assert way.tell(runner_id, four, again=True).kept

    assert len(told(store, runner_id)) == 1


@pytest.mark.parametrize("way", WAYS, indirect=True)
def test_what_is_said_beside_the_score_is_kept_as_it_is(
    way: Way, store: Store, runner: Callable[..., str]
) -> None:
    runner_id = runner()
    note = "<script>alert(1)</script> 👣"

    kept = way.tell(
        runner_id,
        {"score": "0", "note": note, "shoe": "klompen", "analgesic": "yes", "flare": "yes"},
    ).kept

    assert kept
    (one,) = told(store, runner_id)
    report = one.report
    assert (report.score, report.note, report.shoe) == (0, note, "klompen")
    assert (report.analgesic, report.flare) == (True, True)


def test_an_undo_by_form_or_command_makes_the_first_count_again(
    server: object, store: Store, runner: Callable[..., str], plantar: Callable[..., object]
) -> None:
    runner_id = runner()
    form = ByForm(server, store)  # type: ignore[arg-type]  # a fixture of another file
    page = form.opened(runner_id)
    first, second = (
        {"key": f"{page.key}-{score}", "score": score, "moment": "evening"} for score in ("3", "8")
    )
    for fields in (first, second):
        form.server.post(page.path, fields)

    undone = form.server.post(f"{page.path}/undo", {"key": second["key"]})

    assert "Teruggenomen" in form.server.followed(undone).text
    assert [(one.report.score, one.replaced_at) for one in told(store, runner_id)] == [(3, None)]
    plantar("pain", "undo", "--runner", runner_id)
    assert told(store, runner_id) == []
