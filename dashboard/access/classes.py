"""Of every method of the store: whose data it is about, what it needs, and what is left of it."""

from collections.abc import Iterable
from typing import Final

from dashboard.access import message_classes
from dashboard.access.ask import (
    LOAD,
    PAIN,
    PARTS,
    PLAN,
    Ask,
    Class,
    never,
    only,
    own,
    reads,
    scopes_of,
    signs,
    writes,
)
from plantar.account import Account, Door, Invitation
from plantar.audit import Part
from plantar.consent import EVERYTHING, Basis, Consent, Scope
from plantar.viewer import Role
from processing import seen


def _listed(ask: Ask, runner_ids: Iterable[str]) -> set[str]:
    found = {runner_id for runner_id in runner_ids if ask.rights.of(runner_id)}
    ask.note(sorted(found), Part.LIST)
    return found


def _runner(ask: Ask) -> object:
    runner_id = ask.first("runner_id")
    scopes_of(ask, runner_id)
    ask.note([runner_id], Part.LIST)
    return ask.answer()


def _runners(ask: Ask) -> object:
    runners = ask.store.runners()
    found = _listed(ask, (runner.id for runner in runners))
    return [runner for runner in runners if runner.id in found]


def _display_names(ask: Ask) -> object:
    names = ask.store.display_names()
    found = _listed(ask, names)
    return {runner_id: name for runner_id, name in names.items() if runner_id in found}


def _states(ask: Ask) -> object:
    states = ask.store.states()
    found = _listed(ask, (state.runner_id for state in states))
    return [
        seen.state(state, ask.rights.of(state.runner_id))
        for state in states
        if state.runner_id in found
    ]


def _origins(ask: Ask) -> object:
    if ask.first("runner_id") is None:
        raise ask.refuse()  # of everybody
    return reads(LOAD, list)(ask)


def _take_on(ask: Ask) -> object:
    """A kinesist makes a runner, and lets nobody in but themselves."""
    runner, consent = ask.first("runner"), ask.given[2]
    viewer = ask.rights.viewer
    if Role.KINESIST not in viewer.roles or not isinstance(consent, Consent):
        raise ask.refuse()
    told = (consent.account, consent.runner_id, consent.basis)
    if told != (viewer.account, runner.id, Basis.PRACTICE):
        raise ask.refuse()
    return ask.answer()


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
    anything else too an admin may, as somebody must; its owner reads by whom it was made.
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


def _episodes_of(ask: Ask) -> object:
    """Of those who may be seen, what may be seen of them."""
    asked = set(ask.first("runner_ids"))
    found = {one for one in asked if ask.rights.of(one) & (LOAD | PAIN)}
    for scope in (Scope.LOAD, Scope.PAIN):
        ask.note(sorted(one for one in found if scope in ask.rights.of(one)), PARTS[scope])
    since = ask.given[1] if len(ask.given) > 1 else ask.named["since"]
    told = ask.store.episodes_of(found, since)
    return {one: seen.episodes(episodes, ask.rights.of(one)) for one, episodes in told.items()}


def _sensors_of(ask: Ask) -> object:
    """Of those whose load may be seen: a sensor is how it was measured."""
    asked = sorted(one for one in set(ask.first("runner_ids")) if LOAD & ask.rights.of(one))
    ask.note(asked, Part.LIST)
    return ask.store.sensors_of(asked)


def _strength_work(ask: Ask) -> object:
    """Of those whose strength work may be seen, without how it felt for who may not see pain."""
    found = {one for one in ask.first("runner_ids") if ask.rights.of(one) & (LOAD | PLAN)}
    for scope in (Scope.LOAD, Scope.PLAN):
        ask.note(sorted(one for one in found if scope in ask.rights.of(one)), PARTS[scope])
    since = ask.given[1] if len(ask.given) > 1 else ask.named["since"]
    told = ask.store.strength_work(found, since)
    return {one: seen.strength_work(work, ask.rights.of(one)) for one, work in told.items()}


def _last_moved(ask: Ask) -> object:
    """That something moved, of those who may be seen; what, is asked by itself."""
    return ask.store.last_moved([one for one in ask.first("runner_ids") if ask.rights.of(one)])


def _agreed_of(ask: Ask) -> object:
    """What was agreed with those of some runners who let it be seen."""
    seen_of = {one: ask.rights.of(one) for one in ask.first("runner_ids")}
    found = sorted(one for one, scopes in seen_of.items() if scopes & (LOAD | PLAN))
    for scope in (Scope.LOAD, Scope.PLAN):
        ask.note([one for one in found if scope in seen_of[one]], PARTS[scope])
    return getattr(ask.store, ask.name)(found)


def _count_reasons(ask: Ask) -> object:
    asked = ask.first("runner_ids")
    return ask.store.count_reasons([one for one in asked if ask.rights.of(one)])


