"""What every reader of a file format is: a name, a way to know its files, a way to read them."""

from typing import Protocol

from collector.files.asked import Asked
from collector.files.head import Head
from plantar.recording import Reading


class Reader(Protocol):
    """A module of this folder that reads one family of files."""

    FORMAT: str

    def recognises(self, head: Head) -> bool:
        """Whether the content is of this format."""
        ...

    def read(self, head: Head, asked: Asked) -> Reading:
        """Everything in the file; FileRejected when nothing of it can be kept."""
        ...
