"""Whether the file of a store is still the one that was opened: what goes into another is lost."""

from dataclasses import dataclass
from pathlib import Path

from cli.home import home_of
from plantar.errors import StoreError
from plantar.store import address


@dataclass(slots=True)
class StoreFile:
    """The file of a store, while a process has it open for days.

    A store on a server has none: its connection says by itself when it is gone.
    """

    path: Path | None
    which: tuple[int, int] | None = None  # the file that was opened last

    @classmethod
    def of_home(cls) -> "StoreFile":
        """The one that settings name."""
        url = address.read(home_of().store_url)
        return cls(Path(str(url.database)) if address.is_file(url) else None)

    def must_be_there(self) -> None:
        """Nobody makes an empty store in the place of one that is away."""
        if self.path is not None and self.which is not None and not self.path.exists():
            raise StoreError(f"{self.path}: is not there")

    def opened(self) -> None:
        """Remember which file it is."""
        self.which = self._now()

    def must_be_the_same(self) -> None:
        """Write no further into a file that was put away, or that a backup took the place of."""
        if self.path is not None and self._now() != self.which:
            there = self.path.exists()
            why = "another file is in its place" if there else "is not there"
            raise StoreError(f"{self.path}: {why}")

    def _now(self) -> tuple[int, int] | None:
        try:
            status = None if self.path is None else self.path.stat()
        except OSError:
            return None
        return None if status is None else (status.st_dev, status.st_ino)
