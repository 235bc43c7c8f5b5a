"""Insole frames to Minutes, against copying the same bytes once.

A shift on the feet: walking, standing, running and sitting in blocks of ten minutes, two soles of
16 cells (uint16) at 100 Hz. Every round runs each way once, in turn, in one process; what counts
is the ratio to `np.copyto` of the same frames in the time a core is busy, never the seconds.

    python benchmarks/insole_frames.py [--hours 8] [--rounds 7]
"""

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import numpy as np

from plantar.minute import BodyMinute, FootMinute
from plantar.recording import FootForce, ForceRecording, SoleLayout
from processing.force.reduction import Reduction
from processing.force.regions import SoleCells, put_cells, weigh
from processing.force.stream import Reducer

RATE_HZ = 100.0
CELLS = 16
BODY_N = 700.0
#: Newtons per count of a cell.
UNIT_N = 0.05
LAYOUT = SoleLayout("sixteen zones", tuple(np.linspace(0.03, 0.97, CELLS).tolist()))
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
SEED = 20260302
#: A contact lasts from minus half to half of its own time.
HALF = 0.5
#: The open minute is asked for once in so many chunks.
ASKED_EVERY = 10
#: A long recording is read and reduced in pieces of ten minutes, so that memory stays flat.
PIECE = round(600 * RATE_HZ)


def step_waves(seconds: float, cadence_spm: float, duty: float, dip: float) -> np.ndarray:
    """Force of both feet in steady gait, shape (2, frames). [N]"""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    stride_s, contact_s = 120.0 / cadence_spm, 120.0 * duty / cadence_spm
    peak = np.pi / (4.0 * duty * (1.0 + dip / 3.0))
    feet = []
    for late_s in (0.0, stride_s / 2.0):
        u = ((time_s + late_s) % stride_s) / contact_s - 0.5
        wave = peak * (np.cos(np.pi * u) - dip * np.cos(3.0 * np.pi * u))
        feet.append(np.where(np.abs(u) <= HALF, BODY_N * wave, 0.0))
    return np.array(feet)


def shift(hours: float) -> np.ndarray:
    """Frames of both feet, shape (2, frames, CELLS), uint16."""
    block_s = 600.0
    still = np.ones((2, round(block_s * RATE_HZ)))
    blocks = [
        step_waves(block_s, 110.0, 0.63, 0.4),
        still * BODY_N / 2.0,
        step_waves(block_s, 165.0, 0.34375, 0.0),
        still * BODY_N * 0.08,
    ]
    many = round(hours * 3600.0 / block_s)
    force = np.concatenate([blocks[k % len(blocks)] for k in range(many)], axis=1)
    spread = np.random.default_rng(SEED).dirichlet(np.full(CELLS, 3.0))
    return np.rint(force[..., None] * spread / UNIT_N).astype(np.uint16)


def recording(frames: np.ndarray, begin: int = 0, end: int | None = None) -> ForceRecording:
    """Frames as the pipeline takes them in: summed, with their cells beside."""
    feet = []
    for foot in frames:
        force, shares = weigh(foot[begin:end], LAYOUT)
        force *= UNIT_N
        feet.append(FootForce(force, shares=shares))
    time_s = np.arange(begin, begin + len(feet[0].force_n)) / RATE_HZ
    return ForceRecording(time_s, RATE_HZ, feet[0], feet[1], START)


def sum_cells(frames: np.ndarray) -> None:
    """The first pass alone: cells to force and regions, into arrays that are used again."""
    force, shares = np.empty(PIECE, np.float32), np.empty((3, PIECE), np.float32)
    for foot in frames:
        for begin in range(0, len(foot), PIECE):
            sole = SoleCells(foot[begin : begin + PIECE], LAYOUT, UNIT_N)
            put_cells(sole, force[: len(sole.cells)], shares[:, : len(sole.cells)])


def core(day: ForceRecording) -> None:
    """The passes over force alone: zero, scale, contacts, gait, moments."""
    reduction = Reduction(RATE_HZ)
    reduction.feed(day)
    reduction.finish()


