"""Writing to people beside other work: what is to be said is put in the outbox, and then sent."""

import logging
from collections.abc import Collection
from threading import Event
from typing import Final

from cli import clock
from cli.home import Home
from cli.sending import Link, Sender, no_link
from plantar.errors import PlantarError
from plantar.store import Store
from processing.messages.plan import Planning, Sees

log = logging.getLogger(__name__)

#: How often it is looked whether something is to be said or sent. [s]
LOOK_EVERY_S: Final = 10.0


def everybody_sees(store: Store) -> Sees:
    """Let every account see every runner: there are no consents yet."""

    def sees(_account: str) -> Collection[str]:
        return [runner.id for runner in store.runners()]

    return sees


def keep_messaging(
    home: Home, store: Store, stop: Event, sees: Sees | None = None, link: Link = no_link
) -> None:
    """Write to people until told to stop; a trouble of the store is said once, and when over.

    Several may do so with one store: each message is put in once, and one at a time sends it.
    """
    from plantar.delivery.door import Door

    planning = Planning(store, sees or everybody_sees(store))
    sender = Sender(store, Door(home.broker), home.pages_url, link)
    told = ""
    while not stop.is_set():
        trouble = _look(planning, sender, stop)
        if trouble != told:
            log.warning("%s", trouble or "messages are sent again")
            told = trouble
        stop.wait(LOOK_EVERY_S)


def _look(planning: Planning, sender: Sender, stop: Event) -> str:
    try:
        planning.look(clock.now())
        sender.send_due(clock.now, stop)
    except PlantarError as error:
        return f"messages wait: {error}"
    return ""
