"""Which minutes changed since they were told: an open one is told again, one revision higher."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from plantar.minute import StepMinute


class Revisions:
    """The open minutes as they were last told."""

    def __init__(self) -> None:
        self._told: dict[datetime, StepMinute] = {}

    def changed(self, minutes: Iterable[StepMinute]) -> tuple[StepMinute, ...]:
        """Those that are new or say something else now, each with the revision it is told by."""
        fresh = []
        for minute in minutes:
            before = self._told.get(minute.at)
            known = 0 if before is None else before.revision
            if before is None or replace(minute, revision=known) != before:
                self._told[minute.at] = replace(minute, revision=known + 1)
                fresh.append(self._told[minute.at])
        return tuple(fresh)

    def forget(self, closed: Iterable[datetime]) -> None:
        """Forget minutes that will not change any more."""
        for at in closed:
            self._told.pop(at, None)
