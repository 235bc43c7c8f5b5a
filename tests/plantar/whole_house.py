"""Who can sign in about a runner, who is written to, and what was: something in each table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from plantar.account import Account, Door, Invitation, SignedIn
from plantar.alert import Episode, Family, Level
from plantar.audit import Part, look
from plantar.channel import channel_of
from plantar.consent import EVERYTHING, Consent
from plantar.message import Attempt, Change, Item, Kind, Message, Outcome, Told
from plantar.pain_link import PainLink
from plantar.patience import OF_ACCOUNT
from plantar.recipient import USUAL_OF_ACCOUNT, Recipient
from plantar.response import Reason, Response, ResponseKind
from plantar.secret import hashed
from plantar.store import Store
from plantar.upload import Told as Verdict
from plantar.upload import Upload, UploadState, Why
from plantar.viewer import Role

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
NOW = NOON + timedelta(days=40)
DAY = NOON.date()


def let_in(store: Store, name: str) -> None:
    """An account of the runner's own, a kinesist who may see them, and both are written to."""
    own = account(store, Role.RUNNER, runner_id=name)
    kinesist = account(store, Role.KINESIST)
    store.grant(Consent(f"c{own.id}", name, kinesist.id, EVERYTHING, NOON))
    key = f"link {own.id}"
    store.invite(Invitation(key, Door.SHARE, NOON, NOW, runner_id=name, scopes=EVERYTHING))
    for one in (own, kinesist):
        store.begin_session(SignedIn(f"session of {one.id}", one.id, NOON, NOON))
    store.count_try(hashed(f"account {own.login}"), OF_ACCOUNT, NOON)
    store.note_looks([look(name, kinesist.id, part, NOON) for part in Part])
    link = PainLink(hashed(f"pain {name}"), name, kinesist.id, NOON, NOON + timedelta(hours=36))
    store.keep_pain_link(link)
    for n, state in enumerate((UploadState.WAITING, UploadState.REJECTED)):
        content = f"brought by {name}".encode()
        at = NOON + timedelta(seconds=n)
        brought = Upload(f"{n}", name, f"{name}.csv", len(content), "0" * 64, kinesist.id, at)
        store.keep_upload(name, brought, content)
        if state is UploadState.REJECTED:
            why = Verdict(state, why=Why.CONTENT, reason='line 2: "12x", no steps')
            store.note_upload(name, replace(brought, told=why))
    told = Told(name, Family.LOAD, DAY, DAY, Level.CAUTION, closed=False)
    for one in (own, kinesist):
        to = written_to(store, one)
        digest = message(f"digest to {to.id}", to, item(name))
        assert store.keep_morning(to.id, DAY, digest, [told])
        store.settle_message(digest.id, Attempt(NOON, Outcome.TIMEOUT), NOW)


def account(store: Store, *roles: Role, runner_id: str | None = None) -> Account:
    """Somebody who can sign in, by a number."""
    number = 1 + max((int(one.id, 16) for one in store.accounts()), default=0)
    made = Account(f"{number:032x}", f"login-{number}", frozenset(roles), runner_id)
    store.add_account(made, f"Somebody {number}", "$argon2id$made-up")
    return made


def written_to(store: Store, account: Account) -> Recipient:
    """A way to write to an account: to a runner about themselves, or about whom it may see."""
    number = 1 + max((int(one.id, 16) for one in store.recipients()), default=0)
    to = Recipient(
        f"{number:032x}",
        channel_of(f"ntfys://ntfy.example/secret-of-{account.login}"),
        NOON - timedelta(days=1),
        account=account.id,
        time_zone="Europe/Brussels",
        wants=USUAL_OF_ACCOUNT,
    )
    if account.runner_id is not None:
        to = replace(to, account=None, runner_id=account.runner_id, time_zone=None)
    store.add_recipient(to)
    return to


def item(name: str) -> Item:
    """A story about a runner."""
    return Item(name, Family.LOAD, Change.OPENED, Level.CAUTION, DAY)


def message(key: str, to: Recipient, *items: Item) -> Message:
    """A message that waits."""
    return Message(key, to.id, Kind.DIGEST, NOON, NOON, items)


def answer(store: Store, name: str, episode: Episode, at: datetime) -> None:
    """Say everything that can be said about a story, the last of it a mistake."""
    said = Response(
        ResponseKind.ACKNOWLEDGED,
        at,
        at.date(),
        "kine-a",
        Reason.CALLED,
        'belt "dinsdag" terug,\r\n= na het werk',
        level=episode.level,
        pain=3,
    )
    later = replace(
        said, kind=ResponseKind.SNOOZED, reason=Reason.KNOWN, until=at + timedelta(days=2)
    )
    store.respond(name, episode, said)
    kept = store.respond(name, episode, later)
    mistake = Response(ResponseKind.TAKEN_BACK, at, at.date(), "kine-a", None, about=kept.id)
    store.respond(name, episode, mistake)
