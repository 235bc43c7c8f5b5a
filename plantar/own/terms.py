"""How long a place keeps what only helps to run it; what was measured has no term."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Terms:
    """Days after which something may go; 0 keeps it for ever."""

    withdrawn_days: int = 0  # alerts that late data took back
    raw_days: int = 7  # raw recordings in an outbox; these never stay for ever
    backups_days: int = 0  # backups in the home that a command named itself
    proofs_days: int = 0  # of erasing
    audit_days: int = 0  # lines of who looked at whom
    messages_days: int = 0  # messages that were sent, or given up

    @property
    def raw(self) -> timedelta:
        """How long a collector keeps raw recordings."""
        return timedelta(days=self.raw_days)


def before(now: datetime, days: int) -> datetime | None:
    """The moment before which something may go; None where it stays."""
    return now - timedelta(days=days) if days else None
