"""Who writes to me, about what, and did it arrive?"""

from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

import streamlit as st

from dashboard.frame.style import muted
from dashboard.messages.recipient_form import WANTS, Chosen, choose
from dashboard.visit import Visit
from plantar.channel import channel_of
from plantar.day import civil_day, zone
from plantar.delivery.door import check, new_id
from plantar.delivery.trying import try_out
from plantar.delivery.undelivered import Undelivered
from plantar.errors import BadInput
from plantar.message import Attempt, Kind, Message, Sending
from plantar.recipient import Recipient, Wanted
from plantar.runner import Runner
from plantar.words import message_sentences
from plantar.words.catalogue import Words, mark

#: Where a browser does not tell its time zone.
NO_BROWSER_ZONE = "Europe/Brussels"
#: What was just done, told once after the page is drawn again.
TOLD = "messages-told"
KINDS = {
    Kind.EPISODES: mark("something new"),
    Kind.DIGEST: mark("digest"),
    Kind.REMINDER: mark("reminder"),
}


@dataclass(frozen=True, slots=True)
class _Told:
    text: str
    wrong: bool = False
    secret: str | None = None


def page(visit: Visit) -> None:
    """Draw what was not delivered, then who is written to, then how to add one."""
    words = visit.words
    with st.container(key="messages"):
        st.title(words.say("Messages"), anchor=False)
        muted(
            words.say(
                "Plantar writes when something opens or rises, never more often than needed. "
                "Without details a message says only that there is something to look at."
            )
        )
        _told(words)
        mine = own(visit)
        _undelivered(visit, mine)
        for one in mine:
            _recipient(visit, one)
        _add(visit, first=not mine)


def own(visit: Visit) -> list[Recipient]:
    """The recipients that are the viewer's: of their account, and of their own feet."""
    viewer = visit.viewer
    return [
        one
        for one in visit.store.recipients()
        if one.account == viewer.account
        or (one.runner_id is not None and one.runner_id == viewer.runner_id)
    ]


def _told(words: Words) -> None:
    told = st.session_state.pop(TOLD, None)
    if not isinstance(told, _Told):
        return
    if told.wrong:
        st.error(told.text)
    else:
        st.html(f'<p class="saved" role="status"><b>✓ {escape(told.text)}</b></p>')
    if told.secret is not None:
        st.write(words.say("Messages are signed with this; it is not shown again:"))
        st.code(told.secret, language=None)


def _say(text: str, *, wrong: bool = False, secret: str | None = None) -> None:
    st.session_state[TOLD] = _Told(text, wrong, secret)
    st.rerun()


def _undelivered(visit: Visit, mine: list[Recipient]) -> None:
    words, where = visit.words, zone(st.context.timezone or NO_BROWSER_ZONE)
    by_id = {one.id: one for one in mine}
    waiting = visit.store.messages(by_id)
    failed = [one for one in waiting if one.state is Sending.GIVEN_UP]
    late = [one for one in waiting if one.state is Sending.WAITING and one.tries]
    if not failed and not late:
        return
    with st.container(border=True, key="undelivered"):
        st.header(words.say("Not delivered"), anchor=False)
        for one in (*failed, *late):
            _failed(visit, one, by_id[one.recipient_id], where)


def _failed(visit: Visit, message: Message, recipient: Recipient, where: ZoneInfo) -> None:
    words = visit.words
    tries = visit.store.attempts(message.id)
    lines = [
        words.say(
            "{kind} to {channel}, of {moment}",
            kind=words.say(KINDS[message.kind]),
            channel=recipient.channel.name,
            moment=_moment(message.made_at, where, words),
        ),
        words.plural("tried {n} time", "tried {n} times", len(tries))
        + (f": {_outcome(tries[-1], words)}" if tries else ""),
    ]
    if message.state is Sending.WAITING and message.next_at is not None:
        at = _moment(message.next_at, where, words)
        lines.append(words.say("tried again by itself: {moment}", moment=at))
    with st.container(horizontal=True, vertical_alignment="center"):
        first, *rest = lines
        st.html(f"<p class='reason'><b>{escape(first)}</b><br>{escape(' · '.join(rest))}</p>")
        if st.button(words.say("Try again"), key=f"retry-{message.id}"):
            visit.store.retry_message(message.id, visit.now)
            _say(words.say("It is tried again within seconds."))


