"""The proof of an erasing: what was taken away where, and that a search found nothing more.

It does not name who was erased. Whoever knows the id can find out that this report is about them:
the salt stands beside the hash.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from cli.erase.copies import Copy
from plantar.own.erasing import Hit
from plantar.own.traces import Traces
from plantar.whole_file import write_whole

FOLDER: Final = "erased"
FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Emptied:
    """A place, and what was taken out of it."""

    name: str
    erased: dict[str, int]
    note: str = ""


@dataclass(slots=True)
class Report:
    """What became of it all."""

    made_at: str
    plantar: str
    salt: str
    sha256: str
    places: list[Emptied] = field(default_factory=list)
    copies: list[dict[str, Any]] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)
    not_searched: list[str] = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    format: int = FORMAT


def begun(runner_id: str, now: datetime, plantar: str, salt: bytes) -> Report:
    """A report about somebody, without their id."""
    digest = hashlib.sha256(salt + runner_id.encode()).hexdigest()
    return Report(now.isoformat(timespec="seconds"), plantar, salt.hex(), digest)


def note_copies(report: Report, copies: Sequence[Copy], *, deleted: bool) -> None:
    """Note the copies that hold them, and whether they are gone."""
    report.copies += [
        {"path": str(one.path), "what": one.what, "deleted": deleted} for one in copies
    ]


def write(report: Report, home: Path, now: datetime, traces: Traces) -> Path:
    """Write it as JSON, and in short as a text beside it; where the JSON is.

    Raises
    ------
    FileRejected
        It cannot be written.
    """
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, path = 1, folder / f"{now:%Y%m%dT%H%M%SZ}.json"
    while path.exists():
        number += 1
        path = folder / f"{now:%Y%m%dT%H%M%SZ}-{number}.json"
    told = json.dumps(asdict(report), indent=1, ensure_ascii=False) + "\n"
    write_whole(path, traces.masked(told))
    write_whole(path.with_suffix(".txt"), traces.masked("\n".join(lines(report)) + "\n"))
    return path


def lines(report: Report) -> list[str]:
    """The report in short."""
    said = []
    for place in report.places:
        rows = sum(place.erased.values())
        what = ", ".join(f"{number} of {name}" for name, number in place.erased.items())
        said.append(f"{place.name}: {rows} erased" + (f" ({what})" if what else ""))
        if place.note:
            said.append(f"  {place.note}")
    for one in report.copies:
        done = "deleted" if one["deleted"] else "still there: delete it, or erase with --backups"
        said.append(f"{one['path']}: {one['what']}; {done}")
    said += [
        f"not searched byte by byte, the id is too short for it: {at}" for at in report.not_searched
    ]
    found = sum(hit.times for hit in report.hits)
    said.append(f"searched {len(report.searched)} places: {found} hits")
    said += [f"  {hit.place}: {hit.times}" for hit in report.hits]
    said.append(
        "Not reached from here: collectors and Plantars on other computers, copies that somebody"
        " made elsewhere."
    )
    return said
