"""What a store is asked about files that somebody brings."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from plantar.measured import Measured
from plantar.store.things import Batch, OriginRow
from plantar.upload import Told, Upload


class Uploads(Protocol):
    """What is asked about files that somebody brings."""

    def keep_upload(self, runner_id: str, upload: Upload, content: bytes) -> None:
        """Put a file with those that wait; UploadRefused where too much waits already.

        One of an id that is there already changes nothing.
        """

    def uploads(self, runner_id: str, most: int | None = None) -> list[Upload]:
        """The files that were brought for a runner, newest first."""

    def said_dates(self, runner_id: str, upload_id: str, dates: str) -> None:
        """Say in which order the dates of a file that asks go; it waits again."""

    def withdraw_upload(self, runner_id: str, upload_id: str) -> None:
        """Take back a file of which nothing was kept, and nobody reads now; with its bytes."""

    def withdraw_import(self, runner_id: str, origin_id: str) -> OriginRow:
        """Take everything of one import of a runner back, and mark its days; streams stay."""

    def upload_waits(self, silent_since: datetime) -> bool:
        """Whether there is a file to take."""

    def take_upload(self, now: datetime, silent_since: datetime) -> Upload | None:
        """The file that waits longest, from now on taken; so is one that nobody was heard of."""

    def see_upload(self, upload: Upload, now: datetime) -> bool:
        """Say that it is still being read; False where it was given to somebody else."""

    def upload_content(self, upload: Upload) -> bytes:
        """The bytes of a file that waits or is taken."""

    def settle_upload(
        self,
        upload: Upload,
        told: Told,
        batches: Sequence[Batch] = (),
        counted: Collection[type[Measured]] | None = None,
    ) -> Upload | None:
        """Keep what a file holds and what became of it, and let its bytes go: all or nothing.

        None where it was meanwhile taken by somebody else, or taken back: nothing is kept then.
        """

    def note_upload(
        self,
        runner_id: str,
        upload: Upload,
        batches: Sequence[Batch] = (),
        counted: Collection[type[Measured]] | None = None,
    ) -> Upload:
        """Keep what a file that came by another way holds, and what became of it: all or nothing.

        It has no bytes here; what was known of the same one goes.
        """
