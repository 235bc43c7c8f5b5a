"""One upload after the other: its bytes out of the store, through the import, and its verdict."""

import logging
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Final

from cli import clock
from cli.adding.why import rejected, told_of
from cli.intake import Kept, read_in
from cli.logs import fields
from collector.files.asked import DateOrder
from plantar.errors import CannotKeep, FileRejected, PlantarError, StoreError
from plantar.own.archive import is_export
from plantar.store import Store
from plantar.upload import TRIES, Told, Upload, UploadState, Why

log = logging.getLogger(__name__)

#: How often whoever reads a file says that it still does, and after how long without a word
#: somebody else takes it. [s]
SEEN_EVERY_S: Final = 4.0
SILENT: Final = timedelta(seconds=20)
#: A store that is away is asked again after this. [s]
PAUSE_S: Final = 1.0
BROKE: Final = f"whoever read it ended {TRIES} times before it was through"
EXPORT: Final = "an export of Plantar: `./run import` takes it in"
TOO_MUCH: Final = "needs more memory than a file may"


def take_one(store: Store) -> Upload | None:
    """Deal with the file that waits longest; None where none does.

    What it holds and its verdict are kept in one commit: whoever is killed before that leaves the
    file as it was, to be taken again.
    """
    now = clock.now()
    upload = store.take_upload(now, now - SILENT)
    if upload is None:
        return None
    with _Seen(store, upload):
        settled = _settled(store, upload)
    if settled is not None:
        log.info("upload %s", settled.state.value, extra=fields(runner=upload.runner_id))
    return upload


def _settled(store: Store, upload: Upload) -> Upload | None:
    if upload.tries > TRIES:
        return store.settle_upload(upload, rejected(Why.BROKE, BROKE))
    told, kept = _read(store, upload)
    batches, counted = ((), None) if kept is None else (kept.batches, kept.counted)
    try:
        return store.settle_upload(upload, told, batches, counted)
    except CannotKeep as error:
        return store.settle_upload(upload, rejected(Why.CONTENT, str(error)))


def _read(store: Store, upload: Upload) -> tuple[Told, Kept | None]:
    with TemporaryDirectory(prefix="plantar-") as folder:
        path = Path(folder) / "upload"  # by a name of ours: theirs opens nothing
        path.write_bytes(store.upload_content(upload))
        return told_and_kept(store, upload, path)


def told_and_kept(store: Store, upload: Upload, path: Path) -> tuple[Told, Kept | None]:
    """What to tell of a file that lies at a path, and what of it to keep."""
    runner = store.runner(upload.runner_id)
    order = None if upload.dates is None else DateOrder(upload.dates)
    if is_export(path):
        return rejected(Why.EXPORT, EXPORT), None
    try:
        kept = read_in(runner, path, now=clock.now(), dates=order, label=upload.name)
    except FileRejected as refused:
        return told_of(refused), None
    except MemoryError:
        return rejected(Why.TOO_LARGE, TOO_MUCH), None
    except StoreError:
        raise
    except PlantarError as error:
        return rejected(Why.CONTENT, str(error)), None
    return _told(kept, known=kept.is_known(store)), kept


def _told(kept: Kept, *, known: bool) -> Told:
    days, best = kept.days, kept.source_class
    return Told(
        UploadState(kept.verdict(known=known)),
        format=kept.reading.format,
        unit=kept.unit,
        first=days[0] if days else None,
        last=days[-1] if days else None,
        source_class="" if best is None else best.value,
        reason=kept.reason or "",
        origin_id=kept.origin.id,
    )


class _Seen:
    """Says now and then that a file is still being read, so that nobody else takes it."""

    def __init__(self, store: Store, upload: Upload) -> None:
        self._store, self._upload = store, upload
        self._done = Event()
        self._thread = Thread(target=self._say, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _say(self) -> None:
        while not self._done.wait(SEEN_EVERY_S):
            # A store that is busy hears it the next time; what it is busy with may be this file.
            with suppress(StoreError):
                self._store.see_upload(self._upload, clock.now())
