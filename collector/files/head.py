"""The first bytes of a file: enough to tell what it is, never more than 64 kB."""

import codecs
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from plantar.errors import FileRejected

#: Longest header of a known format is Moticon's, about 4 kB; the rest shows the first rows.
HEAD_BYTES = 65_536
#: One megabyte holds the longest row of any known export several hundred times.
LONGEST_LINE = 1_000_000
MEGABYTE = 1_000_000
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What a text may hold below the space: tab, line feed, form feed, carriage return.
TEXT_CONTROLS = frozenset("\t\n\f\r")


@dataclass(frozen=True, slots=True)
class Head:
    """A file as its beginning shows it."""

    path: Path
    size: int
    start: bytes
    encoding: str | None  # None: not text
    text: str  # empty when not text

    @property
    def whole(self) -> bool:
        """Whether the head is the file."""
        return self.size <= len(self.start)

    @property
    def lines(self) -> list[str]:
        """The complete lines of the head."""
        lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return lines if self.whole else lines[:-1]

    def at_most(self, megabytes: int, kind: str) -> None:
        """Refuse a file that is larger than its reader takes into memory."""
        if self.size > megabytes * MEGABYTE:
            raise FileRejected(
                self.path,
                f"is {self.size / MEGABYTE:,.0f} MB, and {kind} is read up to {megabytes} MB",
            )

    def open_text(self) -> TextIO:
        """The whole text; letters that do not fit the encoding become question marks."""
        try:
            return self.path.open(encoding=self.encoding, errors="replace")
        except OSError as error:
            raise FileRejected(self.path, _reason(error)) from error


def look(path: Path) -> Head:
    """The head of a file that exists, may be read and is not empty."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise FileRejected(path, "is a directory, not a file")
        if not stat.S_ISREG(status.st_mode):
            raise FileRejected(path, "is a device or a pipe, not a file")
        with path.open("rb") as file:
            start = file.read(HEAD_BYTES)
    except OSError as error:
        raise FileRejected(path, _reason(error)) from error
    except ValueError as error:  # a zero byte in the name
        raise FileRejected(path, "is no name a file can have") from error
    if not start:
        raise FileRejected(path, "is empty")
    encoding, text = _decoded(start)
    return Head(path, status.st_size, start, encoding, text)


def _reason(error: OSError) -> str:
    match error:
        case FileNotFoundError() | NotADirectoryError():
            return "does not exist"
        case PermissionError():
            return "may not be read: no permission"
        case _:
            return f"cannot be read: {error.strerror or error}"


def _decoded(start: bytes) -> tuple[str | None, str]:
    """The encoding that fits, and the text; a letter cut at the end of the head is left out."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            text = codecs.getincrementaldecoder(encoding)("replace").decode(start)
            return _if_text(encoding, text)
    try:
        return _if_text("utf-8", codecs.getincrementaldecoder("utf-8")().decode(start))
    except UnicodeDecodeError:
        return _if_text("cp1252", start.decode("cp1252", "replace"))


def _if_text(encoding: str, text: str) -> tuple[str | None, str]:
    printable = all(letter >= " " or letter in TEXT_CONTROLS for letter in text)
    return (encoding, text) if printable else (None, "")
