"""Texts as the makers of soles write them, from a made walker."""

from collections.abc import Sequence

import numpy as np

from collector.files.sole_layout import known_sole
from plantar.recording import Floats
from tests.processing.walker import Walker

PEDAR = known_sole("pedar").of_size("y")
EPOCH_MS = 1_768_494_979_568


def walk(rate_hz: float = 100.0, steps: int = 60) -> tuple[Floats, Floats]:
    """Clock and force of both feet on a short walk."""
    return Walker(rate_hz=rate_hz).rest(1.0, 0.0).walk(steps).rest(1.0, 0.0).forces()


def rolling(force_n: Floats, along: Sequence[float]) -> Floats:
    """The force of each frame on cells, shape (frames, cells): early on the heel, late on toes."""
    places = np.asarray(along)
    passed = np.cumsum(force_n > 0.0) - np.maximum.accumulate(
        np.where(force_n > 0.0, 0, np.cumsum(force_n > 0.0))
    )
    middle = np.minimum(0.15 + passed / 80.0, 0.85)[:, None]
    weight = np.exp(-(((places - middle) / 0.2) ** 2)) + 0.02
    return force_n[:, None] * weight / weight.sum(axis=1, keepdims=True)


def pedar_text(left_kpa: Floats, right_kpa: Floats, kind: str = "y-1l-2r-made") -> str:
    """A pedar text; an empty side has no insole."""
    frames = len(left_kpa) or len(right_kpa)
    masks = [
        "".join(f"{n}," for n in range(1, side.shape[1] + 1) if len(side))
        for side in (left_kpa, right_kpa)
    ]
    names = [n for side in (left_kpa, right_kpa) if len(side) for n in range(1, side.shape[1] + 1)]
    rows = np.hstack([side for side in (left_kpa, right_kpa) if len(side)])
    lines = [
        "file name:  made.sol\tdate/time  25.04.23 10.49",
        f"sensor type:  {kind} ",
        f"total time [secs]:  {frames / 100:.3f}\tscanning rate [Hz]:   100",
        "pressure values in  kPa",
        "",
        "mask definition: ",
        f"left insole: {masks[0]}",
        f"right insole: {masks[1]}",
        "",
        "time[secs]    \t" + "\t".join(f"{n:7d}" for n in names),
        *(
            f"{(n + 1) / 100:12.5f}\t" + "\t".join(f"{x:7.3f}" for x in row)
            for n, row in enumerate(rows.tolist())
        ),
    ]
    return "\n".join(lines) + "\n"


def pedar_walk(steps: int = 60) -> tuple[str, Floats]:
    """A walk on pedar soles, and the forces in it."""
    _, force_n = walk(steps=steps)
    area = np.asarray(PEDAR.area_cm2)
    left, right = (rolling(force, PEDAR.along) / (0.1 * area) for force in force_n)
    return pedar_text(left, right), force_n


def stappone_text(soles: dict[int, tuple[Floats, Floats]], corrupt: Sequence[int] = ()) -> str:
    """A stappone table of soles by id: clock in s, and force in N that becomes counts."""
    names = ["sole_id", "timestamp", "accel_x", *(f"pressure_{n:02d}" for n in range(1, 13))]
    rows = []
    for sole, (time_s, force_n) in soles.items():
        for at_s, force in zip(time_s.tolist(), force_n.tolist(), strict=True):
            counts = [200 + round(force / 4 * (1 + 0.05 * n)) for n in range(12)]
            rows.append((round(at_s * 1000) + EPOCH_MS, sole, counts))
    rows.sort(key=lambda row: row[:2])
    lines = [
        ",".join(map(str, (sole, stamp, -17, *counts, int(n in corrupt))))
        for n, (stamp, sole, counts) in enumerate(rows)
    ]
    return "\n".join([",".join([*names, "corrupt"]), *lines]) + "\n"
