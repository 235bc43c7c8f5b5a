"""What a kind of sole says in each frame: where its zones lie, and what their numbers are."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isnan
from typing import Final, Self

from collector.files.cells import MOST_LOST
from collector.files.sole_layout import NEWTON_PER_CM2, Sole, Unit
from collector.sole import Declaration
from plantar.recording import SoleLayout

_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class SoleKind:
    """What the frames of a sole are."""

    layout: SoleLayout
    rate_hz: float
    in_newtons: bool = True  # False: raw counts, which rise with force but do not measure it
    #: Newtons per unit of each zone; None: the numbers are newtons, or counts, as they are.
    newtons: tuple[float, ...] | None = None
    #: The area of each zone, or as if all were equally large.
    area: tuple[float, ...] = ()
    most_lost: float = MOST_LOST  # share of the area that may be unread in a frame

    @classmethod
    def declared(cls, declaration: Declaration) -> Self:
        """As a sole of the Open Plantar Profile declares it: no zone may be missing."""
        return cls(declaration.layout, declaration.rate_hz, most_lost=0.0)

    @classmethod
    def described(cls, sole: Sole, rate_hz: float) -> Self:
        """As a profile describes it."""
        area = sole.area_cm2 or (1.0,) * len(sole.along)
        per_cm2 = NEWTON_PER_CM2.get(sole.unit)
        return cls(
            sole.layout,
            rate_hz,
            in_newtons=sole.unit is not Unit.COUNTS,
            newtons=None if per_cm2 is None else tuple(per_cm2 * one for one in area),
            area=area,
        )

    def whole(self, readings: Sequence[float]) -> tuple[float, ...] | None:
        """A frame with every zone read; None when too much of the sole is not.

        A zone without a reading is not one without force: it gets the mean pressure of the others
        while it is a small part of the sole.
        """
        if not any(map(isnan, readings)):
            return tuple(readings)
        area = self.area or (1.0,) * len(readings)
        read = [(one, size) for one, size in zip(readings, area, strict=True) if not isnan(one)]
        there = sum(size for _, size in read)
        if not read or sum(area) - there > self.most_lost * sum(area) * (1.0 + _ROUNDING):
            return None
        mean = sum(one * size for one, size in read) / there
        return tuple(mean if isnan(one) else one for one in readings)
