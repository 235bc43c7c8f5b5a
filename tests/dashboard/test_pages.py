"""The pages, run by Streamlit over a real store."""

import os
import shutil
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard.frame import live
from dashboard.runner import left_today
from dashboard.runner.diary import panel
from dashboard.views import overview
from plantar.day import LocalDay, LocalDays, zone
from plantar.pain import PainMoment, PainReport, Side
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from processing.evidence import first_day, stored_evidence
from processing.pain_and_load import diary
from processing.tell_pain import likely_moment, usual_moment
from processing.what_is_left import what_is_left
from tests.dashboard.signed_in import as_page, sees_all, token_of

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
BRUSSELS = zone("Europe/Brussels")
HOME = LocalDays("Europe/Brussels")
NIGHTS = LocalDays("Europe/Brussels", (LocalDay(date.min, "Europe/Brussels", time(4)),))
TITLES = {
    "nl": "Wie heeft vandaag aandacht nodig?",
    "en": "Who needs attention today?",
    "fr": "Qui demande de l’attention aujourd’hui ?",
}


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
    """The store that the pages will open, with a dozen runners up to today."""
    url = f"sqlite:///{home / 'clinic.sqlite'}"
    shutil.copy(clinic_of_today, home / "clinic.sqlite")
    monkeypatch.setenv("PLANTAR_STORE_URL", url)
    with open_store(url) as store:
        as_page(monkeypatch, token_of(store, sees_all(store)))
        yield store


def opened(page: str = "", **asked: str) -> AppTest:
    test = AppTest.from_file(str(APP), default_timeout=30)
    for name, value in asked.items():
        test.query_params[name] = value
    # AppTest can only go to pages that are files; ours are functions, known by their address.
    test._page_hash = calc_hash(page) if page else ""
    test.run()
    assert not test.exception, test.exception
    return test


def html(test: AppTest) -> str:
    return "\n".join(part.value for part in test.get("html"))


def reports(store: Store, runner_id: str) -> list[PainReport]:
    today = datetime.now(BRUSSELS).date()
    first = HOME.begins(today - timedelta(days=9))
    return store.pain(runner_id, first, datetime.now(UTC) + timedelta(days=1))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_overview_asks_its_question_in_every_language(filled: Store, language: str) -> None:
    test = opened(lang=language)

    assert [title.value for title in test.title] == [TITLES[language]]
    assert test.query_params["lang"] in (language, [language])


def test_a_language_nobody_speaks_becomes_the_language_of_the_place(filled: Store) -> None:
    assert opened(lang="xx").title[0].value == TITLES["nl"]


