"""Each morning one message with what changed, and none when nothing did."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from plantar.alert import Episode, Family, Level
from plantar.channel import Channel, Way
from plantar.consent import EVERYTHING
from plantar.message import Change, Item, Kind, Message
from plantar.recipient import USUAL, Wanted
from plantar.response import Reason, Response, ResponseKind
from plantar.store.sql import open_store
from processing.messages.plan import Planning
from tests.messages.place import Place, episode, of_kine, of_runner, tell

MQTT = Channel(Way.MQTT, "house")
#: Half past seven in Brussels, on the fifth of June.
MORNING = datetime(2026, 6, 5, 5, 30, tzinfo=UTC)
A_DAY = timedelta(days=1)
JUNE = [date(2026, 6, day) for day in range(1, 31)]


@pytest.fixture
def kine(place: Place) -> Place:
    """A kinesist who sees anna and bob, just before a morning on which nothing is open."""
    place.store.add_recipient(of_kine("k", MQTT, details=True))
    place.now = MORNING - timedelta(minutes=1)
    return place


def made(place: Place, at: datetime) -> list[tuple[str, Change, Level]]:
    """What the messages say that are made when it is looked at that moment."""
    before = {one.id for one in place.store.messages()}
    place.planning.look(at)
    return [
        (item.runner_id, item.change, item.level)
        for one in place.store.messages()
        if one.id not in before
        for item in one.items
    ]


def test_a_digest_tells_what_opened_once(kine: Place) -> None:
    tell(kine.store, episode(JUNE[3], Level.CAUTION))

    assert made(kine, MORNING - timedelta(seconds=1)) == []
    assert made(kine, MORNING) == [("anna", Change.OPENED, Level.CAUTION)]
    assert made(kine, MORNING + timedelta(hours=1)) == []
    assert made(kine, MORNING + A_DAY) == []
    (digest,) = kine.store.messages()
    assert digest.kind is Kind.DIGEST


def test_what_changes_after_the_morning_waits_for_the_next_one(kine: Place) -> None:
    assert made(kine, MORNING) == []
    tell(kine.store, episode(JUNE[4], Level.CAUTION))

    assert made(kine, MORNING + timedelta(hours=3)) == []
    assert made(kine, MORNING + A_DAY) == [("anna", Change.OPENED, Level.CAUTION)]


def test_a_rise_a_closing_and_a_silence_are_one_message_the_loudest_first(kine: Place) -> None:
    pain = episode(JUNE[2], Level.CAUTION, Family.PAIN)
    tell(kine.store, episode(JUNE[1], Level.CAUTION), pain)
    made(kine, MORNING)
    risen = replace(episode(JUNE[1], Level.ALERT), last_day=JUNE[5])
    silent = Episode(Family.NO_DATA, JUNE[4], Level.INFO, JUNE[5], None, ())
    tell(kine.store, risen, replace(pain, closed=JUNE[9]))
    tell(kine.store, silent, whose="bob")

    assert made(kine, MORNING + 7 * A_DAY) == [
        ("anna", Change.RISEN, Level.ALERT),
        ("bob", Change.OPENED, Level.INFO),
        ("anna", Change.CLOSED, Level.CAUTION),
    ]
    assert made(kine, MORNING + 8 * A_DAY) == []
    items = kine.store.messages()[0].items
    assert items[2].closed == JUNE[9]
    assert (len(items[0].alerts), items[2].alerts) == (1, ())


def test_what_opened_and_closed_between_two_digests_is_past(kine: Place) -> None:
    tell(kine.store, episode(JUNE[1], closed=JUNE[3]))

    assert made(kine, MORNING) == []


def test_late_measurements_that_move_a_story_are_no_news_and_one_that_is_gone_is(
    kine: Place,
) -> None:
    tell(kine.store, episode(JUNE[3], Level.CAUTION, last_day=JUNE[5]))
    made(kine, MORNING)

    tell(kine.store, episode(JUNE[2], Level.CAUTION, last_day=JUNE[5]))
    assert made(kine, MORNING + A_DAY) == []
    tell(kine.store, episode(JUNE[2], Level.ALERT, last_day=JUNE[6]))
    assert made(kine, MORNING + 2 * A_DAY) == [("anna", Change.RISEN, Level.ALERT)]
    assert made(kine, MORNING + 3 * A_DAY) == []
    tell(kine.store)
    assert made(kine, MORNING + 4 * A_DAY) == [("anna", Change.WITHDRAWN, Level.ALERT)]
    assert made(kine, MORNING + 5 * A_DAY) == []


def test_two_stories_that_became_one_are_told_as_one(kine: Place) -> None:
    tell(kine.store, episode(JUNE[1], Level.CAUTION), episode(JUNE[4], Level.CAUTION))
    made(kine, MORNING)

    tell(kine.store, episode(JUNE[1], Level.CAUTION, last_day=JUNE[4]))

    assert made(kine, MORNING + A_DAY) == []


def test_a_story_that_somebody_answered_before_the_digest_is_not_news(kine: Place) -> None:
    story = episode(JUNE[3], Level.CAUTION)
    tell(kine.store, story)
    kine.store.respond(
        "anna",
        story,
        Response(
            ResponseKind.ACKNOWLEDGED,
            MORNING - A_DAY,
            (MORNING - A_DAY).date(),
            "kine-a",
            Reason.CALLED,
            level=Level.CAUTION,
        ),
    )

    assert made(kine, MORNING) == []
    tell(kine.store, replace(story, closed=JUNE[11]))
    assert made(kine, MORNING + 7 * A_DAY) == [("anna", Change.CLOSED, Level.CAUTION)]


def test_what_somebody_does_not_want_to_hear_of_is_left_out(kine: Place) -> None:
    kine.store.save_recipient(replace(of_kine("k", MQTT), wants=frozenset({Wanted.ALERT})))
    silent = Episode(Family.NO_DATA, JUNE[4], Level.CAUTION, JUNE[5], None, ())
    tell(kine.store, episode(JUNE[3], Level.CAUTION), silent)

    assert made(kine, MORNING) == []
    tell(kine.store, episode(JUNE[3], Level.ALERT), silent)
    assert made(kine, MORNING + A_DAY) == [("anna", Change.OPENED, Level.ALERT)]


def test_of_whom_somebody_may_no_longer_see_nothing_is_told(kine: Place) -> None:
    tell(kine.store, episode(JUNE[3], Level.CAUTION))
    made(kine, MORNING)
    tell(kine.store, replace(episode(JUNE[3], Level.ALERT)))

    kine.planning = Planning(kine.store, lambda _account: {"bob": EVERYTHING})

    assert made(kine, MORNING + A_DAY) == []


def test_an_alert_that_went_at_once_is_not_told_again_in_the_morning(place: Place) -> None:
    place.store.add_recipient(of_kine("k", MQTT, at_once=True))
    at = MORNING - timedelta(hours=9)
    tell(place.store, episode(JUNE[3]), at=at)

    assert made(place, at) == [("anna", Change.OPENED, Level.ALERT)]
    assert made(place, MORNING) == []
    tell(place.store, replace(episode(JUNE[3]), closed=JUNE[12]))
    assert made(place, MORNING + 8 * A_DAY) == [("anna", Change.CLOSED, Level.ALERT)]


def test_a_digest_survives_a_restart(kine: Place, tmp_path: Path) -> None:
    tell(kine.store, episode(JUNE[3], Level.CAUTION))
    made(kine, MORNING)

    with open_store(tmp_path / "plantar.db") as store:
        Planning(store, lambda _account: dict.fromkeys(["anna", "bob"], EVERYTHING)).look(
            MORNING + A_DAY
        )
        assert len(store.messages()) == 1


def test_a_runner_who_asked_is_reminded_each_morning_and_not_at_noon(place: Place) -> None:
    wants = USUAL | {Wanted.REMINDER}
    place.store.add_recipient(of_runner("r", MQTT, wants=wants))

    looks = [MORNING, MORNING + timedelta(hours=1), MORNING + A_DAY + timedelta(hours=5)]
    for at in (*looks, MORNING + 2 * A_DAY):
        place.planning.look(at)

    reminders = [one for one in place.store.messages() if one.kind is Kind.REMINDER]
    assert [one.made_at for one in reminders] == [MORNING + 2 * A_DAY, MORNING]


def test_a_runner_is_written_to_once_and_again_only_when_it_rises(place: Place) -> None:
    place.store.add_recipient(of_runner("r", MQTT))
    tell(place.store, episode(JUNE[3], Level.CAUTION))

    assert made(place, MORNING) == [("anna", Change.OPENED, Level.CAUTION)]
    assert made(place, MORNING + 3 * A_DAY) == []
    later = MORNING + 3 * A_DAY
    tell(place.store, replace(episode(JUNE[3], Level.ALERT), last_day=JUNE[5]), at=later)
    assert made(place, later) == [("anna", Change.RISEN, Level.ALERT)]
    assert made(place, MORNING + 9 * A_DAY) == []


def test_who_is_paused_or_wants_nothing_of_it_is_not_written_to_and_nothing_is_marked(
    place: Place,
) -> None:
    place.store.add_recipient(replace(of_runner("r", MQTT), paused=True))
    place.store.add_recipient(of_runner("s", MQTT, wants=frozenset({Wanted.ALERT})))
    tell(place.store, episode(JUNE[3], Level.CAUTION))

    assert made(place, MORNING) == []
    assert place.store.episodes("anna")[0].sent is Level.OK
    place.store.save_recipient(of_runner("r", MQTT))
    assert made(place, MORNING + timedelta(hours=1)) != []


def test_a_message_is_the_same_however_often_it_is_thought_of(place: Place) -> None:
    item = Item("anna", Family.LOAD, Change.OPENED, Level.ALERT, JUNE[3])
    place.store.add_recipient(of_runner("r", MQTT))
    one = Message("m", "r", Kind.EPISODES, MORNING, MORNING, (item,))

    for _ in range(2):
        place.store.enqueue("anna", [], [one], [], at=MORNING)

    assert len(place.store.messages()) == 1
