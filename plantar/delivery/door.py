"""The one door out: a channel, a letter, and either it arrived or `Undelivered` says why not."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final, assert_never

from plantar.broker_place import BrokerPlace
from plantar.channel import Channel, Way
from plantar.delivery.letter import Letter

#: How long a host may take to be connected to, and to say something. [s] Our choice.
TIMEOUT_S: Final = 10.0
#: Bytes of an id that nobody guesses.
_ID_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Door:
    """How messages leave this place."""

    broker: BrokerPlace | None = None  # None: there is none on this site
    timeout_s: float = TIMEOUT_S

    def send(self, channel: Channel, letter: Letter, at: datetime) -> None:
        """Send a letter, and wait until whoever takes it says so.

        Raises
        ------
        Undelivered
            It did not arrive, as far as we know; with what happened.
        """
        match channel.way:
            case Way.APPRISE:
                from plantar.delivery import by_apprise  # noqa: PLC0415  few need it

                by_apprise.send(channel, letter, self.timeout_s)
            case Way.WEBHOOK:
                from plantar.delivery import webhook  # noqa: PLC0415  few need it

                webhook.send(channel, letter, at, self.timeout_s)
            case Way.MQTT:
                from plantar.delivery import by_broker  # noqa: PLC0415  few need it

                by_broker.send(channel, letter, self.broker, self.timeout_s)
            case _:
                assert_never(channel.way)


def check(channel: Channel) -> None:
    """See whether whoever sends by a channel can read it.

    Raises
    ------
    BadInput
        Nothing could be sent by it.
    """
    if channel.way is Way.APPRISE:
        from plantar.delivery import by_apprise  # noqa: PLC0415  few need it

        by_apprise.check(channel)


def new_id() -> str:
    """An id for a recipient, which tells nothing about them."""
    return secrets.token_hex(_ID_BYTES)
