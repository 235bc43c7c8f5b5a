"""Who hears of whom: what a runner consented to and nothing else; and the link of a morning."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cli import messaging
from cli.messaging import by_consents, pain_links
from plantar.account import Account
from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.channel import Channel, Way
from plantar.consent import EVERYTHING, Consent, Scope
from plantar.message import Message
from plantar.response import Reason, Response, ResponseKind
from plantar.viewer import Role
from processing.messages.plan import Planning
from processing.pain_links import MORNING as LASTS
from processing.pain_links import runner_of_link
from tests.messages.place import NOW, Place, episode, of_kine, tell

MQTT = Channel(Way.MQTT, "house")
KINE = Account("kine-a", "kine-a", frozenset({Role.KINESIST}))
A_DAY = timedelta(days=1)


@pytest.fixture
def kine(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A kinesist who hears of alerts at once and of the rest in the morning, by consents alone."""
    place.store.add_account(KINE, None, None)
    place.store.add_recipient(of_kine("k", MQTT, at_once=True, details=True))
    place.planning = Planning(place.store, by_consents(place.store))
    monkeypatch.setattr(messaging.clock, "now", lambda: place.now)
    return place


def pain_episode() -> Episode:
    day = NOW.date()
    alert = Alert(day, Rule.P3, Level.ALERT, "p3-week", (("rise", 3.0),), 2.0, "mornings", 1)
    return Episode(Family.PAIN, day, Level.ALERT, day, None, (alert,))


def families(messages: list[Message]) -> set[Family]:
    return {item.family for message in messages for item in message.items}


@pytest.mark.parametrize(
    ("scopes", "told"),
    [
        ({Scope.LOAD}, {Family.LOAD}),
        ({Scope.PAIN}, {Family.PAIN}),
        ({Scope.LOAD, Scope.PAIN}, {Family.LOAD, Family.PAIN}),
        ({Scope.PLAN}, set()),
    ],
    ids=["load", "pain", "both", "plan"],
)
def test_a_kinesist_is_written_to_about_what_is_shared_and_no_more(
    kine: Place, scopes: set[Scope], told: set[Family]
) -> None:
    kine.store.grant(Consent("c", "anna", KINE.id, frozenset(scopes), NOW - A_DAY))
    tell(kine.store, episode(level=Level.ALERT), pain_episode())

    kine.planning.look(NOW)
    at_once = kine.store.messages()
    kine.now = NOW + A_DAY
    kine.planning.look(kine.now)

    assert families(at_once) == told
    assert families(kine.store.messages()) == told


def test_who_is_consented_to_no_more_hears_no_more(kine: Place) -> None:
    given = Consent("c", "anna", KINE.id, EVERYTHING, NOW - A_DAY)
    kine.store.grant(given)
    kine.store.revoke("anna", given.id, NOW)
    tell(kine.store, episode(level=Level.ALERT))

    kine.planning.look(NOW)
    kine.now = NOW + A_DAY
    kine.planning.look(kine.now)

    assert kine.store.messages() == []


def test_what_a_runner_puts_off_is_still_told_to_who_follows_them(kine: Place) -> None:
    hers = Account("acc-anna", "anna", frozenset({Role.RUNNER}), "anna")
    kine.store.add_account(hers, None, None)
    kine.store.grant(Consent("c", "anna", KINE.id, EVERYTHING, NOW - A_DAY))
    story = episode(level=Level.CAUTION)
    tell(kine.store, story)
    later, known = NOW + 3 * A_DAY, Reason.KNOWN
    put_off = Response(
        ResponseKind.SNOOZED, NOW, NOW.date(), hers.id, known, until=later, level=story.level
    )
    kine.store.respond("anna", story, put_off)

    kine.planning.look(NOW + A_DAY)

    assert families(kine.store.messages()) == {Family.LOAD}


def test_what_a_colleague_puts_off_is_no_news(kine: Place) -> None:
    kine.store.grant(Consent("c", "anna", KINE.id, EVERYTHING, NOW - A_DAY))
    story = episode(level=Level.CAUTION)
    tell(kine.store, story)
    later, known = NOW + 3 * A_DAY, Reason.KNOWN
    put_off = Response(
        ResponseKind.SNOOZED, NOW, NOW.date(), "kine-b", known, until=later, level=story.level
    )
    kine.store.respond("anna", story, put_off)

    kine.planning.look(NOW + A_DAY)

    assert kine.store.messages() == []


def test_an_account_that_is_disabled_or_gone_hears_nothing(kine: Place) -> None:
    kine.store.grant(Consent("c", "anna", KINE.id, EVERYTHING, NOW - A_DAY))
    kine.store.save_account(replace(KINE, disabled_at=NOW))
    kine.store.add_recipient(replace(of_kine("gone", MQTT, at_once=True), account="nobody"))
    tell(kine.store, episode(level=Level.ALERT))

    kine.planning.look(NOW)

    assert kine.store.messages() == []


def test_the_link_of_a_morning_tells_pain_of_that_runner_and_ends(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messaging.clock, "now", lambda: NOW)
    link = pain_links(place.store, "https://pages.example/")("anna")

    assert link is not None
    address, _, token = link.rpartition("/")
    assert address == "https://pages.example/pijn"
    assert runner_of_link(place.store, token, NOW) == "anna"
    assert runner_of_link(place.store, token, NOW + LASTS) is None
    assert pain_links(place.store, None)("anna") is None
