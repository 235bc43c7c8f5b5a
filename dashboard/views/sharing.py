"""Who may see what of one's own feet, and until when."""

from datetime import timedelta
from html import escape
from typing import Final

import streamlit as st

from dashboard.access.sharing_words import BASES, SCOPES, scopes_in_words
from dashboard.frame import links
from dashboard.frame.places import link
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.account import Door, Invitation
from plantar.consent import Consent, Scope
from plantar.words.catalogue import mark

#: How long something is shared; the last one until the runner ends it. [d]
LASTS: Final = {
    28: mark("for 4 weeks"),
    91: mark("for 3 months"),
    182: mark("for 6 months"),
    0: mark("until I end it"),
}
USUAL_DAYS = 91


def page(visit: Visit) -> None:
    """Draw who sees what, with a button to end it, and a way to let somebody in."""
    words, runner_id = visit.words, visit.viewer.runner_id
    st.title(words.say("Sharing"), anchor=False)
    if runner_id is None:
        muted(words.say("You have no load or pain of your own here, so there is none to share."))
        return
    given = visit.store.consents_of(runner_id)
    holding = [one for one in given if one.holds(visit.now)]
    with st.container(key="sharing"):
        if not holding:
            muted(words.say("Nobody but you sees your load and your pain."))
        for consent in holding:
            _held(visit, runner_id, consent)
        _invite(visit, runner_id)
        _open_links(visit, runner_id)
        ended = [one for one in given if not one.holds(visit.now)]
        if ended:
            with st.expander(words.say("What has ended")):
                for consent in ended:
                    st.html(_described(visit, consent))
        link(visit.places["looks"], words.say("Who looked at my data?"), words)


def _held(visit: Visit, runner_id: str, consent: Consent) -> None:
    words = visit.words
    with st.container(border=True):
        st.html(_described(visit, consent))
        if st.button(words.say("End this now"), key=f"revoke-{consent.id}"):
            visit.store.revoke(runner_id, consent.id, visit.now)
            st.rerun()


def _described(visit: Visit, consent: Consent) -> str:
    words, runner = visit.words, visit.store.runner(consent.runner_id)
    name = visit.store.account_names().get(consent.account, "–")
    if consent.revoked_at is not None:
        day = runner.days.day_of(consent.revoked_at)
        until = words.say("ended on {day}", day=words.date(day, "year"))
    elif consent.until is None:
        until = words.say("until you end it")
    else:
        day = runner.days.day_of(consent.until)
        until = words.say("until {day}", day=words.date(day, "year"))
    since = words.date(runner.days.day_of(consent.since), "year")
    about = words.say(
        "since {day}, {until} · {basis}",
        day=since,
        until=until,
        basis=words.say(BASES[consent.basis]),
    )
    return (
        f'<p class="reason"><b><bdi class="long">{escape(name)}</bdi></b>: '
        f"{escape(scopes_in_words(consent.scopes, words))}</p>"
        f'<p class="muted">{escape(about)}</p>'
    )


def _invite(visit: Visit, runner_id: str) -> None:
    words = visit.words
    with st.form("share"):
        st.header(words.say("Let a kinesist see my data"), anchor=False)
        scopes = frozenset(
            scope
            for scope in SCOPES
            if st.checkbox(
                words.say(SCOPES[scope]), value=scope is not Scope.PLAN, key=f"share-{scope}"
            )
        )
        days = st.radio(
            words.say("How long"),
            list(LASTS),
            index=list(LASTS).index(USUAL_DAYS),
            format_func=lambda days: words.say(LASTS[days]),
            key="share-days",
        )
        if st.form_submit_button(words.say("Make a link")):
            if scopes:
                until = visit.now + timedelta(days=days) if days else None
                links.make(visit, Door.SHARE, runner_id=runner_id, scopes=scopes, until=until)
            else:
                st.error(words.say("Choose one of the answers."), icon=None)
    links.show(visit, Door.SHARE)


def _open_links(visit: Visit, runner_id: str) -> None:
    words = visit.words
    waiting: list[Invitation] = [
        one
        for one in visit.store.invitations()
        if one.door is Door.SHARE and one.runner_id == runner_id and one.opens(visit.now)
    ]
    if not waiting:
        return
    days = visit.store.runner(runner_id).days
    st.header(words.say("Links that nobody used yet"), anchor=False)
    for one in waiting:
        made = words.say(
            "made on {day}: {what}",
            day=words.date(days.day_of(one.made_at), "year"),
            what=scopes_in_words(one.scopes, words),
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            muted(made)
            if st.button(words.say("Take it back"), key=f"withdraw-{one.token_hash[:12]}"):
                visit.store.withdraw_invitation(one.token_hash)
                links.forget()
                st.rerun()
