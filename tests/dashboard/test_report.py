"""The report for a doctor: one tagged page of A4, which says what the pages say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from dashboard import present
from dashboard.report import pdf
from dashboard.report.chart import chart
from dashboard.report.facts import Facts, gather
from dashboard.report.said import MOST_AUTHOR, MOST_NEXT, MOST_TEXT, Said
from dashboard.report.sheet import sheet
from plantar import which_first
from plantar.alert import Level, Rule
from plantar.errors import BadInput, UnknownRunner
from plantar.load import DayStatus
from plantar.pain import PainMoment, PainReport
from plantar.plan import RuleOverride
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words import sentences
from plantar.words.catalogue import words
from tests.dashboard import read_pdf
from tests.dashboard.clinic import LIVES, NOW, Life, fill, morning_alert, run_alert, week_alert
from tests.dashboard.read_pdf import A4, fonts, opened, said, squeezed, tags

TODAY = NOW.date()
#: A line of every kind that a language of markup might take for its own.
MARKUP = (
    '#include "/etc/passwd" $x^2$ @cite *b* _i_ `r` <l> #panic() = H \\ // /* ~ [a](b) <script>'
)
MORNING_CODES = ("p2-once", "p2-repeated", "p2-after-load", "p2-high")
OWN = (
    (Rule.S1, "caution_ratio", 1.25),
    (Rule.S1, "alert_ratio", 1.45),
    (Rule.S2, "caution_ratio", 1.5),
    (Rule.S3, "caution_extra_min", 90.0),
    (Rule.S4, "load_ratio", 1.55),
    (Rule.S4, "upright_ratio", 1.5),
    (Rule.P2, "rise", 3.0),
    (Rule.C1, "rise", 3.0),
)
SPOKEN = Said(
    text="Hielpijn sinds maart.\nLoopt 3 keer per week.",
    next_step="Opnieuw bekijken op 7 december.",
    author="Els Kinesist",
)
#: What fills the page to its last line.
FULL = Said(
    text="\n".join(f"{n} " + "MW WERD " * 12 for n in range(8)).ljust(MOST_TEXT, "x")[:MOST_TEXT],
    next_step=("MW STAP " * 80)[:MOST_NEXT],
    author=("Kinesist van de praktijk met een heel lange naam " * 2)[:MOST_AUTHOR],
    name="Wilhelmina-Bernadette van den Eeckhoutte de la Kethulle de Ryhove " * 150,
)


#: The smallest letters that are still read on paper. [pt]
SMALLEST = 7.0


def report(store: Store, runner_id: str, language: str, spoken: Said = SPOKEN) -> bytes:
    return pdf.report(gather(store, runner_id, now=NOW), spoken, words(language))


@pytest.fixture(scope="module")
def fullest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A runner of whom there is as much to tell as there can be."""
    life: Life = replace(
        LIVES[0],
        id="r-" + "9" * 62,
        source="sole " + "of many parts " * 20,
        partial=lambda ago: ago % 9 == 4,
        missing=lambda ago: ago % 11 == 5,
        alerts=lambda today, ratio: (
            run_alert(today, 3, 21.1, 10.2, Level.ALERT),
            run_alert(today, 9, 14.1, 10.2, Level.ALERT),
            week_alert(today, ratio, "s4-load"),
            week_alert(today, ratio, "s4-upright"),
            *(morning_alert(today, n, code, 7, 3) for n, code in enumerate(MORNING_CODES)),
        ),
        not_evaluated=tuple(sentences.NOT_EVALUATED)[:10],
    )
    with open_store(tmp_path_factory.mktemp("fullest") / "plantar.sqlite") as store:
        fill(store, lives=[life])
        exercise = Exercise("Hielheffen op handdoek " * 9, 3, 12, every_days=2)
        since = TODAY - timedelta(days=40)
        store.keep_programme(life.id, Programme(since, (Phase("Opbouw", 1, (exercise,)),), "K"))
        for ago in (1, 3, 9):
            done = StrengthSession(TODAY - timedelta(days=ago), exercise.name, 3, 12)
            store.keep_strength(life.id, done, NOW - timedelta(minutes=ago))
        for rule, field, value in OWN:
            own = RuleOverride(rule, field, value, "kinesist " * 30, "reden " * 30, since)
            store.add_override(life.id, own)
        yield store


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.id)
def test_every_runner_gets_one_page_that_says_what_the_pages_say(
    clinic: Store, life: Life, language: str
) -> None:
    speak, facts = words(language), gather(clinic, life.id, now=NOW)
    runner, state = clinic.runner(life.id), clinic.state(life.id)

    made = pdf.report(facts, SPOKEN, speak)

    (page,) = opened(made).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(A4, abs=0.1)
    text = said(made)
    wanted = [
        present.status_sentence(runner, state, speak),
        speak.say("A training and pain log; no diagnosis, no prediction."),
        *SPOKEN.text.splitlines(),
        SPOKEN.next_step,
        SPOKEN.author,
        life.id,
    ]
    if runner.pain_limit is not None:
        wanted.append(speak.say("agreed pain limit {limit}/10", limit=runner.pain_limit))
    if state is not None:
        wanted.append(present.ratio_words(state, speak))
        wanted += [sentences.not_evaluated(answer, speak) for answer in state.not_evaluated]
        if state.week_sum_wse is not None:
            wanted.append(present.sum_words(state.week_sum_wse, state.worn_days, speak))
        if state.ratio is not None and state.ratio.ratio is not None:
            wanted.append(f"{speak.number(state.ratio.ratio, 2)}×")
            wanted += [speak.about(state.ratio.acute), speak.about(state.ratio.chronic)]
        if state.morning_pain is not None:
            wanted.append(f"{state.morning_pain}/10")
    for episode in clinic.episodes(life.id):
        wanted += [
            told(alert, speak)
            for alert in which_first.of_episode(episode)
            for told in (sentences.reason, sentences.numbers)
        ]
    assert [one for one in wanted if squeezed(one) not in text] == []


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.id)
def test_the_box_counts_the_days_and_mornings_that_the_store_has(clinic: Store, life: Life) -> None:
    first = TODAY - timedelta(days=83)
    days = clinic.days(life.id, life.source_class, first, TODAY) if life.known else []
    mornings = {
        report.at.date()
        for report in clinic.pain(life.id, NOW - timedelta(days=84), NOW)
        if report.moment is PainMoment.FIRST_STEPS
    }

    found = gather(clinic, life.id, now=NOW).complete

    assert found.days == 84
    assert found.valid == sum(day.status is DayStatus.VALID for day in days)
    assert found.partial == sum(day.status is DayStatus.PARTIAL for day in days)
    assert found.mornings == len(mornings)
    if life.until_ago:
        assert found.missing >= life.until_ago


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_read_aloud(clinic: Store, language: str) -> None:
    speak = words(language)
    made = report(clinic, "r-017", language)
    root, found = opened(made).trailer["/Root"], tags(made)
    names = [name for name, _ in found]
    (figure,) = [entries for name, entries in found if name == "/Figure"]

    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert opened(made).metadata.title == speak.say("Report on plantar heel pain")
    assert names.count("/H1") == 1
    assert names.count("/H2") == 3
    assert names.count("/TH") == 3
    assert figure["/Alt"] == sheet(gather(clinic, "r-017", now=NOW), SPOKEN, speak).chart_alt
    assert speak.about(clinic.state("r-017").ratio.acute) in figure["/Alt"]
    assert "pdfuaid:part>1<" in opened(made).xmp_metadata.stream.get_data().decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_however_much_there_is_to_tell_it_is_one_page(fullest: Store, language: str) -> None:
    (runner,) = fullest.runners()

    made = report(fullest, runner.id, language, FULL)

    assert len(opened(made).pages) == 1
    text = said(made)
    assert squeezed(FULL.text) in text
    assert squeezed(FULL.next_step) in text
    assert words(language).say("{n} more", n=3).replace(" ", "") in text  # thresholds
    assert "…" in text  # the name
    assert read_pdf.main_size(made) >= SMALLEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_somebody_new_it_says_so_and_tells_no_zeros(clinic: Store, language: str) -> None:
    speak = words(language)

    made = report(clinic, "r-050", language, Said())

    assert len(opened(made).pages) == 1
    text = said(made)
    for told in (
        "Nothing has been measured or computed yet.",
        "Nothing was measured and no pain score was given in this period.",
        "no score in the last 3 days",
        "coverage unknown",
        "No programme was in force in the last 14 days.",
        "Nothing was written down.",
    ):
        assert squeezed(speak.say(told)) in text
    assert "0/10" not in text
    assert "0WSE" not in text
    assert "0%" not in text
    assert "/Figure" not in [name for name, _ in tags(made)]


