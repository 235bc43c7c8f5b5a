"""Of every method of the store: whose data it is about, what it needs, and what is left of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard.rights import Rights
from plantar.account import Account, Door, Invitation
from plantar.audit import Part
from plantar.consent import Basis, Consent, Scope
from plantar.errors import NotAllowed, UnknownRunner
from plantar.runner import Runner
from plantar.store import Store
from plantar.viewer import Role
from processing import seen

Scopes = frozenset[Scope]
LOAD, PAIN, PLAN = (frozenset({scope}) for scope in (Scope.LOAD, Scope.PAIN, Scope.PLAN))
PARTS: Final = {Scope.LOAD: Part.LOAD, Scope.PAIN: Part.PAIN, Scope.PLAN: Part.PLAN}


@dataclass(frozen=True, slots=True)
class Ask:
    """One call of a method of the store, by somebody."""

    store: Store
    name: str
    given: tuple[Any, ...]
    named: Mapping[str, Any]
    rights: Rights
    note: Callable[[Iterable[str], Part], None]

    def answer(self) -> Any:  # noqa: ANN401  whatever the method answers
        """What the store itself says."""
        return getattr(self.store, self.name)(*self.given, **self.named)

    def first(self, name: str) -> Any:  # noqa: ANN401  whatever was given
        """What was given first, by place or by name."""
        return self.given[0] if self.given else self.named.get(name)

    def refuse(self) -> NotAllowed:
        """What is raised where somebody may not do it."""
        return NotAllowed(self.name.replace("_", " "))


Class = Callable[[Ask], Any]


def _scopes(ask: Ask, runner_id: object) -> Scopes:
    """What may be seen of a runner; one who may not be seen at all is unknown, as if not there."""
    held = ask.rights.of(runner_id) if isinstance(runner_id, str) else frozenset()
    if not held:
        raise UnknownRunner(str(runner_id))
    return held


def _read(
    scopes: Scopes,
    nothing: Callable[[], object],
    left: Callable[[Any, Scopes], object] | None = None,
) -> Class:
    """About one runner: with any of the scopes; else there is nothing. `left` takes parts away."""

    def ask_for(ask: Ask) -> object:
        runner_id = ask.first("runner_id")
        held = _scopes(ask, runner_id)
        if not held & scopes:
            return nothing()
        for scope in sorted(held & scopes):
            ask.note([runner_id], PARTS[scope])
        answer = ask.answer()
        return answer if left is None or answer is None else left(answer, held)

    return ask_for


def _write(scopes: Scopes) -> Class:
    """Changes something of one runner, named by their id or by their record."""

    def ask_for(ask: Ask) -> object:
        about = ask.first("runner_id") or ask.named.get("runner")
        held = _scopes(ask, about.id if isinstance(about, Runner) else about)
        if not held & scopes:
            raise ask.refuse()
        return ask.answer()

    return ask_for


def _never(ask: Ask) -> object:
    """Not for pages: what runs without anybody looking does it."""
    raise ask.refuse()


def _of(*roles: Role) -> Class:
    def ask_for(ask: Ask) -> object:
        if not ask.rights.viewer.roles & set(roles):
            raise ask.refuse()
        return ask.answer()

    return ask_for


def _listed(ask: Ask, runner_ids: Iterable[str]) -> set[str]:
    found = {runner_id for runner_id in runner_ids if ask.rights.of(runner_id)}
    ask.note(sorted(found), Part.LIST)
    return found


def _runner(ask: Ask) -> object:
    runner_id = ask.first("runner_id")
    _scopes(ask, runner_id)
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
    return _read(LOAD, list)(ask)


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


def _own(ask: Ask) -> object:
    """About one's own feet only, whoever else may see them."""
    if not ask.rights.is_own(ask.first("runner_id")):
        raise UnknownRunner(str(ask.first("runner_id")))
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
    """Names of who signs in: an admin sees all; others theirs, and of whom they share with."""
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
        if account.runner_id is not None and ask.rights.of(account.runner_id)
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
        case Door.ACCOUNT | Door.PASSWORD:
            allowed = Role.ADMIN in roles
        case Door.RUNNER:
            allowed = Role.KINESIST in roles and bool(rights.of(str(link.runner_id)))
        case Door.SHARE:
            allowed = rights.is_own(str(link.runner_id))
        case Door.SET_UP | Door.SIGN_IN:
            allowed = False
    if not allowed or link.made_by != rights.viewer.account:
        raise ask.refuse()
    return ask.answer()


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
    theirs = {link.token_hash for link in _links(ask)}
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


