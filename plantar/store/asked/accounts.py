"""What a store is asked about accounts, invitations and sessions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from plantar.account import Account, Invitation, Looking, Newcomer, SignedIn
from plantar.consent import Consent
from plantar.patience import Patience


class Accounts(Protocol):
    """What is asked about accounts, invitations and sessions."""

    def add_account(self, account: Account, name: str | None, password: str | None) -> None:
        """Add an account; AccountExists when its login name is taken, or its runner has one.

        `name` is for the screen, `password` is a hash; both are kept apart from the record.
        """

    def save_account(self, account: Account) -> None:
        """Replace a known account's record; UnknownAccount when there is none of that id."""

    def rename_account(self, account_id: str, name: str) -> None:
        """Give an account another name for the screen."""

    def account(self, account_id: str) -> Account:
        """One account; UnknownAccount when there is none of that id."""

    def account_of_login(self, login: str) -> tuple[Account, str | None] | None:
        """Who signs in by a name, and the hash of their password."""

    def accounts(self) -> list[Account]:
        """Every account, by login name."""

    def account_names(self) -> Mapping[str, str]:
        """Names for the screen, by account; whoever has none is called by their login name."""

    def set_password(self, account_id: str, password: str) -> None:
        """Keep the hash of a password in place of the one before."""

    def invite(self, invitation: Invitation) -> None:
        """Keep a link that lets somebody in, by the hash of its secret."""

    def invitation(self, token_hash: str) -> Invitation | None:
        """The link of a secret, used or not."""

    def invitations(self) -> list[Invitation]:
        """Every link there is, newest first."""

    def use_invitation(self, token_hash: str, now: datetime) -> Invitation:
        """Use a link up; UsedUp where it lets nobody in any more."""

    def withdraw_invitation(self, token_hash: str) -> None:
        """Take a link back, used or not."""

    def come_in(self, token_hash: str, newcomer: Newcomer, now: datetime) -> None:
        """Use a link up, and make everything of a newcomer: all or nothing.

        UsedUp where it lets nobody in any more; a link for the first account, where there is one.
        """

    def accept(self, token_hash: str, consent: Consent, now: datetime) -> None:
        """Use a link up and keep the consent it is for: both or neither."""

    def begin_session(self, session: SignedIn) -> None:
        """Sign a browser in."""

    def looking(self, token_hash: str) -> Looking | None:
        """Who is signed in with a secret, whether or not it still holds."""

    def see_session(self, token_hash: str, at: datetime) -> None:
        """Note a click of a browser that is signed in."""

    def end_session(self, token_hash: str) -> None:
        """Sign a browser out; nothing happens where it is not signed in."""

    def end_sessions(self, account_id: str) -> None:
        """Sign an account out of every browser."""

    def sessions(self, account_id: str) -> list[SignedIn]:
        """The browsers in which an account was signed in and not out, the last seen first."""

    def change_password(self, account_id: str, password: str, session: SignedIn) -> None:
        """Keep the hash of a new password, sign every browser out, and one in: all or nothing."""

    def forget_sessions(self, began_before: datetime) -> None:
        """Forget the sessions that began before a moment."""

    def count_try(self, named: str, patience: Patience, now: datetime) -> datetime | None:
        """Count a try of a password before it is made; until when to wait, and then it is not."""

    def forgive_tries(self, named: str, *, wholly: bool) -> None:
        """Take the last try back, or all of them: it was not in vain."""
