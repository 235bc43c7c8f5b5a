"""A file that somebody brings: put down whole, taken in by whoever processes, and what came of it.

Pages do not read strangers' files: they put them here, and the pipeline reads them.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from plantar.door import aware, member, some_words, whole
from plantar.errors import BadInput

#: Of one file: forty minutes of a pair of soles at 100 Hz as text, and the largest FIT file that is
#: read. A longer one is imported on the computer itself. [B] Our choice.
MOST_BYTES: Final = 64_000_000
#: Of one runner together, and how many, that wait. [B] Our choice.
MOST_WAITING_BYTES: Final = 192_000_000
MOST_WAITING: Final = 60
#: So much is kept in one row. [B]
CHUNK_BYTES: Final = 1_000_000
#: What a name is cut to; its end stays, since that says what kind of file it is.
MOST_LETTERS: Final = 160
NAME_END: Final = 24
NO_NAME: Final = "?"
#: So often a file is begun: one that ends whoever reads it is then refused. Our choice.
TRIES: Final = 3


class UploadState(StrEnum):
    """How far it is with a file; the words of the verdicts are those of `plantar import`."""

    WAITING = "waiting"
    TAKEN = "taken"  # somebody reads it now
    ASKS = "asks"  # its dates can be read in more than one way: somebody has to say
    ACCEPTED = "accepted"
    PARTIAL = "partial"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    UNDONE = "undone"

    @property
    def is_open(self) -> bool:
        """Whether whoever processes has still to do something about it."""
        return self in (UploadState.WAITING, UploadState.TAKEN)


class Way(StrEnum):
    """By which way a file came."""

    PAGE = "page"
    WATCH = "watch"


class Why(StrEnum):
    """Why a file was refused, as far as every language has a sentence for it."""

    EMPTY = "empty"
    KNOWN = "known"  # an export that is not read yet
    ARCHIVE = "archive"
    OFFICE = "office"
    NO_RECORDING = "no-recording"
    UNKNOWN = "unknown"
    TOO_LARGE = "too-large"
    FUTURE = "future"
    NO_CLOCK = "no-clock"
    COUNTS = "counts"
    EXPORT = "export"
    DATES = "dates"
    BROKE = "broke"  # whoever read it did not come through it
    CONTENT = "content"  # something in it cannot be


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the dates of a table."""

    order: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a file: what it was, what of it is kept, or why nothing is."""

    state: UploadState
    format: str = ""
    unit: str = ""  # what is counted: days, minutes, sessions
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    first: date | None = None  # the period that it is about
    last: date | None = None
    source_class: str = ""
    why: Why | None = None
    reason: str = ""  # the exact sentence, with field and value
    origin_id: str = ""
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was put down; its bytes are kept until something came of it."""

    id: str
    runner_id: str
    name: str  # without a path: for the screen alone, nothing is ever opened by it
    size: int
    digest: str  # SHA-256
    author: str  # an account; empty where nobody was signed in
    at: datetime
    way: Way = Way.PAGE
    dates: str | None = None  # the order that was said
    tries: int = 0
    told: Told = Told(UploadState.WAITING)

    def __post_init__(self) -> None:
        some_words("id", self.id, "an upload is known by it")
        aware("at", self.at)
        member("way", self.way, Way)
        whole("size", self.size, 0, 2**62)
        if self.name != shown_name(self.name):
            raise BadInput("name", self.name[:MOST_LETTERS], "a name without a path, cut to fit")

    @property
    def state(self) -> UploadState:
        """How far it is with it."""
        return self.told.state


def shown_name(given: str) -> str:
    """A name of a file as it can be shown: without a path, controls and turning signs, and short.

    >>> shown_name("../../etc/steps.csv")
    'steps.csv'
    """
    last = given.replace("\\", "/").rstrip("/").rpartition("/")[2]
    # Categories: controls, formats (which turn the reading direction), halves of letters, lines.
    shown = "".join(
        letter for letter in last if unicodedata.category(letter) not in _NOT_SHOWN
    ).strip()
    if len(shown) > MOST_LETTERS:
        shown = f"{shown[: MOST_LETTERS - NAME_END - 1]}…{shown[-NAME_END:]}".strip()
    return shown if shown.strip(".") else NO_NAME


_NOT_SHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