def test_pain_without_any_load_is_drawn_and_load_is_not(clinic: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "plantar.sqlite") as store:
        store.add_runner(Runner("r-1"), None)
        store.add_pain("r-1", PainReport(NOW, PainMoment.FIRST_STEPS, 6), NOW)
        facts = gather(store, "r-1", now=NOW)

    svg = chart(facts.story, words("en"))

    assert "No load was measured in this period" in svg
    assert "first steps" in svg
    assert 'class="missing"' not in svg
    assert len(opened(pdf.report(facts, SPOKEN, words("en"))).pages) == 1


@pytest.mark.parametrize(
    "name",
    [
        MARKUP,
        "x" * 10_000,
        "\u202egnorts\u202c \x00\x07 \ufffe \ue000",
        "שרה כהן",
        "سارة",
        "佐藤 😀",
        "e\u0301" * 300,
        "</title>&amp;\"'",
    ],
)
def test_no_name_is_more_than_a_name(clinic: Store, name: str) -> None:
    spoken = Said(text=name[:200], next_step=name[:100], author=name[:80], name=name)

    made = report(clinic, "r-017", "nl", spoken)

    assert len(opened(made).pages) == 1
    assert "r-017" in said(made)
    if name == MARKUP:
        assert said(made).count(squeezed(MARKUP)[:60]) == 4
    if name.startswith("שרה"):
        assert "שרה" in said(made) or "הרש" in said(made)


