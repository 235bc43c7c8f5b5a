"""Ten seconds with every sensor: what they read, moving, and what is wrong."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cli.sensor import words
from plantar.sample import Foot

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from cli.sensor.chosen import Chosen
    from collector.first_look import FirstLook
    from collector.visit import Visit

#: How often the table is drawn anew. [1/s]
DRAWN_HZ: Final = 8
#: A sole that sends fewer of the frames it promises has a weak link. [-] (our choice)
LEAST_RATE: Final = 0.9


@dataclass(frozen=True, slots=True)
class Met:
    """A sensor that was connected to, and what it told so far."""

    chosen: "Chosen"
    visit: "Visit"
    look: "FirstLook"

    @property
    def called(self) -> str:
        """What people call it."""
        candidate = self.chosen.candidate
        return replace(candidate, name=candidate.name or self.visit.name).called

    @property
    def foot(self) -> Foot | None:
        """Its foot: as it declares, else as was told."""
        declared = self.look.declared
        return self.chosen.foot if declared is None else declared.foot


async def look_live(met: Sequence[Met], seconds: float, console: "Console") -> None:
    """Show what comes, for so long or until every link broke."""
    from rich.live import Live

    loop = asyncio.get_running_loop()
    until_s = loop.time() + seconds
    if not console.is_terminal:
        await asyncio.sleep(seconds)
        console.print(_table(met))
        return
    console.print(f"\nWalk a few steps: this is what comes, for {seconds:g} s.")
    with Live(_table(met), console=console, auto_refresh=False) as live:
        while (left_s := until_s - loop.time()) > 0:
            await asyncio.sleep(min(left_s, 1 / DRAWN_HZ))
            live.update(_table(met), refresh=True)


def what_is_wrong(met: Sequence[Met], seconds: float) -> list[str]:
    """Why these sensors cannot be paired as was asked; a sentence each."""
    from collector.first_look import troubles

    wrong = []
    for one in met:
        found = list(troubles(one.look, one.visit.lacking, seconds))
        if one.visit.gone.is_set():
            found.append("its link broke off: bring it closer, and close the maker's app")
        told, declared = one.chosen.foot, one.look.declared
        if declared is not None and told not in (None, declared.foot):
            found.append(f"it says that it is for the {declared.foot} foot, and not the {told} one")
        wrong += [f"{one.called}: {cause}" for cause in found]
    return wrong or _wrong_pair(met)


def worth_saying(met: Sequence[Met]) -> list[str]:
    """What is not as it should be, and does not stand in the way."""
    from collector.first_look import speaks_always

    said = []
    for one in met:
        look = one.look
        wanted_hz = _promised_hz(one)
        if look.rate_hz is not None and wanted_hz and look.rate_hz < LEAST_RATE * wanted_hz:
            said.append(
                f"{one.called}: {look.rate_hz:.0f} frames a second came, it promises "
                f"{wanted_hz:.0f}: bring the computer closer"
            )
        if look.unfit:
            share = f"{look.unfit} of {look.notifications} notifications"
            said.append(f"{one.called}: {share} did not fit: {look.malformed[0].cause}")
        if not look.notifications and not speaks_always(look.profile):
            said.append(f"{one.called}: it has said nothing yet; it will when there are steps")
    return said


def _wrong_pair(met: Sequence[Met]) -> list[str]:
    """What two soles cannot have in common, or must."""
    soles = [one for one in met if one.chosen.on_a_foot]
    if len(soles) < 2:  # noqa: PLR2004  a pair
        return []
    one, other = soles
    if one.foot is other.foot:
        return [f"{one.called} and {other.called} are both for the {one.foot} foot: no pair"]
    rates = [_promised_hz(sole) for sole in soles]
    if rates[0] != rates[1]:
        told = " and ".join(
            f"{sole.called} sends {rate:g}" for sole, rate in zip(soles, rates, strict=True)
        )
        return [f"{told} frames a second: the two soles of a pair go at one rate"]
    return []


def _promised_hz(met: Met) -> float:
    if met.look.declared is not None:
        return float(met.look.declared.rate_hz)
    return next((one.rate_hz for one in met.look.profile.listen if one.rate_hz), 0.0)


def _table(met: Sequence[Met]) -> "Table":
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("sensor", overflow="fold")
    table.add_column("foot")
    table.add_column("now", no_wrap=True, min_width=words.BAR + 7)
    table.add_column("frames/s", justify="right")
    table.add_column("missing", justify="right")
    for one in met:
        look = one.look
        sole = one.chosen.on_a_foot
        table.add_row(
            one.called,
            words.side_word(one.foot),
            words.now_word(look),
            "-" if not sole or look.rate_hz is None else f"{look.rate_hz:.0f}",
            str(look.missing) if sole and look.frames else "-",
        )
    return table
