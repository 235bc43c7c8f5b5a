"""What is to be paired: whose it is, which sensors, how each is read, and on which foot it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cli.sensor import asking
from cli.sensor.profiles import pickable, picked
from cli.sensor.remembered import Candidate, keep_scan, meant, numbered, proposal
from cli.sensor.scan import heard_now, say_nothing_heard, write_heard
from plantar.errors import BadInput, PlantarError
from plantar.sample import Foot

if TYPE_CHECKING:
    from collector.pairing import PairedSensor
    from collector.profile import Profile
    from plantar.runner import Runner
    from plantar.store import Store

#: How long is listened where nobody scanned before. [s]
SCAN_S = 6.0
#: A pair.
_SOLES = 2


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sensor that is about to be visited."""

    candidate: Candidate
    profile: "Profile"
    foot: Foot | None  # as told; None: it says so itself, or is on none

    @property
    def on_a_foot(self) -> bool:
        """Whether it is a sole."""
        from collector.profile import SideRule

        return self.profile.side is not SideRule.NONE


def whose(store: "Store", runner_id: str | None) -> "Runner":
    """The runner who is to wear the sensors.

    Raises
    ------
    UnknownRunner
        There is none of that id.
    PlantarError
        None was named, and it is not plain who is meant.
    """
    if runner_id is not None:
        return store.runner(runner_id)
    runners = store.runners()
    if not runners:
        raise PlantarError(
            "there is no runner yet whose sensors these could be: "
            "./run runner add ID --body-mass KG makes one, under any name you like"
        )
    if len(runners) == 1:
        return runners[0]
    ids = [one.id for one in runners]
    told = asking.one_of("Whose are they?", ids, give=f"--runner, one of {', '.join(ids)}")
    return next(one for one in runners if one.id == told)


def which(
    home: Path,
    words: Sequence[str],
    paired: Sequence["PairedSensor"],
    *,
    simulated: bool,
    profile_told: bool,
) -> tuple[Candidate, ...]:
    """The sensors that somebody means; where nothing was named, the one that is in the air.

    Raises
    ------
    PlantarError
        Several are there, and there is nobody to ask which; or none.
    """
    found = tuple(meant(home, word) for word in words)
    for place, one in enumerate(found):
        if any(one.address.lower() == other.address.lower() for other in found[:place]):
            raise BadInput("sensor", words[place], "a sensor that is named once")
    if found:
        unheard = [one.address for one in found if one.number is None and not one.proposed]
        if not unheard or profile_told:
            return found
        heard = heard_now(home, SCAN_S, simulated=simulated, until=unheard)
        there = {one.address.lower(): one for one in numbered(heard)}
        return tuple(
            replace(there.get(one.address.lower(), one), number=one.number) for one in found
        )
    known = {one.address.lower() for one in paired}
    heard = tuple(
        one
        for one in heard_now(home, SCAN_S, simulated=simulated)
        if one.proposed and one.address.lower() not in known
    )
    candidates = numbered(heard)
    keep_scan(home, candidates)
    if not candidates:
        say_nothing_heard(0, simulated=simulated)
        raise typer.Exit(1)
    if len(candidates) == 1:
        return candidates
    write_heard(heard, paired)
    asking.need_somebody("the numbers of those to pair, such as: sensor add 1 2")
    numbers = str(typer.prompt("Which of them? Numbers, such as 1 2")).replace(",", " ").split()
    if not numbers:
        raise PlantarError("none was named, so none is paired")
    return which(home, numbers, paired, simulated=simulated, profile_told=profile_told)


def read_as(
    home: Path, candidates: Sequence[Candidate], profile_word: str | None, side: Foot | None
) -> tuple[tuple[Chosen, ...], Path | None]:
    """How each sensor is read, and the file of the profile where that is somebody's own."""
    profile, own = (None, None) if profile_word is None else picked(home, profile_word)
    if profile is not None and profile.beside:
        raise BadInput("--profile", profile.id, "a profile of a sensor: others have it beside")
    profiles = pickable(home)
    chosen = [Chosen(one, profile or proposal(one, profiles), None) for one in candidates]
    soles = [one for one in chosen if one.on_a_foot]
    if len(soles) > _SOLES:
        raise PlantarError(f"{len(soles)} soles at once: a pair is two, name its two alone")
    if len({one.profile.id for one in soles}) > 1:
        kinds = " and ".join(one.profile.id for one in soles)
        raise PlantarError(f"soles of two kinds make no pair: {kinds}")
    if side is not None and len(soles) != 1:
        raise BadInput("--side", str(side), "left out here: it says which foot one sole is for")
    return _with_feet(chosen, soles, side), own


def _with_feet(
    chosen: Sequence[Chosen], soles: Sequence[Chosen], side: Foot | None
) -> tuple[Chosen, ...]:
    from collector.profile import SideRule

    if not soles or soles[0].profile.side is SideRule.DECLARED:
        return tuple(replace(one, foot=side) if one.on_a_foot else one for one in chosen)
    first = soles[0]
    foot = side or Foot(
        asking.one_of(
            f"On which foot is {first.candidate.called}?",
            tuple(Foot),
            give="--side left or right, for one sole at a time",
        )
    )
    feet = {first: foot} | dict.fromkeys(soles[1:], foot.other)
    return tuple(replace(one, foot=feet.get(one)) for one in chosen)
