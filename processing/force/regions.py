"""How much force was under the sole, and where: heel, midfoot, forefoot."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from plantar.errors import BadInput
from plantar.recording import Floats, FootForce, SoleLayout
from processing.force.compiled import compiled_in_any_order, part_in_any_order

#: Borders along the foot, heel 0 and toes 1; common masks. docs/load-model.md 1.3.6
MIDFOOT, FOREFOOT = 0.3, 0.6
REGIONS = 3
DIMENSIONS = 2
#: Frames that are weighed at once.
_BLOCK = 512
#: How far up a number that holds three sums of whole cells those of heel and midfoot begin, and
#: how much one of them can hold.
_HEEL_BIT, _MIDFOOT_BIT = 21, 42
_MOST = 2**_HEEL_BIT - 1

Shares = npt.NDArray[np.float32]
Cells = npt.NDArray[np.number]
Places = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class SoleCells:
    """Frames as a sole sends them, before anybody has summed its cells."""

    cells: Cells  # shape (frames, cells), whole numbers or floats; nan where no frame arrived
    layout: SoleLayout
    unit_n: float = 1.0  # force of one count

    def __post_init__(self) -> None:
        if self.cells.ndim != DIMENSIONS or self.cells.shape[1] != len(self.layout.heel_to_toe):
            why = f"frames of {len(self.layout.heel_to_toe)} cells"
            raise BadInput("cells", self.cells.shape, why)


@part_in_any_order
def _divide(whole: Shares, back: Shares, middle: Shares, forefoot: Shares) -> None:
    """From the force on heel and midfoot to the shares of all three; nothing has no place."""
    for k in range(len(whole)):
        whole_k = whole[k] if whole[k] > np.float32(0.0) else np.float32(np.nan)
        back[k] = back[k] / whole_k
        middle[k] = middle[k] / whole_k
    for k in range(len(whole)):
        forefoot[k] = np.float32(1.0) - back[k] - middle[k]


@compiled_in_any_order
def _weigh(
    cells: Cells,
    on_heel: Shares,
    on_midfoot: Shares,
    unit: float,
    force: Shares,
    heel: Shares,
    midfoot: Shares,
    forefoot: Shares,
) -> None:
    """Force of each frame, and the share of it on each region.

    Loops of one line over a block of frames run many frames at once.
    """
    nothing = np.float32(0.0)
    for begin in range(0, len(cells), _BLOCK):
        here = slice(begin, begin + _BLOCK)
        part, whole, back, middle = cells[here], force[here], heel[here], midfoot[here]
        for i in range(len(part)):
            w, b, m = nothing, nothing, nothing
            for c in range(cells.shape[1]):
                x = np.float32(part[i, c])
                w, b, m = w + x, b + x * on_heel[c], m + x * on_midfoot[c]
            whole[i], back[i], middle[i] = w, b, m
        _divide(whole, back, middle, forefoot[here])
        for i in range(len(part)):
            whole[i] *= np.float32(unit)


@compiled_in_any_order
def _weigh_whole(
    cells: Cells,
    places: npt.NDArray[np.uint64],
    unit: float,
    force: Shares,
    heel: Shares,
    midfoot: Shares,
    forefoot: Shares,
) -> None:
    """As `_weigh`, for whole numbers: three sums stand beside each other in one number.

    What lies on the heel is added once for the foot and once `_HEEL_BIT` further up. So a frame
    takes one sum across its cells where it would take three.
    """
    sums = np.empty(_BLOCK, np.uint64)
    most, second, third = np.uint64(_MOST), np.uint64(_HEEL_BIT), np.uint64(_MIDFOOT_BIT)
    for begin in range(0, len(cells), _BLOCK):
        here = slice(begin, begin + _BLOCK)
        part, whole, back, middle = cells[here], force[here], heel[here], midfoot[here]
        for i in range(len(part)):
            three = np.uint64(0)
            for c in range(cells.shape[1]):
                three += np.uint64(part[i, c]) * places[c]
            sums[i] = three
        for i in range(len(part)):
            whole[i] = np.int32(sums[i] & most)
        for i in range(len(part)):
            back[i] = np.int32((sums[i] >> second) & most)
        for i in range(len(part)):
            middle[i] = np.int32(sums[i] >> third)
        _divide(whole, back, middle, forefoot[here])
        for i in range(len(part)):
            whole[i] *= np.float32(unit)


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
    force, found = np.empty(len(cells), np.float32), np.empty((REGIONS, len(cells)), np.float32)
    put_cells(SoleCells(cells, layout), force, found)
    return force.astype(np.float64), found.T


def put_cells(sole: SoleCells, force: Shares, found: Shares) -> None:
    """Force of each frame to an array of shape (frames,), its shares to one of (3, frames)."""
    cells = np.ascontiguousarray(sole.cells)
    along = np.asarray(sole.layout.heel_to_toe)
    on_heel, on_midfoot = along < MIDFOOT, (along >= MIDFOOT) & (along < FOREFOOT)
    most = cells.shape[1] * 2 ** (8 * cells.dtype.itemsize)
    if cells.dtype.kind == "u" and most <= _MOST + 1:
        up = np.array([1, 2**_HEEL_BIT, 2**_MIDFOOT_BIT], np.uint64)
        places = up[0] + up[1] * on_heel + up[2] * on_midfoot
        _weigh_whole(cells, places, sole.unit_n, force, *found)
    else:
        masks = on_heel.astype(np.float32), on_midfoot.astype(np.float32)
        _weigh(cells, *masks, sole.unit_n, force, *found)


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
    """Shares of one foot to an array of shape (3, frames); nan for one without a layout."""
    if foot is not None and foot.shares is not None:
        found[:] = foot.shares.T
    elif foot is not None and foot.cells is not None and foot.layout is not None:
        sole = SoleCells(foot.cells, foot.layout)
        put_cells(sole, np.empty(len(foot.cells), np.float32), found)
    else:
        found[:] = np.nan


def told(foot: FootForce) -> bool:
    """Whether a sole tells where its force lies."""
    return foot.shares is not None or (foot.cells is not None and foot.layout is not None)


def as_force(sole: SoleCells) -> FootForce:
    """The same frames as force, with its shares beside."""
    force, shares = weigh(sole.cells, sole.layout)
    return FootForce(force * sole.unit_n, shares=shares)
