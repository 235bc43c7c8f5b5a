"""Small files that are written whole or not at all, by one command at a time."""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from plantar.errors import FileRejected

#: How long one command waits for another to have written. [s]
LOCK_S: Final = 10.0


def write_whole(path: Path, content: str | bytes) -> None:
    """Put the whole file in the place of the old one, readable by its owner alone.

    Raises
    ------
    FileRejected
        It cannot be written; the old one stays.
    """
    try:
        # mkstemp makes files that only their owner reads
        handle, beside = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content.encode("utf-8") if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise FileRejected(path, f"cannot be written: {error.strerror or error}") from error


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A file beside its place, readable by its owner alone, which takes that place at the end.

    Raises
    ------
    FileRejected
        Something is there already, or it cannot be written; nothing of it is left.
    """
    if path.exists():
        raise FileRejected(path, "is there already, and is never written over")
    part: Path | None = None
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        os.close(handle)
        yield part
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise FileRejected(path, f"cannot be written: {error.strerror or error}") from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


@contextmanager
def alone(path: Path, patience_s: float = LOCK_S) -> Iterator[None]:
    """Keep other commands from writing a file meanwhile; the lock ends with its holder, however.

    Raises
    ------
    FileRejected
        Another command holds it for too long, or its folder cannot be written to.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        held = sqlite3.connect(
            path.with_name(f"{path.name}.lock"), timeout=patience_s, isolation_level=None
        )
    except (OSError, sqlite3.Error) as error:
        raise FileRejected(path, f"cannot be written: {error}") from error
    with closing(held):
        try:
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            cause = f"cannot be written: another command holds it ({error})"
            raise FileRejected(path, cause) from error
        yield
