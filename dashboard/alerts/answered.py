"""How episodes stand and what was answered to them, ready for a page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from types import MappingProxyType
from typing import Final

from dashboard.access.authors import NO_NAMES, author
from plantar.alert import Episode, Family, Level
from plantar.response import DECISIONS, Reason, Response, ResponseKind
from plantar.runner import Runner
from plantar.words import episode_sentences
from plantar.words.catalogue import Words, mark
from processing.episode_life import Life, Standing, as_followed, decisions, life
from processing.episodes import CLOSING_DAYS

OPEN, SNOOZED, HANDLED = "open", "snoozed", "handled"
#: The tabs, in the order in which they are read.
TABS: Final = {OPEN: mark("Open"), SNOOZED: mark("Snoozed"), HANDLED: mark("Handled")}
#: What it means that one of them is empty; `n` is for how many days an end is shown.
EMPTY: Final = {
    OPEN: mark("No alert waits for an answer."),
    SNOOZED: mark("No alert is put off until later."),
    HANDLED: mark("No alert stands as handled, and none ended in the last {n} days."),
}
FAMILIES: Final = {
    Family.LOAD: mark("Load"),
    Family.PAIN: mark("Pain"),
    Family.NO_DATA: mark("No data"),
}
#: The reasons that say that the runner was spoken to.
CONTACT: Final = frozenset({Reason.CALLED, Reason.MESSAGE_SENT})
#: Of nobody anything is known.
NOBODYS: Final[Mapping[str, Collection[str]]] = MappingProxyType({})
#: Where each is found.
_TAB_OF: Final = {
    Standing.OPEN: OPEN,
    Standing.SNOOZED: SNOOZED,
    Standing.ACKNOWLEDGED: HANDLED,
    Standing.CLOSED_BY_HAND: HANDLED,
    Standing.CLOSED: HANDLED,
    Standing.WITHDRAWN: HANDLED,
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One episode of one runner, as the list of alerts shows it."""

    runner: Runner
    name: str
    episode: Episode
    life: Life

    @property
    def tab(self) -> str:
        """Where it is found: one of TABS."""
        return _TAB_OF[self.life.standing]

    @property
    def key(self) -> str:
        """A name for its widgets: what is chosen for one is not chosen for another."""
        return f"{self.runner.id} {self.episode.family} {self.episode.opened}"


def listed(
    runners: Iterable[Runner],
    names: Mapping[str, str],
    episodes: Mapping[str, Sequence[Episode]],
    now: datetime,
    own: Mapping[str, Collection[str]] = NOBODYS,
) -> list[Listed]:
    """Every episode there is to show, the loudest and newest first.

    `own` names the accounts of runners whom somebody else looks at: what those put off is open.

    What late data took back before anybody answered or was written to is gone without a trace.
    """
    found = [
        Listed(
            runner,
            names.get(runner.id, runner.id),
            episode,
            _life(episode, now, own.get(runner.id, ())),
        )
        for runner in runners
        for episode in episodes.get(runner.id, ())
        if episode.withdrawn_at is None or episode.responses or episode.sent > Level.OK
    ]
    return sorted(
        found,
        key=lambda one: (
            -one.episode.level,
            -one.episode.last_day.toordinal(),
            one.name.casefold(),
            one.episode.family,
        ),
    )


def standing(
    episode: Episode,
    runner: Runner,
    now: datetime,
    words: Words,
    names: Mapping[str, str] = NO_NAMES,
) -> str:
    """What holds of an episode in a few words; empty where nobody has answered."""
    stands = life(episode, now)
    answer = stands.answer
    if stands.standing is Standing.WITHDRAWN:
        return episode_sentences.withdrawn_note(episode, words, runner.days)
    if stands.standing is Standing.CLOSED:
        return episode_sentences.closing_note(episode, words, ok_days=CLOSING_DAYS)
    if answer is None:
        return ""
    if stands.standing is Standing.OPEN:
        return _open_again(episode, answer, words)
    who, day = author(answer.author, names, words), words.date(answer.day, "weekday")
    if stands.standing is Standing.SNOOZED:
        until = episode_sentences.until(answer, words, runner.days)
        return words.say("Snoozed until {day} by {who}", day=until, who=who)
    if stands.standing is Standing.CLOSED_BY_HAND:
        return words.say("Closed on {day} by {who}", day=day, who=who)
    return words.say("Handled on {day} by {who}", day=day, who=who)


def _open_again(episode: Episode, answer: Response, words: Words) -> str:
    """Why what was answered is open again."""
    woken = any(
        one.kind is ResponseKind.WOKEN and one.about == answer.id for one in episode.responses
    )
    if woken:
        return words.say("Open again: first-step pain rose")
    if answer.kind is ResponseKind.SNOOZED:
        return words.say("Open again: the snooze is over")
    if episode.level > answer.level:
        return words.say("Open again: louder than when it was answered")
    return words.say("Open again: a rule spoke after it was closed")


def in_overview(
    episodes: Sequence[Episode],
    runner: Runner,
    now: datetime,
    words: Words,
    names: Mapping[str, str] = NO_NAMES,
) -> tuple[str, ...]:
    """What holds of a runner's stories that are not over by themselves, for the why cell."""
    going = [one for one in episodes if _goes_on(one)]
    told = [(one, standing(one, runner, now, words, names)) for one in going]
    return tuple(
        words.say("{family}: {text}", family=words.say(FAMILIES[one.family]), text=text)
        if len(going) > 1
        else text
        for one, text in told
        if text
    )


def last_contact(episodes: Sequence[Episode]) -> date | None:
    """The last day on which somebody called or wrote, by what was answered to these episodes."""
    answers = (one for episode in episodes for one in decisions(episode.responses))
    return max((one.day for one in answers if one.reason in CONTACT), default=None)


def _goes_on(episode: Episode) -> bool:
    """Whether a story of load or pain is not over by itself, or taken back."""
    over = episode.closed is not None or episode.withdrawn_at is not None
    return not over and episode.family is not Family.NO_DATA


def all_answered(episodes: Sequence[Episode], now: datetime, own: Collection[str] = ()) -> bool:
    """Whether somebody else answered every story of load and pain that is not over by itself."""
    going = [one for one in episodes if _goes_on(one)]
    return bool(going) and all(_life(one, now, own).standing is not Standing.OPEN for one in going)


def _life(episode: Episode, now: datetime, own: Collection[str]) -> Life:
    return life(as_followed(episode, own), now)


def history(
    episode: Episode, runner: Runner, words: Words, names: Mapping[str, str] = NO_NAMES
) -> str:
    """Every answer with who and when, newest first, as HTML; those taken back struck through."""
    holds = {one.id for one in decisions(episode.responses)}
    items = []
    for one in reversed(episode.responses):
        gone = one.kind in DECISIONS and one.id not in holds
        said = escape(episode_sentences.answer(one, words, runner.days))
        who = escape(author(one.author, names, words) or words.say("by itself"))
        when = escape(episode_sentences.when(one, words, runner.days))
        note = f'<br><span class="note">{escape(one.note)}</span>' if one.note else ""
        text = f"<del>{said}</del>" if gone else said
        items.append(f'<li>{text}<br><span class="muted">{who} · {when}</span>{note}</li>')
    return f'<ul class="answers">{"".join(items)}</ul>' if items else ""
