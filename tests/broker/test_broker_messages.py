"""Messages on the site's broker: heard by whoever listens there, and by nobody else."""

import json
import random
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plantar import topics
from plantar.broker import Arrived, Broker, Up
from plantar.broker_place import BrokerPlace
from plantar.channel import Channel, Way
from plantar.delivery.door import Door
from plantar.delivery.letter import Letter
from plantar.delivery.undelivered import Undelivered
from plantar.message import Outcome
from tests.broker.broker_rig import PATIENCE_S, Mosquitto

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LETTER = Letter("m-1", "digest", NOW, "nl", "Plantar", "Er is iets te bekijken")
HOUSE = Channel(Way.MQTT, "pi-1")  # a user of the rig; a house would have its own


def listening(place: BrokerPlace, *listen: str) -> Broker:
    return Broker(place, listen, random.Random())  # noqa: S311 - spreads reconnects


def send(broker: Mosquitto, channel: Channel = HOUSE, user: str = "centre") -> None:
    Door(broker.place(user), 10.0).send(channel, LETTER, NOW)


def test_who_listens_hears_a_message_once_and_it_is_not_kept(broker: Mosquitto) -> None:
    topic = topics.message("pi-1")
    with listening(broker.place("pi-1"), topic) as house:
        assert house.next(PATIENCE_S) == Up()
        send(broker)
        heard = house.next(PATIENCE_S)
    assert isinstance(heard, Arrived)
    assert heard.topic == "plantar-message/v1/pi-1"
    assert json.loads(heard.payload)["id"] == "m-1"

    with listening(broker.place("pi-1"), topic) as late:
        assert late.next(PATIENCE_S) == Up()
        assert late.next(0.3) is None


def test_nobody_hears_what_is_said_to_another(broker: Mosquitto) -> None:
    topic = topics.message("pi-1")
    with (
        listening(broker.place("pi-2"), topic) as other,
        listening(broker.place("pi-1"), topic) as house,
    ):
        assert (other.next(PATIENCE_S), house.next(PATIENCE_S)) == (Up(), Up())
        send(broker)
        assert isinstance(house.next(PATIENCE_S), Arrived)
        assert other.next(0.3) is None


def test_a_message_that_nobody_hears_is_not_delivered(broker: Mosquitto) -> None:
    with pytest.raises(Undelivered) as undelivered:
        send(broker)

    assert undelivered.value.outcome is Outcome.NOBODY_LISTENS


def test_only_the_centre_writes_messages(broker: Mosquitto) -> None:
    with pytest.raises(Undelivered) as undelivered:
        send(broker, user="pi-2")

    assert undelivered.value.outcome is Outcome.REFUSED


def test_a_broker_that_is_away_or_does_not_let_us_in_is_told(
    broker: Mosquitto, tmp_path: Path
) -> None:
    place = replace(broker.place("centre"), password="wrong")  # noqa: S106 - of nobody
    with pytest.raises(Undelivered) as let_in:
        Door(place, 10.0).send(HOUSE, LETTER, NOW)
    broker.stop()
    with pytest.raises(Undelivered) as away:
        send(broker)
    with pytest.raises(Undelivered) as nowhere:
        Door(None).send(HOUSE, LETTER, NOW)

    assert [one.value.outcome for one in (let_in, away, nowhere)] == [
        Outcome.NO_CONNECTION,
        Outcome.NO_CONNECTION,
        Outcome.NO_BROKER,
    ]