def test_an_empty_place_says_how_to_begin(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(home / "plantar.db") as store:
        as_page(monkeypatch, token_of(store, sees_all(store)))

    test = opened(lang="nl")

    commands = " ".join(code.value for code in test.code)
    assert "./run runner add" in commands
    assert "./run import" in commands
    assert "Er zijn nog geen lopers" in [header.value for header in test.header]


def test_every_page_says_what_it_is_meant_for(filled: Store) -> None:
    purpose = "Een trainings- en pijnlogboek; geen diagnose, geen voorspelling."

    assert purpose in html(opened(lang="nl"))
    assert purpose in html(opened("runner", lang="nl", runner="r-017"))


def test_the_list_can_be_narrowed_to_who_must_be_called(filled: Store) -> None:
    test = opened(lang="nl")

    assert test.segmented_control(key="group").value == "everybody"
    test.segmented_control(key="group").set_value("call-today").run()

    assert not test.exception


def test_a_search_for_nobody_says_so(filled: Store) -> None:
    test = opened(lang="nl")

    test.text_input(key="search").set_value("nobody of that name").run()

    assert "Niemand in deze lijst." in html(test)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("runner_id", ["r-017", "r-002", "r-005", "r-040", "r-008", "r-050"])
def test_every_runner_has_a_page_in_every_language(
    filled: Store, runner_id: str, language: str
) -> None:
    test = opened("runner", lang=language, runner=runner_id)

    assert runner_id in html(test)


def test_the_runner_page_tells_why_since_when_and_by_which_numbers(filled: Store) -> None:
    test = opened("runner", lang="nl", runner="r-017")
    said = html(test)

    for family in ("Belasting", "Pijn"):
        (line,) = [one for one in said.split("</p>") if f"<b>{family}</b>" in one]
        assert "vandaag bellen, sinds " in line
    assert "21,1\u00a0km tegenover 10,2\u00a0km" in said
    assert "S1, versie 1" not in said  # behind a line: on a page of its own
    asked = [link.proto.label for link in test.get("page_link")]  # type: ignore[union-attr]
    assert "Waarom? S1" in asked


def test_a_rule_that_could_not_be_asked_is_said_quietly(filled: Store) -> None:
    said = html(opened("runner", lang="nl", runner="r-005"))

    assert "Regel S1 kon niet toegepast worden: De loop heeft geen afstand en geen duur." in said


def test_without_a_usual_nothing_is_compared_with_it(filled: Store) -> None:
    said = html(opened("runner", lang="nl", runner="r-040"))

    assert "basislijn in opbouw, dag 9 van 28" in said
    assert "Wat verklaart de verandering" not in said


def test_a_hostile_name_is_inert_on_its_own_page(filled: Store) -> None:
    said = html(opened("runner", lang="nl", runner="r-040"))

    assert "<script" not in said
    assert "Jan &lt;script&gt;alert(1)&lt;/script&gt;" in said


@pytest.mark.parametrize("page", ["runner", "pain"])
@pytest.mark.parametrize("asked", ["nobody", "", "<script>alert(1)</script>", "../x"])
def test_a_runner_who_does_not_exist_is_never_another_one(
    filled: Store, page: str, asked: str
) -> None:
    test = opened(page, lang="nl", runner=asked)

    assert [title.value for title in test.title] == ["Die loper is er niet"]
    assert "script" not in html(test)


@pytest.mark.parametrize("period", [42, 182, 364])
def test_another_period_draws_the_chart_anew(filled: Store, period: int) -> None:
    test = opened("runner", lang="nl", runner="r-017")

    test.segmented_control(key="period").set_value(period).run()

    assert not test.exception


def test_a_tap_keeps_the_answer_for_the_chosen_side_and_moment(filled: Store) -> None:
    test = opened("pain", lang="nl", runner="r-050")
    test.segmented_control(key="pain-moment").set_value(PainMoment.EVENING).run()
    test.segmented_control(key="pain-side").set_value(Side.RIGHT).run()

    test.button(key="score-7").click().run()

    (report,) = reports(filled, "r-050")
    assert (report.score, report.moment, report.side) == (7, PainMoment.EVENING, Side.RIGHT)
    assert "Bewaard: avond, rechts, " in html(test)
    assert datetime.now(BRUSSELS).date() in filled.dirty("r-050").days


def test_the_side_is_the_painful_heel_unless_said_otherwise(filled: Store) -> None:
    test = opened("pain", lang="nl", runner="r-004")

    assert test.segmented_control(key="pain-side").value is Side.RIGHT


def test_undo_takes_the_answer_back(filled: Store) -> None:
    test = opened("pain", lang="nl", runner="r-050")
    test.button(key="score-7").click().run()

    test.button(key="undo").click().run()

    assert reports(filled, "r-050") == []
    assert "Bewaard" not in html(test)


def test_undo_of_a_second_answer_brings_the_first_one_back(filled: Store) -> None:
    test = opened("pain", lang="nl", runner="r-050")
    test.button(key="score-2").click().run()
    test.button(key="score-9").click().run()

    test.button(key="undo").click().run()

    assert [report.score for report in reports(filled, "r-050")] == [2]


def test_what_is_said_beside_a_score_comes_after_it_and_one_undo_takes_back_both(
    filled: Store,
) -> None:
    test = opened("pain", lang="nl", runner="r-050")
    assert not test.text_area
    test.button(key="score-4").click().run()
    (tapped,) = reports(filled, "r-050")
    assert tapped.score == 4

    test.text_area[0].set_value("na de <b>trap</b>").run()
    test.text_input[0].set_value("klompen").run()
    test.checkbox[0].check().run()
    control = next(one for one in test.segmented_control if one.key.startswith("analgesic"))
    control.set_value(True).run()

    (more,) = reports(filled, "r-050")
    told = (more.note, more.shoe, more.flare, more.analgesic)
    assert told == ("na de <b>trap</b>", "klompen", True, True)
    assert (more.at, more.score) == (tapped.at, 4)
    test.button(key="undo").click().run()
    assert reports(filled, "r-050") == []


def test_another_score_says_what_it_took_the_place_of_and_the_same_again_changes_nothing(
    filled: Store,
) -> None:
    test = opened("pain", lang="nl", runner="r-050")
    test.button(key="score-2").click().run()
    test.button(key="score-9").click().run()
    assert "9/10, in plaats van 2/10" in html(test)

    test.button(key="score-9").click().run()

    today = datetime.now(UTC)
    told = filled.pain_history("r-050", today - timedelta(days=2), today + timedelta(days=2))
    assert [one.report.score for one in told] == [2, 9]
    test.button(key="undo").click().run()
    assert [report.score for report in reports(filled, "r-050")] == [2]


def test_an_answer_can_be_given_for_at_most_a_week_ago_and_never_for_later(filled: Store) -> None:
    test = opened("pain", lang="nl", runner="r-050")
    days = test.selectbox(key="pain-day")
    assert len(days.options) == 8
    assert days.options[0].startswith("vandaag")

    days.set_value(7).run()
    test.button(key="score-3").click().run()

    (report,) = reports(filled, "r-050")
    today = datetime.now(BRUSSELS).date()
    assert report.at.astimezone(BRUSSELS).date() == today - timedelta(days=7)
    assert report.at < datetime.now(UTC)


@pytest.mark.parametrize("zone_of", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_on_the_pages_is_that_of_the_runner(filled: Store, zone_of: str) -> None:
    """A day apart: at any hour at least one of the two has another date than home."""
    away = filled.runner("r-050").with_days(LocalDay(date.min, zone_of, time(4)))
    filled.save_runner(away)
    before = away.days.day_of(datetime.now(UTC))

    test = opened("pain", lang="nl", runner="r-050")

    shown = test.selectbox(key="pain-day").options[0]
    after = away.days.day_of(datetime.now(UTC))
    assert shown in {f"vandaag, {words('nl').date(day, 'weekday')}" for day in (before, after)}


@pytest.mark.parametrize(
    ("clock", "moment"),
    [
        ("06:40", PainMoment.FIRST_STEPS),
        ("10:59", PainMoment.FIRST_STEPS),
        ("11:00", PainMoment.DURING),
        ("17:00", PainMoment.EVENING),
        ("23:50", PainMoment.EVENING),
    ],
)
def test_the_clock_proposes_the_moment(clock: str, moment: PainMoment) -> None:
    now = datetime.fromisoformat(f"2026-11-23T{clock}:00+01:00")

    assert likely_moment(now, HOME) is moment


def test_before_their_day_starts_a_night_nurse_is_asked_about_the_day_before() -> None:
    at_two = datetime.fromisoformat("2026-11-24T02:00:00+01:00")
    monday = date(2026, 11, 23)

    assert likely_moment(at_two, NIGHTS) is PainMoment.EVENING
    assert usual_moment(monday, PainMoment.EVENING, at_two, NIGHTS) == at_two
    # The first steps of this day are hours ago, and those of the next not yet taken.
    asked = usual_moment(monday, PainMoment.FIRST_STEPS, at_two, NIGHTS)
    assert asked == datetime.fromisoformat("2026-11-23T07:30:00+01:00")


def test_an_answer_about_a_short_day_stays_within_it() -> None:
    landed = date(2026, 11, 20)
    days = LocalDays("Europe/Brussels", (LocalDay(landed, "Asia/Tokyo"),))
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)

    evening = usual_moment(landed - timedelta(days=1), PainMoment.EVENING, now, days)

    assert days.day_of(evening) == landed - timedelta(days=1)
    assert evening == datetime(2026, 11, 19, 14, 59, tzinfo=UTC)


def test_a_page_is_drawn_anew_when_the_figures_change_and_not_otherwise() -> None:
    at = datetime(2026, 11, 23, 8, tzinfo=UTC)
    drawn = [at, at, at + timedelta(seconds=10)]

    assert [live.changed(at, newest) for newest in drawn] == [False, False, True]
    assert live.changed(None, at)
    assert not live.changed(None, None)


def test_nothing_leaks_to_the_makers_of_the_tools() -> None:
    config = tomllib.loads((APP.parent / ".streamlit" / "config.toml").read_text("utf-8"))

    assert config["browser"]["gatherUsageStats"] is False
    assert config["logger"]["hideWelcomeMessage"] is True
    assert config["client"]["showErrorDetails"] == "none"
    assert config["client"]["showErrorLinks"] is False
    assert config["server"]["enableXsrfProtection"] is True
    assert config["server"]["enableCORS"] is True
    for path in sorted(APP.parent.rglob("*.py")):
        assert ":material/" not in path.read_text("utf-8"), path


def test_the_runner_page_tells_what_is_left_and_how_mornings_answered(filled: Store) -> None:
    now = datetime.now(UTC)
    today = filled.runner("r-017").days.day_of(now)
    evidence = stored_evidence(filled, "r-017", now=now)
    left = what_is_left(evidence, first_day(evidence) or today, today)
    alerts = filled.alerts("r-017", first_day(evidence) or today, today)
    table, found = diary(evidence.days, evidence.mornings, alerts)

    told = html(opened("runner", runner="r-017", lang="en"))

    english = words("en")
    assert left
    assert left_today.panel(left, english) in told
    assert table.after.count > 0
    assert panel(table, found, english) in told


def test_who_is_silent_is_not_counted_among_the_calm() -> None:
    dutch = words("nl")

    assert overview.calm(0, dutch).startswith("Niemand vraagt vandaag aandacht")
    assert overview.calm(1, dutch).endswith("van 1 loper zijn er geen gegevens.")
    assert overview.calm(3, dutch).endswith("van 3 lopers zijn er geen gegevens.")


def test_an_overview_of_somebody_silent_says_so_and_not_that_all_is_calm(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{home / 'silent.sqlite'}"
    monkeypatch.setenv("PLANTAR_STORE_URL", url)
    with open_store(url) as store:
        store.add_runner(Runner("r-silent"))
        as_page(monkeypatch, token_of(store, sees_all(store)))

        told = html(opened(lang="nl"))

    assert "van 1 loper zijn er geen gegevens." in told
    assert "Niemand vraagt vandaag aandacht" not in told
