"""What a sensor sent that does not fit its profile: counted, kept, told when it is all there is."""

import logging
from collections import deque
from collections.abc import Sequence
from typing import Final

from collector.decoding.reading import Malformed

logger = logging.getLogger(__name__)

#: After so many payloads in a row that do not fit, the sensor is likely to speak another profile.
WRONG_PROFILE_AFTER: Final = 20
#: Of what did not fit, so many are kept to look at.
KEPT: Final = 32


class Misfits:
    """What one sensor sent that does not fit."""

    def __init__(self, sensor: str, profile: str) -> None:
        self.kept: deque[Malformed] = deque(maxlen=KEPT)
        self.count = 0
        self._sensor = sensor
        self._profile = profile
        self._in_a_row = 0

    def take(self, malformed: Sequence[Malformed], *, own: bool) -> None:
        """What did not fit of a payload, if anything; of the profile's own, or of what any has."""
        self.kept += malformed
        self.count += len(malformed)
        if not own:
            return
        if not malformed:
            self._in_a_row = 0
            return
        before, self._in_a_row = self._in_a_row, self._in_a_row + len(malformed)
        if not before:
            cause = malformed[-1].cause
            logger.warning("%s: does not fit its profile: %s", self._sensor, cause)
        elif before < WRONG_PROFILE_AFTER <= self._in_a_row:
            logger.error("%s: %s", self._sensor, self.trouble)

    @property
    def trouble(self) -> str | None:
        """Why nothing that the sensor says can be used, for people; None: some of it can."""
        if self._in_a_row < WRONG_PROFILE_AFTER:
            return None
        return f"says nothing that fits: is it no {self._profile}? ({self.kept[-1].cause})"
