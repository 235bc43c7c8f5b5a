"""Connecting to sensors, and looking at all of them together, before anything is kept."""

from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from cli.radio import host_clock, radio
from cli.sensor import words
from cli.sensor.kept import pair_joined
from cli.sensor.live_check import Met, look_live, what_is_wrong, worth_saying
from cli.sensor.profiles import beside
from cli.sensor.stand import stand
from cli.sensor.unreachable import unreachable
from plantar.errors import PairingRefused

if TYPE_CHECKING:
    from rich.console import Console

    from cli.sensor.chosen import Chosen
    from collector.pairing import PairedSensor
    from collector.simulated.told_gait import ToldWalker
    from collector.visit import Visitor
    from plantar.runner import Runner
    from processing.force.standing import Stood


async def meet(
    chosen: Sequence["Chosen"],
    runner: "Runner",
    paired: Sequence["PairedSensor"],
    seconds: float,
    *,
    calibrate: bool,
    simulated: bool,
) -> tuple[list[Met], "Stood | None"]:
    """Connect to every sensor, look at all of them together, and let them go."""
    from rich.console import Console

    from collector.radio import Patience
    from collector.visit import Visitor

    console = Console(markup=False, highlight=False)
    walker = _walker(runner) if simulated else None
    async with radio(simulated=simulated, walker=walker) as air, AsyncExitStack() as visits:
        visitor = Visitor(air, host_clock(), Patience())
        met = [await _meet_one(one, visitor, visits, console) for one in chosen]
        early = what_is_wrong(met, 0.0) if any(one.visit.lacking for one in met) else []
        if not early:
            await look_live(met, seconds, console)
        if wrong := early or what_is_wrong(met, seconds):
            raise PairingRefused("nothing was paired:\n  " + "\n  ".join(wrong))
        pair_joined(met, runner, paired)  # refuses what makes no pair, before anybody stands still
        for sentence in worth_saying(met):
            console.print(f"Worth knowing: {sentence}.")
        why_not = _why_not_stand(met, runner, calibrate=calibrate)
        if why_not is not None:
            if why_not:
                console.print(why_not)
            return met, None
        looks = {one.foot: one.look for one in met if one.foot is not None}
        told = (lambda: None) if walker is None else walker.stand
        return met, await stand(looks, runner.body_weight_n or 0.0, console, told)


async def _meet_one(
    chosen: "Chosen", visitor: "Visitor", visits: AsyncExitStack, console: "Console"
) -> Met:
    from collector.first_look import FirstLook
    from collector.link import LINK_TROUBLE
    from collector.scanning import NotHeard

    name, others = chosen.candidate.called, beside()
    look = FirstLook(chosen.profile, others)
    try:
        with console.status(f"connecting to {name}…"):
            visit = await visits.enter_async_context(
                visitor.visit(chosen.candidate.address, chosen.profile, others, look.take)
            )
    except (NotHeard, *LINK_TROUBLE) as error:
        address = chosen.candidate.address
        raise unreachable(error, name, address, visitor.find_s) from error
    met = Met(chosen, visit, look)
    console.print(f"{met.called}, read as {chosen.profile.id}: {words.what_it_is(look)}")
    return met


def _walker(runner: "Runner") -> "ToldWalker":
    from collector.simulated.told_gait import ToldWalker

    return ToldWalker(body_mass_kg=runner.body_mass_kg or 70.0)


def _why_not_stand(met: Sequence[Met], runner: "Runner", *, calibrate: bool) -> str | None:
    """Why nobody is asked to stand still, in words or none; None when somebody is."""
    soles = [one for one in met if one.chosen.on_a_foot]
    if not soles or not calibrate:
        return ""
    if not all(one.look.in_newtons for one in soles):
        return "Its numbers are no newtons: they tell steps and times, and need no calibration."
    if len(soles) == 1:
        return "One sole alone: no calibration by standing; walking on both will calibrate them."
    if runner.body_mass_kg is None:
        return f"The body mass of {runner.id} is not known: no calibration, and no load without it."
    return None
