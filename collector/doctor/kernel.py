"""What the kernel tells about Bluetooth radios and their switches, on Linux."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

SYS: Final = Path("/sys")


@dataclass(frozen=True, slots=True)
class Switch:
    """What may keep a Bluetooth radio off, whatever is asked of it (rfkill)."""

    name: str
    soft: bool  # blocked by a program
    hard: bool  # blocked by a switch or a key on the computer


def radios(sys: Path = SYS) -> tuple[str, ...]:
    """The Bluetooth radios that the kernel has a driver for, such as hci0."""
    folder = sys / "class/bluetooth"
    # A connection stands there too, as hci0:64.
    return tuple(sorted(one.name for one in folder.glob("hci*") if ":" not in one.name))


def switches(sys: Path = SYS) -> tuple[Switch, ...]:
    """The switches of Bluetooth radios; those of other radios are left out."""
    found = []
    for place in sorted((sys / "class/rfkill").glob("rfkill*")):
        if _line(place / "type") == "bluetooth":
            soft, hard = (_line(place / name) == "1" for name in ("soft", "hard"))
            found.append(Switch(_line(place / "name") or place.name, soft, hard))
    return tuple(found)


def in_container(root: Path = Path("/")) -> bool:
    """Whether this is a container of Docker or Podman, or one that systemd knows."""
    marks = (".dockerenv", "run/.containerenv", "run/systemd/container")
    return any((root / mark).exists() for mark in marks)


def _line(path: Path) -> str:
    """The first line of a file; empty where it is gone, as when a dongle is pulled out."""
    try:
        return path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
