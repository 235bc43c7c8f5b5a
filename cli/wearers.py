"""Who wears which device of which collector: `wearers.toml`, kept at the centre."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from collector.entries import Entries
from plantar.broker_place import user_of
from plantar.bundle import LONGEST_NAME
from plantar.errors import BadInput, FileRejected
from plantar.whole_file import alone, write_whole

FILE_NAME: Final = "wearers.toml"
#: No clinic's list is larger. [B]
LARGEST_BYTES: Final = 5_000_000
_HEAD: Final = (
    "# Who wears which device: `plantar wearer add` and `plantar wearer remove` write this file.\n"
)


@dataclass(frozen=True, slots=True, order=True)
class Worn:
    """A device, as the collector calls it that hears it; two collectors may use one name."""

    collector: str
    device: str

    def __post_init__(self) -> None:
        try:
            user_of(self.collector)
        except ValueError as error:
            raise BadInput("collector", self.collector, "the name of a broker user") from error
        if not 0 < len(self.device) <= LONGEST_NAME or not self.device.isprintable():
            raise BadInput("device", self.device, "a device, as `plantar sensor list` names it")


def wearers(home: Path) -> dict[Worn, str]:
    """The runner of every device that is known here.

    Raises
    ------
    FileRejected
        With the entry that cannot be, its value and what was wanted.
    """
    path = home / FILE_NAME
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error
    if len(text) > LARGEST_BYTES:
        raise FileRejected(path, "is too large for a list of wearers")
    try:
        entries = Entries(path, "", tomllib.loads(text.decode("utf-8")))
    except (ValueError, RecursionError) as error:
        raise FileRejected(path, f"is no TOML: {error}") from error
    entries.only("wearer")
    found: dict[Worn, str] = {}
    for one in entries.tables("wearer"):
        one.only("collector", "device", "runner")
        try:
            worn = Worn(one.needed("collector"), one.needed("device"))
        except BadInput as error:
            raise one.wrong(error.field, error.wanted) from error
        if worn in found:
            raise one.wrong("device", "named once for a collector")
        found[worn] = one.needed("runner")
    return found


def add(home: Path, worn: Worn, runner_id: str) -> str | None:
    """Say who wears a device; who wore it before, whose rows stay theirs."""
    with alone(home / FILE_NAME):
        known = wearers(home)
        before = known.get(worn)
        _write(home / FILE_NAME, known | {worn: runner_id})
    return before


def remove(home: Path, worn: Worn) -> str:
    """Forget who wears a device; who it was.

    Raises
    ------
    BadInput
        Nobody is known to.
    """
    with alone(home / FILE_NAME):
        known = wearers(home)
        if worn not in known:
            there = ", ".join(f"{one.device} of {one.collector}" for one in sorted(known))
            wanted = f"known for collector {worn.collector!r}; known are: {there or 'none'}"
            raise BadInput("device", worn.device, wanted)
        runner_id = known.pop(worn)
        _write(home / FILE_NAME, known)
    return runner_id


def _write(path: Path, known: Mapping[Worn, str]) -> None:
    tables = [
        f"\n[[wearer]]\ncollector = {_text(worn.collector)}\ndevice = {_text(worn.device)}\n"
        f"runner = {_text(known[worn])}\n"
        for worn in sorted(known)
    ]
    write_whole(path, _HEAD + "".join(tables))


def _text(word: str) -> str:
    """A text as TOML writes it: as JSON does, but for DEL."""
    return json.dumps(word, ensure_ascii=False).replace("\x7f", "\\u007f")
