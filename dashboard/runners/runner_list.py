"""Every runner as one line of a list: what is agreed with them, and who may see them how long."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from typing import Final
from urllib.parse import urlencode

from dashboard.entry.exercise_words import KINDS
from dashboard.frame.language import PARAMETER
from dashboard.frame.places import RUNNER
from dashboard.present import SIDES
from dashboard.runners import wear_words
from plantar.account import Account, Door, Invitation
from plantar.consent import Consent, scopes_of
from plantar.rehab import Programme, programme_on
from plantar.runner import Runner, WearPlan
from plantar.words.catalogue import NO_NUMBER, Words

#: A consent that ends within so long is worth speaking about at the next visit. Our choice.
SOON: Final = timedelta(days=28)
#: Where a runner is at home where nothing else is said.
USUAL_ZONE: Final = "Europe/Brussels"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the store knows of some runners beside themselves, as one viewer has it."""

    names: Mapping[str, str]
    wear: Mapping[str, Sequence[WearPlan]]
    programmes: Mapping[str, Sequence[Programme]]
    accounts: Mapping[str, Account]  # by runner
    invited: Mapping[str, Invitation]  # by runner, the links that still open
    consents: Sequence[Consent]  # given to the viewer
    viewer: str


def by_name(runners: Iterable[Runner], names: Mapping[str, str], text: str) -> list[Runner]:
    """The runners whose name has that text in it, by name."""
    wanted = text.strip().casefold()
    named = [(names.get(one.id, one.id).casefold(), one.id, one) for one in runners]
    return [one for name, _, one in sorted(named, key=lambda one: one[:2]) if wanted in name]


def own_accounts(accounts: Iterable[Account]) -> dict[str, Account]:
    """Who signs in as which runner."""
    return {one.runner_id: one for one in accounts if one.runner_id is not None}


def invited(links: Iterable[Invitation], now: datetime) -> dict[str, Invitation]:
    """The runners who have a link that makes their account, and did not open it yet."""
    return {str(one.runner_id): one for one in links if one.door is Door.RUNNER and one.opens(now)}


def ends_soon(
    consents: Iterable[Consent], viewer: str, runner_id: str, now: datetime
) -> datetime | None:
    """When less of a runner will be seen than now; None where that is not soon."""
    theirs = [one for one in consents if one.runner_id == runner_id]
    held = scopes_of(theirs, viewer, runner_id, now)
    for until in sorted(one.until for one in theirs if one.until is not None):
        if now < until <= now + SOON and scopes_of(theirs, viewer, runner_id, until) < held:
            return until
    return None


def table(runners: Sequence[Runner], agreed: Agreed, words: Words, now: datetime) -> str:
    """The list as HTML; on a phone its lines are cards, and each cell says what it is."""
    heads = (
        words.say("Runner"),
        words.say("Heel"),
        words.say("Agreed limit"),
        words.say("Wear plan"),
        words.say("Programme"),
        words.say("Account"),
        words.say("Go to"),
    )
    head = "".join(f'<th scope="col" role="columnheader">{escape(one)}</th>' for one in heads)
    rows = "".join(_row(one, heads, agreed, words, now) for one in runners)
    caption = words.plural("{n} runner", "{n} runners", len(runners))
    return (
        f'<div class="runners"><table role="table"><caption>{escape(caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _row(runner: Runner, heads: Sequence[str], agreed: Agreed, words: Words, now: datetime) -> str:
    today, name = runner.days.day_of(now), agreed.names.get(runner.id, runner.id)
    limit = NO_NUMBER if runner.pain_limit is None else f"{runner.pain_limit}/10"
    cells = (
        NO_NUMBER if runner.side is None else words.say(SIDES[runner.side]),
        limit,
        wear_words.in_short(agreed.wear.get(runner.id, ()), today, words),
        _programme(agreed.programmes.get(runner.id, ()), runner, words, now),
        account_in_words(runner.id, agreed, words, now),
    )
    zone = "" if runner.zone == USUAL_ZONE else f'<span class="muted">{escape(runner.zone)}</span>'
    ends = ends_soon(agreed.consents, agreed.viewer, runner.id, now)
    if ends is not None:
        day = words.date(runner.days.day_of(ends))
        said = words.say("shared with you until {day}", day=day)
        zone += f'<span class="soon">◷ {escape(said)}</span>'
    tds = "".join(
        f'<td role="cell" data-label="{escape(label)}">{escape(cell)}</td>'
        for label, cell in zip(heads[1:-1], cells, strict=True)
    )
    ways = "".join(
        f'<a href="{href(page, runner.id, words)}" target="_self" '
        f'aria-label="{escape(f"{text}: {name}")}">{escape(text)}</a>'
        for page, text in (("runner", words.say("Load")), ("programme", words.say("Programme")))
    )
    return (
        f'<tr role="row"><th scope="row" role="rowheader"><a target="_self" '
        f'href="{href("runners", runner.id, words)}"><bdi class="long">{escape(name)}</bdi></a>'
        f'{zone}</th>{tds}<td role="cell" class="ways">{ways}</td></tr>'
    )


def href(page: str, runner_id: str, words: Words) -> str:
    """The address of a page about a runner."""
    return escape(f"/{page}?{urlencode({RUNNER: runner_id, PARAMETER: words.language})}")


def _programme(programmes: Sequence[Programme], runner: Runner, words: Words, now: datetime) -> str:
    today = runner.days.day_of(now)
    programme = programme_on(programmes, today)
    if programme is None:
        return NO_NUMBER
    week = words.say("week {n}", n=programme.week_on(today))
    return f"{words.say(KINDS[programme.kind])}, {week}"


def account_in_words(runner_id: str, agreed: Agreed, words: Words, now: datetime) -> str:
    """Whether a runner can sign in by themselves."""
    account, link = agreed.accounts.get(runner_id), agreed.invited.get(runner_id)
    if account is not None:
        return words.say("yes") if account.disabled_at is None else words.say("disabled")
    if link is not None:
        left = max(1, (link.expires - now).days)
        return words.plural("invited, {n} day left", "invited, {n} days left", left)
    return words.say("no")
