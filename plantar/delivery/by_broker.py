"""A message on a topic of the site's broker, for whoever listens there."""

import random
import time

from plantar import topics
from plantar.broker import Broker, Down, Published
from plantar.broker import Letter as Publication
from plantar.broker_place import BrokerPlace
from plantar.channel import Channel
from plantar.delivery.letter import Letter
from plantar.delivery.undelivered import Undelivered
from plantar.errors import BrokerError
from plantar.message import Outcome


def send(channel: Channel, letter: Letter, place: BrokerPlace | None, timeout_s: float) -> None:
    """Publish a message once, not retained, and wait for the broker's word that somebody heard.

    Raises
    ------
    Undelivered
        With what happened.
    """
    if place is None:
        raise Undelivered(Outcome.NO_BROKER)
    publication = Publication(topics.message(channel.address), letter.for_programs())
    until = time.monotonic() + timeout_s
    try:
        with Broker(place, (), random.Random()) as broker:  # noqa: S311 - spreads reconnects
            broker.publish(publication)
            while (left := until - time.monotonic()) > 0:
                match broker.next(left):
                    case Published() as word if word.is_refused:
                        raise Undelivered(Outcome.REFUSED, word.code)
                    case Published() as word if word.is_unheard:
                        raise Undelivered(Outcome.NOBODY_LISTENS)
                    case Published():
                        return
                    case Down():
                        raise Undelivered(Outcome.NO_CONNECTION)
                    case _:
                        pass
    except BrokerError:
        raise Undelivered(Outcome.NO_CONNECTION) from None
    raise Undelivered(Outcome.TIMEOUT)
