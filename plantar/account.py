"""Who can sign in, how somebody is let in for the first time, and how long they stay."""

import unicodedata
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from plantar.consent import Consent, Scope
from plantar.door import aware, member, one_of, some_words
from plantar.errors import BadInput
from plantar.runner import LANGUAGES, Runner
from plantar.viewer import Role, Viewer

#: Characters of a login name; a display name may be as long as this too.
LONGEST_NAME = 80
#: How long a link that lets somebody in can be opened, and the one that makes the first account.
INVITATION_LASTS: Final = timedelta(days=7)
SET_UP_LASTS: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in; their name for the screen and their password lie elsewhere."""

    id: str  # opaque, from `secret.new_id`
    login: str
    roles: frozenset[Role]
    runner_id: str | None = None  # whose feet are their own
    language: str = "nl"
    disabled_at: datetime | None = None

    def __post_init__(self) -> None:
        some_words("account", self.id, "an account has an id")
        if self.login != login_name(self.login):
            raise BadInput("login", self.login, "a login name in small letters, without spaces")
        if not self.roles:
            raise BadInput("roles", "none", "at least one of " + ", ".join(Role))
        for role in self.roles:
            member("role", role, Role)
        if (Role.RUNNER in self.roles) != (self.runner_id is not None):
            raise BadInput("runner_id", self.runner_id, "given exactly where a role is runner")
        one_of("language", self.language, LANGUAGES)
        if self.disabled_at is not None:
            aware("disabled_at", self.disabled_at)

    @property
    def viewer(self) -> Viewer:
        """As whom they look at pages."""
        return Viewer(self.id, self.roles, self.runner_id)


def login_name(typed: str) -> str:
    """A login name as it is compared: capitals, and spaces around it, make no difference.

    Raises
    ------
    BadInput
        It is empty, longer than 80 characters, or has a space or a control character in it.
    """
    name = unicodedata.normalize("NFKC", typed).strip().casefold()
    if not 0 < len(name) <= LONGEST_NAME or not all(map(_visible, name)):
        shown = typed if len(typed) <= LONGEST_NAME else f"{typed[:LONGEST_NAME]}…"
        raise BadInput("login", shown, f"1-{LONGEST_NAME} characters without spaces")
    return name


def shown_name(typed: str) -> str:
    """A name for the screen, spaces around it gone; control characters are refused.

    Raises
    ------
    BadInput
        It is empty, longer than 80 characters, or has a control character in it.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if not 0 < len(name) <= LONGEST_NAME or not all(map(_shown, name)):
        shown = typed if len(typed) <= LONGEST_NAME else f"{typed[:LONGEST_NAME]}…"
        raise BadInput("name", shown, f"1-{LONGEST_NAME} characters that can be shown")
    return name


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def _shown(character: str) -> bool:
    # Cf among them: one that turns the direction of a line would turn what stands beside it too.
    return character == " " or _visible(character)


class Door(StrEnum):
    """What an invitation opens."""

    SET_UP = "set-up"  # makes the first account of a place
    ACCOUNT = "account"  # makes an account, of a kinesist or an admin
    RUNNER = "runner"  # makes the account of a runner who is there
    SHARE = "share"  # lets a kinesist see a runner who asked them
    PASSWORD = "password"  # noqa: S105  a kind of link, no password: sets a new one
    SIGN_IN = "sign-in"  # signs in to a demo, and to nothing else


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that works once: what it opens, for whom, and until when."""

    token_hash: str
    door: Door
    made_at: datetime
    expires: datetime
    roles: frozenset[Role] = frozenset()
    made_by: str | None = None  # an account; None: whoever has the computer itself
    account: str | None = None  # whose password it sets, or who signs in by it
    runner_id: str | None = None  # whose account it makes, or who is shared
    scopes: frozenset[Scope] = frozenset()  # what is shared
    until: datetime | None = None  # until when that is shared; None: until it is revoked
    used_at: datetime | None = None

    def __post_init__(self) -> None:
        some_words("token_hash", self.token_hash, "a link has a secret")
        member("door", self.door, Door)
        aware("made_at", self.made_at)
        aware("expires", self.expires)
        for role in self.roles:
            member("role", role, Role)
        for scope in self.scopes:
            member("scope", scope, Scope)
        if self.until is not None:
            aware("until", self.until)
        if self.door in (Door.RUNNER, Door.SHARE):
            some_words("runner", self.runner_id, "the invitation is for one")
        if self.door is Door.SHARE and not self.scopes:
            raise BadInput("scopes", "none", "at least one of " + ", ".join(Scope))
        if self.door in (Door.PASSWORD, Door.SIGN_IN):
            some_words("account", self.account, "the link is for one")

    def opens(self, now: datetime) -> bool:
        """Whether it still lets somebody in."""
        return self.used_at is None and now < self.expires


@dataclass(frozen=True, slots=True)
class Limits:
    """How long somebody stays signed in."""

    idle: timedelta  # without a click
    whole: timedelta  # from the sign-in on, whatever they do


#: A computer in a practice is left alone between two patients; our choice.
AT_WORK: Final = Limits(timedelta(minutes=15), timedelta(hours=8))
#: A runner answers in bed, on a phone that has a lock of its own; our choice.
OWN_PHONE: Final = Limits(timedelta(days=30), timedelta(days=30))
#: A session's `seen` is written so often at most. [s]
SEEN_EVERY = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in with one browser."""

    token_hash: str
    account: str
    began: datetime
    seen: datetime  # the last click or page; never what a page asks by itself
    own_phone: bool = False  # the runner said so, signing in

    def __post_init__(self) -> None:
        some_words("token_hash", self.token_hash, "a session has a secret")
        some_words("account", self.account, "somebody's")
        aware("began", self.began)
        aware("seen", self.seen)

    def limits(self, roles: frozenset[Role]) -> Limits:
        """How long it lasts; the long one is for who looks at their own feet and at nobody's."""
        own = Role.RUNNER in roles and Role.KINESIST not in roles
        return OWN_PHONE if self.own_phone and own else AT_WORK

    def ends(self, roles: frozenset[Role]) -> datetime:
        """The moment at which it ends when nothing more is clicked."""
        limits = self.limits(roles)
        return min(self.seen + limits.idle, self.began + limits.whole)


@dataclass(frozen=True, slots=True)
class Looking:
    """Who is signed in, as the store knows it at one moment."""

    session: SignedIn
    account: Account
    name: str  # for the screen

    def holds(self, now: datetime) -> bool:
        """Whether they are let in at a moment."""
        if self.account.disabled_at is not None:
            return False
        return now < self.session.ends(self.account.roles)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who comes in by a link, with everything that is made for them at once."""

    account: Account
    name: str | None  # for the screen
    password: str | None = field(repr=False)  # its hash
    runner: Runner | None = None  # made with the account
    given: tuple[Consent, ...] = ()
