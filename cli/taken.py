"""What the workers of a home have taken, counted together in a file beside its store."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from plantar.errors import FileRejected
from plantar.whole_file import alone, write_whole

FILE_NAME: Final = "process.json"


@dataclass(frozen=True, slots=True)
class Taken:
    """Counts of what came over the broker; they add up."""

    messages: int = 0
    committed: int = 0  # rows, each as often as it came
    refused: int = 0  # rows that can never be kept: dead letters
    unreadable: int = 0  # messages of which no row can be named: dead letters
    strange: int = 0  # messages that are no collector's, or tell no state; left out

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(**{name: many + getattr(other, name) for name, many in asdict(self).items()})

    def __sub__(self, other: "Taken") -> "Taken":
        return Taken(**{name: many - getattr(other, name) for name, many in asdict(self).items()})

    @property
    def dead_letters(self) -> int:
        """How much of it was refused for good."""
        return self.refused + self.unreadable


def taken(home: Path) -> Taken:
    """What all workers of a home have taken since it was made.

    Of a worker that was killed its last few seconds are not in it.

    Raises
    ------
    FileRejected
        The file is there and cannot be read.
    """
    path = home / FILE_NAME
    try:
        counts = Taken(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return Taken()
    except (OSError, ValueError, TypeError) as error:
        raise FileRejected(path, f"cannot be read: {error}") from error
    for name, many in asdict(counts).items():
        if type(many) is not int or many < 0:
            raise FileRejected(path, f"{name}: {many!r} is no count")
    return counts


def add_taken(home: Path, more: Taken) -> None:
    """Count what a worker has taken since it counted last.

    Raises
    ------
    FileRejected
        It cannot be written now.
    """
    path = home / FILE_NAME
    with alone(path):
        write_whole(path, json.dumps(asdict(taken(home) + more)) + "\n")
