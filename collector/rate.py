"""How often a sole measures, learned from what it sends, where no profile says so."""

from typing import Final

#: So long is listened before frames are taken: a radio bunches them up for less. (our choice) [s]
LEARN_S: Final = 3.0


class RateLearning:
    """Counts frames until their rate is known."""

    def __init__(self) -> None:
        self._began_s: float | None = None
        self._frames = 0

    def heard(self, frames: int, arrival_s: float) -> float | None:
        """Frames came; their rate, once it is known. [Hz]"""
        if self._began_s is None:
            self._began_s = arrival_s  # these were measured before it
            return None
        self._frames += frames
        heard_s = arrival_s - self._began_s
        if heard_s < LEARN_S:
            return None
        return float(max(1, round(self._frames / heard_s)))
