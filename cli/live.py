"""What one device measures, live: chunks and samples in, minutes to keep out."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import fmean

from plantar.errors import BadInput
from plantar.measured import Calibration, CalibrationMethod, Gap, GapCause, Measured
from plantar.minute import BodyMinute, FootMinute, Minute, StepMinute
from plantar.recording import ForceRecording
from plantar.sample import Cadence, Foot, StepsTaken
from processing.force.count_stream import CountsReducer
from processing.force.stream import Reducer
from processing.rejoin import rejoined
from processing.steps.stream import StepReducer

log = logging.getLogger(__name__)

Key = tuple[datetime, Foot | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """What an outbox kept of a device whose collector was cut off."""

    told: Sequence[Minute] = ()  # a minute that it had begun is gone on with
    reached: datetime | None = None  # what nobody heard since then is a gap


class LiveDevice:
    """Reduces what one device sends: a pair of soles, a foot pod or a watch."""

    def __init__(self, device: str, body_weight_n: float | None, kept: Kept = Kept()) -> None:
        self.device = device
        self.reached = kept.reached  # how far `changed` has told
        self._body_weight_n = body_weight_n
        self._before = {_key(minute): minute for minute in kept.told}
        self._force: Reducer | CountsReducer | None = None
        self._steps: StepReducer | None = None
        self._heard: datetime | None = None  # until here something came
        self._resumed = False
        self._standing: bytes | None = None
        self._gaps: list[Gap] = []
        self._gains: dict[Foot, float] = {}
        self._calibrations: list[Calibration] = []

    def take_chunk(self, chunk: ForceRecording) -> None:
        """Reduce a second of force."""
        since = _since(chunk)
        if self._force is None:
            self._force = (
                Reducer(self._body_weight_n, chunk.rate_hz)
                if chunk.in_newtons
                else CountsReducer(chunk.rate_hz)
            )
            self._resume(since)
        self._force.push(chunk)
        self._heard = since + timedelta(seconds=chunk.duration_s)

    def take_samples(self, samples: Sequence[Cadence | StepsTaken]) -> None:
        """Reduce what a watch or a foot pod says of steps."""
        if self._steps is None:
            self._steps = StepReducer()
            first = samples[0]
            # What a counter says of the time before is what was missed.
            self._resume(first.since if isinstance(first, StepsTaken) else first.at)
        self._steps.push(samples)
        self._heard = max(sample.at for sample in samples)

    def take_gap(self, gap: Gap) -> None:
        """Note a stretch in which a sensor said nothing."""
        log.info("%s: gap of %s", self.device, gap.until - gap.since)
        self._gaps.append(gap)

    def take_standing(self, standing: bytes) -> None:
        """Note what a counter stands at after the samples so far."""
        self._standing = standing

    def take_gain(self, foot: Foot, gain: float, at: datetime) -> None:
        """Note what a sole says that it is calibrated by; one gain serves the pair."""
        if self._gains.get(foot) == gain or self._body_weight_n is None:
            return
        self._gains[foot] = gain
        try:
            told = Calibration(
                # From before this session, so that what is found by walking in it counts more.
                at.replace(second=0, microsecond=0) - timedelta(minutes=1),
                fmean(self._gains.values()),
                self._body_weight_n,
                CalibrationMethod.DEVICE,
            )
        except BadInput as error:
            log.warning("%s: %s", self.device, error)
        else:
            self._calibrations.append(told)

    def gaps(self) -> tuple[Measured, ...]:
        """The gaps since the last call."""
        gaps, self._gaps = tuple(self._gaps), []
        return gaps

    def changed(self) -> tuple[Measured, ...]:
        """Everything to keep that changed since the last call."""
        minutes: list[Measured] = []
        if self._force is not None:
            minutes += map(self._whole, self._force.minutes())
        if self._steps is not None:
            minutes += map(self._whole, self._steps.minutes())
        if isinstance(self._force, Reducer):
            found = self._force.calibration()
            minutes += () if found is None else (found,)
        calibrations, self._calibrations = self._calibrations, []
        self.reached = self._heard or self.reached
        return (*minutes, *calibrations, *self.gaps())

    def standing(self) -> bytes | None:
        """What its counter stands at once everything that `changed` told is kept."""
        standing, self._standing = self._standing, None
        return standing

    def _resume(self, since: datetime) -> None:
        """What nobody heard since an earlier collector was cut off is a gap."""
        if not self._resumed and self.reached is not None and self.reached < since:
            log.warning("%s: nobody listened for %s", self.device, since - self.reached)
            self._gaps.append(Gap(self.reached, since, None, GapCause.UNKNOWN))
        self._resumed = True

    def _whole(self, minute: Minute) -> Minute:
        """A minute with what an earlier run had told of it."""
        before = self._before.get(_key(minute))
        return minute if before is None else rejoined(before, minute)


def _key(minute: FootMinute | BodyMinute | StepMinute) -> Key:
    return minute.at, minute.foot if isinstance(minute, FootMinute) else None


def _since(chunk: ForceRecording) -> datetime:
    assert chunk.start is not None  # noqa: S101 - the collector's chunks have a clock
    return chunk.start + timedelta(seconds=float(chunk.time_s[0]))
