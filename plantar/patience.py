"""How often somebody may try a password before they have to wait."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Tries:
    """How often something was tried in vain, and when the last time."""

    count: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """So many tries are free; each one after them doubles the wait, up to the longest."""

    free: int
    first: timedelta
    longest: timedelta
    forget: timedelta  # after so long without a try everything is forgotten

    def locked_until(self, tries: Tries | None, now: datetime) -> datetime | None:
        """Until when nothing more may be tried; None: it may."""
        if tries is None or tries.count < self.free:
            return None
        doubled = 2 ** min(tries.count - self.free, 20)
        until = tries.last_at + min(self.longest, self.first * doubled)
        return until if now < until else None

    def after(self, tries: Tries | None, now: datetime) -> Tries:
        """What is known after one more try."""
        if tries is None or now - tries.last_at >= self.forget:
            return Tries(1, now)
        return Tries(tries.count + 1, max(now, tries.last_at))


#: Our choice, as NIST SP 800-63B 5.2.2 wants a limit and leaves it to us. The longest wait is
#: short: whoever knows a login name could otherwise keep its owner out.
OF_ACCOUNT: Final = Patience(
    5, timedelta(minutes=1), timedelta(minutes=15), forget=timedelta(days=1)
)
#: A whole practice may come from one address.
OF_ADDRESS: Final = Patience(
    30, timedelta(minutes=1), timedelta(hours=1), forget=timedelta(hours=1)
)
