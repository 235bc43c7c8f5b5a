"""What a recording says, as `plantar analyse` prints it: one report per recording in a file."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from typing import Any, assert_never

from cli.step_rows import LEAST_PEAK_HZ, StepRow, step_rows
from plantar.measured import SourceClass
from plantar.recording import (
    AccelerationRecording,
    ActivityRecording,
    DayTable,
    ForceRecording,
    Reading,
    Recording,
)
from plantar.store import Sourced
from plantar.units import SECONDS_PER_MINUTE, WSE_BW4S

#: Places on the sole, by the names of the JSON.
REGIONS = ("heel", "midfoot", "forefoot")


@dataclass(frozen=True, slots=True)
class FootReport:
    """One foot of a force recording."""

    contacts: int
    contact_time_s: float | None  # mean over steps
    peak_n: float | None  # mean over steps; None below 50 Hz
    impulse_ns: float | None  # mean over steps
    gap_s: float  # time without a frame, interpolated or not
    regions: dict[str, float] | None = None  # share of the impulse; None: no telling where

    def described(self) -> dict[str, Any]:
        """As JSON says it."""
        return {
            "contacts": self.contacts,
            "contact_time_s": self.contact_time_s,
            "peak_n": self.peak_n,
            "impulse_ns": self.impulse_ns,
            "gap_s": self.gap_s,
            "regions": self.regions,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Everything told about one recording; unknown is None, never zero."""

    file: str
    part: str | None = None
    format: str | None = None
    sport: str | None = None
    start: str | None = None
    duration_s: float | None = None
    steps: int | None = None
    steps_walking: int | None = None
    steps_running: int | None = None
    contact_time_s: float | None = None
    feet: dict[str, FootReport | None] | None = None
    walking_s: float | None = None
    running_s: float | None = None
    standing_s: float | None = None
    sitting_s: float | None = None
    not_worn_s: float | None = None
    gap_s: float | None = None
    plantar_load_wse: float | None = None
    upright_load_bw_min: float | None = None
    calibrated: bool | None = None
    gain: float | None = None
    quality: tuple[str, ...] = field(default=())
    error: str | None = None
    step_rows: tuple[StepRow, ...] | None = None  # None: not asked for, or no force

    def described(self) -> dict[str, Any]:
        """As JSON says it, in this order."""
        feet = None
        if self.feet is not None:
            feet = {side: foot.described() if foot else None for side, foot in self.feet.items()}
        rows = None if self.step_rows is None else [row.described() for row in self.step_rows]
        plain = (name for name in self.__slots__ if name not in {"feet", "step_rows"})
        return {**{name: getattr(self, name) for name in plain}, "feet": feet, "step_rows": rows}


def reports(
    path: Path, reading: Reading, body_mass_kg: float | None, *, each_step: bool = False
) -> list[Report]:
    """A report per recording of a file; of every step, where force was measured, when asked for."""
    told = [_report(one, str(path), reading, body_mass_kg, each_step) for one in reading.recordings]
    if reading.partial is None:
        return told
    return [replace(one, quality=(*one.quality, f"partial: {reading.partial}")) for one in told]


def _report(
    recording: Recording,
    file: str,
    reading: Reading,
    body_mass_kg: float | None,
    each_step: bool,  # noqa: FBT001 - a flag of ours alone
) -> Report:
    match recording:
        case ForceRecording():
            told = _of_force(recording, file, body_mass_kg, each_step)
        case ActivityRecording():
            told = _of_activity(recording, file)
        case DayTable():
            told = _of_day_table(recording, file)
        case AccelerationRecording():
            told = _of_acceleration(recording, file)
        case _:
            assert_never(recording)
    quality = tuple(dict.fromkeys((*told.quality, *reading.notes)))
    return replace(told, format=reading.format, quality=quality)


def _of_force(
    recording: ForceRecording,
    file: str,
    body_mass_kg: float | None,
    each_step: bool,  # noqa: FBT001 - a flag of ours alone
) -> Report:
    from plantar.units import body_weight_n
    from processing.force.analysis import FootAnalysis, analyse_force
    from processing.force.contacts import Gait

    weight_n = None if body_mass_kg is None else body_weight_n(body_mass_kg)
    found = analyse_force(recording, weight_n)

    peaks = recording.rate_hz >= LEAST_PEAK_HZ

    def foot(one: FootAnalysis | None) -> FootReport | None:
        if one is None:
            return None
        return FootReport(
            contacts=len(one.whole),
            contact_time_s=one.contact_time_s,
            peak_n=mean(step.peak_n for step in one.steps) if peaks else None,
            impulse_ns=mean(step.impulse_ns for step in one.steps),
            gap_s=one.gap_s,
            regions=None if one.regions is None else dict(zip(REGIONS, one.regions, strict=True)),
        )

    steps = [step for one in found.feet for step in one.steps]
    running = sum(step.gait is Gait.RUNNING for step in steps)

    return Report(
        file=file,
        part=recording.part,
        start=recording.start.isoformat() if recording.start else None,
        duration_s=recording.duration_s,
        steps=len(steps),
        steps_walking=len(steps) - running,
        steps_running=running,
        contact_time_s=mean(step.contact_time_s for step in steps),
        feet={"left": foot(found.left), "right": foot(found.right)},
        walking_s=found.walking_s,
        running_s=found.running_s,
        standing_s=found.standing_s,
        sitting_s=found.sitting_s,
        not_worn_s=found.not_worn_s,
        gap_s=found.gap_s,
        plantar_load_wse=found.plantar_load_wse,
        upright_load_bw_min=found.upright_load_bw_min,
        calibrated=found.calibration.calibrated,
        gain=found.calibration.gain,
        quality=found.quality,
        step_rows=step_rows(recording, found) if each_step else None,
    )


