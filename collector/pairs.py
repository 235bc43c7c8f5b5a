"""Made-up ids of sensors, and which sole makes a pair with which."""

import random
from collections.abc import Collection, Sequence
from typing import Final

from collector.pairing import PairedSensor
from collector.profile import Profile, SideRule, Tells
from plantar.errors import PairingRefused
from plantar.sample import Foot

#: So many hexadecimal digits tell the sensors of a household apart.
_DIGITS: Final = 6
PAIR: Final = "soles"


def kind_of(profile: Profile) -> str:
    """What an id begins with."""
    if profile.side is not SideRule.NONE:
        return "sole"
    if any(one.decoder == "running-speed-and-cadence" for one in profile.listen):
        return "pod"
    told = [what for one in profile.listen if one.frame for what, _, _ in one.frame.told]
    if Tells.STEPS in told or Tells.STEPS_SINCE in told:
        return "counter"
    return "sensor"


def new_id(kind: str, taken: Collection[str], chance: random.Random) -> str:
    """An id that says what a sensor is, and nothing of whose it is."""
    while True:
        made = f"{kind}-{chance.getrandbits(4 * _DIGITS):0{_DIGITS}x}"
        if made not in taken:
            return made


def taken_ids(known: Sequence[PairedSensor]) -> set[str]:
    """Every id that is in use."""
    return {one for sensor in known for one in (sensor.id, sensor.device)}


def refuse_taken(known: Sequence[PairedSensor], address: str) -> None:
    """Refuse a sensor that is paired already, whoever's it is."""
    for one in known:
        if one.address.lower() == address.lower():
            foot = "" if one.foot is None else f", {one.foot} foot"
            raise PairingRefused(
                f"{one.name or one.address} is paired already: {one.id} of {one.runner_id}{foot}; "
                f"to pair it anew: ./run sensor remove {one.id}"
            )


def joined_pair(
    known: Sequence[PairedSensor], runner_id: str, profile: Profile, foot: Foot
) -> str | None:
    """The pair whose other sole this is; None when it begins one.

    Raises
    ------
    PairingRefused
        The runner has a sole for this foot that still lacks its other one, or more than one that
        this could go with.
    """
    lonely = [one for one in known if one.runner_id == runner_id and _is_lonely(one, known)]
    lonely = [one for one in lonely if one.profile.id == profile.id]
    others = [one for one in lonely if one.foot is foot.other]
    if len(others) > 1:
        ids = " and ".join(one.id for one in others)
        raise PairingRefused(
            f"{runner_id} has several {foot.other} soles without a {foot} one, {ids}: "
            "remove those it does not go with"
        )
    if others:
        return others[0].device
    if lonely:
        raise PairingRefused(
            f"two {foot} soles make no pair: {lonely[0].id} is the {foot} one of {runner_id} and "
            f"has no {foot.other} one yet; add that one, or ./run sensor remove {lonely[0].id}"
        )
    return None


def _is_lonely(sensor: PairedSensor, known: Sequence[PairedSensor]) -> bool:
    return sensor.foot is not None and not any(
        one.device == sensor.device and one is not sensor for one in known
    )
