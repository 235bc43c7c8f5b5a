"""The load of steps that were counted but not weighed: steps, time and cadence to moments."""

from dataclasses import dataclass

from plantar.load import Activity
from plantar.minute import StepMinute
from plantar.units import SECONDS_PER_MINUTE, WSE_BW4S
from processing.wearable import (
    SLOWEST_WALK_SPM,
    is_running,
    is_uncertain,
    running_step,
    standing_m4_bw4s,
    walking_step,
)

#: Daily totals tell no cadence: all steps count as walking at this one. Our choice. [1/min]
TOTALS_WALK_SPM = 100.0
#: Cadence of a run that tells neither steps nor cadence. Our choice. [1/min]
ASSUMED_RUN_SPM = 165.0


@dataclass(frozen=True, slots=True)
class GaitLoad:
    """Steps of one gait with their time and moments; they add up."""

    steps: float = 0.0
    seconds: float = 0.0
    m1_bws: float = 0.0
    m4_bw4s: float = 0.0

    def __add__(self, other: "GaitLoad") -> "GaitLoad":
        return GaitLoad(
            self.steps + other.steps,
            self.seconds + other.seconds,
            self.m1_bws + other.m1_bws,
            self.m4_bw4s + other.m4_bw4s,
        )

    def activity(self, *, timed: bool = True) -> Activity:
        """The gait as a page shows it; untimed where the source tells no time."""
        return Activity(
            load_wse=self.m4_bw4s / WSE_BW4S,
            upright_bw_min=self.m1_bws / SECONDS_PER_MINUTE,
            minutes=self.seconds / SECONDS_PER_MINUTE if timed else None,
            steps=round(self.steps),
        )


def walking(steps: float, cadence_spm: float) -> GaitLoad:
    """Load of walking steps; time follows from cadence, 60 a minute at the least."""
    cadence_spm = max(cadence_spm, SLOWEST_WALK_SPM)
    one = walking_step(cadence_spm)
    seconds = steps * SECONDS_PER_MINUTE / cadence_spm
    return GaitLoad(steps, seconds, steps * one.m1_bws, steps * one.m4_bw4s)


def running(
    steps: float,
    cadence_spm: float,
    contact_time_s: float | None = None,
    speed_mps: float | None = None,
) -> GaitLoad:
    """Load of running steps."""
    cadence_spm = max(cadence_spm, SLOWEST_WALK_SPM)
    one = running_step(cadence_spm, contact_time_s, speed_mps)
    seconds = steps * SECONDS_PER_MINUTE / cadence_spm
    return GaitLoad(steps, seconds, steps * one.m1_bws, steps * one.m4_bw4s)


def standing(seconds: float) -> GaitLoad:
    """Load of quiet standing on both feet, half of body weight on each."""
    return GaitLoad(seconds=seconds, m1_bws=seconds, m4_bw4s=standing_m4_bw4s(seconds))


@dataclass(frozen=True, slots=True)
class StepLoad:
    """A stretch of steps by gait, with what is not sure about it."""

    walking: GaitLoad
    running: GaitLoad
    standing: GaitLoad | None
    quality: tuple[str, ...] = ()
    uncertain: GaitLoad = GaitLoad()  # the part of walking and running that may be the other

    @property
    def m1_bws(self) -> float:
        """First moment of everything. [BW·s]"""
        return (
            self.walking.m1_bws
            + self.running.m1_bws
            + (self.standing.m1_bws if self.standing else 0.0)
        )

    @property
    def m4_bw4s(self) -> float:
        """Fourth moment of everything. [BW⁴·s]"""
        return (
            self.walking.m4_bw4s
            + self.running.m4_bw4s
            + (self.standing.m4_bw4s if self.standing else 0.0)
        )


UNCERTAIN_GAIT = "walking or running uncertain: cadence alone, between 130 and 150 a minute"


def of_minute(minute: StepMinute) -> StepLoad:
    """Load of one minute of steps: cadence while moving, gait by the best evidence there is."""
    still = None if minute.standing_s is None else standing(minute.standing_s)
    if not minute.steps or not minute.moving_s:
        return StepLoad(GaitLoad(), GaitLoad(), still)
    cadence_spm = max(SECONDS_PER_MINUTE * minute.steps / minute.moving_s, SLOWEST_WALK_SPM)
    tagged, contact_time_s = minute.running, minute.contact_time_s
    uncertain = is_uncertain(cadence_spm, tagged=tagged, contact_time_s=contact_time_s)
    walked, ran = GaitLoad(), GaitLoad()
    if is_running(cadence_spm, tagged=tagged, contact_time_s=contact_time_s):
        ran = running(minute.steps, cadence_spm, contact_time_s, minute.speed_mps)
    else:
        walked = walking(minute.steps, cadence_spm)
    if uncertain:
        return StepLoad(walked, ran, still, (UNCERTAIN_GAIT,), walked + ran)
    return StepLoad(walked, ran, still)
