"""Minutes of steps from cadence: its time integral, by trapezoids, cut at the minute.

A mean cadence times a duration would count the pauses too, a fifth too many in a stop-and-go run.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from plantar.day import minute_of
from plantar.minute import LONGEST_MINUTE_S, StepMinute
from plantar.recording import CadenceTrack, Floats
from plantar.sample import MOST_CADENCE_SPM
from plantar.units import SECONDS_PER_MINUTE

#: Records further apart than this leave a pause between them, not steps. Our choice. [s]
LONGEST_HOLD_S = 30.0


def minutes_of(
    track: CadenceTrack, start: datetime, running: Floats | None = None
) -> tuple[StepMinute, ...]:
    """Every minute in which cadence was measured, those without steps too.

    Parameters
    ----------
    track : CadenceTrack
        Records in the order of time.
    start : datetime
        Second 0 of its clock.
    running : array, shape (records,), optional
        1 where the source says running, 0 where it says walking, nan where it does not say. The
        longer one is what the minute was; where both took as long, nobody says.
    """
    first = minute_of(start)
    pieces = _pieces(track, (start - first).total_seconds(), running)
    minutes = []
    for n in np.unique(pieces.minute):
        here = pieces.minute == n
        seconds, cadence_spm = pieces.seconds[here], pieces.cadence_spm[here]
        minutes.append(
            StepMinute(
                at=first + timedelta(minutes=int(n)),
                revision=0,
                steps=float(
                    min((cadence_spm * seconds).sum() / SECONDS_PER_MINUTE, MOST_CADENCE_SPM)
                ),
                moving_s=float(min(seconds[cadence_spm > 0].sum(), LONGEST_MINUTE_S)),
                running=_longer(pieces.mean(pieces.running, int(n))),
                contact_time_s=pieces.mean(pieces.contact_time_s, int(n)),
                speed_mps=pieces.mean(pieces.speed_mps, int(n)),
            )
        )
    return tuple(minutes)


def _longer(running: float | None) -> bool | None:
    """Whether most of the moving time that tells it was running."""
    return None if running is None or running == 0.5 else running > 0.5  # noqa: PLR2004  half of the time


@dataclass(frozen=True, slots=True, eq=False)
class _Pieces:
    """Stretches between two records, cut at the minute; all arrays of shape (pieces,)."""

    minute: npt.NDArray[np.int64]  # counted from the minute in which the clock starts
    seconds: Floats
    cadence_spm: Floats
    speed_mps: Floats
    contact_time_s: Floats
    running: Floats  # 0 to 1; nan where nobody says

    def mean(self, quantity: Floats, minute: int) -> float | None:
        """Mean of a quantity over the moving time of a minute; None where it is unknown."""
        known = (self.minute == minute) & np.isfinite(quantity) & (self.cadence_spm > 0)
        seconds = self.seconds[known]
        return float(np.average(quantity[known], weights=seconds)) if seconds.sum() > 0 else None


def _pieces(track: CadenceTrack, offset_s: float, running: Floats | None) -> _Pieces:
    since, until = track.time_s[:-1] + offset_s, track.time_s[1:] + offset_s
    cadence_spm = (track.cadence_spm[:-1] + track.cadence_spm[1:]) / 2.0  # trapezoid
    kept = (until - since > 0) & (until - since <= LONGEST_HOLD_S) & np.isfinite(cadence_spm)
    since, until = since[kept], until[kept]
    # A stretch is shorter than a minute, so it crosses at most one border and makes two pieces.
    border = (np.floor(since / SECONDS_PER_MINUTE) + 1.0) * SECONDS_PER_MINUTE
    minute = np.floor(since / SECONDS_PER_MINUTE).astype(np.int64)
    seconds = np.concatenate([np.minimum(until, border) - since, np.maximum(until - border, 0.0)])

    def twice(quantity: Floats) -> Floats:
        return np.tile(quantity, 2)

    return _Pieces(
        minute=np.concatenate([minute, minute + 1])[seconds > 0],
        seconds=seconds[seconds > 0],
        cadence_spm=twice(cadence_spm[kept])[seconds > 0],
        speed_mps=twice(_held(track.speed_mps)[kept])[seconds > 0],
        contact_time_s=twice(_held(track.contact_time_s)[kept])[seconds > 0],
        running=np.full(np.count_nonzero(seconds > 0), np.nan)
        if running is None
        else twice(_held(running)[kept])[seconds > 0],
    )


def _held(quantity: Floats) -> Floats:
    """The quantity through each stretch: its mean at both ends, or the end that is known."""
    ends = np.stack([quantity[:-1], quantity[1:]])
    known = np.isfinite(ends)
    counts = known.sum(axis=0)
    sums = np.where(known, ends, 0.0).sum(axis=0)
    means: Floats = np.divide(sums, counts, out=np.full(len(counts), np.nan), where=counts > 0)
    return means
