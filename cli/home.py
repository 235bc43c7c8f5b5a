"""Where this user's Plantar lives, opened for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from plantar.broker_place import BrokerPlace
from plantar.influx_place import InfluxPlace
from plantar.own.terms import Terms
from plantar.runner import Runner
from plantar.store import Store

#: What is simulated has a home of its own in here: it is never mixed with what was measured.
SIMULATED: Final = "simulated"
#: Who walks on simulated soles where nobody else was made.
DEMO_RUNNER: Final = Runner("demo", body_mass_kg=70.0)


@dataclass(frozen=True, slots=True)
class Home:
    """Where everything lies: the folder, and the store."""

    folder: Path
    store_url: str
    broker: BrokerPlace | None = None  # by which the centre is reached; None: it is here
    log_format: str = "text"
    influx: InfluxPlace | None = None  # the mirror; None: there is none
    pages_url: str | None = None  # where the pages are reached from outside; None: nobody said
    terms: Terms = field(default_factory=Terms)  # how long what only helps to run it is kept

    @property
    def outbox(self) -> Path:
        """What was measured and is not in the store yet."""
        return self.folder / "outbox.db"

    @property
    def backups(self) -> Path:
        """What was copied out of the store."""
        from plantar.settings import BACKUPS

        return self.folder / BACKUPS

    @property
    def board(self) -> Path:
        """How a running collector is doing."""
        return self.folder / "collector.json"


def home_of(*, simulated: bool = False) -> Home:
    """The home that settings name, or the one beside it for what is simulated.

    What is simulated never leaves this computer.
    """
    from plantar.settings import STORE_NAME, load_settings

    settings = load_settings()
    if not simulated:
        return Home(
            settings.home,
            settings.store_url,
            settings.broker,
            settings.log_format,
            settings.influx,
            settings.pages_url,
            settings.terms,
        )
    folder = settings.home / SIMULATED
    store = str(folder / STORE_NAME)
    return Home(folder, store, log_format=settings.log_format, terms=settings.terms)


@contextmanager
def opened_store(*, simulated: bool = False) -> Iterator[Store]:
    """The store that settings name; every command that needs one opens it here.

    The simulated one has somebody in it: a demo runner, where nobody else was made.
    """
    from plantar.store.sql import open_store

    home = home_of(simulated=simulated)
    with open_store(home.store_url, backups=home.backups) as store:
        if simulated and not store.runners():
            store.add_runner(DEMO_RUNNER, None)
        yield store
