"""What a store is asked about a runner's own: everything in one file, and away."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Gone:
    """What erasing a runner from a store came to."""

    rows: int  # erased
    hits: int  # that a search for id and name found afterwards


class Own(Protocol):
    """What is asked about a runner's own."""

    def write_export(self, runner_id: str, path: Path, *, plantar: str, now: datetime) -> int:
        """Write everything about a runner into one open file; how many rows are in it.

        FileRejected when something is there, or it cannot be written.
        """

    def erase_runner(self, runner_id: str) -> Gone:
        """Erase a runner from the store, bytes and all, and search for what is left.

        UnknownRunner when there is none of that id. StoreError when others work with the file for
        too long: the rows are gone then, and erasing again writes their bytes over.
        """
