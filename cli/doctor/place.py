"""Looks at the place: its clock, its disk, and what Plantar keeps there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cli import clock
from cli.doctor.judged import (
    judge_clock,
    judge_messages,
    judge_room,
    judge_sensors,
    judge_taken,
)
from cli.home import Home, opened_store
from cli.sensor.words import command
from cli.status.spoken import counted
from collector.doctor.finding import Finding, broken, look, ok
from plantar.errors import FileRejected, OutboxError, PlantarError

#: How long `timedatectl` may take to answer. [s]
PATIENCE_S: Final = 5.0


def place(home: Home, *, simulated: bool) -> Iterator[Finding]:
    """Everything that was found, in the order in which it is to be mended."""
    now = clock.now()
    yield judge_clock(now, _newest(), synchronised=synchronised())
    yield _room(home)
    yield _outbox(home, now, command("collect", simulated=simulated))
    runners, store = _store(home, simulated=simulated)
    yield store
    yield _broker(home)
    yield _sensors(home.folder, runners, simulated=simulated)
    if runners is not None and not simulated:
        yield from _messages(home)


def synchronised() -> bool | None:
    """Whether the network keeps this computer's clock right; None where nobody can tell."""
    if sys.platform != "linux":
        return None
    words = ["timedatectl", "show", "--property=NTPSynchronized", "--value"]
    try:
        asked = subprocess.run(
            words, capture_output=True, text=True, timeout=PATIENCE_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(asked.stdout.strip())


def _newest() -> datetime:
    """When the newest file of this package was put here."""
    files = Path(__file__).parents[1].rglob("*.py")
    return datetime.fromtimestamp(max(one.stat().st_mtime for one in files), UTC)


def _room(home: Home) -> Finding:
    from collector.outbox.room import Bounds

    there = next(one for one in (home.folder, *home.folder.parents) if one.exists())
    used = home.outbox.stat().st_size if home.outbox.exists() else 0
    may_grow = max(0, Bounds().most_bytes - used)
    free = shutil.disk_usage(there).free
    return judge_room(home.folder, free, may_grow, writable=os.access(there, os.W_OK))


def _outbox(home: Home, now: datetime, collect: str) -> Finding:
    from collector.outbox.file import Damaged, is_taken
    from collector.outbox.state import examine

    path = home.outbox
    if not path.exists():
        return ok("outbox", f"none yet; the first {collect} makes it")
    try:
        examine(path)
        if is_taken(path):
            return judge_taken(_collector(home, now))
    except Damaged as error:
        again = f"{collect}: it is set aside, and what can be read of it is taken over"
        return look("outbox", str(error), again)
    except OutboxError as error:
        return broken("outbox", str(error), "move that file elsewhere")
    return ok("outbox", "sound; no collector works with it now")


def _collector(home: Home, now: datetime) -> int | None:
    """The process of a collector that tells of itself."""
    from collector.board import read_board

    try:
        board = read_board(home.board)
    except FileRejected:
        return None
    return board.pid if board is not None and board.is_fresh(now) else None


def _store(home: Home, *, simulated: bool) -> tuple[set[str] | None, Finding]:
    """Who is in the store, and how it is."""
    if "://" not in home.store_url and not Path(home.store_url).exists():
        return set(), ok("store", "none yet; the first command that keeps something makes it")
    try:
        with opened_store(simulated=simulated) as store:
            runners = {one.id for one in store.runners()}
    except PlantarError as error:
        fix = "see PLANTAR_STORE_URL, or put a copy of the store there"
        return None, broken("store", str(error), fix)
    return runners, ok("store", f"opens; {counted(len(runners), 'runner', 'runners')} in it")


def _broker(home: Home) -> Finding:
    if home.broker is None:
        return ok("broker", "none is needed: the centre is on this computer")
    try:
        from cli.doctor.way import way
    except ImportError as error:
        fix = "./run with a network: it fetches what is missing"
        return broken("broker", f"paho cannot be loaded: {error}", fix)
    return way(home.broker)


def _messages(home: Home) -> Iterator[Finding]:
    """Whether what is written to people arrives; nothing where nobody is written to."""
    from plantar.message import Sending

    if "://" not in home.store_url and not Path(home.store_url).exists():
        return
    with opened_store() as store:
        written_to = len(store.recipients())
        lost = sum(one.state is Sending.GIVEN_UP for one in store.messages())
    if written_to:
        yield judge_messages(written_to, lost, has_pages=home.pages_url is not None)


def _sensors(home: Path, runners: set[str] | None, *, simulated: bool) -> Finding:
    from collector.pairing_file import paired_sensors

    try:
        return judge_sensors(
            paired_sensors(home), runners, command("sensor scan", simulated=simulated)
        )
    except FileRejected as error:
        again = command("sensor scan", simulated=simulated)
        return broken("sensors", str(error), f"mend that, or move the file away; then {again}")
