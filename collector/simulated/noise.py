"""The noise of a sole: every frame has its own, and the same one when it is sent again."""

from functools import lru_cache
from typing import Final

import numpy as np

from plantar.recording import Floats

#: Noise is made for so many frames at once.
_BLOCK: Final = 256


class Noise:
    """White noise of one spread on every zone.

    Parameters
    ----------
    spread_n : float
        Standard deviation, per zone. [N]
    zones : int
        How many zones.
    """

    def __init__(self, spread_n: float, zones: int) -> None:
        self._spread_n = spread_n
        self._zones = zones
        self._block = lru_cache(maxsize=8)(self._made)

    def of(self, seed: tuple[int, ...], counts: range) -> Floats:
        """The noise of those frames, shape (frames, zones). [N]"""
        blocks = range(counts.start // _BLOCK, (counts.stop - 1) // _BLOCK + 1)
        first = blocks.start * _BLOCK
        made = np.concatenate([self._block((*seed, block)) for block in blocks])
        return made[counts.start - first : counts.stop - first]

    def _made(self, seed: tuple[int, ...]) -> Floats:
        noise_n: Floats = np.random.default_rng(seed).normal(
            0.0, self._spread_n, (_BLOCK, self._zones)
        )
        return noise_n
