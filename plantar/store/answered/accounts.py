"""What the SQL store answers about accounts, invitations and sessions."""

from collections.abc import Mapping
from datetime import datetime

from plantar.account import Account, Invitation, Looking, Newcomer, SignedIn
from plantar.consent import Consent
from plantar.patience import Patience
from plantar.store import accounts
from plantar.store.answered.answering import Answering


class Accounts(Answering):
    """What is answered about accounts, invitations and sessions."""

    def add_account(self, account: Account, name: str | None, password: str | None) -> None:
        """Add an account; AccountExists when its login name is taken, or its runner has one."""
        with self._database.writing() as connection:
            accounts.add(connection, account, name, password)

    def save_account(self, account: Account) -> None:
        """Replace a known account's record; UnknownAccount when there is none of that id."""
        with self._database.writing() as connection:
            accounts.save(connection, account)

    def rename_account(self, account_id: str, name: str) -> None:
        """Give an account another name for the screen."""
        with self._database.writing() as connection:
            accounts.rename(connection, account_id, name)

    def account(self, account_id: str) -> Account:
        """One account; UnknownAccount when there is none of that id."""
        with self._database.reading() as connection:
            return accounts.find(connection, account_id)

    def account_of_login(self, login: str) -> tuple[Account, str | None] | None:
        """Who signs in by a name, and the hash of their password."""
        with self._database.reading() as connection:
            return accounts.by_login(connection, login)

    def accounts(self) -> list[Account]:
        """Every account, by login name."""
        with self._database.reading() as connection:
            return accounts.everybody(connection)

    def account_names(self) -> Mapping[str, str]:
        """Names for the screen, by account; whoever has none is called by their login name."""
        with self._database.reading() as connection:
            return accounts.names(connection)

    def set_password(self, account_id: str, password: str) -> None:
        """Keep the hash of a password in place of the one before."""
        with self._database.writing() as connection:
            accounts.set_password(connection, account_id, password)

    def invite(self, invitation: Invitation) -> None:
        """Keep a link that lets somebody in, by the hash of its secret."""
        with self._database.writing() as connection:
            accounts.invite(connection, invitation)

    def invitation(self, token_hash: str) -> Invitation | None:
        """The link of a secret, used or not."""
        with self._database.reading() as connection:
            return accounts.invitation(connection, token_hash)

    def invitations(self) -> list[Invitation]:
        """Every link there is, newest first."""
        with self._database.reading() as connection:
            return accounts.invitations(connection)

    def use_invitation(self, token_hash: str, now: datetime) -> Invitation:
        """Use a link up; UsedUp where it lets nobody in any more."""
        with self._database.writing() as connection:
            return accounts.use(connection, token_hash, now)

    def withdraw_invitation(self, token_hash: str) -> None:
        """Take a link back, used or not."""
        with self._database.writing() as connection:
            accounts.withdraw(connection, token_hash)

    def come_in(self, token_hash: str, newcomer: Newcomer, now: datetime) -> None:
        """Use a link up, and make everything of a newcomer: all or nothing."""
        with self._database.writing() as connection:
            accounts.come_in(connection, token_hash, newcomer, now)

    def accept(self, token_hash: str, consent: Consent, now: datetime) -> None:
        """Use a link up and keep the consent it is for: both or neither."""
        with self._database.writing() as connection:
            accounts.accept(connection, token_hash, consent, now)

    def begin_session(self, session: SignedIn) -> None:
        """Sign a browser in."""
        with self._database.writing() as connection:
            accounts.begin(connection, session)

    def looking(self, token_hash: str) -> Looking | None:
        """Who is signed in with a secret, whether or not it still holds."""
        with self._database.reading() as connection:
            return accounts.looking(connection, token_hash)

    def see_session(self, token_hash: str, at: datetime) -> None:
        """Note a click of a browser that is signed in."""
        with self._database.writing() as connection:
            accounts.see(connection, token_hash, at)

    def end_session(self, token_hash: str) -> None:
        """Sign a browser out; nothing happens where it is not signed in."""
        with self._database.writing() as connection:
            accounts.sign_out(connection, token_hash)

    def end_sessions(self, account_id: str) -> None:
        """Sign an account out of every browser."""
        with self._database.writing() as connection:
            accounts.sign_out_everywhere(connection, account_id)

    def sessions(self, account_id: str) -> list[SignedIn]:
        """The browsers in which an account was signed in and not out, the last seen first."""
        with self._database.reading() as connection:
            return accounts.sessions(connection, account_id)

    def change_password(self, account_id: str, password: str, session: SignedIn) -> None:
        """Keep the hash of a new password, sign every browser out, and one in: all or nothing."""
        with self._database.writing() as connection:
            accounts.set_password(connection, account_id, password)
            accounts.sign_out_everywhere(connection, account_id)
            accounts.begin(connection, session)

    def forget_sessions(self, began_before: datetime) -> None:
        """Forget the sessions that began before a moment."""
        with self._database.writing() as connection:
            accounts.forget_sessions(connection, began_before)

    def count_try(self, named: str, patience: Patience, now: datetime) -> datetime | None:
        """Count a try of a password before it is made; until when to wait, and then it is not."""
        with self._database.writing() as connection:
            return accounts.count_try(connection, named, patience, now)

    def forgive_tries(self, named: str, *, wholly: bool) -> None:
        """Take the last try back, or all of them: it was not in vain."""
        with self._database.writing() as connection:
            accounts.forgive(connection, named, wholly=wholly)