def _outcome(attempt: Attempt, words: Words) -> str:
    return message_sentences.outcome(attempt.outcome, attempt.code, words)


def _moment(at: datetime, where: ZoneInfo, words: Words) -> str:
    return f"{words.date(civil_day(at, where))} {words.time(at, where)}"


def _recipient(visit: Visit, one: Recipient) -> None:
    words = visit.words
    with st.container(border=True, key=f"recipient-{one.id}"):
        name, how = escape(one.channel.name), escape(_how(one, words))
        st.html(f"<p class='reason'><b>{name}</b> <small>{escape(one.id)}</small><br>{how}</p>")
        with st.container(horizontal=True):
            if st.button(words.say("Send a test"), key=f"test-{one.id}", type="primary"):
                _try(visit, one)
            paused = words.say("Resume") if one.paused else words.say("Pause")
            if st.button(paused, key=f"pause-{one.id}"):
                visit.store.save_recipient(replace(one, paused=not one.paused))
                st.rerun()
            if st.button(words.say("Remove"), key=f"remove-{one.id}"):
                visit.store.remove_recipient(one.id)
                _say(words.say("Removed, with all that was to be written there."))
        with st.expander(words.say("Change")):
            chosen = choose(words, f"change-{one.id}", before=one, of_runner=_is_runner(one))
            if chosen is not None:
                visit.store.save_recipient(_changed(one, chosen))
                _say(words.say("Saved."))


def _is_runner(one: Recipient) -> bool:
    return one.runner_id is not None


def _changed(one: Recipient, chosen: Chosen) -> Recipient:
    return replace(
        one,
        language=chosen.language,
        wants=chosen.wants,
        health_details=chosen.details,
        at_once=chosen.at_once,
        quiet=chosen.quiet,
        morning=chosen.morning,
    )


def _how(one: Recipient, words: Words) -> str:
    said = [
        words.say("paused") if one.paused else "",
        ", ".join(words.say(WANTS[wanted]) for wanted in Wanted if wanted in one.wants),
        words.say(
            "quiet from {since} to {until}",
            since=f"{one.quiet.since:%H:%M}",
            until=f"{one.quiet.until:%H:%M}",
        )
        if one.quiet is not None
        else "",
        words.say("with details") if one.health_details else words.say("without details"),
        one.language,
    ]
    return " · ".join(word for word in said if word)


def _try(visit: Visit, one: Recipient) -> None:
    words = visit.words
    try:
        with st.spinner(words.say("Sending…")):
            try_out(visit.door, one, visit.now, visit.pages_url)
    except Undelivered as error:
        said = message_sentences.outcome(error.outcome, error.code, words)
        _say(words.say("The test did not arrive: {why}", why=said), wrong=True)
    else:
        _say(words.say("The test arrived."))


def _add(visit: Visit, *, first: bool) -> None:
    words, viewer = visit.words, visit.viewer
    with st.expander(words.say("Add a way to write to you"), expanded=first):
        muted(
            words.say(
                "E-mail: mailtos://user:password@host?to=you@host · ntfy: ntfys://ntfy.sh/topic · "
                "Telegram: tgram://token/chat · webhook: https://host/path · broker: mqtt:user"
            )
        )
        runner = _own_runner(visit)
        chosen = choose(words, "add", of_runner=runner is not None, asks_address=True)
        if chosen is None:
            return
        secret = chosen.new_secret()
        try:
            channel = channel_of(chosen.address, secret)
            check(channel)
        except BadInput:
            st.error(
                words.say(
                    "Nothing can be sent there: that address cannot be read, is of a service that "
                    "Plantar does not know, or would cross a network without encryption."
                )
            )
            return
        visit.store.add_recipient(
            _changed(
                Recipient(
                    new_id(),
                    channel,
                    visit.now,
                    runner_id=None if runner is None else runner.id,
                    account=viewer.account if runner is None else None,
                    time_zone=None
                    if runner is not None
                    else st.context.timezone or NO_BROWSER_ZONE,
                ),
                chosen,
            )
        )
        _say(words.say("Added. Send a test to see that it arrives."), secret=secret)


def _own_runner(visit: Visit) -> Runner | None:
    whose = visit.viewer.runner_id
    return None if whose is None else visit.store.runner(whose)