ADMIN: Final = _of(Role.ADMIN)

#: Every method of the store has its class here, and one that has none is refused.
CLASSES: Final[dict[str, Class]] = {
    # Who there is.
    "runner": _runner,
    "runners": _runners,
    "display_names": _display_names,
    "add_runner": _never,  # nobody could see them: `take_on`
    "take_on": _take_on,
    "save_runner": _write(PLAN),
    "wear_plans": _read(LOAD | PLAN, list),
    "add_wear_plan": _write(PLAN),
    # What was agreed, and told.
    "overrides": _read(LOAD | PLAN, list),
    "add_override": _write(PLAN),
    "end_override": _write(PLAN),
    "withdraw_override": _write(PLAN),
    "planned_runs": _read(LOAD | PLAN, list),
    "keep_planned_run": _write(PLAN),
    "withdraw_planned_run": _write(PLAN),
    "declared_shifts": _read(LOAD, list),
    "keep_declared_shift": _write(PLAN),
    "withdraw_declared_shift": _write(PLAN),
    "programmes": _read(LOAD | PLAN, list),
    "keep_programme": _write(PLAN),
    "withdraw_programme": _write(PLAN),
    "strength_log": _read(LOAD | PLAN, list, seen.strength),
    "keep_strength": _write(PLAN),
    "withdraw_strength": _write(PLAN),
    # What was measured.
    "put": _write(PLAN),
    "put_together": _never,
    "withdraw": _never,  # names an import, and nobody's
    "origins": _origins,
    "measured": _read(LOAD, tuple),
    "span": _read(LOAD, lambda: None),
    # What was said.
    "pain": _read(PAIN, list),
    "add_pain": _write(PAIN),
    "withdraw_pain": _write(PAIN),
    # What follows from all of it.
    "state": _read(LOAD | PAIN, lambda: None, seen.state),
    "states": _states,
    "days": _read(LOAD, list),
    "alerts": _read(LOAD | PAIN, list, seen.alerts),
    "alert_history": _read(LOAD | PAIN, list, seen.alerts_once),
    "episodes": _read(LOAD | PAIN, list, seen.episodes),
    "mark_sent": _never,
    "dirty": _never,
    "backlog": _never,
    "mark_dirty": _never,
    "computing": _never,
    "save": _never,
    # Who signs in.
    "account": _account,
    "accounts": _accounts,
    "account_names": _account_names,
    "account_of_login": _never,  # has the hash of a password
    "add_account": _never,  # by an invitation
    "save_account": _save_account,
    "rename_account": _account,
    "set_password": _never,
    "invite": _invite,
    "invitation": _never,
    "invitations": _invitations,
    "use_invitation": _never,
    "withdraw_invitation": _withdraw_invitation,
    "come_in": _never,
    "accept": _never,
    "begin_session": _never,
    "looking": _never,
    "see_session": _never,
    "end_session": _never,
    "end_sessions": _account,
    "forget_sessions": _never,
    "count_try": _never,
    "forgive_tries": _never,
    # Who may look, and who did.
    "grant": _grant,
    "revoke": _own,
    "consents": _never,
    "consents_of": _own,
    "consents_for": _consents_for,
    "note_looks": _never,
    "looks_at": _own,
    "close": _never,
}