def pieces(frames: np.ndarray) -> Iterator[tuple[np.ndarray, SoleCells, SoleCells]]:
    """Clock and cells of both feet, ten minutes at a time, so that memory stays flat."""
    for begin in range(0, frames.shape[1], PIECE):
        left, right = (SoleCells(foot[begin : begin + PIECE], LAYOUT, UNIT_N) for foot in frames)
        yield np.arange(begin, begin + len(left.cells)) / RATE_HZ, left, right


def passes(frames: np.ndarray) -> None:
    """All passes, from frames to the sums of minutes; no Minute is made."""
    reduction = Reduction(RATE_HZ)
    for time_s, left, right in pieces(frames):
        reduction.feed_frames(time_s, (left, right))
    reduction.finish()


def pipeline(frames: np.ndarray) -> list[FootMinute | BodyMinute]:
    """Everything: frames in, Minutes out."""
    reducer = Reducer(BODY_N, RATE_HZ)
    for time_s, left, right in pieces(frames):
        reducer.push_cells(START, time_s, left, right)
    return list(reducer.minutes())


def recordings(frames: np.ndarray) -> list[FootMinute | BodyMinute]:
    """The same through recordings of force and shares, as files and live soles are taken in."""
    reducer = Reducer(BODY_N, RATE_HZ)
    for begin in range(0, frames.shape[1], PIECE):
        reducer.push(recording(frames, begin, begin + PIECE))
    return list(reducer.minutes())


def live(frames: np.ndarray) -> int:
    """The same as a stream: chunks of a second, Minutes asked for every ten."""
    reducer, rows = Reducer(BODY_N, RATE_HZ), 0
    second = int(RATE_HZ)
    for number, begin in enumerate(range(0, frames.shape[1], second)):
        reducer.push(recording(frames, begin, begin + second))
        if number % ASKED_EVERY == ASKED_EVERY - 1:
            rows += len(reducer.minutes())
    return rows


def seconds(run: Callable[[], object]) -> float:
    """How long a call keeps a core busy; what else runs on the machine is not counted."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=8.0)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    frames = shift(asked.hours)
    target = np.empty_like(frames)
    force_only = recording(frames)
    assert force_only.left is not None
    assert force_only.right is not None
    bare = ForceRecording(
        force_only.time_s,
        RATE_HZ,
        FootForce(force_only.left.force_n),
        FootForce(force_only.right.force_n),
        START,
    )
    hour = frames[:, : round(3600 * RATE_HZ)]
    ways: dict[str, Callable[[], object]] = {
        "cells to force and regions": lambda: sum_cells(frames),
        "force to contacts and moments": lambda: core(bare),
        "frames to sums of minutes": lambda: passes(frames),
        "frames to Minutes": lambda: pipeline(frames),
        "frames to Minutes, by recordings": lambda: recordings(frames),
    }
    rows = pipeline(frames)  # also compiles, off the clock
    steps = sum(
        row.steps_walking + row.steps_running for row in rows if isinstance(row, FootMinute)
    )
    core(bare)
    print(f"{asked.hours:g} h, {frames.nbytes / 1e6:.0f} MB, {len(rows)} Minutes, {steps} steps")
    ratios: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(asked.rounds):
        copied = seconds(lambda: np.copyto(target, frames))
        for name, run in ways.items():
            ratios[name].append(seconds(run) / copied)
    print(f"{'x np.copyto of the same bytes':34}{'median':>8}{'least':>8}{'most':>8}")
    for name, found in ratios.items():
        print(f"{name:34}{statistics.median(found):8.1f}{min(found):8.1f}{max(found):8.1f}")
    live(hour[:, : 60 * int(RATE_HZ)])
    share = 100.0 * seconds(lambda: live(hour)) / (hour.shape[1] / RATE_HZ)
    print(f"live, 1 s chunks, Minutes every 10 s: {share:.3f} % of one core")


if __name__ == "__main__":
    main()
