"""`plantar episode`: the stories that alerts make, and what is answered to them."""

from collections import Counter
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from cli import clock, out
from cli.home import opened_store
from cli.of_runner import date_of, maybe_date_of
from plantar.alert import Episode, Family
from plantar.day import LocalDays
from plantar.door import parsed, some_words
from plantar.errors import BadInput, CannotAnswer
from plantar.response import REASONS, Reason, Response
from plantar.runner import Runner
from plantar.store import Store
from plantar.which_first import newest_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from processing.answering import Said

app = typer.Typer(
    help="List what rules made of a runner's days, and answer it.", no_args_is_help=True
)

RunnerId = Annotated[str, typer.Option("--runner", metavar="ID")]
ReasonCode = Annotated[str, typer.Option("--reason", metavar="|".join(REASONS))]
Author = Annotated[str, typer.Option("--author", metavar="WHO", help="Who answers.")]
Note = Annotated[str, typer.Option("--note", help="What is to be remembered with it.")]
Which = Annotated[
    str | None,
    typer.Option("--family", metavar="load|pain|no-data", help="Where several are open."),
]
Opened = Annotated[
    str | None, typer.Option("--opened", metavar="DATE", help="Where one is not the last.")
]


@app.command("list")
def list_(
    runner_id: RunnerId,
    *,
    all_: Annotated[
        bool, typer.Option("--all", help="Also those that are over, or taken back.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List a runner's episodes with every answer, newest first."""
    from processing.episode_life import life

    now = clock.now()
    with opened_store() as store:
        days = store.runner(runner_id).days
        found = store.episodes(runner_id, withdrawn=all_)
    shown = [one for one in found if all_ or one.closed is None]
    if json:
        out.write_json([_plain(one, now) for one in shown])
        return
    out.write_table(
        ("family", "opened", "level", "stands", "last word", "why", "answers"),
        [
            (
                one.family.value,
                one.opened.isoformat(),
                one.level.name.lower(),
                life(one, now).standing.value,
                one.last_day.isoformat(),
                _why(one),
                "; ".join(_told(answer, days) for answer in one.responses) or "-",
            )
            for one in shown
        ],
        unbroken=("family", "opened", "last word"),
    )


@app.command()
def acknowledge(
    runner_id: RunnerId,
    reason: ReasonCode,
    author: Author,
    note: Note = "",
    family: Which = None,
    opened: Opened = None,
) -> None:
    """Say that it was dealt with: it speaks again only when its level rises."""
    from processing import answering

    with _asked(runner_id, family, opened) as asked:
        said = _said(author, reason, note)
        kept = answering.acknowledge(*asked.whose(), said, now=asked.now)
    _confirm(asked, kept, "acknowledged")


@app.command()
def snooze(
    runner_id: RunnerId,
    reason: ReasonCode,
    author: Author,
    until: Annotated[
        str, typer.Option(metavar="DATE", help="The day from which it is open again.")
    ],
    note: Note = "",
    family: Which = None,
    opened: Opened = None,
) -> None:
    """Put it off: no messages until a day, or until first steps hurt two more than now."""
    from processing import answering

    ends = date_of("until", until)
    with _asked(runner_id, family, opened) as asked:
        if ends <= asked.days.day_of(asked.now):
            raise BadInput("until", until, f"later than today ({asked.days.day_of(asked.now)})")
        said = _said(author, reason, note)
        begins = asked.days.begins(ends)
        kept = answering.snooze(*asked.whose(), said, begins, now=asked.now)
    _confirm(asked, kept, f"snoozed until {ends}")


@app.command()
def close(
    runner_id: RunnerId,
    reason: ReasonCode,
    author: Author,
    note: Note = "",
    family: Which = None,
    opened: Opened = None,
) -> None:
    """End it: what a rule says on a later day begins another."""
    from processing import answering
    from processing.recompute import recompute

    with _asked(runner_id, family, opened) as asked:
        said = _said(author, reason, note)
        kept = answering.close(*asked.whose(), said, now=asked.now)
        recompute(asked.store, runner_id, now=asked.now)
    _confirm(asked, kept, "closed")


@app.command("take-back")
def take_back(
    runner_id: RunnerId,
    answer: Annotated[str, typer.Option(metavar="ID", help="As `list` shows it.")],
    author: Author,
) -> None:
    """Undo an answer; both stay to be read."""
    from processing import answering
    from processing.recompute import recompute

    now = clock.now()
    some_words("author", author, "an answer is somebody's")
    with opened_store() as store:
        runner = store.runner(runner_id)
        for episode in store.episodes(runner_id):
            if answer in {one.id for one in episode.responses}:
                answering.take_back(store, runner, episode, answer, author, now=now)
                recompute(store, runner_id, now=now)
                typer.echo(f"answer {answer} no longer holds", err=True)
                return
    raise BadInput("answer", answer, "the id of an answer, as `./run episode list --json` shows")


@app.command()
def reasons(
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Count the reasons given for all runners: measurement-error tells of the sensors."""
    with opened_store() as store:
        counted = Counter(store.count_reasons([runner.id for runner in store.runners()]))
    rows = {
        reason.value: counted[reason] for reason in Reason if counted[reason] or reason in REASONS
    }
    if json:
        out.write_json(rows)
        return
    out.write_table(("reason", "times"), [(name, str(times)) for name, times in rows.items()])


@dataclass(frozen=True, slots=True)
class _Asked:
    store: Store
    runner: Runner
    episode: Episode
    now: datetime

    @property
    def days(self) -> LocalDays:
        return self.runner.days

    def whose(self) -> tuple[Store, Runner, Episode]:
        return self.store, self.runner, self.episode


@contextmanager
def _asked(runner_id: str, family: str | None, opened: str | None) -> "Iterator[_Asked]":
    """The episode that is meant, in its store."""
    now = clock.now()
    wanted = None if family is None else parsed("family", family, Family)
    since = maybe_date_of("opened", opened)
    with opened_store() as store:
        runner = store.runner(runner_id)
        yield _Asked(store, runner, _meant(store, runner_id, wanted, since), now)


def _meant(store: Store, runner_id: str, family: Family | None, opened: date | None) -> Episode:
    known = store.episodes(runner_id)
    fitting = [
        one for one in known if family in (None, one.family) and opened in (None, one.opened)
    ]
    # One that is over is meant only where its day is named: then it is told why it cannot be.
    found = [one for one in fitting if opened is not None or one.closed is None]
    if len(found) == 1:
        return found[0]
    named = " ".join(("", family or "", f"since {opened}" if opened else "")).rstrip()
    if not found:
        raise CannotAnswer(f"runner {runner_id!r} has no open{named} episode" + _over(fitting))
    several = " and ".join(f"{one.family} since {one.opened}" for one in found)
    raise CannotAnswer(f"runner {runner_id!r} has {several}: name one by --family")


def _over(fitting: Sequence[Episode]) -> str:
    if not fitting:
        return ""
    last = fitting[0]
    return f": the last, {last.family} of {last.opened}, closed on {last.closed}"


def _said(author: str, reason: str, note: str) -> "Said":
    from processing.answering import Said

    some_words("author", author, "an answer is somebody's")
    if reason not in REASONS:
        raise BadInput("reason", reason, "one of " + ", ".join(REASONS))
    return Said(author, Reason(reason), note)


def _confirm(asked: _Asked, kept: Response, done: str) -> None:
    typer.echo(
        f"{asked.episode.family} episode of {asked.episode.opened} {done}"
        f" ({kept.reason}; take back with --answer {kept.id})",
        err=True,
    )


def _why(episode: Episode) -> str:
    from plantar.words import sentences
    from plantar.words.catalogue import words

    if episode.silent_since is not None:
        return f"nothing arrived since {episode.silent_since}"
    said = dict.fromkeys(sentences.reason(one, words("en")) for one in newest_first(episode))
    return "; ".join(said) or "-"


def _told(answer: Response, days: LocalDays) -> str:
    who = f" by {answer.author}" if answer.author else ""
    why = "" if answer.reason is None else f": {answer.reason}"
    until = "" if answer.until is None else f" until {days.local(answer.until):%Y-%m-%d}"
    return f"{answer.kind}{until} on {answer.day}{who}{why} [{answer.id}]"


def _plain(episode: Episode, now: datetime) -> dict[str, object]:
    from processing.episode_life import life

    return {
        "family": episode.family,
        "opened": episode.opened.isoformat(),
        "level": episode.level.name.lower(),
        "stands": life(episode, now).standing,
        "last_day": episode.last_day.isoformat(),
        "closed": _iso(episode.closed),
        "silent_since": _iso(episode.silent_since),
        "withdrawn_at": _iso(episode.withdrawn_at),
        "sent": episode.sent.name.lower(),
        "sent_at": _iso(episode.sent_at),
        "why": _why(episode),
        "rules": sorted({one.rule for one in episode.alerts}),
        "answers": [
            {
                "id": one.id,
                "kind": one.kind,
                "at": one.at.isoformat(),
                "day": one.day.isoformat(),
                "author": one.author,
                "reason": one.reason,
                "note": one.note,
                "until": _iso(one.until),
                "level": one.level.name.lower(),
                "pain": one.pain,
                "about": one.about,
            }
            for one in episode.responses
        ],
    }


def _iso(when: date | datetime | None) -> str | None:
    return None if when is None else when.isoformat()
