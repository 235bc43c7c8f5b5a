"""What came of everything a sensor sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of everything a sensor sent; frames where it is a sole, else readings."""

    frames: int = 0  # handed on
    missing: int = 0  # told as gaps, where the sensor counts them
    duplicates: int = 0
    late: int = 0
    put_right: int = 0  # of the frames handed on: one too many for the other foot's clock
    caught_up: int = 0  # of the frames handed on: asked for again, and sent again
    malformed: int = 0  # notifications that do not fit the profile
    overflowed: int = 0  # notifications that found no room
    reboots: int = 0
    reserved_bits: int = 0  # flags without a meaning