def mean(figures: Iterable[float]) -> float | None:
    """Mean of the figures there are; None when there are none."""
    known = [figure for figure in figures if math.isfinite(figure)]
    return fmean(known) if known else None


def _of_activity(activity: ActivityRecording, file: str) -> Report:
    from processing.activity import reduce_activity
    from processing.days.steps import session_load

    told = Report(
        file=file,
        part=activity.part,
        sport=activity.sport_name,
        start=activity.start.isoformat(),
        duration_s=activity.duration_s,
        quality=activity.quality,
    )
    reduced = reduce_activity(activity)
    if not activity.sport.on_foot:
        return replace(
            told,
            steps=0,
            steps_walking=0,
            steps_running=0,
            walking_s=0.0,
            running_s=0.0,
            plantar_load_wse=0.0,
            upright_load_bw_min=0.0,
        )
    if reduced.session.steps is None:
        return told
    minutes = [Sourced(minute, "", "") for minute in reduced.minutes]
    load = session_load(Sourced(reduced.session, "", ""), minutes)
    running = min(round(load.running.steps), reduced.session.steps)
    return replace(
        told,
        steps=reduced.session.steps,
        steps_walking=reduced.session.steps - running,
        steps_running=running,
        contact_time_s=_contact_time_s(activity),
        walking_s=load.walking.seconds,
        running_s=load.running.seconds,
        plantar_load_wse=load.m4_bw4s / WSE_BW4S,
        upright_load_bw_min=load.m1_bws / SECONDS_PER_MINUTE,
        quality=(*told.quality, *load.quality),
    )


def _contact_time_s(activity: ActivityRecording) -> float | None:
    """The device's own mean, or the mean of its records over steps."""
    import numpy as np

    if activity.contact_time_s is not None:
        return activity.contact_time_s
    recorded, cadence_spm = activity.track.contact_time_s, activity.track.cadence_spm
    known = np.isfinite(recorded) & (recorded > 0) & (cadence_spm > 0)
    if not known.any():
        return None
    return float(np.average(recorded[known], weights=cadence_spm[known]))


def _of_acceleration(recording: AccelerationRecording, file: str) -> Report:
    from processing.acceleration.minutes import load_of, seconds_of
    from processing.acceleration.steps import METHOD, find_steps
    from processing.days.steps import STANDING_UNKNOWN

    found = find_steps(recording)
    load = load_of(found)
    steps, running = len(found.running), int(found.running.sum())
    walked_s, ran_s = seconds_of(found)
    placement = recording.placement or "not told by the file"
    return Report(
        file=file,
        part=recording.part,
        start=recording.start.isoformat() if recording.start else None,
        duration_s=recording.duration_s,
        steps=steps,
        steps_walking=steps - running,
        steps_running=running,
        walking_s=walked_s,
        running_s=ran_s,
        gap_s=max(recording.duration_s - found.measured_s, 0.0),
        plantar_load_wse=load.m4_bw4s / WSE_BW4S,
        upright_load_bw_min=load.m1_bws / SECONDS_PER_MINUTE,
        quality=(
            *recording.quality,
            METHOD,
            f"placement: {placement}",
            STANDING_UNKNOWN,
            *load.quality,
        ),
    )


def _of_day_table(table: DayTable, file: str) -> Report:
    from processing.days.steps import sum_loads, total_load

    load = sum_loads(total_load(total) for total in table.totals)
    steps = sum(total.steps for total in table.totals)
    ran = [total.steps_running for total in table.totals]
    told_apart = all(one is not None for one in ran) and bool(ran)
    running = sum(one or 0 for one in ran) if told_apart else None
    return Report(
        file=file,
        part=table.part,
        start=min(total.day for total in table.totals).isoformat() if table.totals else None,
        steps=steps,
        steps_walking=None if running is None else steps - running,
        steps_running=running,
        plantar_load_wse=load.m4_bw4s / WSE_BW4S,
        upright_load_bw_min=load.m1_bws / SECONDS_PER_MINUTE,
        quality=(
            *table.quality,
            f"days: {len(table.totals)}",
            f"{SourceClass.DAY_TOTALS}: intensity unknown, standing not measured",
        ),
    )