def _keep_upload(ask: Ask) -> object:
    """Who may write plans brings files, in their own name."""
    upload = ask.named["upload"] if "upload" in ask.named else ask.given[1]
    if upload.author != ask.rights.viewer.account or upload.runner_id != ask.first("runner_id"):
        raise ask.refuse()
    return writes(PLAN)(ask)


def _keep_clinic_threshold(ask: Ask) -> object:
    """A kinesist decides, in their own name."""
    threshold = ask.first("threshold")
    viewer = ask.rights.viewer
    if Role.KINESIST not in viewer.roles or threshold.author != viewer.account:
        raise ask.refuse()
    return ask.answer()


ADMIN: Final = only(Role.ADMIN)

#: Every method of the store has its class here, and one that has none is refused.
CLASSES: Final[dict[str, Class]] = {
    # Who there is.
    "runner": _runner,
    "runners": _runners,
    "display_names": _display_names,
    "add_runner": never,  # nobody could see them: `take_on`
    "take_on": _take_on,
    "save_runner": writes(PLAN),
    "rename_runner": writes(PLAN),
    "wear_plans": reads(LOAD | PLAN, list),
    "wear_plans_of": _agreed_of,
    "withdraw_wear_plan": writes(PLAN),
    "add_wear_plan": writes(PLAN),
    # What was agreed, and told.
    "overrides": reads(LOAD | PLAN, list),
    "add_override": signs(PLAN),
    "end_override": writes(PLAN),
    "withdraw_override": writes(PLAN),
    "planned_runs": reads(LOAD | PLAN, list),
    "keep_planned_run": signs(PLAN),
    "withdraw_planned_run": writes(PLAN),
    "declared_shifts": reads(LOAD, list),
    "keep_declared_shift": signs(PLAN),
    "withdraw_declared_shift": writes(PLAN),
    "programmes": reads(LOAD | PLAN, list),
    "keep_programme": signs(PLAN),
    "programmes_of": _agreed_of,
    "withdraw_programme": writes(PLAN),
    "strength_log": reads(LOAD | PLAN, list, seen.strength),
    "keep_strength": writes(PLAN),
    "withdraw_strength": writes(PLAN),
    "strength_work": _strength_work,
    # What was measured.
    "put": writes(PLAN),
    "put_together": never,
    "withdraw": never,  # names an import, and nobody's
    "origins": _origins,
    "measured": reads(LOAD, tuple),
    "span": reads(LOAD, lambda: None),
    # What was brought, to be read by whoever processes.
    "keep_upload": _keep_upload,
    "uploads": reads(LOAD | PLAN, list),
    "said_dates": writes(PLAN),
    "withdraw_upload": writes(PLAN),
    "withdraw_import": writes(PLAN),
    "upload_waits": never,
    "take_upload": never,
    "see_upload": never,
    "upload_content": never,
    "settle_upload": never,
    "note_upload": never,
    "sensors_of": _sensors_of,
    "keep_sensor": never,
    # What was said.
    "pain": reads(PAIN, list),
    "add_pain": writes(PAIN),
    "withdraw_pain": writes(PAIN),
    # What follows from all of it.
    "state": reads(LOAD | PAIN, lambda: None, seen.state),
    "states": _states,
    "last_moved": _last_moved,
    "days": reads(LOAD, list),
    "alerts": reads(LOAD | PAIN, list, seen.alerts),
    "alert_history": reads(LOAD | PAIN, list, seen.alerts_once),
    "episodes": reads(LOAD | PAIN, list, seen.episodes),
    "mark_sent": never,
    "dirty": never,
    "backlog": never,
    "mark_dirty": never,
    "computing": never,
    "save": never,
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
    "note_looks": never,
    "looks_at": own,
    # What was answered to alerts, and told beside pain.
    "answers": reads(LOAD | PAIN, list, seen.answers),
    "respond": signs(PLAN),
    "count_reasons": _count_reasons,
    "episodes_of": _episodes_of,
    "arrivals": never,
    "notes": reads(LOAD | PAIN, list, seen.notes),
    "keep_note": signs(PLAN),
    "withdraw_note": writes(PLAN),
    "change_strength": writes(PLAN),
    "amend_pain": writes(PAIN),
    "withdraw_told": never,  # by a form or over the wire
    "pain_history": reads(PAIN, list),
    "pain_link": never,
    "pain_links": own,
    "keep_pain_link": never,
    "revoke_pain_links": own,
    # What the practice decided: it is about nobody.
    "clinic_thresholds": Ask.answer,
    "first_open_day": only(Role.KINESIST),
    "keep_clinic_threshold": _keep_clinic_threshold,
    # What is somebody's own.
    "write_export": own,
    "erase_runner": own,
    **message_classes.CLASSES,
    "close": never,
}
