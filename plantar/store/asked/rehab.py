"""What a store is asked about the strength work written down and done."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Protocol

from plantar.rehab import Programme, StrengthSession
from plantar.store.things import AT_ONCE, Noted, StrengthWork


class Rehab(Protocol):
    """What is asked about the strength work written down and done."""

    def keep_programme(self, runner_id: str, programme: Programme) -> None:
        """Keep a programme, in place of the one that began on the same day.

        It asks nothing of the figures: no day becomes dirty.
        """

    def withdraw_programme(self, runner_id: str, since: date) -> None:
        """Take a programme back; UnknownRecord when none began on that day."""

    def programmes(self, runner_id: str) -> list[Programme]:
        """The programmes, oldest first."""

    def keep_strength(
        self,
        runner_id: str,
        session: StrengthSession,
        noted_at: datetime,
        *,
        once_within: timedelta = AT_ONCE,
    ) -> Noted[StrengthSession]:
        """Keep a strength session beside the others, once for each `noted_at`.

        Where its hours are known the days they lie in are dirty: they leave the plantar load.
        The same session told again within `once_within` is the one that is there. BadInput when its
        start lies on another day than it says.
        """

    def change_strength(
        self, runner_id: str, session_id: str, session: StrengthSession
    ) -> Noted[StrengthSession]:
        """Put a session in the place of one that was kept, noted when that one was.

        Where the hours of either are known the days they lie in are dirty. UnknownRecord when there
        is none of that id; BadInput as `keep_strength`.
        """

    def withdraw_strength(self, runner_id: str, session_id: str) -> StrengthSession:
        """Take a strength session back; UnknownRecord when there is none of that id.

        Where its hours were known the days they lie in are dirty.
        """

    def strength_log(self, runner_id: str) -> list[Noted[StrengthSession]]:
        """The strength sessions, by day and in the order in which they were noted."""

    def strength_work(self, runner_ids: Collection[str], since: date) -> dict[str, StrengthWork]:
        """The programmes of some runners, and the sessions since a day; for a list of them.

        By runner; of a runner who has no programme there is no entry.
        """
