"""The way from a flag to why it is there, and back from an address to the flag."""

import hashlib
from datetime import date
from typing import Final

import streamlit as st

from dashboard.frame.language import PARAMETER
from dashboard.frame.places import RUNNER
from dashboard.visit import Visit
from plantar.alert import Alert
from plantar.store import Store
from plantar.words import sentences

ALERT: Final = "alert"
#: Signs of a key: no day, no rule and nobody can be read from an address.
KEY_SIGNS: Final = 16
EARLIEST, LATEST = date(1970, 1, 2), date(2200, 1, 1)


def key(runner_id: str, alert: Alert) -> str:
    """What an alert is called in an address; the same for the same alert, computed again or not."""
    parts = (
        runner_id,
        alert.day.isoformat(),
        alert.rule,
        alert.code,
        dict(alert.inputs).get("session_start", ""),
    )
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:KEY_SIGNS]


def asked_for(store: Store, runner_id: str) -> Alert | None:
    """The alert that the address names; None where there is none, or not for this viewer."""
    wanted = st.query_params.get(ALERT, "")
    told = store.alerts(runner_id, EARLIEST, LATEST)
    return next((one for one in reversed(told) if key(runner_id, one) == wanted), None)


def why_link(visit: Visit, runner_id: str, alert: Alert, text: str | None = None) -> None:
    """A link to why a flag is there; of several beside each other each names its rule."""
    words = visit.words
    label = words.say("Why?") if text is None else text
    st.page_link(
        visit.places["why"],
        label=label,
        query_params={
            RUNNER: runner_id,
            ALERT: key(runner_id, alert),
            PARAMETER: words.language,
        },
    )


def why_links(visit: Visit, runner_id: str, told: list[Alert]) -> None:
    """One link for each of what the rules said, the strongest first."""
    words = visit.words
    if not told:
        return
    with st.container(horizontal=True, key=f"why-{key(runner_id, told[0])}", gap="small"):
        for one in told:
            text = words.say("Why?")
            if len(told) > 1:
                text = words.say(
                    "Why? {rule}, {what}",
                    rule=one.rule.value,
                    what=_short(sentences.short(one, words)),
                )
            why_link(visit, runner_id, one, text)


def rule_links(visit: Visit, runner_id: str, told: list[Alert]) -> None:
    """A link for each rule that spoke, by its name alone: where a line has no room for more."""
    latest = {one.rule: one for one in reversed(told)}
    rules = sorted(latest.values(), key=told.index)
    with st.container(horizontal=True, key=f"rules-{key(runner_id, rules[0])}", gap="small"):
        for n, one in enumerate(rules):
            text = visit.words.say("Why? {rule}", rule=one.rule.value) if n == 0 else one.rule.value
            why_link(visit, runner_id, one, text)


def _short(text: str) -> str:
    """A label reads Markdown: nothing of it stands in these few signs but what is escaped here."""
    return text.replace(">", "\\>")
