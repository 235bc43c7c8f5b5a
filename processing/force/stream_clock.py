"""The clock of a live stream: chunks with clocks of their own, on that of the first one."""

from datetime import UTC, datetime, timedelta

from plantar.errors import BadInput
from plantar.recording import Floats


class StreamClock:
    """Second 0 is that of the first chunk; minutes count from the one its first frame lies in."""

    def __init__(self) -> None:
        self.start: datetime | None = None  # of the first chunk
        self.phase_s = 0.0  # second 0 after the start of minute 0
        self._minute: datetime | None = None

    def ahead_s(self, start: datetime | None, time_s: Floats) -> float:
        """Where second 0 of a chunk lies on this clock. [s]

        Raises
        ------
        BadInput
            The chunk has no start.
        """
        if start is None:
            raise BadInput("start", None, "the moment of the chunk's clock")
        start = start.astimezone(UTC)
        if self.start is None:
            first = start + timedelta(seconds=float(time_s[0]) if len(time_s) else 0.0)
            self.start = start
            self._minute = first.replace(second=0, microsecond=0)
            self.phase_s = (start - self._minute).total_seconds()
        return (start - self.start).total_seconds()

    def minute(self, number: int) -> datetime:
        """The start of a minute."""
        assert self._minute is not None  # noqa: S101 - there are minutes only after a chunk
        return self._minute + timedelta(minutes=number)
