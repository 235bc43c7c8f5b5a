"""Writing to people beside other work: what is to be said is put in the outbox, and then sent."""

import logging
from collections.abc import Mapping
from threading import Event
from typing import Final

from cli import clock
from cli.home import Home
from cli.sending import Link, Sender
from plantar.consent import Scope
from plantar.errors import PlantarError, UnknownAccount
from plantar.pain_link import PATH
from plantar.store import Store
from processing.messages.plan import Planning, Sees
from processing.pain_links import give_link
from processing.who_sees import seen_by

log = logging.getLogger(__name__)

#: How often it is looked whether something is to be said or sent. [s]
LOOK_EVERY_S: Final = 10.0
#: Who made a link that stands in a morning's message.
AUTHOR: Final = "reminder"


def by_consents(store: Store) -> Sees:
    """What accounts see by what was consented to them, asked anew each time."""

    def sees(account: str) -> Mapping[str, frozenset[Scope]]:
        try:
            return seen_by(store, store.account(account), clock.now())
        except UnknownAccount:
            return {}

    return sees


def pain_links(store: Store, pages_url: str | None) -> Link:
    """The address of the form for pain, for a runner and a day; none where nobody reaches it."""

    def link(runner_id: str) -> str | None:
        if pages_url is None:
            return None
        token = give_link(store, runner_id, AUTHOR, clock.now())
        return f"{pages_url.rstrip('/')}{PATH}/{token}"

    return link


def keep_messaging(home: Home, store: Store, stop: Event) -> None:
    """Write to people until told to stop; a trouble of the store is said once, and when over.

    Several may do so with one store: each message is put in once, and one at a time sends it.
    """
    from plantar.delivery.door import Door

    planning = Planning(store, by_consents(store))
    sender = Sender(store, Door(home.broker), home.pages_url, pain_links(store, home.pages_url))
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
