"""`plantar programme` and `plantar strength`: what was written down, and what was done of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plantar.day import civil_day, zone
from plantar.measured import Origin, OriginKind, SourceClass
from plantar.minute import StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.store import Batch
from plantar.store.sql import open_store
from tests.cli.conftest import ROOT, Plantar

Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]
WHERE = zone("Europe/Brussels")
NOW = datetime.now(UTC)
TODAY = civil_day(NOW, WHERE)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
TEMPLATE = ROOT / "examples/strength_programme.toml"
RAISES = ("--exercise", "Heel Raise", "--sets", 3, "--reps", 12)


@pytest.fixture
def prescribed(plantar: Plantar, anna: str) -> str:
    """Anna, five weeks into the template."""
    since = TODAY - timedelta(days=34)
    kept = plantar("programme", "set", anna, TEMPLATE, "--since", since, "--by", "kine-a")
    assert kept.code == 0
    assert f"programme from {since}, 3 phases, by kine-a" in kept.err
    return anna


def test_the_template_is_kept_and_shown_with_its_phase(plantar: Plantar, prescribed: str) -> None:
    shown = plantar("programme", "show", prescribed)
    described = plantar("programme", "show", prescribed, "--json").json
    earlier = plantar(
        "programme", "show", prescribed, "--on", TODAY - timedelta(days=20), "--json"
    ).json

    assert shown.code == 0
    assert "now 5" in shown.out
    assert "5 x 8, 3-2-3, one leg, every 2 d" in shown.out
    (programme,) = described["programmes"]
    assert (programme["in_force"], programme["week"], programme["phase"]) == (
        True,
        5,
        "from week 5",
    )
    assert [phase["exercises"][0]["reps"] for phase in programme["phases"]] == [12, 10, 8]
    assert earlier["programmes"][0]["phase"] == "weeks 3 and 4"


def test_a_programme_shown_as_a_file_can_be_edited_and_set_again(
    plantar: Plantar, prescribed: str, tmp_path: Path
) -> None:
    path = tmp_path / "own.toml"
    written = plantar("programme", "show", prescribed, "--toml").out
    path.write_text(written.replace("reps = 8", "reps = 6\nload_kg = 12.5"), "utf-8")

    assert plantar("programme", "set", prescribed, path).code == 0

    (programme,) = plantar("programme", "show", prescribed, "--json").json["programmes"]
    last = programme["phases"][-1]["exercises"][0]
    assert (last["reps"], last["load_kg"]) == (6, 12.5)
    assert plantar("programme", "show", prescribed, "--toml").out == path.read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "instead", "named"),
    [
        ("reps = 10", "reps = 0", "phase 2, exercise 1, reps: 0 is not a whole number"),
        ("every_days = 2", "every = 2", "phase 1, exercise 1, every: 2"),
        ('kind = "build"', 'kind = "cure"', "kind: 'cure' is not one of build, maintenance"),
        ("[[phase]]", "[[phase", "is not TOML"),
    ],
)
def test_a_file_that_cannot_be_is_refused_by_file_field_and_value(
    plantar: Plantar,
    anna: str,
    contents: Contents,
    tmp_path: Path,
    before: str,
    instead: str,
    named: str,
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text(TEMPLATE.read_text("utf-8").replace(before, instead), "utf-8")
    kept = contents()

    refused = plantar("programme", "set", anna, path, "--since", TODAY, "--by", "kine-a")

    assert refused.code == 1
    assert f"{path}: " in refused.err
    assert named in refused.err
    assert contents() == kept


def test_a_file_that_is_no_programme_is_refused(
    plantar: Plantar, anna: str, tmp_path: Path
) -> None:
    folder, photo, long = tmp_path, tmp_path / "photo.toml", tmp_path / "long.toml"
    photo.write_bytes(b"\xff\xd8\xff")
    long.write_bytes(b"#" * 1_000_001)

    for path, named in (
        (tmp_path / "gone.toml", "cannot be read"),
        (folder, "cannot be read"),
        (photo, "is no text in UTF-8"),
        (long, "is too large for a programme"),
        (TEMPLATE, "since: None is not the date on which the programme begins"),
    ):
        refused = plantar("programme", "set", anna, path)
        assert refused.code == 1
        assert f"{path}: {named}" in refused.err


def test_a_programme_is_taken_back(plantar: Plantar, prescribed: str) -> None:
    since = TODAY - timedelta(days=34)

    assert plantar("programme", "withdraw", prescribed, since).code == 0
    assert plantar("programme", "show", prescribed, "--json").json["programmes"] == []
    again = plantar("programme", "withdraw", prescribed, since)
    assert again.code == 1
    assert f"no programme since {since} of runner 'anna'" in again.err
    assert plantar("programme", "show", prescribed, "--toml").code == 2


def test_strength_work_is_logged_with_what_was_prescribed(
    plantar: Plantar, prescribed: str
) -> None:
    done = (*RAISES, "--load-kg", 12.5, "--mode", "bilateral", "--pain", 4, "--note", "trap")

    logged = plantar("strength", prescribed, *done)
    listed = plantar("strength", prescribed, "list", "--json").json

    assert logged.code == 0
    (session,) = listed["sessions"]
    assert f"logged Heel Raise, 3 x 12, 12.5 kg, both legs, {TODAY}" in logged.err
    assert f"(id {session['id']})" in logged.err
    assert session == {
        "id": session["id"],
        "day": str(TODAY),
        "exercise": "Heel Raise",
        "sets": 3,
        "reps": 12,
        "load_kg": 12.5,
        "mode": "bilateral",
        "tempo": "3-2-3",
        "under_tension_s": 288.0,
        "worst_pain": 4,
        "start": None,
        "duration_s": None,
        "note": "trap",
    }
    assert listed["adherence"] == {
        "day": str(TODAY),
        "done": 1,
        "prescribed": 7.0,
        "days": 14,
        "share": pytest.approx(1 / 7),
    }


def test_adherence_is_told_with_a_note_below_six_in_ten(plantar: Plantar, prescribed: str) -> None:
    for n in range(4):
        low = plantar("strength", prescribed, *RAISES, "--on", TODAY - timedelta(days=2 * n))
    enough = plantar("strength", prescribed, *RAISES, "--on", TODAY - timedelta(days=9))
    shown = plantar("strength", prescribed, "list")

    assert "4 van 7 voorgeschreven sessies" in low.err
    assert "minder dan 6 op 10" in low.err
    assert "5 van 7 voorgeschreven sessies" in enough.err
    assert "6 op 10" not in enough.err
    assert "5 van 7" in shown.out


def test_in_the_first_two_weeks_there_is_no_share(plantar: Plantar) -> None:
    plantar("runner", "add", "bert", "--lang", "en")
    plantar("programme", "set", "bert", TEMPLATE, "--since", YESTERDAY, "--by", "kine-a")

    shown = plantar("programme", "show", "bert")

    assert "0 of 1 prescribed sessions logged" in shown.out
    assert "so far it is 2" in shown.out


def test_an_exercise_of_no_programme_is_logged_and_said_so(plantar: Plantar, anna: str) -> None:
    logged = plantar("strength", anna, "add", *RAISES)
    listed = plantar("strength", anna, "list", "--json").json

    assert logged.code == 0
    assert "'Heel Raise' is in no programme of that day" in logged.err
    assert listed["adherence"] is None
    assert listed["sessions"][0]["under_tension_s"] is None


def test_strength_work_with_its_hours_leaves_the_load_until_it_is_taken_back(
    plantar: Plantar, anna: str, home: Path
) -> None:
    noon = datetime(YESTERDAY.year, YESTERDAY.month, YESTERDAY.day, 12, tzinfo=WHERE)
    minutes = tuple(
        StepMinute(noon.astimezone(UTC) + timedelta(minutes=n), 0, 60.0, 60.0) for n in range(40)
    )
    with open_store(home / "plantar.db") as store:
        origin = Origin("walk", OriginKind.IMPORT, "walk.fit", NOW)
        store.put(anna, Batch(origin, "watch", minutes))
    plantar("recompute", "--runner", anna)

    def steps() -> int | None:
        with open_store(home / "plantar.db") as store:
            (day,) = store.days(anna, SourceClass.WATCH, YESTERDAY, YESTERDAY)
            return day.steps

    local = f"{YESTERDAY}T12:10"
    logged = plantar("strength", anna, *RAISES, "--at", local, "--min", 15)
    between = steps()
    listed = plantar("strength", anna, "list", "--json").json["sessions"]
    shown = plantar("strength", anna, "list").out
    withdrawn = plantar("strength", anna, "withdraw", listed[0]["id"])

    assert logged.code == 0
    assert "15 minuten krachtoefening tellen niet mee" in logged.err
    assert between == 25 * 60
    assert listed[0]["day"] == str(YESTERDAY)
    assert "12:10, 15 min" in shown
    assert withdrawn.code == 0
    assert steps() == 40 * 60
    assert plantar("strength", anna, "list", "--json").json["sessions"] == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ((*RAISES, "--pain", 11), "worst_pain: 11"),
        ((*RAISES, "--mode", "hop"), "--mode: 'hop' is not one of unilateral, bilateral"),
        ((*RAISES, "--tempo", "slow"), "tempo: 'slow'"),
        ((*RAISES, "--load-kg", -5), "load_kg: -5.0"),
        (("--exercise", " ", "--sets", 3, "--reps", 12), "exercise: ' '"),
        (("--exercise", "raise", "--sets", 0, "--reps", 12), "sets: 0"),
        (("--exercise", "raise", "--reps", 12), "--sets"),
        ((*RAISES, "--on", TOMORROW), f"--on: '{TOMORROW}' is not today ({TODAY}) or earlier"),
        ((*RAISES, "--at", f"{YESTERDAY}T18:00"), "how long it lasted, beside --at"),
        ((*RAISES, "--min", 15), "when it began, beside --min"),
        ((*RAISES, "--at", f"{TOMORROW}T23:00", "--min", 15), "now or earlier"),
        ((*RAISES, "--at", "evening", "--min", 15), "--at: 'evening'"),
        ((*RAISES, "--at", f"{YESTERDAY}T18:00", "--min", 15, "--on", TODAY), f"on {TODAY}"),
        ((*RAISES, "--at", f"{YESTERDAY}T18:00", "--min", 500), "duration_s: 30000.0"),
    ],
)
def test_strength_work_that_cannot_be_is_wrong_use_and_nothing_is_kept(
    plantar: Plantar, anna: str, contents: Contents, words: tuple[object, ...], named: str
) -> None:
    before = contents()

    refused = plantar("strength", anna, *words)

    assert refused.code == 2
    assert named in refused.err
    assert contents() == before


def test_what_nobody_has_is_refused(plantar: Plantar, anna: str) -> None:
    for words, named in (
        (("strength", "zoe", *RAISES), "no runner 'zoe'"),
        (("strength", "zoe", "list"), "no runner 'zoe'"),
        (("strength", anna, "withdraw", "abc"), "no strength session abc of runner 'anna'"),
        (("programme", "show", "zoe"), "no runner 'zoe'"),
        (
            ("programme", "set", "zoe", TEMPLATE, "--since", TODAY, "--by", "k"),
            "no runner 'zoe'",
        ),
    ):
        refused = plantar(*words)
        assert refused.code == 1
        assert named in refused.err


def test_four_quiet_weeks_raise_the_question_of_maintenance(
    plantar: Plantar, prescribed: str, home: Path
) -> None:
    with open_store(home / "plantar.db") as store:
        for n in range(1, 20):
            felt = NOW - timedelta(days=n)
            store.add_pain(prescribed, PainReport(felt, PainMoment.FIRST_STEPS, 1), NOW)

    asked = plantar("programme", "show", prescribed).out
    own = plantar("programme", "show", prescribed, "--toml").out
    path = home / "keep.toml"
    path.write_text(own.replace('"build"', '"maintenance"'), "utf-8")
    plantar("programme", "set", prescribed, path)

    assert "onderhoudsprogramma" in asked
    assert "onderhoudsprogramma" not in plantar("programme", "show", prescribed).out


def test_a_name_for_the_screen_is_in_no_log(plantar: Plantar) -> None:
    plantar("runner", "add", "anna", "--name", "Hidden Name")
    plantar("programme", "set", "anna", TEMPLATE, "--since", YESTERDAY, "--by", "kine-a")

    for words in (
        ("strength", "anna", *RAISES),
        ("strength", "anna", "list"),
        ("strength", "anna", "list", "--json"),
        ("programme", "show", "anna"),
        ("programme", "show", "anna", "--json"),
        ("programme", "show", "anna", "--toml"),
    ):
        told = plantar(*words)
        assert told.code == 0
        assert "Hidden" not in told.out + told.err
