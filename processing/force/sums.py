"""What a minute holds while it is being summed, column by column."""

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple

import numpy as np

from plantar.minute import QUIET_BINS
from plantar.recording import Floats

MINUTE_S = 60.0
#: A frame on the edge of a minute or a second belongs to what begins there, whatever rounding did.
EDGE_S = 1e-6


class Sum(IntEnum):
    """Columns of what one foot did in one minute."""

    MEASURED = 0
    GAP = 1
    TOTAL = 2  # three moments each
    WALKING = 5
    RUNNING = 8
    REGIONS = 11  # heel, midfoot, forefoot
    STEPS_WALKING = 20
    STEPS_RUNNING = 21
    CONTACTS = 22
    TIME = 23
    TIMED = 24
    PEAK = 25
    IMPULSE = 26
    SHARED = 27  # measured time that the shares tell of


class Both(IntEnum):
    """Columns of what the body did in one minute."""

    WALKING = 0
    RUNNING = 1
    ANY_GAP = 2  # at least one worn foot had no frame
    NOT_WORN = 3
    QUIET = 4  # the first of the bins


class Cell(IntEnum):
    """Columns of a second without steps."""

    STRETCH = 0  # changes with each bout
    SECOND = 1
    SECONDS = 2
    FORCE_S = 3


FOOT_SUMS = int(Sum.SHARED) + 1
BODY_SUMS = int(Both.QUIET) + QUIET_BINS
CELL_COLUMNS = len(Cell)


class MinuteSums(NamedTuple):
    """Sums of one minute, or of several behind each other."""

    feet: Floats  # shape (2, FOOT_SUMS) or (minutes, 2, FOOT_SUMS)
    body: Floats  # shape (BODY_SUMS,) or (minutes, BODY_SUMS)


def no_minutes(many: int) -> MinuteSums:
    """Minutes in which nothing has happened yet."""
    return MinuteSums(np.zeros((many, 2, FOOT_SUMS)), np.zeros((many, BODY_SUMS)))


def one_minute(minutes: MinuteSums, row: int) -> MinuteSums:
    """One of several minutes, where it lies."""
    return MinuteSums(minutes.feet[row], minutes.body[row])


def whole_of(minutes: Iterable[MinuteSums]) -> MinuteSums:
    """The sums of many minutes together."""
    whole = one_minute(no_minutes(1), 0)
    for minute in minutes:
        whole.feet[:] += minute.feet
        whole.body[:] += minute.body
    return whole
