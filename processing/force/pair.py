"""A recording of two soles reduced, once it is sure that they are a pair."""

from dataclasses import dataclass

import numpy as np

from plantar.recording import ForceRecording
from plantar.sample import Foot
from processing.force import gait
from processing.force.contact_table import COLUMNS, At
from processing.force.odd_soles import in_step, silent, told_twice, without
from processing.force.raw_counts import on_one_scale
from processing.force.reduction import Reduction


@dataclass(frozen=True, slots=True)
class Pair:
    """What is left of a recording without a sole that is no second foot."""

    recording: ForceRecording
    reduction: Reduction
    quality: tuple[str, ...]


def reduce_pair(recording: ForceRecording) -> Pair:
    """The whole recording through the reduction; once more with one foot when it is no pair."""
    heard = recording if recording.in_newtons else on_one_scale(recording)
    if twin := told_twice(heard):
        return _alone(heard, Foot.RIGHT, twin)
    reduction = _reduced(heard)
    left, right = (
        np.concatenate(tables) if tables else np.empty((0, COLUMNS))
        for tables in reduction.contacts
    )
    steps = [int((table[:, At.GAIT] != gait.NONE).sum()) for table in (left, right)]
    if dead := silent(heard, (steps[0], steps[1])):
        said = f"{dead} foot: carried nothing while the {dead.other} one stepped"
        return _alone(heard, dead, f"{said}, read as a single foot")
    left_s, right_s = (
        np.sort(table[table[:, At.GAIT] == gait.WALKING, At.ON]) for table in (left, right)
    )
    if together := in_step((left_s, right_s)):
        return _alone(heard, Foot.RIGHT, together)
    return Pair(heard, reduction, ())


def _alone(recording: ForceRecording, odd: Foot, said: str) -> Pair:
    rest = without(recording, odd)
    return Pair(rest, _reduced(rest), (said,))


def _reduced(recording: ForceRecording) -> Reduction:
    phase_s = 0.0 if recording.start is None else recording.start.timestamp() % 60.0
    reduction = Reduction(recording.rate_hz, phase_s, keep_contacts=True)
    reduction.feed(recording)
    reduction.finish()
    return reduction
