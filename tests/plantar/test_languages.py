"""Every sentence exists in Dutch, English and French, and says what Plantar may say."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from plantar.alert import Alert, Level, NotEvaluated, Rule
from plantar.errors import BadInput
from plantar.load import Method, NoRatio, Ratio
from plantar.runner import LANGUAGES
from plantar.words import sentences
from plantar.words.catalogue import Words, words

ROOT = Path(__file__).parents[2]
ROOMS = ("plantar", "dashboard")
TRANSLATED = ("nl", "fr")
KEYWORDS = {"say": None, "mark": None, "plural": (1, 2)}
TODAY = date(2026, 11, 23)

RUN = (
    ("measure", "distance"),
    ("value", 21.1),
    ("longest", 10.24),
    ("unit", "km"),
    ("percent", 106),
    ("longest_day", "2026-11-03"),
    ("session_start", "2026-11-20T18:04:00+01:00"),
)
MINUTES = (*RUN[:1], ("value", 95), ("longest", 60.0), ("unit", "min"), *RUN[4:])
WEEK = (
    ("percent", 129),
    ("acute", 59_947.2),
    ("chronic", 26_162.4),
    ("ratio", 2.291),
    ("ceiling", 1.41),
    ("valid_acute", 6),
)
MORNING = (("rise", 4), ("score", 7), ("baseline", 3), ("load_day", "2026-11-21"), ("mornings", 2))
FIRST_RUN = (("days", 21), ("last_run_day", "2026-11-02"), RUN[-1])
WALK = (*RUN[:1], ("value", 12_400), ("longest", 8000.0), ("unit", "steps"), *RUN[4:])
DAY = (
    ("day_load", 61_320.4),
    ("highest", 26_162.4),
    ("highest_day", "2026-11-03"),
    ("percent", 134),
    ("valid_days", 26),
    ("day_status", "partial"),
    ("left_out", 8591.2),
    ("highest_left_out", 0.0),
)
PLANNED = (
    ("measure", "distance"),
    ("value", 21.1),
    ("planned", 10.0),
    ("unit", "km"),
    ("percent", 111),
    ("runs", 2),
    ("plan_author", "kine-a"),
    RUN[-1],
    ("least_extra", 1.0),
)
DECLARED = (
    ("day_declared", 545.0),
    ("longest_declared", 420.0),
    ("longest_day", "2026-11-03"),
    ("percent", 30),
    ("least_extra", 60.0),
    ("days", 9),
)
UPRIGHT = (
    ("day_upright", 545.0),
    ("longest_upright", 420.0),
    ("longest_day", "2026-11-03"),
    ("percent", 30),
    ("least_extra", 60.0),
    ("days", 22),
    ("day_status", "valid"),
)
DURING = (("during", 7), ("agreed", 5), ("days_above", 2), ("usual_during", 4.0), ("scores", 9))
WEEKS = (
    ("week_rise", 2.286),
    ("week_mean", 5.286),
    ("before_mean", 3.0),
    ("mornings", 7),
    ("mornings_before", 5),
)
ANSWER = (("rise", 4), ("score", 7), ("baseline", 3), ("jump_day", "2026-11-21"))
CODES = {
    "s1-caution": (Rule.S1, RUN),
    "s1-alert": (Rule.S1, MINUTES),
    "s1-double": (Rule.S1, RUN),
    "s1-plan-caution": (Rule.S1, PLANNED),
    "s1-plan-alert": (Rule.S1, PLANNED),
    "s1-plan-double": (Rule.S1, PLANNED),
    "s1b-first": (Rule.S1B, FIRST_RUN),
    "s1w-walk": (Rule.S1W, WALK),
    "s2-day": (Rule.S2, DAY),
    "s2-sure": (Rule.S2, DAY),
    "s3-declared": (Rule.S3, DECLARED),
    "s3-upright": (Rule.S3, UPRIGHT),
    "s3-steps": (Rule.S3, UPRIGHT),
    "s4-load": (Rule.S4, WEEK),
    "s4-upright": (Rule.S4, WEEK),
    "p2-once": (Rule.P2, MORNING),
    "p2-repeated": (Rule.P2, MORNING),
    "p2-after-load": (Rule.P2, MORNING),
    "p2-high": (Rule.P2, MORNING),
    "p1-above-limit": (Rule.P1, DURING),
    "p1-above-usual": (Rule.P1, DURING),
    "p3-weeks": (Rule.P3, WEEKS),
    "c1-answer": (Rule.C1, ANSWER),
}
REASONS = (
    "no-distance-no-duration",
    "no-run-in-30-days",
    "building",
    "acute-coverage",
    "chronic-coverage",
    "chronic-floor",
    "no-baseline",
    "no-morning-score",
    "few-runs",
    "no-ceiling",
    "short-history",
    "first-week-of-runs",
    "no-walk-in-30-days",
    "no-distance-no-steps",
    "intensity-unknown",
    "not-measured",
    "few-valid-days",
    "few-days",
    "no-load-before",
    "sessions-only",
    "no-during-score",
    "no-agreed-limit",
    "few-mornings",
    "plan-other-measure",
    "uncertain-gait",
    "short-declared-history",
    "few-declared-days",
)

#: Words that would promise or frighten; saying that nothing is predicted is allowed.
FORBIDDEN = {
    "en": r"\b(risks?|risky|safe\w*|danger\w*|prevent\w*|heal(s|ed|ing)?|predict\w*)\b",
    "nl": r"\b(risico\w*|veilig\w*|gevaar\w*|voorko\w*|genees\w*|genez\w*|voorspel\w*)\b",
    "fr": r"\b(risqu\w*|sûr\w*|sécur\w*|danger\w*|préven\w*|prévien\w*|guéri\w*|prédi\w*)\b",
}
DENIALS = {
    "en": ("predicts nothing", "Does not predict injury", "no prediction"),
    "nl": ("voorspelt niets", "Voorspelt geen letsel", "geen voorspelling"),
    "fr": ("ne prédit rien", "Ne prédit pas de blessure", "ni prédiction"),
}
#: What to do is for the kinesist and the runner to say.
PRESCRIBING = r"(loop morgen|hou het|bouw .* op|stop met|neem rust|do not run|slow down|rest for)"


def alert(code: str) -> Alert:
    rule, inputs = CODES[code]
    return Alert(TODAY, rule, Level.ALERT, code, inputs, 1.3, "uncoupled", 1)


def in_code() -> dict[str | tuple[str, ...], str]:
    """Every msgid that the code hands to the words, with the file it stands in."""
    return {
        message: f"{room}/{file}"
        for room in ROOMS
        for file, _, message, _, _ in extract_from_dir(
            ROOT / room, [("**.py", "python")], keywords=KEYWORDS
        )
    }


def catalogue(language: str) -> dict[str | tuple[str, ...], Message]:
    place = files("plantar.words") / "locale" / language / "LC_MESSAGES" / "plantar.po"
    found = read_po(BytesIO(place.read_bytes()), locale=language, abort_invalid=True)
    return {
        message.id if isinstance(message.id, str) else tuple(message.id): message
        for message in found
        if message.id
    }


def forms(texts: object) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts)  # type: ignore[arg-type]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def every_text(language: str) -> Iterator[str]:
    if language == "en":
        for message in in_code():
            yield from forms(message)
    else:
        for found in catalogue(language).values():
            yield from forms(found.string)


def test_there_is_something_to_translate() -> None:
    assert len(in_code()) > 100


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_in_the_code_is_translated_and_reviewed(language: str) -> None:
    translated = catalogue(language)

    missing = {message: file for message, file in in_code().items() if message not in translated}

    assert missing == {}
    assert [m.id for m in translated.values() if m.fuzzy or not all(forms(m.string))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_of_a_sentence_that_is_gone(language: str) -> None:
    assert set(catalogue(language)) - set(in_code()) == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_asks_for_the_same_numbers(language: str) -> None:
    for message in catalogue(language).values():
        wanted = placeholders(forms(message.id)[0])
        for text in forms(message.string):
            assert placeholders(text) == wanted, message.id


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    """A msgid built from parts, or inside an f-string, is one that extraction cannot find."""
    found = set(in_code())
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
                    continue
                if call.func.attr not in ("say", "plural") or path.name == "catalogue.py":
                    continue
                first = call.args[0]
                if isinstance(first, ast.Subscript):  # a table of marked sentences
                    continue
                assert isinstance(first, ast.Constant), f"{path}:{call.lineno}"
                msgid = (
                    (first.value, call.args[1].value) if call.func.attr == "plural" else first.value
                )  # type: ignore[attr-defined]
                assert msgid in found, f"{path}:{call.lineno}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_promises_frightens_or_prescribes(language: str) -> None:
    for text in every_text(language):
        said = text
        for denial in DENIALS[language]:
            said = said.replace(denial, "")
        assert not re.search(FORBIDDEN[language], said, re.IGNORECASE), text
        assert not re.search(PRESCRIBING, said, re.IGNORECASE), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_alert_has_a_sentence_with_its_own_numbers(language: str, code: str) -> None:
    said, speak = alert(code), words(language)

    for text in (
        sentences.sentence(said, speak),
        sentences.reason(said, speak),
        sentences.numbers(said, speak),
        sentences.short(said, speak),
    ):
        assert text
        assert "{" not in text
    assert sentences.numbers(said, speak) in sentences.sentence(said, speak)


def test_an_alert_of_an_unknown_code_is_never_put_in_words() -> None:
    stranger = Alert(TODAY, Rule.S1, Level.ALERT, "s1-moon", RUN, 1.3, "uncoupled", 1)

    for put in (sentences.sentence, sentences.reason, sentences.numbers):
        with pytest.raises(KeyError):
            put(stranger, words("nl"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_not_to_evaluate_a_rule_has_a_sentence(language: str) -> None:
    said = {
        sentences.not_evaluated(NotEvaluated(TODAY, Rule.S1, why), words(language))
        for why in REASONS
    }

    assert set(sentences.NOT_EVALUATED) == set(REASONS)
    assert len(said) == len(REASONS)


def test_every_code_that_a_rule_can_give_has_words() -> None:
    rules = "".join(
        path.read_text("utf-8") for path in sorted((ROOT / "processing" / "rules").glob("*.py"))
    )

    reasons = set(re.findall(r'NotEvaluated\([^)]*"([a-z0-9-]+)"\)', rules))
    codes = set(re.findall(r'"([spc]\d[a-z]?-[a-z-]+)"', rules))

    assert reasons
    assert reasons | set(NoRatio) <= set(sentences.NOT_EVALUATED)
    assert codes == set(CODES)


def test_a_reason_of_a_newer_rule_is_told_by_its_code() -> None:
    newer = NotEvaluated(TODAY, Rule.S1, "moon-phase")

    assert sentences.not_evaluated(newer, words("nl")) == "moon-phase"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", NoRatio)
def test_every_reason_for_no_ratio_has_a_sentence(language: str, why: NoRatio) -> None:
    none = Ratio(TODAY, Method.UNCOUPLED, None, None, None, 3, 9, why, 9.0, 28.0)

    text = sentences.no_ratio(none, words(language))

    assert "9" in text
    assert "28" in text


def test_the_dutch_sentence_of_a_long_run() -> None:
    assert sentences.sentence(alert("s1-alert"), words("nl")) == (
        "Deze loop was 106\u00a0% langer dan de langste van de voorbije 30 dagen: een grote "
        "sprong, 95\u00a0min tegenover 60\u00a0min op 3 november. Het bespreken waard, samen met "
        "de eerste-stappenpijn van de ochtend erna."
    )


def test_the_dutch_sentences_of_a_day() -> None:
    assert sentences.sentence(alert("s2-day"), words("nl")) == (
        "De voeten kregen op deze dag meer belasting dan op elk van de 30 dagen ervoor: "
        "≥ 61.300 stapequivalenten tegenover 26.200 op 3 november. Dat is zoveel als 45\u00a0km "
        "wandelen. Het bespreken waard."
    )
    assert sentences.numbers(alert("s3-upright"), words("nl")) == (
        "9,1\u00a0u tegenover 7,0\u00a0u op 3 november"
    )


def test_the_dutch_sentence_of_a_run_beyond_its_plan_says_what_it_is_held_against() -> None:
    assert sentences.sentence(alert("s1-plan-caution"), words("nl")) == (
        "Op deze dag werd 111\u00a0% langer gelopen dan gepland: 21,1\u00a0km tegenover "
        "10,0\u00a0km gepland. Het bespreken waard."
    )


def test_what_the_runner_told_is_called_an_estimate_in_every_language() -> None:
    for language, word in (("nl", "geschat"), ("en", "estimate"), ("fr", "estim")):
        assert word in sentences.sentence(alert("s3-declared"), words(language)).lower()
        assert word in sentences.reason(alert("s3-declared"), words(language)).lower()
        assert word in sentences.method(
            Alert(
                TODAY,
                Rule.S3,
                Level.CAUTION,
                "s3-declared",
                DECLARED,
                1.1,
                "estimated time on feet / longest estimated of 30 days",
                2,
            ),
            words(language),
        )


def test_loads_are_read_to_three_figures() -> None:
    assert (
        sentences.numbers(alert("s4-load"), words("nl"))
        == "59.900 tegenover 26.200 stapequivalenten per dag"
    )


@pytest.mark.parametrize(
    ("language", "number", "load", "day", "ago"),
    [
        ("nl", "1,95", "18.600", "20 nov", "3 uur geleden"),
        ("en", "1.95", "18,600", "20 Nov", "3 hours ago"),
        ("fr", "1,95", "18\u202f600", "20 nov.", "il y a 3 heures"),
    ],
)
def test_numbers_and_dates_are_written_as_the_language_does(
    language: str, number: str, load: str, day: str, ago: str
) -> None:
    speak: Words = words(language)

    assert speak.number(1.949, 2) == number
    assert speak.about(18_612.3) == load
    assert speak.date(date(2026, 11, 20)) == day
    assert speak.ago(timedelta(hours=3, minutes=4)) == ago


def test_a_short_walk_is_more_than_nothing() -> None:
    assert words("nl").about(0.42) == "0,4"
    assert words("nl").about(16.2) == "16"


def test_what_is_missing_is_a_dash_and_zero_is_zero() -> None:
    assert words("nl").number(None) == "–"
    assert words("nl").number(float("nan"), 2) == "–"
    assert words("nl").about(0.0) == "0"
    assert words("nl").number(-0.2) == "0"


@pytest.mark.parametrize(("n", "said"), [(1, "1 punt boven"), (2, "2 punten boven")])
def test_one_point_and_two_points(n: int, said: str) -> None:
    one = "Morning pain {n} point above usual"
    many = "Morning pain {n} points above usual"

    assert said in words("nl").plural(one, many, n)
    assert said.replace("punten", "points").replace("punt", "point").split()[1] in words(
        "en"
    ).plural(one, many, n)


def test_zero_is_singular_in_french() -> None:
    one = "Morning pain {n} point above usual"
    many = "Morning pain {n} points above usual"

    assert "0 point " in words("fr").plural(one, many, 0)
    assert "0 points " in words("en").plural(one, many, 0)


def test_a_moment_has_the_clock_time_of_a_place() -> None:
    at = datetime(2026, 11, 23, 8, 12, tzinfo=timezone(timedelta(hours=1)))

    assert words("nl").time(at, ZoneInfo("Europe/Brussels")) == "08:12"
    assert words("nl").time(at, ZoneInfo("Europe/London")) == "07:12"


def test_a_moment_less_than_a_minute_ago_is_just_now() -> None:
    assert words("nl").ago(timedelta(seconds=20)) == "zonet"


def test_nine_days_ago_is_not_a_week_ago() -> None:
    assert words("nl").ago(timedelta(days=9, hours=3)) == "9 dagen geleden"
    assert words("en").ago(timedelta(hours=47)) == "2 days ago"
    assert words("en").ago(timedelta(hours=20)) == "20 hours ago"


def test_a_language_that_plantar_does_not_speak_is_refused() -> None:
    with pytest.raises(BadInput, match="language"):
        words("de")