def test_the_chart_tells_a_day_without_a_figure_from_rest(clinic: Store) -> None:
    facts = gather(clinic, "r-002", now=NOW)
    missing = [facts.story.is_missing(day) for day in facts.story.dates]
    stretches = sum(
        one and not before for before, one in zip([False, *missing], missing, strict=False)
    )
    svg = ET.fromstring(chart(facts.story, words("en")))  # noqa: S314 - our own text
    drawn = [one for one in svg.iter() if one.get("class") == "missing"]

    assert stretches > 3
    assert len(drawn) == stretches + 1  # and the key
    assert [one.text for one in svg.iter() if one.text == "≥"] == ["≥"] * facts.complete.partial

    rested = gather(clinic, "r-003", now=NOW)  # a week of rest: figures, all of them zero
    assert not any(rested.story.is_missing(day) for day in rested.story.dates)
    assert 'class="missing"' not in chart(rested.story, words("en"))


def test_the_chart_says_in_patterns_what_it_says_in_colours(clinic: Store) -> None:
    svg = chart(gather(clinic, "r-017", now=NOW).story, words("en"))

    assert 'stroke="#fff" stroke-width=".75"' in svg  # standing is striped
    assert svg.count("stroke-dasharray") > 4
    assert "&gt; 2×" in svg  # the mark of the episode, with its sign


def test_the_same_facts_are_the_same_bytes(clinic: Store) -> None:
    assert report(clinic, "r-017", "fr") == report(clinic, "r-017", "fr")


def test_it_brings_its_fonts_along_and_asks_nobody(clinic: Store) -> None:
    inside = fonts(report(clinic, "r-017", "nl"))
    template = (files("dashboard.report") / "report.typ").read_text("utf-8")

    assert inside
    assert all(inside.values())
    assert {name.partition("-")[0] for name in inside} <= {"LibertinusSerif", "DejaVuSansMono"}
    assert not any(way in template for way in ("@preview", "#import", "#include", "read(", "http"))


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("text", "x" * (MOST_TEXT + 1)),
        ("text", "a\n" * 9),
        ("next_step", "x" * (MOST_NEXT + 1)),
        ("author", "x" * 81),
    ],
)
def test_what_does_not_fit_is_refused_by_its_name(field: str, written: str) -> None:
    with pytest.raises(BadInput, match=field):
        Said(**{field: written})


def test_of_nobody_and_of_no_period_there_is_no_report(clinic: Store) -> None:
    with pytest.raises(UnknownRunner):
        gather(clinic, "nobody", now=NOW)
    for weeks in (4, 27):
        with pytest.raises(BadInput, match="weeks"):
            gather(clinic, "r-017", now=NOW, weeks=weeks)


@pytest.mark.parametrize("weeks", [5, 26])
def test_another_period_is_told_of_by_its_own_days(clinic: Store, weeks: int) -> None:
    facts: Facts = gather(clinic, "r-017", now=NOW, weeks=weeks)

    assert facts.complete.days == 7 * weeks
    assert len(opened(pdf.report(facts, SPOKEN, words("nl"))).pages) == 1
