"""Writing a capture as it comes, so that a kill costs at most the line that was being written."""

import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from collector.capture import Head, event_line, head_line
from collector.link_events import LinkEvent
from plantar.errors import FileRejected

#: It tells how somebody walks, and may tell how fast a heart goes.
FILE_MODE: Final = 0o600


class CaptureFile:
    """A capture that is being written; it never takes the place of another file."""

    def __init__(self, path: Path, head: Head, most_bytes: int) -> None:
        self.path = path
        self.full = False  # the next line would have made it too large
        self._head = head
        self._left = most_bytes
        try:
            self._handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE_MODE)
        except FileExistsError as error:
            raise FileRejected(path, "is there already; a capture overwrites nothing") from error
        except OSError as error:
            raise self._cannot(error) from error
        self._put(head_line(head))

    def take(self, event: LinkEvent) -> None:
        """Write an event, unless that makes the file too large.

        Raises
        ------
        FileRejected
            The disk took no more; what was written stays.
        """
        self._put(event_line(self._head, event))

    def close(self) -> None:
        """Nothing more is written."""
        os.close(self._handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _put(self, line: str) -> None:
        told = line.encode()
        self.full = self.full or len(told) > self._left
        if self.full:
            return
        self._left -= len(told)
        try:
            while told:  # a full disk takes part of a line first
                told = told[os.write(self._handle, told) :]
        except OSError as error:
            raise self._cannot(error) from error

    def _cannot(self, error: OSError) -> FileRejected:
        return FileRejected(self.path, f"cannot be written: {error.strerror or error}")
