"""Of the methods about accounts and consents: who signs in, who may look, and who did."""

from typing import Final

from dashboard.access.ask import (
    Ask,
    Class,
    never,
    own,
)
from plantar.account import Account, Door, Invitation
from plantar.consent import EVERYTHING, Basis
from plantar.viewer import Role


def _grant(ask: Ask) -> object:
    consent = ask.first("consent")
    if not ask.rights.is_own(consent.runner_id) or consent.basis is not Basis.RUNNER:
        raise ask.refuse()
    return ask.answer()


def _consents_for(ask: Ask) -> object:
    if ask.first("account_id") != ask.rights.viewer.account:
        raise ask.refuse()
    return ask.answer()


def _account(ask: Ask) -> object:
    asked = ask.first("account_id")
    if asked != ask.rights.viewer.account and Role.ADMIN not in ask.rights.viewer.roles:
        raise ask.refuse()
    return ask.answer()


def _account_names(ask: Ask) -> object:
    """Names of who signs in: an admin sees all; others theirs, and of whom they share with.

    Kinesists know their colleagues by name: each sees who answered, and who decided for all.
    """
    names = ask.store.account_names()
    viewer = ask.rights.viewer
    if Role.ADMIN in viewer.roles:
        return names
    known = {viewer.account}
    if viewer.runner_id is not None:
        known |= {consent.account for consent in ask.store.consents_of(viewer.runner_id)}
        known |= {one.account for one in ask.store.looks_at(viewer.runner_id)}
        made = (one.made_by for one in ask.store.new_passwords(viewer.runner_id))
        known |= {one for one in made if one is not None}
    known |= {
        account.id
        for account in ask.store.accounts()
        if (account.runner_id is not None and ask.rights.of(account.runner_id))
        or viewer.roles & account.roles >= {Role.KINESIST}
    }
    return {account: name for account, name in names.items() if account in known}


def _save_account(ask: Ask) -> object:
    """An admin changes anybody's; one's own language is one's own."""
    account: Account = ask.first("account")
    viewer = ask.rights.viewer
    if Role.ADMIN in viewer.roles:
        before = ask.store.account(account.id)
        # Whose feet somebody's are is said by a link that the runner opens, and by nobody else.
        if before.runner_id != account.runner_id:
            raise ask.refuse()
        if Role.KINESIST in account.roles - before.roles and account.id == viewer.account:
            raise ask.refuse()  # who keeps accounts does not let themselves in
        return ask.answer()
    if account.viewer != viewer or account.disabled_at is not None:
        raise ask.refuse()
    return ask.answer()


def _invite(ask: Ask) -> object:
    link: Invitation = ask.first("invitation")
    rights = ask.rights
    roles = rights.viewer.roles
    match link.door:
        case Door.ACCOUNT:
            allowed = Role.ADMIN in roles
        case Door.PASSWORD:
            allowed = _may_reset(ask, str(link.account))
        case Door.RUNNER:
            allowed = Role.KINESIST in roles and bool(rights.of(str(link.runner_id)))
        case Door.SHARE:
            allowed = rights.is_own(str(link.runner_id))
        case Door.SET_UP | Door.SIGN_IN:
            allowed = False
    if not allowed or link.made_by != rights.viewer.account:
        raise ask.refuse()
    return ask.answer()


def _may_reset(ask: Ask, account_id: str) -> bool:
    """Whether a link for that account's password would show its maker nothing that is new.

    Who comes in as a runner sees all of them: so only who sees all of them already may. Of who is
    anything else too an admin may, as somebody must: no practice is locked out by a password that
    was forgotten. Its owner reads by whom it was made, and so does every runner who lets them in.
    """
    account, roles = ask.store.account(account_id), ask.rights.viewer.roles
    if account.runner_id is not None and not ask.rights.of(account.runner_id) >= EVERYTHING:
        return False
    is_runner_alone = account.roles == {Role.RUNNER}
    return Role.ADMIN in roles or (is_runner_alone and Role.KINESIST in roles)


def _invitations(ask: Ask) -> object:
    links = ask.store.invitations()
    viewer = ask.rights.viewer
    return [
        link
        for link in links
        if link.made_by == viewer.account
        or (Role.ADMIN in viewer.roles and link.door in (Door.ACCOUNT, Door.PASSWORD))
    ]


def _withdraw_invitation(ask: Ask) -> object:
    # One that was used stays: whose password it set reads by whom it was made.
    theirs = {link.token_hash for link in _links(ask) if link.used_at is None}
    if ask.first("token_hash") not in theirs:
        raise ask.refuse()
    return ask.answer()


def _links(ask: Ask) -> list[Invitation]:
    found = _invitations(ask)
    return found if isinstance(found, list) else []


def _accounts(ask: Ask) -> object:
    """An admin sees who signs in; a kinesist which of their runners do."""
    viewer = ask.rights.viewer
    found = ask.store.accounts()
    if Role.ADMIN in viewer.roles:
        return found
    return [
        account
        for account in found
        if account.id == viewer.account
        or (account.runner_id is not None and ask.rights.of(account.runner_id))
    ]


#: Every method about accounts has its class here.
CLASSES: Final[dict[str, Class]] = {
    # Who signs in.
    "account": _account,
    "accounts": _accounts,
    "account_names": _account_names,
    "account_of_login": never,  # has the hash of a password
    "add_account": never,  # by an invitation
    "save_account": _save_account,
    "rename_account": _account,
    "set_password": never,
    "invite": _invite,
    "invitation": never,
    "invitations": _invitations,
    "use_invitation": never,
    "withdraw_invitation": _withdraw_invitation,
    "come_in": never,
    "accept": never,
    "begin_session": never,
    "looking": never,
    "see_session": never,
    "end_session": never,
    "end_sessions": _account,
    "sessions": never,  # on the plain page of one's own account
    "change_password": never,
    "forget_sessions": never,
    "count_try": never,
    "forgive_tries": never,
    # Who may look, and who did.
    "grant": _grant,
    "revoke": own,
    "consents": never,
    "consents_of": own,
    "consents_for": _consents_for,
    "consents_mark": never,
    "note_looks": never,
    "looks_at": own,
    "new_passwords": own,
}
