"""Whom to erase and what is theirs, written down until it is done: it may be broken off."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from cli.wearers import Worn
from plantar.errors import FileRejected
from plantar.whole_file import write_whole

#: Holds the id until everything is done, and is gone then.
FILE_NAME: Final = "erasing.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """A runner, every name they go by here, and the devices that measured them."""

    runner_id: str
    names: tuple[str, ...]
    devices: tuple[str, ...]  # of sensors paired on this computer
    worn: tuple[Worn, ...]  # of collectors on others

    def with_older(self, other: "Plan | None") -> "Plan":
        """The same, with what was known when an erasing was begun that did not end."""
        if other is None or other.runner_id != self.runner_id:
            return self
        return Plan(
            self.runner_id,
            _joined(self.names, other.names),
            _joined(self.devices, other.devices),
            tuple(dict.fromkeys([*self.worn, *other.worn])),
        )


def _joined(some: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*some, *others]))


def write(home: Path, plan: Plan) -> None:
    """Write down what is going to be done."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(home / FILE_NAME, json.dumps(asdict(plan)) + "\n")


def read(home: Path) -> Plan | None:
    """What was begun and did not end.

    Raises
    ------
    FileRejected
        It cannot be read.
    """
    path = home / FILE_NAME
    try:
        told = json.loads(path.read_bytes())
        return Plan(
            str(told["runner_id"]),
            tuple(map(str, told["names"])),
            tuple(map(str, told["devices"])),
            tuple(Worn(**one) for one in told["worn"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise FileRejected(path, f"cannot be read: {error}; delete it and erase again") from error


def forget(home: Path) -> None:
    """It is done."""
    (home / FILE_NAME).unlink(missing_ok=True)
