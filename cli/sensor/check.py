"""`plantar sensor check`: whether a sensor does what its profile says, rule by rule."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli import out
from cli.home import home_of
from cli.radio import host_clock, radio, radio_needed, run
from cli.sensor import words
from cli.sensor.hint import hint
from cli.sensor.profiles import beside, pickable, picked
from cli.sensor.remembered import Candidate, meant, numbered, proposal
from cli.sensor.unreachable import unreachable
from plantar.errors import PairingRefused

if TYPE_CHECKING:
    from rich.text import Text

    from collector.conformance.seen import Line
    from collector.notification import Notification
    from collector.profile import Profile
    from collector.scanning import Heard
    from collector.visit import Visitor

#: The family whose rules are a page of ours.
OURS = "open-plantar"


def check(
    word: str, profile_word: str | None, seconds: float, *, simulated: bool, json: bool
) -> None:
    """Examine a sensor, and tell what came of every rule."""
    from collector.conformance.seen import conforms

    home = home_of(simulated=simulated).folder
    who, profile = _who(home, word, profile_word)
    lines, profile = run(_examine(home, who, profile, seconds, simulated=simulated))
    if json:
        out.write_json(
            {
                "address": who.address,
                "profile": profile.id,
                "conforms": conforms(lines),
                "lines": [
                    {
                        "rule": one.rule,
                        "outcome": one.outcome.lower(),
                        "required": one.required,
                        "seen": one.seen,
                    }
                    for one in lines
                ],
            }
        )
    else:
        _write(lines)
    if not conforms(lines):
        raise typer.Exit(1)


def _who(home: Path, word: str, profile_word: str | None) -> tuple[Candidate, "Profile | None"]:
    """The sensor that is meant, and its profile where it is known beforehand."""
    from collector.pairing_file import paired_sensors

    named = None if profile_word is None else picked(home, profile_word)[0]
    for one in paired_sensors(home):
        if word == one.id:
            return Candidate(one.address, one.name, (one.profile.id,)), named or one.profile
    return meant(home, word), named


async def _examine(
    home: Path, who: Candidate, profile: "Profile | None", seconds: float, *, simulated: bool
) -> tuple[tuple["Line", ...], "Profile"]:
    from collector.link import LINK_TROUBLE
    from collector.radio import Patience
    from collector.scanning import NotHeard, scan
    from collector.visit import Visitor

    profiles = pickable(home)
    async with radio(simulated=simulated) as air:
        visitor = Visitor(air, host_clock(), Patience())
        with radio_needed(), hint(f"looking for {who.called}…"):
            heard = await scan(air, visitor.find_s, profiles, until=(who.address,))
        there = [one for one in heard if one.address.lower() == who.address.lower()]
        if not there:
            raise PairingRefused(words.not_heard(who.called, visitor.find_s))
        (found,) = numbered(there)
        chosen = profile or proposal(found, profiles)
        try:
            with hint(f"examining {found.name or found.address} as {chosen.id}…"):
                return await _judged(visitor, there[0], chosen, seconds), chosen
        except (NotHeard, *LINK_TROUBLE) as error:
            raise unreachable(error, found.called, found.address, visitor.find_s) from error


async def _judged(
    visitor: "Visitor", heard: "Heard", profile: "Profile", seconds: float
) -> tuple["Line", ...]:
    import asyncio

    from collector.conformance.family import judge_family
    from collector.conformance.sole_rules import judge
    from collector.examination import examine

    others = beside()
    if profile.id == OURS:
        return judge(await examine(visitor, heard, profile, others, seconds))
    told: list[Notification] = []
    async with visitor.visit(heard.address, profile, others, told.append) as visit:
        await asyncio.sleep(seconds)
    return judge_family(profile, others, told, visit.lacking, seconds)


def _write(lines: Sequence["Line"]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table

    from collector.conformance.seen import Outcome

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("", no_wrap=True)
    for column in ("rule", "seen"):
        table.add_column(column, overflow="fold")
    for one in lines:
        table.add_row(_coloured(one), one.rule, one.seen)
    Console(markup=False, highlight=False).print(table)
    failed = sum(one.outcome is Outcome.FAIL for one in lines)
    untried = sum(one.required and one.outcome is Outcome.NOT_TRIED for one in lines)
    tried = sum(one.outcome is not Outcome.NOT_TRIED for one in lines)
    if failed or untried:
        could_not = f", and {untried} could not be tried" if untried else ""
        out.say(f"{failed} of {tried} rules do not hold{could_not}.")
    else:
        out.say(f"All {tried} rules that could be tried hold.")


def _coloured(line: "Line") -> "Text":
    """The outcome as a word; colour only says it once more."""
    from rich.text import Text

    styles = {"pass": "green", "FAIL": "bold red", "not tried": "dim"}
    return Text(line.outcome.value, style=styles[line.outcome.value])
