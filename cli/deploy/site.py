"""The folder of a deployment: what is in it stays, and what is missing is added whole."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from plantar.errors import FileRejected
from plantar.whole_file import write_whole

#: For its owner alone, as every file in it.
_PRIVATE: Final = 0o700


@dataclass(slots=True)
class Site:
    """A folder that only ever grows, and what was added to it this time."""

    folder: Path
    added: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def path(self, name: str) -> Path:
        """Where a file of it stands."""
        return self.folder / name

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        return self.path(name).exists()

    def read(self, name: str) -> str:
        """What a file says.

        Raises
        ------
        FileRejected
            It is not there, or not for us to read.
        """
        path = self.path(name)
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise FileRejected(path, f"cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise FileRejected(path, "cannot be read: it is no text") from error

    def keep(self, name: str, make: Callable[[], str], note: str = "") -> str:
        """What a file says; it is made where it is not there yet.

        Raises
        ------
        FileRejected
            It can be neither read nor written.
        """
        if self.has(name):
            if name not in self.added:
                self.left.append(f"{name}{note}")
            return self.read(name)
        self.write(name, text := make())
        self.added.append(name)
        return text

    def write(self, name: str, text: str) -> None:
        """Put a whole file in its place; the caller knows that nothing of the old one goes."""
        self.make_folder(str(Path(name).parent))
        write_whole(self.path(name), text)

    def make_folder(self, name: str) -> None:
        """Have a folder in it, for its owner alone."""
        folder = self.path(name)
        try:
            # mkdir gives its mode to the last of a path alone
            for one in (*reversed(folder.relative_to(self.folder).parents), Path(name)):
                self.path(str(one)).mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        except OSError as error:
            raise FileRejected(folder, f"cannot be made: {error.strerror}") from error

    def give_to(self, uid: int, gid: int, *, but: str) -> None:
        """Give all of it to a user, except one folder; only root can, and only root need."""
        kept = self.path(but)
        for path in (self.folder, *self.folder.rglob("*")):
            if path != kept and kept not in path.parents:
                os.chown(path, uid, gid, follow_symlinks=False)
