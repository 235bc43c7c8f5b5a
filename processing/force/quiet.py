"""The force of both feet while nobody steps, smoothed so that a sway is no change of posture."""

import numpy as np

from plantar.minute import QUIET_BIN_N, QUIET_BINS
from plantar.recording import Floats
from processing.force.compiled import part
from processing.force.posture import NOT_WORN_N
from processing.force.sums import Both, Cell

#: Half the window of the running median. [s] docs/load-model.md 1.3.8: 30 s
HALF_WINDOW_S = 15.0
#: More seconds than lie in one window, those at the edges of bouts included.
MOST_SECONDS = 64

_STRETCH, _SECOND = int(Cell.STRETCH), int(Cell.SECOND)
_SECONDS, _FORCE_S = int(Cell.SECONDS), int(Cell.FORCE_S)
_NOT_WORN, _QUIET = int(Both.NOT_WORN), int(Both.QUIET)


@part
def _force(cells: Floats, c: int) -> float:
    """Mean force of both feet in a second. [N]"""
    return float(cells[c, _FORCE_S] / cells[c, _SECONDS])


@part
def _is_near(cells: Floats, c: int, stretch: float, second: float) -> bool:
    """Whether a second lies within half a window of another, in the same stretch."""
    return bool(cells[c, _STRETCH] == stretch and abs(cells[c, _SECOND] - second) <= HALF_WINDOW_S)


@part
def _put_in(forces: Floats, weights: Floats, n: int, force: float, weight: float) -> None:
    """Put a second where it belongs among n that are in order, behind its equals."""
    j = n
    while j > 0 and forces[j - 1] > force:
        forces[j], weights[j] = forces[j - 1], weights[j - 1]
        j -= 1
    forces[j], weights[j] = force, weight


@part
def _take_out(forces: Floats, weights: Floats, n: int, force: float) -> None:
    """Take the first second with this force out of n that are in order."""
    j = 0
    while forces[j] != force:
        j += 1
    for k in range(j, n - 1):
        forces[k], weights[k] = forces[k + 1], weights[k + 1]


@part
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
    begin, end, n = first, first, 0
    forces, weights = np.empty(MOST_SECONDS), np.empty(MOST_SECONDS)
    for c in range(first, last):
        stretch, second = cells[c, _STRETCH], cells[c, _SECOND]
        if n == 0 or cells[begin, _STRETCH] != stretch:
            begin, n = c, 0
            while begin > 0 and _is_near(cells, begin - 1, stretch, second):
                begin -= 1
            end = begin
        while cells[begin, _SECOND] < second - HALF_WINDOW_S:
            _take_out(forces, weights, n, _force(cells, begin))
            begin, n = begin + 1, n - 1
        while end < len(cells) and n < MOST_SECONDS and _is_near(cells, end, stretch, second):
            _put_in(forces, weights, n, _force(cells, end), cells[end, _SECONDS])
            end, n = end + 1, n + 1
        whole = 0.0
        for k in range(begin, end):
            whole += cells[k, _SECONDS]
        passed, k = weights[0], 0
        while k < n - 1 and passed < whole / 2.0:
            k += 1
            passed += weights[k]
        found[c - first] = forces[k]
    return found


@part
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
