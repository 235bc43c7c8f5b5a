"""The tables of who can sign in, who may look at whom, and who did."""

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from plantar.store.columns import WHOLE, text, whole
from plantar.store.tables import METADATA, runner_id

ACCOUNT = Table(
    "account",
    METADATA,
    Column("id", text("").type, primary_key=True),
    text("login"),
    text("roles"),  # a JSON array
    Column("runner_id", text("").type, ForeignKey("runner.id"), nullable=True),
    text("language"),
    whole("disabled_at", none=True),
    text("password", none=True),  # argon2id, with its parameters; none: nobody signs in with one
    UniqueConstraint("login"),
    UniqueConstraint("runner_id"),
    sqlite_strict=True,
)

#: Names of people who sign in, for the screen.
ACCOUNT_NAME = Table(
    "account_name",
    METADATA,
    Column("account", text("").type, ForeignKey("account.id"), primary_key=True),
    text("name"),
    sqlite_strict=True,
)

INVITATION = Table(
    "invitation",
    METADATA,
    Column("token_hash", text("").type, primary_key=True),
    text("door"),
    whole("made_at"),
    whole("expires"),
    text("roles"),
    text("made_by", none=True),
    text("account", none=True),
    Column("runner_id", text("").type, ForeignKey("runner.id"), nullable=True),
    text("scopes"),
    whole("until", none=True),
    whole("used_at", none=True),
    sqlite_strict=True,
)

#: Browsers that are signed in; `session` is a run or a walk here.
SIGNED_IN = Table(
    "signed_in",
    METADATA,
    Column("token_hash", text("").type, primary_key=True),
    Column("account", text("").type, ForeignKey("account.id"), nullable=False),
    whole("began"),
    whole("seen"),
    whole("own_phone"),
    sqlite_strict=True,
)

#: Passwords tried in vain, by the hash of a login name or an address.
TRIED = Table(
    "tried",
    METADATA,
    Column("named", text("").type, primary_key=True),
    whole("count"),
    whole("last_at"),
    sqlite_strict=True,
)

CONSENT = Table(
    "consent",
    METADATA,
    runner_id(),
    text("id"),
    Column("account", text("").type, ForeignKey("account.id"), nullable=False),
    text("scopes"),
    whole("since"),
    whole("until", none=True),
    whole("revoked_at", none=True),
    text("basis"),
    PrimaryKeyConstraint("runner_id", "id"),
    Index("ix_consent_account", "account"),
    sqlite_strict=True,
)

#: Refers to no runner and no account: a line stays when they go, without their ids.
LOOKED = Table(
    "looked",
    METADATA,
    Column("no", WHOLE, primary_key=True),
    text("runner_id", none=True),
    text("account", none=True),
    text("part"),
    whole("at"),
    UniqueConstraint("runner_id", "account", "part", "at"),
    sqlite_strict=True,
)
