"""Chunks computed by several processes of this computer, whatever becomes of one of them."""

import multiprocessing
import signal
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from typing import Any, Final

from plantar.errors import PlantarError
from plantar.state import State
from processing.again import Chunk, compute

#: So often a chunk is begun before its runners are given up, and the others are not. Our choice.
TRIES: Final = 3
#: Runners of a chunk, at most: who dies takes no more with them, and a watcher sees it move.
MOST: Final = 25
#: Chunks for each process, at least, so that they end at about the same time.
EACH: Final = 8


def size(runners: int, jobs: int) -> int:
    """How many runners a chunk has."""
    return max(1, min(MOST, runners // (jobs * EACH)))


@dataclass(slots=True)
class _Job:
    """A process that computes one chunk after the other; a pipe tells whether it lives."""

    process: BaseProcess
    end: "Connection[Any, Any]"
    chunk: Chunk

    def close(self) -> None:
        """End it; what it was about to save is saved whole or not at all."""
        self.end.close()
        self.process.kill()
        self.process.join()


def computed(chunks: Sequence[Chunk], jobs: int) -> Iterator[list[State]]:
    """The states of each chunk, as it is done.

    A process that is killed takes nobody along: its chunk is begun again by another one.

    Raises
    ------
    PlantarError
        Some runners could not be computed, after all others were.
    """
    context = multiprocessing.get_context("spawn")
    waiting, tries, given_up = deque(chunks), Counter[Chunk](), dict[Chunk, str]()
    idle: list[_Job] = []
    busy: dict[Any, _Job] = {}
    try:
        while waiting or busy:
            while waiting and len(busy) < jobs:
                job = _given(idle.pop() if idle else None, waiting.popleft(), context)
                busy[job.end] = job
            for end in wait(list(busy)):
                job = busy.pop(end)
                told = _told(job)
                if isinstance(told, list):
                    idle.append(job)
                    yield told
                    continue
                job.close()
                tries[job.chunk] += 1
                if tries[job.chunk] < TRIES:
                    waiting.append(job.chunk)
                else:
                    given_up[job.chunk] = told
    finally:
        for job in (*idle, *busy.values()):
            job.close()
    if given_up:
        names = ", ".join(one for chunk in given_up for one in chunk.runner_ids)
        whys = "; ".join(dict.fromkeys(given_up.values()))
        raise PlantarError(f"not computed: {names}: {whys}. All others are")


def _given(job: _Job | None, chunk: Chunk, context: SpawnContext) -> _Job:
    """Give a chunk to a process that waits for one, or to a new one."""
    if job is not None:
        with suppress(OSError):  # it died while it waited
            job.end.send(chunk)
            job.chunk = chunk
            return job
        job.close()
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    with _not_interrupted():
        process.start()
    theirs.close()
    ours.send(chunk)
    return _Job(process, ours, chunk)


def _told(job: _Job) -> list[State] | str:
    """What came of a chunk: its states, or why there are none."""
    try:
        told: list[State] | str = job.end.recv()
    except (EOFError, OSError):
        job.process.join()
        return f"its process ended {TRIES} times (the last time with {job.process.exitcode})"
    return told


def _serve(end: "Connection[Any, Any]") -> None:
    """Compute what comes, until nobody is there to tell it to."""
    with suppress(EOFError, OSError):
        while True:
            chunk: Chunk = end.recv()
            try:
                told: list[State] | str = compute(chunk)
            except PlantarError as error:
                told = str(error)
            end.send(told)


@contextmanager
def _not_interrupted() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach: we end it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
