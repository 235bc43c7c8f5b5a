"""Looking for the names of somebody who was erased: in texts, in files, in every byte."""

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Final

from plantar.errors import FileRejected

#: Read at a time. [B]
BLOCK: Final = 1 << 22
#: A name in bytes that would be expected there by chance more often than this is not looked for:
#: numbers are bytes too, and one of a short id would be found in them. Our choice.
BY_CHANCE: Final = 0.002
#: What a name of ours is made of: within such letters it is another name, as anna in annabel.
LETTERS: Final = r"\w.-"


class Traces:
    """The names of a runner, to be looked for."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(dict.fromkeys(name for name in names if name))
        spelled = "|".join(map(re.escape, sorted(self.names, key=len, reverse=True)))
        #: A name that others are not part of; a full stop may end a sentence.
        self._alone = re.compile(rf"(?<![{LETTERS}])(?:{spelled})(?!\.?[\w-])")
        self.not_in_bytes: dict[str, None] = {}  # files that were too large for a name so short

    def in_text(self, told: str) -> int:
        """How often a name stands in a text."""
        return len(self._alone.findall(told)) if self.names else 0

    def in_texts(self, cells: Iterable[object]) -> int:
        """How often a name stands in any of these that is a text."""
        return sum(self.in_text(cell) for cell in cells if isinstance(cell, str))

    def others(self, cells: Iterable[object]) -> set[str]:
        """The texts that have a name within another one, and none by itself."""
        return {
            cell
            for cell in cells
            if isinstance(cell, str)
            and any(name in cell for name in self.names)
            and not self.in_text(cell)
        }

    def in_file(self, path: Path, others: Collection[str] = ()) -> int:
        """How often a name stands in the bytes of a file, whatever is around it.

        Parameters
        ----------
        path : Path
            Read in blocks.
        others : collection of str
            Texts that a name is part of, and which are left out.

        Raises
        ------
        FileRejected
            It cannot be read.
        """
        try:
            size = path.stat().st_size
            names = [name.encode() for name in self.names]
            sought = [name for name in names if size <= BY_CHANCE * 256 ** len(name)]
            if len(sought) < len(names):
                self.not_in_bytes[str(path)] = None
            return _counted(path, sought, [other.encode() for other in others]) if sought else 0
        except OSError as error:
            raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error

    def masked(self, told: str) -> str:
        """A text without any of the names, for a report that others may read."""
        for name in sorted(self.names, key=len, reverse=True):
            told = told.replace(name, "(erased)")
        return told

    def in_words(self, path: Path) -> int:
        """How often a name stands by itself in a file of text."""
        try:
            return self.in_text(path.read_text(encoding="utf-8", errors="replace"))
        except OSError as error:
            raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error


def _counted(path: Path, sought: list[bytes], others: list[bytes]) -> int:
    names = re.compile(b"|".join(map(re.escape, sorted(sought, key=len, reverse=True))))
    leaving_out = sorted(others, key=len, reverse=True)
    overlap = max(map(len, [*sought, *others])) - 1

    def count(content: bytes) -> int:
        for other in leaving_out:
            content = content.replace(other, bytes(len(other)))
        return len(names.findall(content))

    times, before = 0, b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            # What lies across the end of the block before was not seen whole.
            times += count(before + block) - count(before)
            before = (before + block)[-overlap:] if overlap else b""
    return times


def files_below(folder: Path) -> Iterator[Path]:
    """Every file of a folder, in order; links are not followed out of it."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path
