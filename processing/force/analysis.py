"""What one recording of force says, from its first frame to its last."""

import math
from dataclasses import dataclass

import numpy as np

from plantar.minute import Moments
from plantar.recording import Floats, ForceRecording
from processing.force import gait
from processing.force.calibration import Scale, scale
from processing.force.contact_table import At
from processing.force.contacts import Contact, Gait
from processing.force.load import plantar_load_wse, upright_load_bw_min
from processing.force.minutes import moments
from processing.force.pair import reduce_pair
from processing.force.posture import quiet_postures
from processing.force.reduction import Reduction
from processing.force.sums import Both, Sum, whole_of

#: Share of the force of gait by which a foot may differ from half; more is a limp or a sole that
#: reads wrong, and load goes with the fourth power. (our choice)
MOST_UNEVEN = 0.1

_GAITS = {gait.NONE: None, gait.WALKING: Gait.WALKING, gait.RUNNING: Gait.RUNNING}


@dataclass(frozen=True, slots=True)
class FootAnalysis:
    """What one foot did."""

    contacts: tuple[Contact, ...]  # by onset, cut ones among them
    gap_s: float  # time without a frame, interpolated or not
    measured_s: float
    total: Moments  # in the sole's own newtons
    walking: Moments
    running: Moments
    #: share of the impulse on heel, midfoot and forefoot; None: the sole does not tell where
    regions: tuple[float, float, float] | None = None

    @property
    def whole(self) -> tuple[Contact, ...]:
        """The contacts that were seen from beginning to end."""
        return tuple(contact for contact in self.contacts if not contact.cut)

    @property
    def steps(self) -> tuple[Contact, ...]:
        """The contacts that are steps."""
        return tuple(contact for contact in self.contacts if contact.is_step)

    @property
    def contact_time_s(self) -> float | None:
        """Mean over the steps that have one."""
        timed = [step.contact_time_s for step in self.steps if step.contact_time_s >= 0.0]
        return float(np.mean(timed)) if timed else None


@dataclass(frozen=True, slots=True)
class Bout:
    """Steps of one gait without a pause."""

    start_s: float
    end_s: float
    gait: Gait
    steps: int


@dataclass(frozen=True, slots=True)
class ForceAnalysis:
    """What a recording says; None where it cannot say."""

    left: FootAnalysis | None
    right: FootAnalysis | None
    bouts: tuple[Bout, ...]
    walking_s: float
    running_s: float
    standing_s: float | None  # None: body weight in these newtons is unknown
    leaning_s: float | None
    sitting_s: float | None
    not_worn_s: float | None  # None: it takes both soles
    gap_s: float  # time in which at least one worn foot had no frame
    calibration: Scale
    plantar_load_wse: float | None
    upright_load_bw_min: float | None
    quality: tuple[str, ...]

    @property
    def feet(self) -> tuple[FootAnalysis, ...]:
        """The feet that had a sole."""
        return tuple(foot for foot in (self.left, self.right) if foot is not None)


def analyse_force(recording: ForceRecording, body_weight_n: float | None = None) -> ForceAnalysis:
    """Contacts, steps, gait, posture and load of one recording.

    Parameters
    ----------
    recording : ForceRecording
        Any length; its clock need not name a date.
    body_weight_n : float or None
        From the known mass. Load in body weights needs none; the gain does. [N]

    Notes
    -----
    The same reduction as of a live stream, fed at once: the figures are those of its Minutes. Of a
    sole that tells counts only steps and times are kept; its moments are on a scale of its own.
    """
    pair = reduce_pair(recording)
    reduction = pair.reduction
    whole = whole_of(reduction.minutes.values())
    found = _scale(reduction, body_weight_n, in_newtons=recording.in_newtons)
    feet = [
        _foot(reduction, number, whole.feet[number], in_newtons=recording.in_newtons)
        if reduction.worn[number]
        else None
        for number in range(2)
    ]
    loads: tuple[float | None, float | None] = (None, None)
    if found.calibrated and found.body_n is not None:
        left, right = (moments(foot, int(Sum.TOTAL)) for foot in whole.feet.tolist())
        body_n = float(found.body_n)
        both = left + right
        loads = plantar_load_wse(both, body_n), upright_load_bw_min(both, body_n)
    uneven = _balance(feet) if recording.in_newtons else ()
    standing_s, leaning_s, sitting_s, not_worn_s = _postures(whole.body, found, reduction)
    return ForceAnalysis(
        left=feet[0],
        right=feet[1],
        bouts=_bouts(feet),
        walking_s=float(whole.body[Both.WALKING]),
        running_s=float(whole.body[Both.RUNNING]),
        standing_s=standing_s,
        leaning_s=leaning_s,
        sitting_s=sitting_s,
        not_worn_s=not_worn_s,
        gap_s=float(whole.body[Both.ANY_GAP]) + reduction.silent_s,
        calibration=found,
        plantar_load_wse=loads[0],
        upright_load_bw_min=loads[1],
        quality=(*recording.quality, *pair.quality, *found.quality, *uneven),
    )


