"""How contacts are written down while they are looked for; the kernels write numbers, not words."""

from enum import IntEnum

#: Shorter than this is no contact. [s] docs/load-model.md 1.3.4
SHORTEST_S = 0.080


class At(IntEnum):
    """Columns of a table of contacts."""

    ON = 0  # crossing of the finding threshold, which orders the steps [s]
    OFF = 1
    START = 2  # timed edges [s]
    END = 3
    PEAK = 4
    M1 = 5
    M2 = 6
    M4 = 7
    CUT_START = 8
    CUT_END = 9
    OPEN = 10
    TIME = 11  # contact time, nan where it has none [s]
    GAIT = 12  # see `gait`
    DECIDED = 13  # its gait is final
    COUNTED = 14  # it is in its minute


COLUMNS = len(At)


class Now(IntEnum):
    """State of one foot between two calls of the kernel."""

    PHASE = 0
    ON_FRAME = 1  # index of the first frame of the contact, -1 when it has left the buffer
    OFF_FRAME = 2  # index of the first frame after it
    ROWS = 3  # contacts in the table
    REST_1 = 4  # moments since the fall, which a merge adds back
    REST_2 = 5
    REST_4 = 6


STATES = len(Now)
