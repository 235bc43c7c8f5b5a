"""Who looked at one's own data, at what of it, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

import streamlit as st

from dashboard.access.sharing_words import PARTS
from dashboard.frame.places import link
from dashboard.frame.style import muted
from dashboard.visit import Visit
from plantar.audit import Look, Part
from plantar.day import LocalDays

#: Looks further apart than this are two. [min]
APART = timedelta(minutes=30)
#: A look is noted by its minute; one in a list by its hour.
LASTS = {Part.LIST: timedelta(hours=1)}
A_MINUTE = timedelta(minutes=1)
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """Somebody's looks that belong together."""

    account: str
    first: datetime
    last: datetime
    parts: frozenset[Part]


def page(visit: Visit) -> None:
    """Draw the looks, newest first."""
    words, runner_id = visit.words, visit.viewer.runner_id
    st.title(words.say("Who looked at my data?"), anchor=False)
    if runner_id is None:
        muted(words.say("You have no load or pain of your own here, so nobody looked at any."))
        return
    muted(
        words.say(
            "Every look by somebody else is noted: by the minute, and in the list of runners by "
            "the hour. Your own are not."
        )
    )
    _new_passwords(visit, runner_id)
    found = stretches(visit.store.looks_at(runner_id))
    if not found:
        muted(words.say("Nobody but you has looked."))
    else:
        days = visit.store.runner(runner_id).days
        st.html(_table(visit, found[:MOST_SHOWN], days))
        if len(found) > MOST_SHOWN:
            muted(words.say("The last {n} are shown.", n=MOST_SHOWN))
    link(visit.places["sharing"], words.say("Who may look, and until when"), words)


def stretches(looks: Iterable[Look]) -> list[Stretch]:
    """Looks of one person that follow one another, as one; newest first."""
    found: list[Stretch] = []
    for one in sorted(looks, key=lambda look: (look.account, look.at)):
        until = one.at + LASTS.get(one.part, A_MINUTE)
        last = found[-1] if found else None
        if last is not None and last.account == one.account and one.at - last.last <= APART:
            found[-1] = Stretch(
                one.account, last.first, max(last.last, until), last.parts | {one.part}
            )
        else:
            found.append(Stretch(one.account, one.at, until, frozenset({one.part})))
    return sorted(found, key=lambda stretch: (stretch.first, stretch.account), reverse=True)


def _new_passwords(visit: Visit, runner_id: str) -> None:
    """Who may look and got a new password by a link: whoever made it could have come in by it."""
    words, store = visit.words, visit.store
    found = store.new_passwords(runner_id)
    if not found:
        return
    names, days = store.account_names(), store.runner(runner_id).days
    muted(
        words.say(
            "Somebody who may look got a new password by a link. Who made the link could have "
            "used it too: if you do not expect it, ask them."
        )
    )
    by = words.say("whoever runs this Plantar")
    heads = (words.say("When"), words.say("New password of"), words.say("Link made by"))
    rows = (
        (
            f"{words.date(days.day_of(one.at), 'weekday')}, {days.local(one.at):%H:%M}",
            names.get(one.account, "–"),
            by if one.made_by is None else names.get(one.made_by, "–"),
        )
        for one in found[:MOST_SHOWN]
    )
    st.html(_rows(heads, rows))


def _table(visit: Visit, found: list[Stretch], days: LocalDays) -> str:
    words = visit.words
    names = visit.store.account_names()
    heads = (words.say("When"), words.say("Who"), words.say("At what"))
    rows = (
        (
            _when(visit, one, days),
            names.get(one.account, "–"),
            ", ".join(words.say(PARTS[part]) for part in Part if part in one.parts),
        )
        for one in found
    )
    return _rows(heads, rows)


def _rows(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of texts; a name may be long, or written from right to left."""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        "<tr>"
        + "".join(f'<td><bdi class="long">{escape(cell)}</bdi></td>' for cell in cells)
        + "</tr>"
        for cells in rows
    )
    return (
        f'<div class="people" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _when(visit: Visit, one: Stretch, days: LocalDays) -> str:
    words = visit.words
    first, last = days.local(one.first), days.local(one.last)
    return words.say(
        "{day}, {since}–{until}",
        day=words.date(days.day_of(one.first), "weekday"),
        since=f"{first:%H:%M}",
        until=f"{last:%H:%M}",
    )
