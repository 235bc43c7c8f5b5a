"""Who can sign in, and how others are let in."""

from dataclasses import replace
from html import escape

import streamlit as st

from dashboard.access.sharing_words import ROLES, roles_in_words
from dashboard.frame import links
from dashboard.frame.places import link
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.account import Account, Door
from plantar.consent import EVERYTHING
from plantar.viewer import Role

INVITED = (Role.KINESIST, Role.ADMIN)


def page(visit: Visit) -> None:
    """Draw what this viewer may do for others."""
    words, roles = visit.words, visit.viewer.roles
    st.title(words.say("People"), anchor=False)
    if Role.KINESIST in roles:
        link(visit.places["runners"], words.say("The runners in your care"), words)
    if Role.ADMIN in roles:
        _accounts(visit)
    else:
        muted(words.say("Here a practice keeps its accounts; yours is under your name above."))


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
        reset = may_reset(visit, account) and st.button(
            words.say("Link for a new password"), key="reset"
        )
        if reset:
            store.end_sessions(account.id)
            links.make(visit, Door.PASSWORD, account=account.id)
    if may_reset(visit, account):
        muted(words.say("Whose account it is reads who made a link for it, and when."))
        if Role.KINESIST in account.roles:
            muted(words.say("Once it is used, every runner who lets them look reads it too."))
    else:
        muted(
            words.say(
                "A runner's new password: by a link of a kinesist who sees everything of them, or "
                "at the terminal of this Plantar."
            )
        )


def may_reset(visit: Visit, account: Account) -> bool:
    """Whether a link for their password shows nothing that is not seen already."""
    return account.runner_id is None or visit.sees(account.runner_id) >= EVERYTHING
