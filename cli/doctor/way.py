"""Walks the way to the centre: to the broker, in, with a bundle of no rows, and back."""

import random
import time
from typing import Final

from collector.doctor.finding import Finding, broken, look, ok
from plantar import topics
from plantar.broker import Arrived, Broker, Down, Letter, Published, Up
from plantar.broker_place import BrokerPlace
from plantar.bundle import rows_written
from plantar.errors import BrokerError

#: How long the broker may take to let us in, and the centre to answer. [s] Our choice.
BROKER_S, CENTRE_S = 6.0, 6.0
_SUBJECT: Final = "broker"


def way(place: BrokerPlace) -> Finding:
    """Whether what is measured can come to the centre; nothing of it is sent.

    Signs in under another connection name than the collector, which goes on meanwhile.
    """
    try:
        broker = Broker(
            place,
            (topics.answers(place.user),),
            random.Random(),  # noqa: S311 - spreads tries
        )
    except BrokerError as error:
        return broken(_SUBJECT, str(error), "see broker_ca")
    with broker:
        refused = _let_in(broker, time.monotonic() + BROKER_S)
        return refused or _answered(broker, time.monotonic() + CENTRE_S)


def _let_in(broker: Broker, until: float) -> Finding | None:
    """What keeps us out; None when we are in."""
    while (left := until - time.monotonic()) > 0:
        match broker.next(left):
            case Up():
                return None
            case Down(why):
                return broken(_SUBJECT, why, _fix(why))
            case _:
                pass
    return broken(_SUBJECT, broker.trouble, "is it a broker that speaks MQTT 5, with TLS or not?")


def _fix(why: str) -> str:
    if "CERTIFICATE" in why or "SSL" in why:
        return "broker_ca: who signed the broker's certificate; its name must be the one in the URL"
    if "let" in why:
        return "broker_user and broker_password, as the centre made them"
    return "is the broker on, is the address right, does a firewall close its port?"


def _answered(broker: Broker, until: float) -> Finding:
    place = broker.place
    mid = broker.publish(Letter(topics.rows(place.user), rows_written(())))
    signed_in = f"{place.url}: {'TLS, ' if place.tls else ''}signed in as {place.user!r}"
    while (left := until - time.monotonic()) > 0:
        match happened := broker.next(left):
            case Published(told, _, said) if told == mid:
                if happened.is_refused:
                    fix = f"its rules must let {place.user!r} write {topics.rows(place.user)}"
                    return broken(_SUBJECT, f"{signed_in}, who may not send there: {said}", fix)
                if happened.is_unheard:
                    break
            case Arrived():
                return ok(_SUBJECT, f"{signed_in}; the centre answers")
            case Down(why):
                return broken(_SUBJECT, why, _fix(why))
            case _:
                pass
    fix = "./run process, at the centre"
    return look(_SUBJECT, f"{signed_in}; the centre does not answer", fix)
