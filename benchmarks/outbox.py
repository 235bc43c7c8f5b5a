"""What the outbox costs, as ratios to plain inserts and to the disk's own flush, in one run."""

import argparse
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from collector.outbox.box import Outbox
from collector.outbox.sender import Sender
from plantar.minute import FootMinute, Moments
from plantar.sample import Foot
from plantar.wire import Answer, Parcel, written

BEGIN = datetime(2026, 6, 1, tzinfo=UTC)
#: A pair of soles tells three rows, again every ten seconds; a day away leaves this many at once.
TOGETHER = (3, 60, 4_320)


def minutes(count: int) -> list[FootMinute]:
    """Minutes of walking feet, with digits in every place."""
    chance = random.Random(7)  # noqa: S311 - made-up figures
    moments = [
        Moments(2e4 * chance.random(), 1.6e7 * chance.random(), 2e13 * chance.random())
        for _ in range(3 * count)
    ]
    return [
        FootMinute(
            at=BEGIN + timedelta(minutes=n),
            foot=Foot.LEFT,
            revision=1,
            rate_hz=100.0,
            measured_s=60.0,
            gap_s=0.0,
            total=moments[3 * n],
            walking=moments[3 * n + 1],
            running=moments[3 * n + 2],
            steps_walking=55,
            contacts=55,
            contact_time_sum_s=38.0 * chance.random(),
            contacts_timed=54,
            peak_sum_n=7e4 * chance.random(),
            impulse_sum_ns=2e4 * chance.random(),
        )
        for n in range(count)
    ]


def flushes(folder: Path, count: int) -> float:
    """A flush of a page, so many times: what no commit that lasts can cost less than. [s]"""
    with (folder / "flush").open("wb", buffering=0) as stream:
        begin = time.perf_counter()
        for _ in range(count):
            stream.write(bytes(4_096))
            os.fsync(stream.fileno())
        return time.perf_counter() - begin


def plain(folder: Path, rows: Sequence[FootMinute], together: int) -> float:
    """The same bytes into a table with a number and a blob, WAL and FULL. [s]"""
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE plain (no INTEGER PRIMARY KEY, payload BLOB)")
    payloads = [(written(row),) for row in rows]
    begin = time.perf_counter()
    for first in range(0, len(rows), together):
        connection.execute("BEGIN IMMEDIATE")
        batch = payloads[first : first + together]
        connection.executemany("INSERT INTO plain (payload) VALUES (?)", batch)
        connection.execute("COMMIT")
    took = time.perf_counter() - begin
    connection.close()
    return took


def appended(outbox: Outbox, rows: Sequence[FootMinute], together: int) -> float:
    """Into the outbox: written as JSON, checked, keyed, with room made. [s]"""
    begin = time.perf_counter()
    for first in range(0, len(rows), together):
        outbox.append("soles", rows[first : first + together], now=BEGIN)
    return time.perf_counter() - begin


def drained(outbox: Outbox) -> float:
    """Out of the outbox, to a centre that has them at once. [s]"""

    def centre(parcels: Sequence[Parcel]) -> Answer:
        return Answer(tuple(one.receipt for one in parcels))

    begin = time.perf_counter()
    assert Sender(outbox, centre, random.Random(1)).drain(10**6)  # noqa: S311 - spreads retries
    return time.perf_counter() - begin


def once(rows: Sequence[FootMinute], together: int) -> dict[str, float]:
    """Each way in turn, on the same disk."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        flushed = flushes(folder, len(rows) // together)
        inserted = plain(folder, rows, together)
        with Outbox(folder / "outbox.db") as outbox:
            return {
                "flush": flushed,
                "plain": inserted,
                "append": appended(outbox, rows, together),
                "drain": drained(outbox),
            }


def main() -> None:
    """Print rows a second and ratios, medians of some rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=4_320)
    asked = parser.parse_args()
    rows = minutes(asked.rows)
    print(f"{asked.rows} minutes of {len(written(rows[0]))} bytes, {asked.rounds} rounds")
    for together in TOGETHER:
        told = [once(rows, together) for _ in range(asked.rounds)]
        report(told, asked.rows, together)


def report(told: list[dict[str, float]], rows: int, together: int) -> None:
    """One line for each figure, of the rounds' ratios the median, the least and the most."""

    def ratio(name: str, of: Callable[[dict[str, float]], float]) -> None:
        found = sorted(map(of, told))
        middle = statistics.median(found)
        print(f"  {name:42} {middle:6.2f}  ({found[0]:.2f}-{found[-1]:.2f})")

    print(f"{together} rows a commit:")
    for name in ("append", "drain"):
        seconds = statistics.median(one[name] for one in told)
        print(f"  {name:42} {rows / seconds:6.0f} rows/s")
    ratio("append / plain inserts", lambda one: one["append"] / one["plain"])
    ratio("drain / plain inserts", lambda one: one["drain"] / one["plain"])
    ratio("append / a flush for each commit", lambda one: one["append"] / one["flush"])


if __name__ == "__main__":
    main()
