"""A folder that is watched: what arrives in it is imported once, when it is whole."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from stat import S_ISREG
from typing import Final

from cli import clock
from cli.adding.taking import told_and_kept
from cli.adding.why import rejected
from cli.imports import files_of
from cli.intake import digest_of
from collector.files.asked import DateOrder
from plantar.errors import CannotKeep
from plantar.store import Store
from plantar.upload import Upload, UploadState, Way, Why, shown_name

#: Names that programs give to what they have not written to the end.
UNFINISHED: Final = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp")
ID_DIGITS: Final = 24
#: What came of a file does not depend on the order of dates that was asked for.
KEPT: Final = (UploadState.ACCEPTED, UploadState.PARTIAL, UploadState.UNDONE)

#: How a file was when it was looked at: its size, when it was written to, and which file it is.
Look = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one file of the folder."""

    path: Path
    upload: Upload
    is_new: bool  # else its bytes were dealt with before, and nothing was done


@dataclass(slots=True)
class Folder:
    """A folder, and how the files in it were the last time; what came of them the store knows."""

    path: Path
    runner_id: str
    dates: DateOrder | None = None
    _looks: Mapping[Path, Look] = field(default_factory=dict)
    _done: dict[Path, Look] = field(default_factory=dict)

    def whole(self) -> list[Path]:
        """The files that are new or changed, and were the same when last looked at.

        Raises
        ------
        OSError
            The folder is not there now, or cannot be read.
        """
        if not self.path.is_dir():
            raise FileNotFoundError(self.path)
        before, self._looks = self._looks, dict(_looks(self.path))
        self._done = {path: look for path, look in self._done.items() if path in self._looks}
        return [
            path
            for path, look in self._looks.items()
            if before.get(path) == look and self._done.get(path) != look
        ]

    def take_in(self, store: Store, paths: list[Path]) -> Iterator[Verdict]:
        """Import files, each whole with its verdict in one commit.

        One whose bytes were dealt with before is left alone: kept, refused, or taken back. One
        that is written to meanwhile comes another time.
        """
        known = {one.digest: one for one in self._known(store)}
        for path in paths:
            look = self._looks[path]
            try:
                digest = digest_of(path)
            except OSError:  # it went, or may not be read yet: another time
                continue
            if (upload := known.get(digest)) is None:
                upload = self._read(store, path, digest, look)
                if upload is None:
                    continue
                yield Verdict(path, upload, is_new=True)
            else:
                yield Verdict(path, upload, is_new=False)
            known[digest] = upload
            self._done[path] = look

    def _known(self, store: Store) -> list[Upload]:
        """What became of the same bytes before, by whichever way they came."""
        said = None if self.dates is None else self.dates.value
        return [
            one
            for one in store.uploads(self.runner_id)
            if one.state in KEPT or (one.dates == said and not one.state.is_open)
        ]

    def _read(self, store: Store, path: Path, digest: str, look: Look) -> Upload | None:
        named = f"{Way.WATCH} {self.runner_id} {digest}"
        upload = Upload(
            id=hashlib.sha256(named.encode()).hexdigest()[:ID_DIGITS],
            runner_id=self.runner_id,
            name=shown_name(path.name),
            size=look[0],
            digest=digest,
            author="",
            at=clock.now(),
            way=Way.WATCH,
            dates=None if self.dates is None else self.dates.value,
        )
        told, kept = told_and_kept(store, upload, path)
        if _look(path) != look or (kept is not None and kept.origin.digest != digest):
            return None  # somebody wrote in it while it was read
        batches, counted = ((), None) if kept is None else (kept.batches, kept.counted)
        try:
            told_upload = replace(upload, told=told)
            return store.note_upload(self.runner_id, told_upload, batches, counted)
        except CannotKeep as error:
            refused = replace(upload, told=rejected(Why.CONTENT, str(error)))
            return store.note_upload(self.runner_id, refused)


def _looks(folder: Path) -> Iterator[tuple[Path, Look]]:
    for path in files_of([folder]):
        if path.suffix.lower() not in UNFINISHED and (look := _look(path)) is not None:
            yield path, look


def _look(path: Path) -> Look | None:
    """How a file is; None where it is none any more."""
    try:
        status = path.stat()
    except OSError:
        return None
    return (status.st_size, status.st_mtime_ns, status.st_ino) if S_ISREG(status.st_mode) else None
