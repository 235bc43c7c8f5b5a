"""How much force was under the sole, and where: heel, midfoot, forefoot."""

import numpy as np
import numpy.typing as npt

from plantar.errors import BadInput
from plantar.recording import Floats, FootForce, SoleLayout
from processing.force.compiled import compiled_in_any_order

#: Borders along the foot, heel 0 and toes 1; common masks. docs/load-model.md 1.3.6
MIDFOOT, FOREFOOT = 0.3, 0.6
REGIONS = 3
#: Frames that are weighed at once.
_BLOCK = 512
#: How far up a number that holds three sums of whole cells those of heel and midfoot begin, and
#: how much one of them can hold.
_HEEL_BIT, _MIDFOOT_BIT = 21, 42
_MOST = 2**_HEEL_BIT - 1

Shares = npt.NDArray[np.float32]
Cells = npt.NDArray[np.number]
Places = npt.NDArray[np.uint64]


@compiled_in_any_order
def _divide(whole: Floats, back: Shares, middle: Shares, found: Shares, begin: int) -> None:
    """Shares of a block of frames, from its sums."""
    heel, midfoot = found[0, begin : begin + _BLOCK], found[1, begin : begin + _BLOCK]
    forefoot = found[2, begin : begin + _BLOCK]
    for k in range(len(whole)):  # nothing has no place
        whole_k = np.float32(whole[k]) if whole[k] > 0.0 else np.float32(np.nan)
        heel[k] = back[k] / whole_k
        midfoot[k] = middle[k] / whole_k
    for k in range(len(whole)):
        forefoot[k] = np.float32(1.0) - heel[k] - midfoot[k]


@compiled_in_any_order
def _weigh(cells: Cells, heel: Shares, midfoot: Shares, force: Floats, found: Shares) -> None:
    """Sum of the cells of each frame, and the share of it on each region.

    Loops of one line over a block of frames run many frames at once.
    """
    nothing = np.float32(0.0)
    back, middle = np.empty(_BLOCK, np.float32), np.empty(_BLOCK, np.float32)
    for begin in range(0, len(cells), _BLOCK):
        part, whole = cells[begin : begin + _BLOCK], force[begin : begin + _BLOCK]
        for i in range(len(part)):
            w, b, m = nothing, nothing, nothing
            for c in range(cells.shape[1]):
                x = np.float32(part[i, c])
                w, b, m = w + x, b + x * heel[c], m + x * midfoot[c]
            whole[i], back[i], middle[i] = w, b, m
        _divide(whole, back, middle, found, begin)


@compiled_in_any_order
def _weigh_whole(cells: Cells, places: Places, force: Floats, found: Shares) -> None:
    """As `_weigh`, for whole numbers: three sums stand beside each other in one number.

    What lies on the heel is added once for the foot and once `_HEEL_BIT` further up. So a frame
    takes one sum across its cells where it would take three.
    """
    sums = np.empty(_BLOCK, np.uint64)
    back, middle = np.empty(_BLOCK, np.float32), np.empty(_BLOCK, np.float32)
    most, heel, midfoot = np.uint64(_MOST), np.uint64(_HEEL_BIT), np.uint64(_MIDFOOT_BIT)
    for begin in range(0, len(cells), _BLOCK):
        part, whole = cells[begin : begin + _BLOCK], force[begin : begin + _BLOCK]
        for i in range(len(part)):
            three = np.uint64(0)
            for c in range(cells.shape[1]):
                three += np.uint64(part[i, c]) * places[c]
            sums[i] = three
        for i in range(len(part)):
            whole[i] = np.int32(sums[i] & most)
        for i in range(len(part)):
            back[i] = np.int32((sums[i] >> heel) & most)
        for i in range(len(part)):
            middle[i] = np.int32(sums[i] >> midfoot)
        _divide(whole, back, middle, found, begin)


def weigh(cells: Cells, layout: SoleLayout) -> tuple[Floats, Shares]:
    """Force of each frame in the cells' own unit, and its shares on heel, midfoot and forefoot.

    Parameters
    ----------
    cells : array, shape (frames, cells)
        Whole numbers or floats proportional to force; a nan cell makes its frame nan.
    layout : SoleLayout
        Where each cell lies along the foot.

    Returns
    -------
    force : array, shape (frames,)
    shares : array, shape (frames, 3)
        nan where no cell carries anything: nothing has no place.
    """
    found = np.empty((REGIONS, len(cells)), np.float32)
    return _weigh_into(cells, layout, found), found.T


def _weigh_into(cells: Cells, layout: SoleLayout, found: Shares) -> Floats:
    """Force of each frame; its shares go to `found`, shape (3, frames)."""
    if cells.shape[1] != len(layout.heel_to_toe):
        raise BadInput("cells", cells.shape[1], f"{len(layout.heel_to_toe)} cells per frame")
    along = np.asarray(layout.heel_to_toe)
    heel, midfoot = along < MIDFOOT, (along >= MIDFOOT) & (along < FOREFOOT)
    force = np.empty(len(cells))
    fits = cells.dtype.kind == "u" and cells.shape[1] * 2 ** (8 * cells.dtype.itemsize) <= _MOST + 1
    if fits:
        bits = (heel.astype(np.uint64) << _HEEL_BIT) + (midfoot.astype(np.uint64) << _MIDFOOT_BIT)
        _weigh_whole(np.ascontiguousarray(cells), bits + np.uint64(1), force, found)
    else:
        along_f = heel.astype(np.float32), midfoot.astype(np.float32)
        _weigh(np.ascontiguousarray(cells), *along_f, force, found)
    return force


def shares(left: FootForce | None, right: FootForce | None) -> Shares:
    """Shares of both feet, shape (2, 3, frames), nan for a foot without a layout.

    (2, 3, 0) when no sole tells where its force lies.
    """
    feet = [foot for foot in (left, right) if foot is not None]
    if not any(told(foot) for foot in feet):
        return np.empty((2, REGIONS, 0), np.float32)
    both = np.empty((2, REGIONS, len(feet[0].force_n)), np.float32)
    for number, foot in enumerate((left, right)):
        put_shares(both[number], foot)
    return both


def put_shares(found: Shares, foot: FootForce | None) -> None:
    """Shares of one foot into an array of shape (3, frames); nan for one without a layout."""
    if foot is not None and foot.shares is not None:
        found[:] = foot.shares.T
    elif foot is not None and foot.cells is not None and foot.layout is not None:
        _weigh_into(foot.cells, foot.layout, found)
    else:
        found[:] = np.nan


def told(foot: FootForce) -> bool:
    """Whether a sole tells where its force lies."""
    return foot.shares is not None or (foot.cells is not None and foot.layout is not None)
