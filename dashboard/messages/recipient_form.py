"""What somebody chooses about the messages they get."""

import secrets
from dataclasses import dataclass
from datetime import time
from typing import Final

import streamlit as st

from plantar.channel import scheme
from plantar.recipient import MORNING, USUAL, USUAL_OF_ACCOUNT, QuietHours, Recipient, Wanted
from plantar.runner import LANGUAGES
from plantar.words.catalogue import Words, mark

WANTS: Final = {
    Wanted.ALERT: mark("call today"),
    Wanted.CAUTION: mark("look this week"),
    Wanted.NO_DATA: mark("no data"),
    Wanted.REMINDER: mark("reminder each morning"),
}
#: What the clock shows where nobody chose quiet hours yet. Our choice.
NIGHT: Final = QuietHours(time(22), time(7))
#: As languages call themselves, whatever the page speaks.
NAMES: Final = {"nl": "Nederlands", "en": "English", "fr": "Français"}
#: Bytes of a secret that is made here: more than can be tried out.
SECRET_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was filled in; it has not been checked yet."""

    address: str
    language: str
    wants: frozenset[Wanted]
    details: bool
    at_once: bool
    quiet: QuietHours | None
    morning: time

    def new_secret(self) -> str | None:
        """What a webhook's messages are signed with; other channels need none."""
        if scheme(self.address.strip()) not in ("http", "https"):
            return None
        return secrets.token_urlsafe(SECRET_BYTES)


def choose(
    words: Words,
    key: str,
    *,
    before: Recipient | None = None,
    of_runner: bool,
    asks_address: bool = False,
) -> Chosen | None:
    """Draw the form, filled in as it was; what was chosen once somebody saves it."""
    with st.form(key, border=False):
        address = ""
        if asks_address:
            address = st.text_input(words.say("Address"), type="password", key=f"{key}-address")
        spoken = st.segmented_control(
            words.say("Language"),
            LANGUAGES,
            default=words.language if before is None else before.language,
            required=True,
            format_func=NAMES.__getitem__,
            key=f"{key}-language",
        )
        usual = USUAL if of_runner else USUAL_OF_ACCOUNT
        known = usual if before is None else before.wants
        offered = [one for one in Wanted if of_runner or one is not Wanted.REMINDER]
        wants = st.pills(
            words.say("About"),
            offered,
            selection_mode="multi",
            default=[one for one in offered if one in known],
            format_func=lambda one: words.say(WANTS[one]),
            key=f"{key}-wants",
        )
        details = st.toggle(
            words.say("With details: what the rules said, in the message itself"),
            value=before is not None and before.health_details,
            key=f"{key}-details",
        )
        at_once = not of_runner and st.toggle(
            words.say("“Call today” at once, not with the digest of the morning"),
            value=before is not None and before.at_once,
            key=f"{key}-at-once",
        )
        morning = st.time_input(
            words.say("Reminder of the morning at") if of_runner else words.say("Digest at"),
            value=MORNING if before is None else before.morning,
            step=900,
            key=f"{key}-morning",
        )
        quiet = _quiet(words, key, None if before is None else before.quiet)
        if not st.form_submit_button(words.say("Save"), type="primary"):
            return None
    return Chosen(address, spoken, frozenset(wants), details, bool(at_once), quiet, morning)


def _quiet(words: Words, key: str, before: QuietHours | None) -> QuietHours | None:
    is_quiet = st.toggle(
        words.say("Quiet hours: what comes then waits until they are over"),
        value=before is not None,
        key=f"{key}-quiet",
    )
    shown = before or NIGHT
    with st.container(horizontal=True):
        since = st.time_input(words.say("from"), value=shown.since, step=900, key=f"{key}-since")
        until = st.time_input(words.say("to"), value=shown.until, step=900, key=f"{key}-until")
    if not is_quiet or since == until:
        return None
    return QuietHours(since, until)
