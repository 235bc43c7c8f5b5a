"""Activity files: steps by strides against steps by cadence, and nothing off the feet."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from cli.validate.bare_records import bare_records
from cli.validate.day_files import day_files, written
from cli.validate.section import Claim, Section
from collector.files.door import read_file
from plantar.errors import FileRejected, NotReadYet
from plantar.recording import ActivityRecording
from plantar.units import SECONDS_PER_MINUTE, STEPS_PER_STRIDE
from processing.activity import reduce_activity
from processing.steps.cadence import LONGEST_HOLD_S

#: What steps without strides may differ from the plain integral of cadence. [%]
CADENCE_WITHIN = 0.5
#: Kinds off the feet that a folder should have a file of.
OFF_FOOT = ("cycling", "swimming", "paddling")


@dataclass(frozen=True, slots=True)
class OnFoot:
    """One activity on foot: what the device counted, what its cadence says, what we say."""

    name: str
    sport: str
    by_strides: int | None
    by_cadence: float | None
    told: int | None

    @property
    def difference(self) -> float | None:
        """Of what is told from the cadence integral. [%]"""
        if not self.by_cadence or self.told is None:
            return None
        return 100.0 * (self.told / self.by_cadence - 1.0)

    @property
    def verdict(self) -> str:
        """In words."""
        if self.told is None:
            return "nothing told"
        if self.by_strides is not None:
            return "exact" if self.told == self.by_strides else "not exact"
        near = self.difference is not None and abs(self.difference) <= CADENCE_WITHIN
        return f"within {CADENCE_WITHIN} %" if near else f"not within {CADENCE_WITHIN} %"

    def row(self) -> tuple[str, ...]:
        """As a row of the table."""
        return (
            self.name,
            self.sport,
            "-" if self.by_strides is None else str(self.by_strides),
            "-" if self.by_cadence is None else f"{self.by_cadence:.1f}",
            "-" if self.told is None else str(self.told),
            "-" if self.difference is None else f"{self.difference:+.2f} %",
            self.verdict,
        )


def on_foot(folder: Path) -> Section:
    """Every activity on foot: strides that the device counted against the cadence integral."""
    found = [
        _on_foot(path, activity) for path, activity in _activities(folder) if activity.sport.on_foot
    ]
    days = day_files(folder / "fit")
    return Section(
        "Steps of activity files",
        "Two ways to the same number where a file has both: twice the strides counted by the "
        "device, and the time integral of cadence, here taken anew from the bare records (each "
        "held until the next, pauses left out). Strides win. A file with neither has no steps, "
        "not none.",
        ("file", "sport", "by strides", "by cadence", "told", "from cadence", ""),
        tuple(one.row() for one in found),
        "Shows: what the device counted is told to the step, and where it did not count, cadence "
        "is integrated as it stands. Where both exist and differ, the device contradicts itself: "
        "by a few steps where a short run starts and stops, and by an eighth on a walk of 46 s, "
        "whose own mean cadence times its own time is not its count of strides either. Does not "
        "show: that the device counted right.",
        claims=_claims(found, days),
        below=written(days),
    )


def off_foot(folder: Path) -> Section:
    """Every activity that is not on foot: it must add nothing."""
    rows, added, kinds = [], 0.0, set()
    for path, activity in _activities(folder):
        if not activity.sport.on_foot:
            reduced = reduce_activity(activity)
            here = sum(minute.steps for minute in reduced.minutes)
            added += here + (reduced.session.steps or 0)
            kinds.add(activity.sport.value)
            rows.append((path.name, activity.sport_name, f"{reduced.session.steps}", f"{here:g}"))
    unread = [path.name for path in sorted((folder / "fit").rglob("*.tcx")) if _unread(path)]
    without = [kind for kind in OFF_FOOT if kind not in kinds]
    claimed = "steps of swim, bike and paddle sports", "0"
    return Section(
        "Activities off the feet",
        "Swimming, cycling, paddling and transitions have cycles and cadence, and add no step.",
        ("file", "sport", "steps of the session", "steps in its minutes"),
        tuple(rows),
        "Shows: pedal turns and strokes become no steps. "
        + (f"Not read, and so adding nothing: {', '.join(unread)}. " if unread else "")
        + (f"No file here is of {' or '.join(without)}: made up in the tests." if without else ""),
        claims=(
            Claim(
                *claimed,
                f"{added:g}" + (f"; no file of {' or '.join(without)}" if without else ""),
                added == 0.0,
            )
            if rows
            else Claim.unseen(*claimed),
        ),
    )


def _claims(found: list[OnFoot], days: list[tuple[str, ...]]) -> tuple[Claim, ...]:
    strides = [one for one in found if one.by_strides is not None]
    cadence = [one for one in found if one.by_strides is None and one.difference is not None]
    exact = "steps of activity files with strides", "exact"
    near = "steps of activity files without", f"within {CADENCE_WITHIN} % of the cadence integral"
    day = "steps of a day's file against another program's decode", "equal"
    right = sum(one.verdict == "exact" for one in strides)
    worst = max((abs(one.difference or 0.0) for one in cadence), default=0.0)
    equal = sum(row[1:3] == row[3:] for row in days)
    return (
        Claim(*exact, f"{right} of {len(strides)} exact", right == len(strides))
        if strides
        else Claim.unseen(*exact),
        Claim(*near, f"worst {worst:.2f} %, of {len(cadence)} files", worst <= CADENCE_WITHIN)
        if cadence
        else Claim.unseen(*near),
        Claim(*day, f"{equal} of {len(days)} equal", equal == len(days))
        if days
        else Claim.unseen(*day),
    )


def _on_foot(path: Path, activity: ActivityRecording) -> OnFoot:
    return OnFoot(
        path.name,
        activity.sport_name,
        None if activity.strides is None else STEPS_PER_STRIDE * activity.strides,
        _by_cadence(path, activity),
        reduce_activity(activity).session.steps,
    )


def _by_cadence(path: Path, activity: ActivityRecording) -> float | None:
    """Steps by the bare records of a file: cadence held from each record to the next."""
    begins = [one.start for one in read_file(path).recordings if isinstance(one, ActivityRecording)]
    until = min((start for start in begins if start > activity.start), default=None)
    inside = [
        record
        for record in bare_records(path)
        if record[0] >= activity.start and (until is None or record[0] < until)
    ]
    if not any(strides for _, strides in inside):
        return None
    return sum(
        STEPS_PER_STRIDE * (strides or 0.0) * seconds / SECONDS_PER_MINUTE
        for (since, strides), (until, _) in pairwise(inside)
        if (seconds := (until - since).total_seconds()) <= LONGEST_HOLD_S
    )


def _activities(folder: Path) -> Iterator[tuple[Path, ActivityRecording]]:
    for path in sorted((folder / "fit").rglob("*.fit")):
        try:
            recordings = read_file(path).recordings
        except FileRejected:
            continue
        for recording in recordings:
            if isinstance(recording, ActivityRecording):
                yield path, recording


def _unread(path: Path) -> bool:
    try:
        read_file(path)
    except (FileRejected, NotReadYet):
        return True
    return False
