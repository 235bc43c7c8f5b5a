"""Which sensor is to be captured, and how it is read."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cli.home import Home, home_of
from cli.sensor import asking
from cli.sensor.profiles import beside, picked
from cli.sensor.remembered import Candidate, meant, proposal
from plantar.errors import PlantarError
from plantar.sample import Foot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collector.pairing import PairedSensor
    from collector.profile import Profile
    from collector.scanning import Heard
    from collector.visit import Visitor

#: The stand-in for whoever wears a sensor that is not paired.
NOBODY: Final = "nobody"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be captured: paired sensors, or one that is not paired yet."""

    home: Home
    called: str
    sensors: "tuple[PairedSensor, ...]" = ()
    candidate: Candidate | None = None
    profile: "Profile | None" = None  # as somebody picked it
    toml: str | None = None  # and its text, where it is their own
    foot: Foot | None = None


def wanted(word: str, profile_word: str | None, foot: Foot | None, *, simulated: bool) -> Wanted:
    """The sensor that somebody means.

    Raises
    ------
    PlantarError
        There is none, or a collector listens to it.
    """
    from collector.pairing_file import paired_sensors

    home = home_of(simulated=simulated)
    profile, path = (None, None) if profile_word is None else picked(home.folder, profile_word)
    toml = None if path is None else path.read_text("utf-8")
    paired = paired_sensors(home.folder)
    found = tuple(one for one in paired if word in (one.id, one.device))
    if not found:
        candidate = meant(home.folder, word)
        address = candidate.address.lower()
        found = tuple(one for one in paired if one.address.lower() == address)
        if not found:
            called = candidate.name or candidate.address
            return Wanted(home, called, (), candidate, profile, toml, foot)
    if not simulated:
        _refuse_held(home, found)
    if profile is not None:
        found = tuple(replace(one, profile=profile) for one in found)
    return Wanted(home, word if len(found) > 1 else found[0].id, found, toml=toml)


def _refuse_held(home: Home, sensors: "Sequence[PairedSensor]") -> None:
    """A sensor talks to one at a time; a collector keeps all that are paired."""
    from collector.outbox.file import is_taken

    if is_taken(home.outbox):
        ids = " and ".join(one.id for one in sensors)
        raise PlantarError(
            f"a collector listens to {ids} now, and a sensor talks to one at a time: stop `collect`"
            f" or `up` first, or let `collect --keep-raw` keep its bytes and hear them with"
            f" ./run replay --raw {sensors[0].device}"
        )


async def stand_in(
    what: Wanted, heard: "Heard", profiles: "Sequence[Profile]", visitor: "Visitor"
) -> "PairedSensor":
    """A sensor that nobody paired, as if somebody had."""
    from collector.clock import EPOCH
    from collector.pairing import PairedSensor

    candidate = Candidate(heard.address, heard.name, tuple(one.id for one in heard.proposed))
    profile = what.profile or proposal(candidate, profiles)
    return PairedSensor(
        id="sensor",
        address=heard.address,
        name=heard.name,
        profile=profile,
        runner_id=NOBODY,
        paired_at=EPOCH,
        foot=await _foot(what, profile, heard.address, visitor),
        device="sensor",
    )


async def _foot(what: Wanted, profile: "Profile", address: str, visitor: "Visitor") -> Foot | None:
    """The foot of a sole: as it declares, as was told, or as somebody says who is asked."""
    from collector.first_look import FirstLook
    from collector.profile import SideRule

    if profile.side is SideRule.NONE:
        return None
    if what.foot is not None:
        return what.foot
    if profile.side is SideRule.PAIRING:
        return Foot(
            asking.one_of(f"On which foot is {what.called}?", tuple(Foot), give="--side left|right")
        )
    others = beside()
    look = FirstLook(profile, others)
    async with visitor.visit(address, profile, others, look.take):
        pass
    # One that declares nothing that can be read says nothing more by this profile, on any foot.
    return Foot.LEFT if look.declared is None else look.declared.foot