def _scale(reduction: Reduction, body_weight_n: float | None, *, in_newtons: bool) -> Scale:
    """Body weight in the sole's newtons; counts have none."""
    feet = int(reduction.worn.sum())
    if not in_newtons:
        alone = ("single foot",) if feet == 1 else ()
        refusal = "not calibrated: counts are no newtons"
        return Scale(reduction.strides, None, None, calibrated=False, quality=(*alone, refusal))
    return scale(
        reduction.strides,
        reduction.stride_s,
        reduction.stride_force_s,
        feet,
        body_weight_n,
    )


def _balance(feet: list[FootAnalysis | None]) -> tuple[str, ...]:
    """A warning when one gain for both soles cannot be right for both."""
    left, right = feet
    if left is None or right is None:
        return ()
    sides = [(foot.walking + foot.running).m1_ns for foot in (left, right)]
    if sum(sides) <= 0.0:
        return ()
    share = sides[0] / sum(sides)
    if abs(share - 0.5) <= MOST_UNEVEN:
        return ()
    return (f"the soles read unevenly: {100 * share:.0f} % of the force on the left one",)


def _postures(
    body: Floats, found: Scale, reduction: Reduction
) -> tuple[float | None, float | None, float | None, float | None]:
    """Standing, leaning, sitting and not worn."""
    if not reduction.worn.all():
        return None, None, None, None
    off_s = float(body[Both.NOT_WORN])
    if not found.calibrated or found.body_n is None:
        return None, None, None, off_s
    standing_s, leaning_s, sitting_s, more_s = quiet_postures(
        body[int(Both.QUIET) :].tolist(), found.body_n
    )
    return standing_s, leaning_s, sitting_s, off_s + more_s


def _foot(reduction: Reduction, number: int, sums: Floats, *, in_newtons: bool) -> FootAnalysis:
    table = np.concatenate(reduction.contacts[number]) if reduction.contacts[number] else ()
    told: list[float] = sums.tolist()
    return FootAnalysis(
        contacts=tuple(
            _contact(row, in_newtons=in_newtons)
            for row in sorted(table, key=lambda row: float(row[At.ON]))
        ),
        gap_s=told[Sum.GAP] + reduction.silent_s,
        measured_s=told[Sum.MEASURED],
        total=moments(told, int(Sum.TOTAL)),
        walking=moments(told, int(Sum.WALKING)),
        running=moments(told, int(Sum.RUNNING)),
        regions=_regions(told),
    )


def _regions(told: list[float]) -> tuple[float, float, float] | None:
    """Shares of the impulse that the cells told of."""
    heel, midfoot, forefoot = (told[Sum.REGIONS + 3 * place] for place in range(3))
    whole = heel + midfoot + forefoot
    if told[Sum.SHARED] <= 0.0 or whole <= 0.0:
        return None
    return heel / whole, midfoot / whole, forefoot / whole


def _contact(row: Floats, *, in_newtons: bool) -> Contact:
    unit = 1.0 if in_newtons else math.nan
    made = _GAITS[int(row[At.GAIT])]
    return Contact(
        start_s=float(row[At.START]),
        end_s=float(row[At.END]),
        contact_time_s=float(row[At.TIME]),
        peak_n=unit * float(row[At.PEAK]),
        impulse_ns=unit * float(row[At.M1]),
        m2_n2s=unit * float(row[At.M2]),
        m4_n4s=unit * float(row[At.M4]),
        gait=made,
        cut=bool(row[At.CUT_START] or row[At.CUT_END]),
        is_step=made is not None,
    )


def _bouts(feet: list[FootAnalysis | None]) -> tuple[Bout, ...]:
    """Runs of steps of one gait, by time."""
    steps = sorted(
        (step for foot in feet if foot is not None for step in foot.steps),
        key=lambda step: step.start_s,
    )
    bouts: list[Bout] = []
    onset_s = -np.inf
    for step in steps:
        if step.gait is None:
            continue
        last = bouts[-1] if bouts else None
        near = step.start_s - onset_s < gait.LONGEST_PAUSE_S
        onset_s = step.start_s
        if last is not None and near and last.gait is step.gait:
            bouts[-1] = Bout(last.start_s, max(last.end_s, step.end_s), last.gait, last.steps + 1)
        else:
            bouts.append(Bout(step.start_s, step.end_s, step.gait, 1))
    return tuple(bouts)
