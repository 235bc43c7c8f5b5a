"""The page of sensors: each foot, battery, gaps, calibration, and what it says of the unknown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.sensors import gap_table, sensor_table
from dashboard.sensors.sensor_facts import SensorFacts, facts_of
from dashboard.sensors.sensor_said import answer, feet
from plantar.consent import Scope
from plantar.measured import Calibration, CalibrationMethod, Gap, GapCause, Origin, OriginKind
from plantar.minute import FootMinute, Moments
from plantar.runner import LANGUAGES, Runner, WearKind, WearPlan
from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold
from plantar.store import Batch, RunnersSensor, Store
from plantar.store.sql import open_store
from plantar.words.catalogue import words
from tests.dashboard.signed_in import account, as_page, consent, sees_all, token_of
from tests.dashboard.test_pages import html, opened

NOW = datetime(2026, 11, 27, 18, tzinfo=UTC)
EN = words("en")
LEFT = SensorTold(
    sensor="sole-left",
    at=NOW,
    kind="open-plantar",
    paired_at=NOW - timedelta(days=20),
    foot=Foot.LEFT,
    heard_at=NOW,
    model="<b>Sole</b>",
    firmware="1.4",
    battery_percent=62,
    clock=ClockQuality.FITTED,
    off_s=0.012,
    drift_ppm=-31.0,
    waiting=3,
)
RIGHT = replace(LEFT, sensor="sole-right", foot=Foot.RIGHT, battery_percent=12, waiting=0)
SOLES = Origin("live anna soles", OriginKind.STREAM, "soles", NOW)


def minutes(foot: Foot, ago: int, n: int = 60) -> list[FootMinute]:
    at = NOW - timedelta(days=ago, hours=4)
    return [
        FootMinute(at + timedelta(minutes=one), foot, 0, 100.0, 60.0, 0.0, Moments())
        for one in range(n)
    ]


def facts(*told: SensorTold, right_until: int = 0) -> SensorFacts:
    """Of a runner whose plan asks for an hour a day, and who wore both soles for ten days."""
    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna", body_mass_kg=62.0))
        store.add_wear_plan("anna", WearPlan(NOW.date(), WearKind.OWN, (1.0,) * 7))
        store.add_wear_plan(
            "anna", WearPlan(NOW.date() - timedelta(days=40), WearKind.OWN, (1.0,) * 7)
        )
        measured = [one for ago in range(10) for one in minutes(Foot.LEFT, ago)]
        measured += [one for ago in range(right_until, 10) for one in minutes(Foot.RIGHT, ago, 30)]
        since = NOW - timedelta(hours=2)
        gaps = [
            Gap(since, since + timedelta(minutes=9), None, GapCause.LINK, Foot.LEFT),
            Gap(since, since + timedelta(minutes=9), None, GapCause.LINK, Foot.RIGHT),
            Gap(since, since + timedelta(seconds=20), 4, GapCause.STALL),
        ]
        held = Calibration(NOW - timedelta(days=30), 1.06, 608.0, CalibrationMethod.SELF, 400)
        if told:
            store.put("anna", Batch(SOLES, "soles", (*measured, *gaps, held)))
        for one in told:
            store.keep_sensor("anna", "soles", one)
        return facts_of(store, store.runner("anna"), NOW.date(), NOW)


def test_the_page_says_first_whom_to_charge_and_that_all_is_well_only_then() -> None:
    assert answer(facts(LEFT, RIGHT), NOW, EN).to_do == ("Pressure sole, right: charge it, 12 %.",)
    well = facts(LEFT, replace(RIGHT, battery_percent=80))
    assert answer(well, NOW, EN).well == ("Every sensor is heard, and no battery is low.",)
    untold = facts(LEFT, replace(RIGHT, battery_percent=None))
    assert answer(untold, NOW, EN).well == ("Every sensor is heard; not all tell their battery.",)
    assert facts().is_empty


def test_a_foot_that_fell_silent_and_a_clock_that_is_off_are_said() -> None:
    silent = replace(RIGHT, battery_percent=80, heard_at=NOW - timedelta(days=4), off_s=2.0)

    said = answer(facts(LEFT, silent, right_until=4), NOW, EN).to_do

    assert said == (
        "Pressure sole, right: nothing heard for days.",
        "Pressure sole, right: its clock is off, so steps may stand in another minute.",
        "Only one foot is measured: nothing came of the right one for days.",
    )


def test_what_was_measured_since_counts_as_heard() -> None:
    """A collector tells of itself every quarter of an hour, and minutes come all the time."""
    found = facts(replace(LEFT, heard_at=NOW - timedelta(days=9)))

    assert found.heard["sole-left"] == NOW - timedelta(hours=3)


def test_each_foot_has_its_share_of_the_plan_and_its_missing_days() -> None:
    assert feet(facts(LEFT, RIGHT, right_until=4), EN) == [
        "Left: 69 % of the planned hours of 13 days; 4 planned days not measured.",
        "Right: 23 % of the planned hours of 13 days; 7 planned days not measured.",
    ]


def test_gaps_are_told_by_cause_with_their_minutes_each_foot_once() -> None:
    found = facts(LEFT, RIGHT)
    drawn = gap_table.by_cause(found.gaps, 90.0, Runner("anna").days, EN)
    rows = drawn.split("<tr>")[2:]

    assert "out of reach, or its battery was empty" in rows[0]
    assert "18 min" in rows[0]  # nine of each foot
    assert "measured, and not worn" in rows[1]
    assert "20 s" in rows[2]
    assert gap_table.by_cause((), 0.0, Runner("anna").days, EN) == ""


def test_a_battery_is_a_bar_a_number_and_a_moment_and_unknown_is_no_zero() -> None:
    drawn = sensor_table.battery(RIGHT, NOW + timedelta(minutes=5), EN)

    assert 'class="battery low"' in drawn
    assert "width:12%" in drawn
    assert "12 %" in drawn
    assert "5 minutes ago" in drawn
    assert sensor_table.battery(replace(LEFT, battery_percent=None), NOW, EN) == "not told"


def test_every_sensor_of_a_practice_stands_in_one_table_with_names_as_text() -> None:
    sensors = [RunnersSensor("anna", "soles", LEFT)]
    drawn = sensor_table.of_practice(sensors, {"anna": "<script>x</script>"}, NOW, EN)

    assert "<script>" not in drawn
    assert "<b>Sole" not in drawn
    assert "3 rows wait on its computer" in drawn
    assert sensor_table.of_practice((), {}, NOW, EN) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kinesist_reads_the_sensors_of_a_runner(practice: Store, language: str) -> None:
    now = datetime.now(UTC)
    sees_all(practice)
    practice.keep_sensor("r-017", "soles", replace(RIGHT, at=now, heard_at=now))

    said = html(opened("sensors", lang=language, runner="r-017"))

    assert {"nl": "Sensoren van", "en": "Sensors of", "fr": "Capteurs de"}[language] in said
    assert "12 %" in said
    assert 'class="worn"' in said
    assert "simulated" not in said


def test_without_any_sensor_one_begins_with_a_button_and_a_terminal_is_folded_away(
    practice: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    practice.add_runner(Runner("nobody-yet"))
    sees_all(practice)

    test = opened("sensors", lang="nl", runner="nobody-yet")

    (begin,) = [one for one in test.button if one.label == "Gegevens toevoegen"]
    (folded,) = test.expander
    assert folded.proto.expanded is False
    (commands,) = folded.code
    assert "./run sensor add 1 --runner nobody-yet" in commands.value
    assert len(test.code) == 1
    begin.click().run()
    assert not test.exception
    assert test.query_params["runner"] == "nobody-yet"
    assert [one.label for one in test.file_uploader]

    onlooker = account(practice, "onlooker")
    consent(practice, onlooker, "nobody-yet", frozenset({Scope.LOAD}))
    as_page(monkeypatch, token_of(practice, onlooker))
    test = opened("sensors", lang="nl", runner="nobody-yet")
    assert "Nog geen sensor of bestand heeft iets gemeld." in html(test)
    assert [*test.button, *test.code, *test.expander] == []
