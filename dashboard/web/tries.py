"""How often somebody may try something, in the memory of one process."""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

#: Names that are remembered at once; whoever comes with ever new ones makes us forget the oldest.
MOST_NAMES: Final = 10_000


class Tries:
    """Counts tries by name, and lets so many through in so long."""

    def __init__(self, most: int, within: timedelta) -> None:
        self.within = within
        self._most = most
        self._made: dict[str, deque[datetime]] = {}

    def allow(self, name: str, now: datetime) -> bool:
        """Whether one more is allowed; it counts when it is."""
        made = self._made.pop(name, None) or deque()
        while made and made[0] <= now - self.within:
            made.popleft()
        allowed = len(made) < self._most
        if allowed:
            made.append(now)
        self._made[name] = made  # the last one heard of is forgotten last
        if len(self._made) > MOST_NAMES:
            del self._made[next(iter(self._made))]
        return allowed
