"""Who can sign in, and how others are let in."""

from dataclasses import replace
from html import escape
from zoneinfo import available_timezones

import streamlit as st

from dashboard import links
from dashboard.sharing_words import ROLES, roles_in_words
from dashboard.style import muted
from dashboard.visit import Visit
from plantar.account import Account, Door, shown_name
from plantar.consent import EVERYTHING, Basis, Consent
from plantar.errors import BadInput
from plantar.runner import LANGUAGES, Runner
from plantar.secret import new_id
from plantar.viewer import Role

HOME_ZONE = "Europe/Brussels"
RUNNER_LETTERS = 10
INVITED = (Role.KINESIST, Role.ADMIN)


def page(visit: Visit) -> None:
    """Draw what this viewer may do for others."""
    words, roles = visit.words, visit.viewer.roles
    st.title(words.say("People"), anchor=False)
    if not roles & {Role.KINESIST, Role.ADMIN}:
        muted(words.say("Here a practice keeps its accounts; yours is under your name above."))
        return
    if Role.KINESIST in roles:
        _runners(visit)
    if Role.ADMIN in roles:
        _accounts(visit)


def _runners(visit: Visit) -> None:
    words = visit.words
    st.header(words.say("Runners"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left, st.form("new-runner", clear_on_submit=True):
        st.subheader(words.say("A new runner"), anchor=False)
        name = st.text_input(words.say("Name for the screen"), max_chars=80, key="runner-name")
        language = st.segmented_control(
            words.say("Language"), LANGUAGES, default=words.language, format_func=str.upper,
            required=True, key="runner-language",
        )  # fmt: skip
        zones = sorted(available_timezones())
        where = st.selectbox(
            words.say("Time zone"), zones, index=zones.index(HOME_ZONE), key="runner-zone"
        )
        agreed = st.checkbox(
            words.say("They agreed that I see and note their load, their pain and their plan."),
            key="runner-agreed",
        )
        if st.form_submit_button(words.say("Make the runner")):
            _make(visit, name, language, where, agreed=agreed)
    with right:
        _invite_runner(visit)
    links.show(visit, Door.RUNNER)


def _make(visit: Visit, name: str, language: str, where: str, *, agreed: bool) -> None:
    words = visit.words
    try:
        shown = shown_name(name)
    except BadInput:
        st.error(
            words.say("A name for the screen has 1 to 80 characters that can be shown."), icon=None
        )
        return
    if not agreed:
        st.error(words.say("Ask them first: without their agreement nobody is made."), icon=None)
        return
    runner = Runner(f"r-{new_id()[:RUNNER_LETTERS]}", where, language=language)
    consent = Consent(
        new_id(), runner.id, visit.viewer.account, EVERYTHING, visit.now, basis=Basis.PRACTICE
    )
    visit.store.take_on(runner, shown, consent)
    links.make(visit, Door.RUNNER, runner_id=runner.id)
    st.success(words.say("Made. With this link they make an account of their own:"), icon=None)


def _invite_runner(visit: Visit) -> None:
    words, store = visit.words, visit.store
    names = store.display_names()
    has = {account.runner_id for account in store.accounts()}
    without = [runner.id for runner in store.runners() if runner.id not in has]
    st.subheader(words.say("An account for a runner"), anchor=False)
    if not without:
        muted(words.say("Every runner whom you see has an account."))
        return
    chosen = st.selectbox(
        words.say("Runner"), without, format_func=lambda one: names.get(one, one), key="invite-whom"
    )
    if st.button(words.say("Make a link"), key="invite-runner"):
        links.make(visit, Door.RUNNER, runner_id=chosen)


def _accounts(visit: Visit) -> None:
    words, store = visit.words, visit.store
    accounts, names = store.accounts(), store.account_names()
    st.header(words.say("Accounts"), anchor=False)
    muted(words.say("Who keeps accounts sees nothing of anybody's feet by it."))
    st.html(_table(visit, accounts, names))
    left, right = st.columns(2, gap="large")
    with left:
        _change(visit, accounts, names)
    with right, st.form("invite"):
        st.subheader(words.say("Invite somebody"), anchor=False)
        chosen = [
            role
            for role in INVITED
            if st.checkbox(words.say(ROLES[role]), value=role is Role.KINESIST, key=f"as-{role}")
        ]
        if st.form_submit_button(words.say("Make a link")):
            if chosen:
                links.make(visit, Door.ACCOUNT, roles=frozenset(chosen))
            else:
                st.error(words.say("Choose one of the answers."), icon=None)
    links.show(visit, Door.ACCOUNT, Door.PASSWORD)


def _table(visit: Visit, accounts: list[Account], names: "dict[str, str] | object") -> str:
    words = visit.words
    shown = names if isinstance(names, dict) else {}
    heads = (
        words.say("Name"),
        words.say("Name to sign in with"),
        words.say("As"),
        words.say("State"),
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    rows = "".join(
        f'<tr><td><bdi class="long">{escape(shown.get(one.id, "–"))}</bdi></td>'
        f'<td><bdi class="long">{escape(one.login)}</bdi></td>'
        f"<td>{escape(roles_in_words(one.roles, words))}</td>"
        f"<td>{escape(_state(visit, one))}</td></tr>"
        for one in accounts
    )
    return (
        f'<div class="people" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _state(visit: Visit, account: Account) -> str:
    words = visit.words
    if account.id == visit.viewer.account:
        return words.say("that is you")
    return words.say("can sign in") if account.disabled_at is None else words.say("disabled")


def _change(visit: Visit, accounts: list[Account], names: "dict[str, str] | object") -> None:
    words, store = visit.words, visit.store
    st.subheader(words.say("Change an account"), anchor=False)
    others = {one.id: one for one in accounts if one.id != visit.viewer.account}
    if not others:
        muted(words.say("There is no account but yours."))
        return
    shown = names if isinstance(names, dict) else {}
    chosen = st.selectbox(
        words.say("Account"),
        list(others),
        format_func=lambda one: shown.get(one, others[one].login),
        key="account",
    )
    account = others[chosen]
    with st.container(horizontal=True):
        if account.disabled_at is None:
            if st.button(words.say("Disable"), key="disable"):
                store.save_account(replace(account, disabled_at=visit.now))
                store.end_sessions(account.id)
                st.rerun()
        elif st.button(words.say("Let them in again"), key="enable"):
            store.save_account(replace(account, disabled_at=None))
            st.rerun()
        if st.button(words.say("Link for a new password"), key="reset"):
            store.end_sessions(account.id)
            links.make(visit, Door.PASSWORD, account=account.id)
