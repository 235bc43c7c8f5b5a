"""A sensor as it was paired: whose it is, on which foot, and how it reads."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from collector.profile import Profile, SideRule
from plantar.door import aware
from plantar.errors import BadInput
from plantar.runner import RUNNER_ID
from plantar.sample import Foot

#: Ids are made up, so that none says whose a sensor is: they travel, and stand in logs.
DEVICE_ID: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class PairedSensor:
    """One sensor of one runner, as fixed when it was paired; only its address is ever dialled."""

    id: str
    address: str  # on macOS a UUID that the computer made up
    name: str  # as it advertised
    profile: Profile
    runner_id: str
    paired_at: datetime
    foot: Foot | None = None
    #: What its minutes are filed under; the two soles of a pair share it.
    device: str = ""

    def __post_init__(self) -> None:
        for field, told in (("id", self.id), ("device", self.device)):
            if not DEVICE_ID.fullmatch(told):
                raise BadInput(field, told, "small letters, digits and hyphens, at most 40")
        if not RUNNER_ID.fullmatch(self.runner_id):
            raise BadInput("runner", self.runner_id, "the id of a runner")
        if not self.address:
            raise BadInput("address", self.address, "the address of a sensor")
        aware("paired_at", self.paired_at)
        on_a_foot = self.profile.side is not SideRule.NONE
        if on_a_foot and self.foot is None:
            raise BadInput("foot", None, "left or right: this sensor is on one foot")
        if not on_a_foot and self.foot is not None:
            raise BadInput("foot", str(self.foot), "empty: this sensor is on no foot")


def refuse_clashes(sensors: tuple[PairedSensor, ...]) -> None:
    """Refuse sensors that cannot go together.

    Raises
    ------
    BadInput
        One id or address twice, two soles for the same foot of a pair, or a pair of two runners
        or of two kinds.
    """
    for field in ("id", "address"):
        seen: set[str] = set()
        for sensor in sensors:
            told = str(getattr(sensor, field)).lower()
            if told in seen:
                raise BadInput(field, told, "a sensor that is paired once")
            seen.add(told)
    for sensor in sensors:
        others = [one for one in sensors if one.device == sensor.device and one is not sensor]
        for other in others:
            if other.runner_id != sensor.runner_id:
                raise BadInput("device", sensor.device, "of one runner")
            if other.foot is None or other.foot is sensor.foot:
                wanted = f"one sensor for each foot: {other.id} is its {other.foot} one already"
                raise BadInput("foot", str(sensor.foot), wanted)
            if other.profile.id != sensor.profile.id:
                raise BadInput("profile", sensor.profile.id, f"{other.profile.id}, as its pair's")
