"""What a store is asked about who looked at whom."""

from collections.abc import Iterable
from typing import Protocol

from plantar.audit import Look, NewPassword


class Audit(Protocol):
    """What is asked about who looked at whom."""

    def note_looks(self, looks: Iterable[Look]) -> None:
        """Keep who looked at whom; the same look is one line."""

    def looks_at(self, runner_id: str) -> list[Look]:
        """Who looked at a runner, newest first."""

    def new_passwords(self, runner_id: str) -> list[NewPassword]:
        """Passwords set by a link, of accounts while a runner let them in; newest first.

        Whoever makes such a link could use it, and see by it what that account sees.
        """
