"""The force of both feet while nobody steps, smoothed so that a sway is no change of posture."""

import numpy as np

from plantar.minute import QUIET_BIN_N, QUIET_BINS
from plantar.recording import Floats
from processing.force.compiled import compiled
from processing.force.posture import NOT_WORN_N
from processing.force.sums import Both, Cell

#: Half the window of the running median. [s] docs/load-model.md 1.3.8: 30 s
HALF_WINDOW_S = 15.0

_STRETCH, _SECOND = int(Cell.STRETCH), int(Cell.SECOND)
_SECONDS, _FORCE_S = int(Cell.SECONDS), int(Cell.FORCE_S)
_NOT_WORN, _QUIET = int(Both.NOT_WORN), int(Both.QUIET)


@compiled
def medians(cells: Floats, first: int, last: int) -> Floats:
    """Median force of both feet around each of the cells [first, last). [N]

    Parameters
    ----------
    cells : array, shape (cells, CELL_COLUMNS)
        Seconds without steps, in order.
    first, last : int
        The median looks half a window before and after, never across a bout.

    Notes
    -----
    Weighted by the time each second was quiet: the seconds at the edges of a bout are short.
    """
    found = np.empty(last - first)
    begin, end = 0, 0
    forces, weights = np.empty(64), np.empty(64)
    for c in range(first, last):
        second = cells[c, _SECOND]
        while cells[begin, _STRETCH] != cells[c, _STRETCH] or (
            cells[begin, _SECOND] < second - HALF_WINDOW_S
        ):
            begin += 1
        end = max(end, c)
        while end < len(cells) and (
            cells[end, _STRETCH] == cells[c, _STRETCH]
            and cells[end, _SECOND] <= second + HALF_WINDOW_S
        ):
            end += 1
        n, whole = 0, 0.0
        for k in range(begin, min(end, begin + len(forces))):
            force = cells[k, _FORCE_S] / cells[k, _SECONDS]
            j = n
            while j > 0 and forces[j - 1] > force:
                forces[j], weights[j] = forces[j - 1], weights[j - 1]
                j -= 1
            forces[j], weights[j] = force, cells[k, _SECONDS]
            whole += cells[k, _SECONDS]
            n += 1
        passed, k = weights[0], 0
        while k < n - 1 and passed < whole / 2.0:
            k += 1
            passed += weights[k]
        found[c - first] = forces[k]
    return found


@compiled
def add_postures(cells: Floats, first: int, last: int, minute: int, body: Floats) -> None:
    """Add the seconds [first, last) without steps to the bins of their minutes.

    Parameters
    ----------
    cells, first, last
        See `medians`.
    minute : int
        The minute of row 0 of `body`.
    body : array, shape (minutes, BODY_SUMS)
        Added to.
    """
    force_n = medians(cells, first, last)
    for c in range(first, last):
        m = int(cells[c, _SECOND] // 60.0) - minute
        column = _QUIET + min(int(force_n[c - first] // QUIET_BIN_N), QUIET_BINS - 1)
        if force_n[c - first] < NOT_WORN_N:
            column = _NOT_WORN
        body[m, column] += cells[c, _SECONDS]
