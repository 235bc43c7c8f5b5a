"""The clinic in the pictures: the demo's runners by the real pipeline, and what people did."""

from datetime import UTC, datetime, time, timedelta
from typing import Final

from cli.demo import clinic
from cli.demo.lives import DemoRunner, Doing, Sensor
from plantar.account import Account, Door, Invitation, SignedIn
from plantar.alert import Episode, Family
from plantar.audit import Part, look
from plantar.channel import Channel, Way
from plantar.consent import Consent
from plantar.day import civil_day, zone
from plantar.pain import PainMoment, PainReport, Side
from plantar.pain_link import PainLink, digest_of
from plantar.recipient import USUAL_OF_ACCOUNT, Recipient
from plantar.response import Reason
from plantar.runner import Runner, WearKind, WearPlan
from plantar.secret import hashed
from plantar.store import Store
from plantar.viewer import Role
from processing import answering
from processing.answering import Said
from processing.recompute import recompute
from tests.screens.people import ADMIN, EVERYBODY, KINESIST, PEOPLE, RUNNER, Person

#: Of whom the pages about one runner are shown.
ONE: Final = "demo-jump-pain"
#: Keys of the links in the pictures; whoever makes them again finds the same.
SET_UP, INVITED, RUNNERS, SHARED, PASSWORD, MORNING = (
    f"picture-{what}-0000000000000000000000000000"
    for what in ("set-up", "account", "runner", "share", "password", "morning")
)
LONG_AGO: Final = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
SILENT_FOR: Final = timedelta(days=12)


def _often(_ago: int) -> Doing:
    """A watch that lies at home for half the day, of late."""
    return Doing(7_000, run_min=30.0 if _ago % 7 == 2 else 0.0)


def _walks(ago: int) -> Doing:
    return Doing(8_000 + 900 * (ago % 3), morning=2)


AWAY: Final = DemoRunner("demo-away", "Demo 13 · sensor away", Sensor.STEP_TABLE, _walks)
PARTLY: Final = DemoRunner("demo-partly", "Demo 14 · worn partly", Sensor.WATCH, _often, days=60)
NOTHING: Final = Runner("demo-nothing", "Europe/Brussels", 70.0, side=Side.LEFT, pain_limit=4)


def fill(store: Store, now: datetime) -> None:
    """Make everybody, and everything that they did."""
    clinic.make_clinic(store, now, lambda _name, _done, _of: None)
    _more_runners(store, now)
    for person in PEOPLE:
        enter(store, person, now)
    _note(store, now)
    _answers(store, now)
    _links(store, now)
    _messages(store, now)
    store.note_looks(
        look(ONE, KINESIST.login, part, now - timedelta(days=ago, hours=1))
        for ago in (0, 3, 7)
        for part in (Part.LIST, Part.LOAD, Part.PAIN)
    )


def enter(store: Store, person: Person, now: datetime) -> None:
    """An account, what it may see, and a session, the secret of which is its login."""
    roles = frozenset({person.role})
    store.add_account(
        Account(person.login, person.login, roles, person.own, "nl"), person.name, None
    )
    everybody = tuple(runner.id for runner in store.runners())
    for runner_id in everybody if person.sees == EVERYBODY else person.sees:
        name = f"{person.login}-{runner_id}"
        store.grant(Consent(name, runner_id, person.login, person.scopes, LONG_AGO))
    store.begin_session(SignedIn(hashed(person.login), person.login, now, now))


def _more_runners(store: Store, now: datetime) -> None:
    clinic._make(store, AWAY, now - SILENT_FOR)
    clinic._make(store, PARTLY, now)
    since = civil_day(now, zone(clinic.ZONE)) - timedelta(days=9)
    store.add_wear_plan(PARTLY.id, WearPlan(since, WearKind.OWN, (8.5,) * 7))
    store.add_runner(NOTHING, "Demo 15 · nothing yet")
    for runner_id in (AWAY.id, PARTLY.id):
        recompute(store, runner_id, now=now)


def _note(store: Store, now: datetime) -> None:
    """A runner says something beside a score."""
    evening = datetime.combine(civil_day(now, UTC) - timedelta(days=2), time(20, 30), UTC)
    told = PainReport(evening, PainMoment.EVENING, 5, Side.RIGHT, note="Na de trap erger")
    store.add_pain(ONE, told, evening)
    recompute(store, ONE, now=now)


def _answers(store: Store, now: datetime) -> None:
    """One put off, one dealt with; the others are open."""
    snoozed, handled = _open_of(store, "demo-week-up"), _open_of(store, "demo-sore")
    runner = store.runner("demo-week-up")
    said = Said(KINESIST.login, Reason.KNOWN, "Wandelvakantie, volgende week gewoon")
    answering.snooze(store, runner, snoozed, said, now + timedelta(days=5), now=now)
    said = Said(KINESIST.login, Reason.CALLED, "Gebeld, ziet het even aan")
    runner = store.runner("demo-sore")
    answering.acknowledge(store, runner, handled, said, now=now)


def _open_of(store: Store, runner_id: str) -> Episode:
    found = [one for one in store.episodes(runner_id) if one.closed is None]
    return next(one for one in found if one.family is not Family.NO_DATA)


def _links(store: Store, now: datetime) -> None:
    until = now + timedelta(days=5)
    kinesist = frozenset({Role.KINESIST})
    runner = "demo-nothing"
    for invitation in (
        Invitation(hashed(INVITED), Door.ACCOUNT, now, until, kinesist, ADMIN.login),
        Invitation(
            hashed(RUNNERS),
            Door.RUNNER,
            now,
            until,
            frozenset({Role.RUNNER}),
            KINESIST.login,
            runner_id=runner,
        ),
        Invitation(
            hashed(SHARED),
            Door.SHARE,
            now,
            until,
            made_by=RUNNER.login,
            runner_id=ONE,
            scopes=KINESIST.scopes,
        ),
        Invitation(
            hashed(PASSWORD), Door.PASSWORD, now, until, made_by=ADMIN.login, account=RUNNER.login
        ),
        Invitation(hashed(SET_UP), Door.SET_UP, now, until),
    ):
        store.invite(invitation)
    link = PainLink(digest_of(MORNING), ONE, KINESIST.login, now, until)
    store.keep_pain_link(link)


def _messages(store: Store, now: datetime) -> None:
    address = "mailto://demo:a-long-secret-of-a-demo@mail.example/?to=demo@mail.example"
    zone_name = clinic.ZONE
    store.add_recipient(
        Recipient(
            "demo-mail",
            Channel(Way.APPRISE, address),
            now - timedelta(days=30),
            account=KINESIST.login,
            time_zone=zone_name,
            wants=USUAL_OF_ACCOUNT,
        )
    )
    store.add_recipient(
        Recipient(
            "demo-runner-mail",
            Channel(Way.APPRISE, address),
            now - timedelta(days=30),
            runner_id=ONE,
        )
    )
