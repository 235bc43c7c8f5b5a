"""`plantar episode`: what rules made of a runner's days, and what is answered to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.day import civil_day, zone
from plantar.measured import Origin, OriginKind, Session, Sport
from plantar.store import Batch
from plantar.store.sql import open_store
from processing.recompute import derive, recompute
from tests.cli.conftest import Plantar

NOW = datetime.now(UTC)
TODAY = civil_day(NOW, zone("Europe/Brussels"))
BY = ("--author", "kine-a")
ANNA = ("--runner", "anna")


def ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


@pytest.fixture
def jumped(anna: str, home: Path) -> str:
    """Runs of five kilometres for a month, and one of seven the day before yesterday."""
    runs = tuple(
        Session(ago(days), Sport.RUNNING, 360.0 * km, 1000.0 * km)
        for days, km in ((30, 5.0), (24, 5.0), (18, 5.0), (12, 5.0), (6, 5.0), (2, 7.0))
    )
    with open_store(home / "plantar.db") as store:
        store.put(anna, Batch(Origin("runs", OriginKind.IMPORT, "runs.csv", NOW), "watch", runs))
        recompute(store, anna, now=NOW)
    return anna


def kinds(plantar: Plantar) -> list[str]:
    (episode,) = plantar("episode", "list", *ANNA, "--all", "--json").json
    return [one["kind"] for one in episode["answers"]]


def stands(plantar: Plantar) -> str:
    (episode,) = plantar("episode", "list", *ANNA, "--all", "--json").json
    return str(episode["stands"])


@pytest.mark.usefixtures("jumped")
def test_an_episode_is_listed_acknowledged_and_the_answer_taken_back(plantar: Plantar) -> None:
    (before,) = plantar("episode", "list", *ANNA, "--json").json
    done = plantar(
        "episode", "acknowledge", *ANNA, *BY, "--reason", "called-plan-adapted", "--note", "belt"
    )
    (after,) = plantar("episode", "list", *ANNA, "--json").json
    shown = plantar("episode", "list", *ANNA).out
    (answer,) = after["answers"]
    again = plantar("episode", "acknowledge", *ANNA, *BY, "--reason", "known")
    undone = plantar("episode", "take-back", *ANNA, *BY, "--answer", answer["id"])

    assert (before["family"], before["level"], before["stands"]) == ("load", "alert", "open")
    assert (before["rules"], before["answers"]) == (["S1"], [])
    assert done.code == 0
    assert f"load episode of {before['opened']} acknowledged (called-plan-adapted;" in done.err
    assert after["stands"] == "acknowledged"
    assert (answer["author"], answer["note"], answer["day"]) == ("kine-a", "belt", str(TODAY))
    assert "acknowledged on" in shown
    assert again.code == 1
    assert f"was acknowledged by kine-a on {TODAY}" in again.err
    assert undone.code == 0
    assert stands(plantar) == "open"
    assert kinds(plantar) == ["acknowledged", "taken-back"]


@pytest.mark.usefixtures("jumped")
def test_an_episode_is_put_off_until_a_day(plantar: Plantar) -> None:
    until = TODAY + timedelta(days=3)
    done = plantar("episode", "snooze", *ANNA, *BY, "--reason", "known", "--until", until)

    (episode,) = plantar("episode", "list", *ANNA, "--json").json

    assert done.code == 0
    assert f"snoozed until {until}" in done.err
    assert episode["stands"] == "snoozed"
    assert (
        civil_day(datetime.fromisoformat(episode["answers"][0]["until"]), zone("Europe/Brussels"))
        == until
    )


@pytest.mark.usefixtures("jumped")
def test_a_closed_episode_is_over_and_its_reason_counts(plantar: Plantar) -> None:
    done = plantar("episode", "close", *ANNA, *BY, "--reason", "measurement-error")
    again = plantar("episode", "close", *ANNA, *BY, "--reason", "known")
    counted = plantar("episode", "reasons", "--json").json

    assert done.code == 0
    assert plantar("episode", "list", *ANNA, "--json").json == []
    assert stands(plantar) == "closed-by-hand"
    assert again.code == 1
    assert "runner 'anna' has no open episode: the last, load of " in again.err
    assert counted["measurement-error"] == 1
    assert "measurement-error" in plantar("episode", "reasons").out


@pytest.mark.usefixtures("jumped")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("acknowledge", *BY, "--reason", "why not"), "reason: 'why not' is not one of called-"),
        (("acknowledge", *BY, "--reason", "not-asked"), "reason: 'not-asked' is not one of"),
        (("acknowledge", *BY), "--reason"),
        (("acknowledge", "--reason", "known"), "--author"),
        (("acknowledge", "--author", " ", "--reason", "known"), "author: ' ' is not some words"),
        (("snooze", *BY, "--reason", "known"), "--until"),
        (("snooze", *BY, "--reason", "known", "--until", "soon"), "until: 'soon' is not a date"),
        (("snooze", *BY, "--reason", "known", "--until", TODAY), "later than today"),
        (
            ("snooze", *BY, "--reason", "known", "--until", TODAY + timedelta(days=40)),
            "within 28 days",
        ),
        (("close", *BY, "--reason", "known", "--family", "feet"), "family: 'feet' is not one of"),
        (("take-back", *BY, "--answer", "none"), "answer: 'none' is not the id of an answer"),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(
    plantar: Plantar, words: tuple[object, ...], said: str
) -> None:
    refused = plantar("episode", words[0], *ANNA, *words[1:])

    assert refused.code == 2
    assert said in refused.err
    assert kinds(plantar) == []


def test_of_two_that_are_open_one_is_named(plantar: Plantar, jumped: str, home: Path) -> None:
    none = plantar("episode", "acknowledge", *ANNA, *BY, "--reason", "known", "--family", "pain")
    word = Alert(TODAY, Rule.P2, Level.CAUTION, "p2-once", (), 2.0, "method", 1)
    pain = Episode(Family.PAIN, TODAY, Level.CAUTION, TODAY, None, (word,))
    with open_store(home / "plantar.db") as store:
        derived = derive(store, jumped, now=NOW)
        store.save(replace(derived, episodes=(*derived.episodes, pain)))

    refused = plantar("episode", "acknowledge", *ANNA, *BY, "--reason", "known")
    named = plantar("episode", "acknowledge", *ANNA, *BY, "--reason", "known", "--family", "pain")

    assert none.code == 1
    assert "runner 'anna' has no open pain episode" in none.err
    assert refused.code == 1
    assert "name one by --family" in refused.err
    assert named.code == 0


def test_a_runner_that_is_none_is_refused(plantar: Plantar, anna: str) -> None:
    assert anna == "anna"
    assert "no runner 'bert'" in plantar("episode", "list", "--runner", "bert").err
