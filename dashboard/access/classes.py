"""Of every method of the store: whose data it is about, what it needs, and what is left of it."""

from collections.abc import Iterable
from typing import Final

from dashboard.access import account_classes, message_classes
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
from plantar.audit import Part
from plantar.consent import Basis, Consent, Scope
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


def _episodes_of(ask: Ask) -> object:
    """Of those who may be seen, what may be seen of them."""
    asked = set(ask.first("runner_ids"))
    found = {one for one in asked if ask.rights.of(one) & (LOAD | PAIN)}
    for scope in (Scope.LOAD, Scope.PAIN):
        ask.note(sorted(one for one in found if scope in ask.rights.of(one)), PARTS[scope])
    since = ask.given[1] if len(ask.given) > 1 else ask.named["since"]
    told = ask.store.episodes_of(found, since)
    return {one: seen.episodes(episodes, ask.rights.of(one)) for one, episodes in told.items()}


def _material_of(ask: Ask) -> object:
    """Of those whose load and pain may both be seen: of a part the rules would say another thing.

    Whoever sees the load of somebody sees what was agreed about it.
    """
    asked = set(ask.first("runner_ids"))
    found = sorted(one for one in asked if ask.rights.of(one) >= LOAD | PAIN)
    for scope, part in PARTS.items():
        ask.note([one for one in found if scope in ask.rights.of(one)], part)
    since = ask.given[1] if len(ask.given) > 1 else ask.named["days_since"]
    return ask.store.material_of(found, since)


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


def _wear_plans_of(ask: Ask) -> object:
    """Of those of some runners who let it be seen what was agreed with them."""
    seen_of = {one: ask.rights.of(one) for one in ask.first("runner_ids")}
    found = sorted(one for one, scopes in seen_of.items() if scopes & (LOAD | PLAN))
    for scope in (Scope.LOAD, Scope.PLAN):
        ask.note([one for one in found if scope in seen_of[one]], PARTS[scope])
    return ask.store.wear_plans_of(found)


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
    "wear_plans_of": _wear_plans_of,
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
    "material_of": _material_of,
    "alerts": reads(LOAD | PAIN, list, seen.alerts),
    "alert_history": reads(LOAD | PAIN, list, seen.alerts_once),
    "episodes": reads(LOAD | PAIN, list, seen.episodes),
    "mark_sent": never,
    "dirty": never,
    "backlog": never,
    "mark_dirty": never,
    "computing": never,
    "save": never,
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
    **account_classes.CLASSES,
    **message_classes.CLASSES,
    "close": never,
}
