"""The last scan, kept so that `sensor add 1` means the sensor that stood at number 1."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from plantar.errors import BadInput, PlantarError

if TYPE_CHECKING:
    from collector.profile import Profile
    from collector.scanning import Heard

FILE_NAME: Final = "scan.json"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sensor that somebody means, before anybody connected to it."""

    address: str
    name: str  # as it advertised; empty: it told none, or was not heard
    proposed: tuple[str, ...]  # ids of the profiles that may be its own
    number: int | None = None  # in the last scan

    @property
    def called(self) -> str:
        """What people call it."""
        name = self.name or self.address
        return name if self.number is None else f"{self.number} {name}"


def numbered(heard: Sequence["Heard"]) -> tuple[Candidate, ...]:
    """What was heard, numbered from 1."""
    return tuple(
        Candidate(one.address, one.name, tuple(p.id for p in one.proposed), number)
        for number, one in enumerate(heard, start=1)
    )


def keep_scan(home: Path, found: Sequence[Candidate]) -> None:
    """Remember a scan in the place of the one before."""
    told = [
        {
            "number": one.number,
            "address": one.address,
            "name": one.name,
            "proposed": list(one.proposed),
        }
        for one in found
    ]
    path = home / FILE_NAME
    try:
        home.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(told, indent=2, ensure_ascii=False), "utf-8")
        beside.replace(path)
    except OSError as error:
        raise PlantarError(f"{path}: cannot be written: {error.strerror or error}") from error


def last_scan(home: Path) -> tuple[Candidate, ...]:
    """The scan that was kept; empty when there was none."""
    path = home / FILE_NAME
    try:
        told = json.loads(path.read_text("utf-8"))
        return tuple(_candidate(one) for one in told)
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PlantarError(f"{path}: is no scan that can be read: ./run sensor scan") from error


def meant(home: Path, word: str) -> Candidate:
    """The sensor that a number of the last scan, or an address, means.

    Raises
    ------
    BadInput
        No such number, or neither a number nor an address.
    """
    scanned = last_scan(home)
    for one in scanned:
        if word in (str(one.number), one.address) or word.lower() == one.address.lower():
            return one
    if word.isdigit():
        if not scanned:
            raise PlantarError(f"sensor {word}: nothing was scanned yet, ./run sensor scan does")
        raise BadInput("sensor", word, f"a number of the last scan, 1-{len(scanned)}")
    if word.count(":") != 5 and word.count("-") != 4:  # noqa: PLR2004  as addresses and UUIDs have
        raise BadInput("sensor", word, "a number of the last scan, or an address as it shows them")
    return Candidate(word, "", ())


def proposal(candidate: Candidate, profiles: Sequence["Profile"]) -> "Profile":
    """The one profile that may be a sensor's own.

    Raises
    ------
    PlantarError
        None, or several: a person has to pick.
    """
    fit = [one for one in profiles if one.id in candidate.proposed]
    if len(fit) == 1:
        return fit[0]
    if fit:
        ids = " or ".join(one.id for one in fit)
        raise PlantarError(f"{candidate.called} may be of several kinds: say --profile {ids}")
    ids = ", ".join(one.id for one in profiles)
    raise PlantarError(
        f"{candidate.called} is of no kind that is known by what it advertises: pick one of {ids} "
        "with --profile, or write one for it (examples/add_your_insole.md)"
    )


def _candidate(told: Any) -> Candidate:  # noqa: ANN401 - as JSON has it
    number, address, name = told["number"], told["address"], told["name"]
    if not (isinstance(number, int) and isinstance(address, str) and isinstance(name, str)):
        raise TypeError(told)
    return Candidate(address, name, tuple(map(str, told["proposed"])), number)
