"""Judges the place from what was seen of it: its clock, its disk, what Plantar keeps there."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from collector.doctor.finding import Finding, broken, look, ok

if TYPE_CHECKING:
    from collector.pairing import PairedSensor

#: Less than this is filled by the logs of the system at any moment. [B] Our choice.
TOO_LITTLE_BYTES: Final = 50_000_000
#: Copied files may bear the hour of another zone.
SOME_ZONES: Final = timedelta(days=1)
MB: Final = 1_000_000


def judge_clock(now: datetime, newest: datetime, *, synchronised: bool | None) -> Finding:
    """A computer without a battery for its clock wakes up in the past.

    Parameters
    ----------
    now : datetime
        What the clock says.
    newest : datetime
        When the newest file of this program was put here: it cannot be earlier than that.
    synchronised : bool or None
        Whether the network keeps it right; None where that cannot be asked.
    """
    said = f"it is {now:%Y-%m-%d %H:%M} UTC"
    if now < newest - SOME_ZONES:
        found = f"{said}, before this Plantar was put here ({newest:%Y-%m-%d})"
        return broken("clock", found, 'sudo timedatectl set-ntp true, or sudo date -s "…" by hand')
    if synchronised is None:
        return ok("clock", f"{said}; whether the network keeps it right is not known here")
    if not synchronised:
        fix = "sudo timedatectl set-ntp true, and a network"
        return look("clock", f"{said}, and no network keeps it right", fix)
    return ok("clock", f"{said}; the network keeps it right")


def judge_room(home: Path, free_bytes: int, may_grow_bytes: int, *, writable: bool) -> Finding:
    """Whether what is measured can be written down, and for how long."""
    elsewhere = "set PLANTAR_HOME to a folder"
    if not writable:
        return broken("disk", f"{home} cannot be written to", f"{elsewhere} of your own")
    found = f"{_mb(free_bytes)} free at {home}"
    fix = f"make room, or {elsewhere} on a larger disk"
    if free_bytes < TOO_LITTLE_BYTES:
        return broken("disk", found, fix)
    if free_bytes < may_grow_bytes:
        return look("disk", f"{found}; the outbox may grow by {_mb(may_grow_bytes)}", fix)
    return ok("disk", found)


def judge_taken(pid: int | None) -> Finding:
    """Of a sound outbox that somebody works with; no process is known without a fresh board."""
    if pid is not None:
        return ok("outbox", f"sound; the collector (process {pid}) works with it")
    found = "sound; a process that tells nothing of itself works with it"
    return look("outbox", found, "./run status; if it stays so, stop that process")


def judge_sensors(
    sensors: Sequence["PairedSensor"], runners: Collection[str] | None, scan: str
) -> Finding:
    """Whether anything is paired, with runners who are known; None: the store does not open."""
    if not sensors:
        return look("sensors", "none is paired", scan)
    strangers = {one.runner_id for one in sensors if runners is not None} - set(runners or ())
    if strangers:
        first = min(strangers)
        of = next(one.id for one in sensors if one.runner_id == first)
        found = f"{of} is of {first!r}, who is not in the store: nothing of it can be kept"
        return broken("sensors", found, f"./run runner add {first}")
    many = f"{len(sensors)} are" if len(sensors) > 1 else "1 is"
    return ok("sensors", f"{many} paired: {', '.join(one.id for one in sensors)}")


def judge_messages(written_to: int, lost: int, *, has_pages: bool) -> Finding:
    """Whether messages arrive, and tell where the pages are."""
    many = f"{written_to} recipients are" if written_to > 1 else "1 recipient is"
    if lost:
        found = f"{many} written to; {lost} not delivered"
        return look("messages", found, "./run messages list --not-delivered")
    if not has_pages:
        found = f"{many} written to, but no message can tell where the pages are"
        return look("messages", found, "set pages_url, such as https://host")
    return ok("messages", f"{many} written to, and none waits for a person")


def judge_air(heard: Collection[str]) -> Finding:
    """Of the simulated air, which has a pair of soles and a foot pod in it."""
    if not heard:
        return broken("simulated air", "nothing is heard in it", "tell us: this is our own fault")
    return ok("simulated air", f"{len(heard)} simulated sensors heard, through a virtual radio")


def _mb(some_bytes: int) -> str:
    return f"{some_bytes // MB:,} MB".replace(",", " ")
