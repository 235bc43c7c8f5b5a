"""What the SQL store answers about files that somebody brings."""

from collections.abc import Collection, Sequence
from datetime import datetime

from plantar.measured import Measured
from plantar.store import uploads
from plantar.store.answered.answering import Answering
from plantar.store.things import Batch, OriginRow
from plantar.upload import Told, Upload


class Uploads(Answering):
    """What is answered about files that somebody brings."""

    def keep_upload(self, runner_id: str, upload: Upload, content: bytes) -> None:
        """Put a file with those that wait; UploadRefused where too much waits already."""
        with self._database.writing() as connection:
            uploads.keep(connection, runner_id, upload, content)

    def uploads(self, runner_id: str, most: int | None = None) -> list[Upload]:
        """The files that were brought for a runner, newest first."""
        with self._database.reading() as connection:
            return uploads.of(connection, runner_id, most)

    def said_dates(self, runner_id: str, upload_id: str, dates: str) -> None:
        """Say in which order the dates of a file that asks go; it waits again."""
        with self._database.writing() as connection:
            uploads.say_dates(connection, runner_id, upload_id, dates)

    def withdraw_upload(self, runner_id: str, upload_id: str) -> None:
        """Take back a file of which nothing was kept, and nobody reads now; with its bytes."""
        with self._database.writing() as connection:
            uploads.withdraw(connection, runner_id, upload_id)

    def withdraw_import(self, runner_id: str, origin_id: str) -> OriginRow:
        """Take everything of one import of a runner back, and mark its days; streams stay."""
        with self._database.writing() as connection:
            return uploads.withdraw_import(connection, runner_id, origin_id)

    def upload_waits(self, silent_since: datetime) -> bool:
        """Whether there is a file to take."""
        with self._database.reading() as connection:
            return uploads.any_waits(connection, silent_since)

    def take_upload(self, now: datetime, silent_since: datetime) -> Upload | None:
        """The file that waits longest, from now on taken; so is one that nobody was heard of."""
        with self._database.writing() as connection:
            return uploads.take(connection, now, silent_since)

    def see_upload(self, upload: Upload, now: datetime) -> bool:
        """Say that it is still being read; False where it was given to somebody else."""
        with self._database.writing() as connection:
            return uploads.see(connection, upload, now)

    def upload_content(self, upload: Upload) -> bytes:
        """The bytes of a file that waits or is taken."""
        with self._database.reading() as connection:
            return uploads.content(connection, upload)

    def settle_upload(
        self,
        upload: Upload,
        told: Told,
        batches: Sequence[Batch] = (),
        counted: Collection[type[Measured]] | None = None,
    ) -> Upload | None:
        """Keep what a file holds and what became of it, and let its bytes go: all or nothing."""
        with self._database.writing() as connection:
            return uploads.settle(connection, upload, told, batches, counted)

    def note_upload(
        self,
        runner_id: str,
        upload: Upload,
        batches: Sequence[Batch] = (),
        counted: Collection[type[Measured]] | None = None,
    ) -> Upload:
        """Keep what a file that came by another way holds, and what became of it."""
        with self._database.writing() as connection:
            return uploads.note(connection, runner_id, upload, batches, counted)
