"""`plantar runner` and `plantar pain`: people and what they say, checked at the door."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from plantar.measured import Origin, OriginKind, SourceClass
from plantar.minute import StepMinute
from plantar.pain import PainMoment, Side
from plantar.store import Batch
from plantar.store.sql import open_store
from processing.pain_links import runner_of_link
from tests.cli.conftest import Plantar, started

Contents = Callable[[], dict[str, list[tuple[Any, ...]]]]
PAIN = ("pain", "add", "--runner", "anna", "--moment", "first-steps", "--score")


def test_a_runner_is_added_listed_and_shown(plantar: Plantar) -> None:
    added = plantar("runner", "add", "anna", "--body-mass", 68, "--lang", "fr", "--side", "left")

    assert added.code == 0
    assert plantar("runner", "list", "--json").json == [
        {
            "id": "anna",
            "zone": "Europe/Brussels",
            "body_mass_kg": 68.0,
            "language": "fr",
            "side": "left",
            "pain_limit": None,
            "days": [{"since": None, "zone": "Europe/Brussels", "day_start": "00:00"}],
        }
    ]
    assert plantar("runner", "show", "anna").code == 0
    assert plantar("runner", "show", "anna", "--json").json["origins"] == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("a/b",), "a/b"),
        (("anna", "--body-mass", 900), "900"),
        (("anna", "--zone", "Mars/Olympus"), "Mars/Olympus"),
        (("anna", "--lang", "de"), "de"),
        (("anna", "--side", "middle"), "middle"),
        (("anna", "--pain-limit", 11), "11"),
        (("anna", "--day-start", "four"), "four"),
        (("anna", "--day-start", "13:00"), "12:00"),
    ],
)
def test_an_impossible_runner_is_wrong_use(
    plantar: Plantar, words: tuple[object, ...], named: str
) -> None:
    ran = plantar("runner", "add", *words)

    assert ran.code == 2
    assert named in ran.err
    assert plantar("runner", "list", "--json").json == []


def test_a_night_nurse_starts_the_day_at_four_and_flies_to_new_york_and_back(
    plantar: Plantar,
) -> None:
    plantar("runner", "add", "nora", "--day-start", "04:00")

    out = plantar("runner", "days", "nora", "--zone", "America/New_York", "--since", "2026-06-10")
    back = plantar("runner", "days", "nora", "--zone", "Europe/Brussels", "--since", "2026-06-20")

    assert (out.code, back.code) == (0, 0)
    cuts = [
        {"since": None, "zone": "Europe/Brussels", "day_start": "04:00"},
        {"since": "2026-06-10", "zone": "America/New_York", "day_start": "04:00"},
        {"since": "2026-06-20", "zone": "Europe/Brussels", "day_start": "04:00"},
    ]
    assert plantar("runner", "days", "nora", "--json").json == cuts
    assert plantar("runner", "show", "nora", "--json").json["days"] == cuts
    assert "the beginning" in plantar("runner", "days", "nora").out


def test_who_lands_today_has_the_date_of_the_new_place(plantar: Plantar, anna: str) -> None:
    plantar("runner", "days", anna, "--zone", "Pacific/Kiritimati")

    (_, landed) = plantar("runner", "days", anna, "--json").json

    assert landed["since"] == f"{datetime.now(ZoneInfo('Pacific/Kiritimati')):%Y-%m-%d}"


def test_steps_after_midnight_are_computed_again_when_the_day_starts_later(
    plantar: Plantar, anna: str, home: Path
) -> None:
    at = datetime.now(ZoneInfo("Europe/Brussels")).replace(hour=1, minute=30, second=0)
    at = (at - timedelta(days=3)).replace(microsecond=0).astimezone(UTC)
    with open_store(home / "plantar.db") as store:
        origin = Origin("night", OriginKind.IMPORT, "night.fit", at)
        store.put(anna, Batch(origin, "watch", (StepMinute(at, 0, 80.0, 60.0),)))
    plantar("recompute", "--runner", anna)

    assert (
        plantar("runner", "days", anna, "--day-start", "04:00", "--since", "2020-01-01").code == 0
    )

    with open_store(home / "plantar.db") as store:
        (first, *_) = store.days(anna, SourceClass.WATCH, date(2020, 1, 1), date(2100, 1, 1))
        assert store.dirty(anna).days == ()
    assert first.day == store_day(at) - timedelta(days=1)
    assert first.steps == 80


def store_day(at: datetime) -> date:
    return at.astimezone(ZoneInfo("Europe/Brussels")).date()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--since", "2026-06-01"), "--since"),
        (("--zone", "Mars/Olympus"), "Mars/Olympus"),
        (("--zone", "Asia/Tokyo", "--since", "soon"), "soon"),
        (("--day-start", "25:00"), "25:00"),
    ],
)
def test_a_day_that_cannot_be_cut_so_is_wrong_use(
    plantar: Plantar, anna: str, words: tuple[str, ...], named: str
) -> None:
    ran = plantar("runner", "days", anna, *words)

    assert ran.code == 2
    assert named in ran.err
    assert len(plantar("runner", "days", anna, "--json").json) == 1


def test_an_id_is_taken_once(plantar: Plantar, anna: str) -> None:
    ran = plantar("runner", "add", anna)

    assert ran.code == 1
    assert "is there already" in ran.err


def test_a_name_never_leaves_the_pages(plantar: Plantar) -> None:
    plantar("runner", "add", "anna", "--name", "Hidden Name")

    for command in (("runner", "list", "--json"), ("runner", "show", "anna"), ("runner", "list")):
        assert "Hidden" not in plantar(*command).out


def test_pain_is_kept_with_its_moment_side_and_score(
    plantar: Plantar, anna: str, home: Path
) -> None:
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)

    assert plantar(*PAIN, 4, "--side", "left").code == 0
    assert plantar(*PAIN, 0, "--at", yesterday.isoformat()).code == 0

    with open_store(home / "plantar.db") as store:
        before, now = store.pain(anna, yesterday, datetime.now(UTC))
    assert (before.at, before.score, before.side) == (yesterday, 0, None)
    assert (now.moment, now.score, now.side) == (PainMoment.FIRST_STEPS, 4, Side.LEFT)


@pytest.mark.parametrize("score", ["11", "-1", "vier", "3.5", ""])
def test_a_score_that_cannot_be_is_named_and_nothing_is_kept(
    plantar: Plantar, anna: str, contents: Contents, score: str
) -> None:
    before = contents()

    ran = plantar(*PAIN[:-1], f"--score={score}")

    assert ran.code == 2
    assert "score" in ran.err
    assert f"'{score}'" in ran.err or f"score: {score} " in ran.err
    assert contents() == before


@pytest.mark.parametrize(
    ("days", "words"),
    [(3, "now or earlier"), (-10, "within the last 7 days"), (None, "a moment such as")],
)
def test_pain_is_neither_of_the_future_nor_long_ago(
    plantar: Plantar, anna: str, contents: Contents, days: int | None, words: str
) -> None:
    before = contents()
    moment = None if days is None else datetime.now(UTC) + timedelta(days=days)
    at = "yesterday" if moment is None else moment.isoformat()

    ran = plantar(*PAIN, 4, "--at", at)

    assert ran.code == 2
    assert words in ran.err
    assert contents() == before


def test_a_moment_nobody_knows_is_named(plantar: Plantar, anna: str) -> None:
    ran = plantar("pain", "add", "--runner", anna, "--moment", "lunch", "--score", 3)

    assert ran.code == 2
    assert "first-steps, during, after-24h, evening" in ran.err


def test_pain_is_noted_listed_with_its_history_and_undone(plantar: Plantar, anna: str) -> None:
    noted = plantar(
        *PAIN, 4, "--side", "left", "--analgesic", "--shoe", "clogs", "--note", "stairs"
    )
    corrected = plantar(*PAIN, 6, "--side", "left", "--flare")
    again = plantar(*PAIN, 6, "--side", "left")

    assert "noted 4/10, first-steps, left" in noted.err
    assert "noted 6/10, first-steps, left" in corrected.err
    assert "in place of 4/10" in corrected.err
    assert "was noted already" in again.err
    six, four = plantar("pain", "list", "--runner", anna, "--json").json
    assert (six["score"], six["flare"], six["analgesic"], six["replaced_at"]) == (
        6,
        True,
        True,
        None,
    )
    assert (four["score"], four["replaced_at"]) == (4, six["recorded_at"])
    assert "painkiller; flare-up; clogs; stairs" in plantar("pain", "list", "--runner", anna).out

    assert "took back 6/10" in plantar("pain", "undo", "--runner", anna).err
    (left,) = plantar("pain", "list", "--runner", anna, "--json").json
    assert (left["no"], left["replaced_at"]) == (four["no"], None)
    assert plantar("pain", "undo", "--runner", anna, "--no", four["no"] + 7).code == 1
    assert plantar("pain", "undo", "--runner", anna, "--no", four["no"]).code == 0
    nothing = plantar("pain", "undo", "--runner", anna)
    assert (nothing.code, "no pain report at all" in nothing.err) == (1, True)


def test_a_link_is_printed_alone_and_can_be_ended(plantar: Plantar, anna: str, home: Path) -> None:
    made = plantar("pain", "link", "--runner", anna, "--address", "https://centre.example/")

    (address,) = made.out.splitlines()
    token = address.removeprefix("https://centre.example/pijn/")
    assert len(token) >= 43
    with open_store(home / "plantar.db") as store:
        assert runner_of_link(store, token, datetime.now(UTC)) == anna
        assert "ended 1 link of anna" in plantar("pain", "link", "--runner", anna, "--revoke").err
        assert runner_of_link(store, token, datetime.now(UTC)) is None
    for hours in (0, -1, 1e9, "nan", 1e300):
        assert plantar("pain", "link", "--runner", anna, "--hours", hours).code == 2


def test_pain_of_nobody_is_refused(plantar: Plantar) -> None:
    ran = plantar(*PAIN, 4)

    assert ran.code == 1
    assert "no runner 'anna'" in ran.err


def test_an_unknown_setting_is_named(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401 - pytest's path
    monkeypatch.setenv("PLANTAR_HOEM", "x")

    ran = started("runner", "list", home=tmp_path)

    assert ran.returncode != 0
    assert "PLANTAR_HOEM" in ran.stderr
