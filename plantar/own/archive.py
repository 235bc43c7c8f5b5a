"""Opening an export that came from anywhere: whether it is one, and whole, before a row is read.

A zip says of itself what it likes. Nothing is unpacked to a disk, no name in it leads anywhere, and
no file is read further than it said it is long.
"""

import csv
import hashlib
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from plantar.errors import FileRejected
from plantar.own import form
from plantar.own.form import FORMAT, MANIFEST, README
from plantar.own.writing import TOLD, Exported, Held
from plantar.store import of_runner

#: Thirty years of a pair of soles and a watch are less. [B]
MOST_BYTES: Final = 32 * 2**30
#: Rows of nothing but zeros become a fiftieth; what becomes less is no export. Our choice.
MOST_TIMES: Final = 200
#: Small files may shrink as they like. [B]
SMALL: Final = 1_000_000
#: No settings of a runner, and no note of an export, are longer. [B]
LARGEST_JSON: Final = 32_000_000
#: No row is longer. [characters]
LONGEST_LINE: Final = 2_000_000
MOST_FILES: Final = 1_000
BLOCK: Final = 1 << 20
ENCRYPTED: Final = 0x1
#: How a zip begins, and where the name of its first file stands.
FIRST: Final = b"PK\x03\x04"
NAME_AT: Final = 30


def is_export(path: Path) -> bool:
    """Whether a file begins as an export does, even one cut off, or has the note of one."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(len(FIRST) + NAME_AT + len(README))
        if head.startswith(FIRST) and head[NAME_AT:].startswith(README.encode()):
            return True
        if not is_zipfile(path):
            return False
        with ZipFile(path) as archive, archive.open(MANIFEST) as stream:
            return b'"plantar"' in stream.read(BLOCK)
    except (OSError, KeyError, BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return False


def note_of(path: Path) -> Exported:
    """What an export says of itself; whether that is so is not looked at.

    Raises
    ------
    FileRejected
        It says nothing that can be read.
    """
    with _zip(path) as archive:
        return Archive(path, archive, look=False).note


class Archive:
    """An export, found whole: each of its files is as it was written."""

    def __init__(self, path: Path, archive: ZipFile, *, look: bool = True) -> None:
        self.path = path
        self._archive = archive
        self._inside = self._files()
        self.note = self._note()
        if look:
            self._whole()

    def rows(self, name: str) -> Iterator[tuple[int, list[str]]]:
        """The lines of a CSV file with the number of each; the first is that of its names."""
        with self._opened(name) as stream:
            text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
            reader = csv.reader(self._lines(text, name), strict=True)
            try:
                for cells in reader:
                    yield reader.line_num, cells
            except csv.Error as error:
                raise self.wrong(name, f"row {reader.line_num}: {error}") from error

    def objects(self, name: str) -> list[dict[str, Any]]:
        """The objects of a JSON file."""
        told = self._json(name)
        if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
            raise self.wrong(name, "is no array of objects")
        return told

    def wrong(self, name: str, why: str) -> FileRejected:
        """That something is wrong with a file in it; nothing was kept."""
        return FileRejected(self.path, f"{name}: {why}")

    def _files(self) -> dict[str, ZipInfo]:
        inside: dict[str, ZipInfo] = {}
        total = 0
        for one in self._archive.infolist():
            if len(inside) >= MOST_FILES:
                raise FileRejected(self.path, f"holds more than {MOST_FILES} files")
            if one.filename in inside:
                raise self.wrong(one.filename, "is in it twice")
            if one.flag_bits & ENCRYPTED:
                raise self.wrong(one.filename, "is locked with a password")
            if one.file_size > max(SMALL, MOST_TIMES * one.compress_size):
                raise self.wrong(
                    one.filename, f"would become {one.file_size} bytes out of {one.compress_size}"
                )
            total += one.file_size
            if total > MOST_BYTES:
                raise FileRejected(self.path, f"would become more than {MOST_BYTES} bytes")
            inside[one.filename] = one
        return inside

    def _note(self) -> Exported:
        if MANIFEST not in self._inside:
            raise FileRejected(self.path, f"is no export of Plantar: it has no {MANIFEST}")
        told = self._json(MANIFEST)
        made_by = told.get("plantar") if isinstance(told, dict) else None
        if not isinstance(told, dict) or not isinstance(made_by, str):
            raise self.wrong(MANIFEST, "is no note of an export")
        version = told.get("format")
        if isinstance(version, int) and not isinstance(version, bool) and version > FORMAT:
            raise FileRejected(
                self.path,
                f"was written by a newer Plantar ({made_by}, format {version}; this one reads"
                f" {FORMAT}): update Plantar",
            )
        if version != FORMAT or isinstance(version, bool):
            raise self.wrong(MANIFEST, f"format: {version!r} is not {FORMAT}")
        try:
            files = {str(name): Held(**held) for name, held in told.pop("files").items()}
            note = Exported(files=files, **told)
        except (AttributeError, KeyError, TypeError) as error:
            raise self.wrong(MANIFEST, f"cannot be read: {error}") from error
        for name in ("tables", "runner", "made_at"):
            if not isinstance(told.get(name), str):
                raise self.wrong(MANIFEST, f"{name}: {told.get(name)!r} is not a text")
        return note

    def _whole(self) -> None:
        """Read all of it: each file is there, nothing else is, and each is as it was written."""
        for name in sorted(self._inside.keys() - {MANIFEST} - self.note.files.keys()):
            raise self.wrong(name, f"does not belong in it: {MANIFEST} does not name it")
        known = {form.file_of(table) for table in of_runner.tables(*TOLD)} | {README}
        for name, held in self.note.files.items():
            if name not in known:
                raise self.wrong(name, "is no file of an export")
            if name not in self._inside:
                raise self.wrong(name, "is missing")
            digest, size = hashlib.sha256(), 0
            with self._opened(name) as stream:
                while block := stream.read(BLOCK):
                    digest.update(block)
                    size += len(block)
            if size != held.bytes or digest.hexdigest() != held.sha256:
                raise self.wrong(name, "is not as it was written")

    def _json(self, name: str) -> Any:  # noqa: ANN401  anything JSON holds
        with self._opened(name) as stream:
            text = stream.read(LARGEST_JSON + 1)
        if len(text) > LARGEST_JSON:
            raise self.wrong(name, f"is longer than {LARGEST_JSON} bytes")
        try:
            return json.loads(text.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise self.wrong(name, f"is no JSON: {error}") from error

    def _lines(self, text: io.TextIOWrapper, name: str) -> Iterator[str]:
        while line := text.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise self.wrong(name, f"has a line of more than {LONGEST_LINE} characters")
            yield line

    @contextmanager
    def _opened(self, name: str) -> Iterator[Any]:
        try:
            with self._archive.open(self._inside[name]) as stream:
                yield stream
        except UnicodeDecodeError as error:
            raise self.wrong(name, f"is no UTF-8: {error.reason} at {error.start}") from error
        except (BadZipFile, zlib.error, EOFError, OSError) as error:
            raise self.wrong(name, f"is damaged: {error}") from error
        except (NotImplementedError, RuntimeError) as error:
            raise self.wrong(name, f"cannot be read: {error}") from error


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an export, and read all of it to see that it is whole.

    Raises
    ------
    FileRejected
        It is no export, damaged, or newer than this code.
    """
    with _zip(path) as archive:
        yield Archive(path, archive)


def _zip(path: Path) -> ZipFile:
    if not path.is_file():
        raise FileRejected(path, "is no file")
    try:
        return ZipFile(path)
    except (BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise FileRejected(path, f"is no export of Plantar, or is cut off: {error}") from error
