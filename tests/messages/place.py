"""A place with one runner who has something to be told, and a clock that tests turn."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from threading import Event

from cli.sending import Sender
from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.channel import Channel
from plantar.consent import EVERYTHING
from plantar.delivery.door import Door
from plantar.recipient import USUAL, USUAL_OF_ACCOUNT, QuietHours, Recipient, Wanted
from plantar.state import Attention, State
from plantar.store import Derived, Store
from processing.messages.plan import Planning

NOW = datetime(2026, 6, 5, 12, tzinfo=UTC)
DAY = date(2026, 6, 5)
PAGES = "https://pages.example"
INPUTS = (
    ("measure", "distance"),
    ("value", 21.1),
    ("longest", 10.24),
    ("unit", "km"),
    ("percent", 106),
    ("longest_day", "2026-05-20"),
    ("session_start", "2026-06-05T08:04:00+02:00"),
)
#: Everything that would tell of somebody's feet, in one of three languages, or who they are.
TELLING = ("anna", "21", "106", "pijn", "douleur", "pain", "km", "belasting", "load", "charge")


def run(day: date = DAY, level: Level = Level.ALERT) -> Alert:
    code = "s1-alert" if level is Level.ALERT else "s1-caution"
    return Alert(day, Rule.S1, level, code, INPUTS, 1.3, "run distance / longest of 30 days", 1)


def episode(
    day: date = DAY,
    level: Level = Level.ALERT,
    family: Family = Family.LOAD,
    *,
    closed: date | None = None,
    last_day: date | None = None,
) -> Episode:
    return Episode(family, day, level, last_day or day, closed, (run(day, level),))


def tell(store: Store, *episodes: Episode, whose: str = "anna", at: datetime = NOW) -> None:
    """Keep episodes as if they had been computed."""
    state = State(whose, at.date(), at, Attention.CALL_TODAY, Level.ALERT)
    alerts = tuple(alert for one in episodes for alert in one.alerts)
    first = date(2026, 1, 1)
    derived = Derived(whose, store.dirty(whose), (), first, first, alerts, episodes, first, state)
    assert store.save(derived)


def of_runner(
    key: str,
    channel: Channel,
    *,
    whose: str = "anna",
    language: str = "nl",
    details: bool = False,
    quiet: QuietHours | None = None,
    wants: frozenset[Wanted] = USUAL,
) -> Recipient:
    added = NOW - timedelta(days=30)
    return Recipient(
        key,
        channel,
        added,
        runner_id=whose,
        language=language,
        health_details=details,
        quiet=quiet,
        wants=wants,
    )


def of_kine(
    key: str, channel: Channel, *, details: bool = False, at_once: bool = False
) -> Recipient:
    return Recipient(
        key,
        channel,
        NOW - timedelta(days=30),
        account="kine-a",
        time_zone="Europe/Brussels",
        health_details=details,
        at_once=at_once,
        wants=USUAL_OF_ACCOUNT,
    )


@dataclass
class Place:
    """The two halves of the loop, with a clock that stands still until it is turned."""

    store: Store
    planning: Planning
    sender: Sender
    now: datetime = NOW

    @classmethod
    def of(cls, store: Store) -> "Place":
        """The place whose store it is."""
        planning = Planning(store, lambda _account: dict.fromkeys(["anna", "bob"], EVERYTHING))
        return cls(store, planning, cls.sender_through(store, Door(None, 2.0)))

    @staticmethod
    def sender_through(store: Store, door: Door) -> Sender:
        return Sender(store, door, PAGES)

    def look(self, after: timedelta = timedelta(0)) -> int:
        """Turn the clock, put in what is due and send it; how many arrived."""
        self.now += after
        self.planning.look(self.now)
        return self.sender.send_due(lambda: self.now, Event())
