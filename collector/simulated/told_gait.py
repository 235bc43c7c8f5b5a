"""A simulated walker who does as they are told: they walk, and stand still when asked to."""

from typing import Final

import numpy as np

from collector.simulated.gait import Activity, Block, Walker
from plantar.recording import Floats
from plantar.sample import Foot

#: Long enough for any command. [s]
_STANDING: Final = (Block(Activity.STAND, 86_400.0),)


class ToldWalker(Walker):
    """Walks the usual rounds until told to stand."""

    def __init__(self, seed: int = 1, body_mass_kg: float = 70.0) -> None:
        super().__init__(seed, body_mass_kg)
        self._standing = Walker(seed, body_mass_kg, _STANDING)
        self._now_s = 0.0  # the newest moment that a sole asked about
        self._since_s: float | None = None  # standing from here on

    def stand(self) -> None:
        """Stand still from now on."""
        if self._since_s is None:
            self._since_s = self._now_s

    def block(self, at_s: float) -> Block:
        """What the walker does at a moment."""
        if self._since_s is not None and at_s >= self._since_s:
            return _STANDING[0]
        return super().block(at_s)

    def zones_n(self, foot: Foot, at_s: Floats) -> Floats:
        """Force under each zone of a foot; see `Walker.zones_n`. [N]"""
        at_s = np.asarray(at_s, dtype=np.float64)
        self._now_s = max(self._now_s, float(at_s.max(initial=0.0)))
        walking = super().zones_n(foot, at_s)
        if self._since_s is None:
            return walking
        standing = self._standing.zones_n(foot, at_s - self._since_s)
        told: Floats = np.where((at_s >= self._since_s)[:, None], standing, walking)
        return told
