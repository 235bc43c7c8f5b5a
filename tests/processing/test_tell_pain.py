"""One door for pain: what is taken, what counts, and what is refused with which words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from plantar.day import LocalDay
from plantar.errors import BadInput, PainRefused, UnknownRunner
from plantar.pain import PainMoment, PainReport, Side
from plantar.runner import LANGUAGES, Runner
from plantar.store import Store
from plantar.store.sql import open_store
from plantar.words import pain_refusals
from plantar.words.catalogue import words
from processing import tell_pain as door
from processing.given_pain import Given
from processing.pain_links import LONGEST, give_link, runner_of_link
from processing.tell_pain import amend_pain, checked, tell_pain, tell_report

#: A Monday morning in Brussels, an hour ahead of UTC.
NOW = datetime(2026, 11, 23, 6, 40, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)
EVER = (NOW - timedelta(days=400), NOW + timedelta(days=400))
DAYS = Runner("anna").days
LEFT_FOUR = Given("4", "first-steps", "left")


@pytest.fixture
def store() -> Iterator[Store]:
    with open_store("sqlite://") as one:
        one.add_runner(Runner("anna", side=Side.LEFT))
        yield one


#: What was given, the code, and what the sentence must name of the value.
REFUSED = {
    "11": (Given("11"), "score-off-scale", "11"),
    "-1": (Given("-1"), "score-off-scale", "-1"),
    "vier": (Given("vier"), "score-not-whole", "vier"),
    "4,5": (Given("4,5"), "score-not-whole", "4,5"),
    "a half": (Given(4.5), "score-not-whole", "4.5"),
    "nan": (Given(float("nan")), "score-not-whole", "nan"),
    "1e308": (Given("1e308"), "score-not-whole", "1e308"),
    "a flag": (Given(True), "score-not-whole", "True"),
    "a list": (Given([4]), "score-not-whole", "[4]"),
    "arabic digits": (Given("٤"), "score-not-whole", "٤"),
    "underscores": (Given("1_0"), "score-not-whole", "1_0"),
    "empty": (Given(""), "score-missing", ""),
    "blanks": (Given("  "), "score-missing", ""),
    "nothing": (Given(), "score-missing", ""),
    "script": (Given("<script>"), "score-not-whole", "<script>"),
    "NUL": (Given("4\0"), "score-not-whole", "4\N{REPLACEMENT CHARACTER}"),
    "10,000 signs": (Given("4" * 10_000), "score-not-whole", "4" * 40 + "…"),
    "lunch": (Given(4, "lunch"), "moment-unknown", "lunch"),
    "no moment": (Given(4, ""), "moment-unknown", ""),
    "middle": (Given(4, side="middle"), "side-unknown", "middle"),
    "ten days back": (Given(4, day="2026-11-13"), "long-ago", "2026-11-13"),
    "ten days back, by the clock": (Given(4, at="2026-11-13T07:00"), "long-ago", "2026-11-13"),
    "tomorrow": (Given(4, day="2026-11-24"), "future", "2026-11-24"),
    "in five minutes": (Given(4, at="2026-11-23T07:45"), "future", "2026-11-23T07:45"),
    "the year 9999": (Given(4, at="9999-12-31T23:59"), "at-unreadable", "9999"),
    "the year 1": (Given(4, at="0001-01-01T00:00"), "at-unreadable", "0001"),
    "yesterday": (Given(4, day="yesterday"), "day-unreadable", "yesterday"),
    "a date for a moment": (Given(4, at="2026-11-22"), "at-unreadable", "2026-11-22"),
    "day and moment": (
        Given(4, day="2026-11-22", at="2026-11-22T07:00"),
        "at-and-day",
        "2026-11-22",
    ),
    "a long note": (Given(4, note="x" * 10_000), "text-long", "10"),
    "a long shoe": (Given(4, shoe="x" * 61), "text-long", "61"),
    "NUL in a note": (Given(4, note="a\0b"), "text-sign", "U+0000"),
    "half a sign": (Given(4, note="\ud800"), "text-sign", "U+D800"),
    "a number for a note": (Given(4, note=7), "text-none", "7"),
    "maybe": (Given(4, analgesic="maybe"), "yes-or-no", "maybe"),
    "a flare of 2": (Given(4, flare=2), "yes-or-no", "2"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_by_its_name_and_nothing_is_kept(store: Store, case: str) -> None:
    given, code, shown = REFUSED[case]

    with pytest.raises(PainRefused) as refused:
        tell_pain(store, "anna", given, NOW)

    assert refused.value.code == code
    assert str(refused.value).startswith(f"{refused.value.field}: ")
    assert len(str(refused.value)) < 200
    assert store.pain_history("anna", *EVER) == []
    for language in LANGUAGES:
        said = pain_refusals.refusal(refused.value, words(language))
        assert shown in said.replace("\N{NO-BREAK SPACE}", "")
        assert said.endswith(".")
        assert (said == pain_refusals.refusal(refused.value, words("en"))) is (language == "en")


def test_every_code_has_a_case_or_is_named_elsewhere() -> None:
    shown = {code for _, code, _ in REFUSED.values()}

    assert set(pain_refusals.REFUSALS) - shown == {"key", "day-skipped"}
    assert pain_refusals.BACK_DAYS == door.BACK_DAYS


@pytest.mark.parametrize("score", ["4", 4, 4.0, "4.0", "4,0", " 4 ", "+4"])
def test_four_is_four_however_it_is_written(score: object) -> None:
    assert checked(Given(score), DAYS, NOW).score == 4


@drawn(st.text() | st.integers() | st.floats() | st.none() | st.booleans())
def test_whatever_is_given_is_a_score_on_the_scale_or_refused_in_a_sentence(given: object) -> None:
    said: list[str] = []
    try:
        said.append(str(checked(Given(given, note=given), DAYS, NOW).score))
    except PainRefused as refused:
        said += [pain_refusals.refusal(refused, words(language)) for language in LANGUAGES]

    assert all(said)
    assert len(said) == len(LANGUAGES) or 0 <= int(said[0]) <= 10


def test_a_note_is_kept_as_it_is_also_a_hostile_one(store: Store) -> None:
    kept = tell_pain(store, "anna", Given(4, note=" <script>alert(1)</script>\r\nl'été 👣 "), NOW)

    assert kept.report.note == "<script>alert(1)</script>\nl'été 👣"


def test_the_moment_is_proposed_by_the_clock_and_now_is_now() -> None:
    report = checked(Given(4), DAYS, NOW)

    assert (report.moment, report.at, report.side) == (PainMoment.FIRST_STEPS, NOW, None)


def test_a_clock_two_minutes_ahead_tells_of_now() -> None:
    assert checked(Given(4, at="2026-11-23T07:42"), DAYS, NOW).at == NOW


def test_a_time_without_a_zone_is_the_runner_s() -> None:
    at = checked(Given(4, at="2026-11-22T21:30"), DAYS, NOW).at

    assert at == datetime(2026, 11, 22, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize("back", range(8))
def test_today_and_the_seven_days_before_can_be_told(back: int) -> None:
    day = NOW.date() - timedelta(days=back)

    report = checked(Given(4, "evening", day=day.isoformat()), DAYS, NOW)

    assert report.day(DAYS) == day
    assert report.at <= NOW


def test_a_day_that_a_flight_skipped_cannot_hurt() -> None:
    away = LocalDay(date(2026, 11, 22), "Pacific/Kiritimati")
    days = Runner("anna", "Pacific/Pago_Pago").with_days(away).days
    gone = next(
        day for n in range(5) if not days.hours(day := date(2026, 11, 19) + timedelta(days=n))
    )

    with pytest.raises(PainRefused, match=gone.isoformat()) as refused:
        checked(Given(4, day=gone), days, NOW)

    assert refused.value.code == "day-skipped"


def test_a_night_nurse_tells_at_two_of_the_evening_before() -> None:
    days = Runner("nora").with_days(LocalDay(date.min, "Europe/Brussels", time(4))).days
    at_two = datetime(2026, 11, 24, 1, tzinfo=UTC)

    assert checked(Given(4), days, at_two).day(days) == date(2026, 11, 23)
    assert checked(Given(4, "first-steps"), days, at_two).day(days) == date(2026, 11, 24)


def test_of_two_in_the_same_minute_the_later_counts_and_an_undo_brings_the_first_back(
    store: Store,
) -> None:
    first = tell_pain(store, "anna", LEFT_FOUR, NOW)
    second = tell_pain(store, "anna", Given("6", "first-steps", "left"), NOW + timedelta(seconds=9))

    assert (second.replaced, second.repeated) == (first.report, False)
    assert [one.score for one in store.pain("anna", *EVER)] == [6]
    before, after = store.pain_history("anna", *EVER)
    assert (before.replaced_at, after.replaced_at) == (NOW + timedelta(seconds=9), None)
    store.withdraw_pain("anna", second.report, second.recorded_at)
    assert store.pain("anna", *EVER) == [first.report]


def test_the_same_again_changes_nothing(store: Store) -> None:
    tell_pain(store, "anna", LEFT_FOUR, NOW)

    again = tell_pain(store, "anna", LEFT_FOUR, NOW + A_MINUTE)

    assert (again.repeated, again.recorded_at) == (True, NOW)
    assert len(store.pain_history("anna", *EVER)) == 1
    amend_pain(store, "anna", again, Given(flare=True))
    assert store.pain("anna", *EVER)[0].flare


def test_a_late_copy_under_its_key_does_not_undo_a_correction(store: Store) -> None:
    tell_pain(store, "anna", LEFT_FOUR, NOW, "k1")
    tell_pain(store, "anna", replace(LEFT_FOUR, score=6), NOW + A_MINUTE, "k2")

    late = tell_pain(store, "anna", LEFT_FOUR, NOW + 2 * A_MINUTE, "k1")

    assert late.repeated
    assert [one.score for one in store.pain("anna", *EVER)] == [6]


@pytest.mark.parametrize("key", ["", "x" * 101, "a\0b"])
def test_a_key_that_cannot_be_is_refused(store: Store, key: str) -> None:
    with pytest.raises(PainRefused, match="id: ") as refused:
        tell_pain(store, "anna", LEFT_FOUR, NOW, key)

    assert pain_refusals.refusal(refused.value, words("nl")).startswith("Nummer")


def test_a_corrected_score_keeps_what_was_said_beside_the_first(store: Store) -> None:
    tell_pain(store, "anna", replace(LEFT_FOUR, analgesic=True, note="trap"), NOW)

    kept = tell_pain(store, "anna", replace(LEFT_FOUR, score=5, note="nee"), NOW + A_MINUTE)

    assert (kept.report.analgesic, kept.report.note) == (True, "nee")


def test_more_can_be_said_after_the_tap_and_a_refusal_of_it_loses_nothing(store: Store) -> None:
    kept = tell_pain(store, "anna", LEFT_FOUR, NOW)

    more = amend_pain(store, "anna", kept, Given(analgesic="yes", shoe="klompen", flare=True))
    with pytest.raises(PainRefused, match="note"):
        amend_pain(store, "anna", more, Given(note="x" * 501))

    expected = replace(kept.report, analgesic=True, shoe="klompen", flare=True)
    assert store.pain("anna", *EVER) == [more.report] == [expected]


def test_both_feet_and_each_foot_are_told_apart(store: Store) -> None:
    for side in Side:
        tell_pain(store, "anna", replace(LEFT_FOUR, side=side), NOW)

    assert {one.side for one in store.pain("anna", *EVER)} == set(Side)


def test_what_was_told_elsewhere_is_judged_by_when_it_was_told(store: Store) -> None:
    told = NOW - timedelta(days=30)
    report = PainReport(told, PainMoment.EVENING, 3)

    tell_report(store, "anna", report, told)
    with pytest.raises(PainRefused, match="within the last 7 days"):
        tell_report(store, "anna", report, NOW)
    with pytest.raises(PainRefused, match="now or earlier"):
        tell_report(store, "anna", report, told - timedelta(hours=1))

    assert store.pain("anna", *EVER) == [report]


def test_nobody_is_assumed(store: Store) -> None:
    with pytest.raises(UnknownRunner):
        tell_pain(store, "zoe", LEFT_FOUR, NOW)
    with pytest.raises(UnknownRunner):
        give_link(store, "zoe", "a", NOW)


def test_a_link_tells_of_its_own_runner_for_36_hours_and_is_kept_nowhere(store: Store) -> None:
    store.add_runner(Runner("bert"))
    token, other = give_link(store, "anna", "a", NOW), give_link(store, "bert", "b", NOW)

    assert len(token) >= 43
    assert runner_of_link(store, token, NOW) == "anna"
    assert runner_of_link(store, other, NOW) == "bert"
    assert runner_of_link(store, token, NOW + timedelta(hours=36)) is None
    assert token not in repr(store.pain_links("anna"))
    store.revoke_pain_links("anna", NOW)
    assert runner_of_link(store, token, NOW) is None
    assert runner_of_link(store, other, NOW) == "bert"


@pytest.mark.parametrize("token", ["", "x", "../..", "é" * 50, "\ud800", "x" * 101])
def test_a_token_of_nobody_opens_nothing(store: Store, token: str) -> None:
    give_link(store, "anna", "a", NOW)

    assert runner_of_link(store, token, NOW) is None


@pytest.mark.parametrize("lasting", [timedelta(0), timedelta(hours=-1), 2 * LONGEST])
def test_a_link_that_ends_never_or_at_once_is_refused(store: Store, lasting: timedelta) -> None:
    with pytest.raises(BadInput, match="hours"):
        give_link(store, "anna", "a", NOW, lasting)
