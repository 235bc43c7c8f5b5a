"""How much force was under the sole, and where: heel, midfoot, forefoot."""

import numpy as np
import numpy.typing as npt

from plantar.errors import BadInput
from plantar.recording import Floats, FootForce, SoleLayout
from processing.force.compiled import compiled_in_any_order

#: Borders along the foot, heel 0 and toes 1; common masks. docs/load-model.md 1.3.6
MIDFOOT, FOREFOOT = 0.3, 0.6
REGIONS = 3
#: Frames whose shares are divided at once.
_BLOCK = 1024

Shares = npt.NDArray[np.float32]
Cells = npt.NDArray[np.number]


@compiled_in_any_order
def _weigh(cells: Cells, heel: Shares, midfoot: Shares, force: Floats, found: Shares) -> None:
    """Sum of the cells of each frame, and the share of it on each region.

    Loops of one line over a block of frames run many frames at once.
    """
    one, nothing = np.float32(1.0), np.float32(0.0)
    whole = np.empty(_BLOCK, np.float32)
    back, middle = np.empty(_BLOCK, np.float32), np.empty(_BLOCK, np.float32)
    for begin in range(0, len(cells), _BLOCK):
        end = min(begin + _BLOCK, len(cells))
        for i in range(begin, end):
            w, b, m = nothing, nothing, nothing
            for c in range(cells.shape[1]):
                x = np.float32(cells[i, c])
                w, b, m = w + x, b + x * heel[c], m + x * midfoot[c]
            whole[i - begin], back[i - begin], middle[i - begin] = w, b, m
        n = end - begin
        summed, heels = force[begin:end], found[0, begin:end]
        middles, fores = found[1, begin:end], found[2, begin:end]
        for k in range(n):
            summed[k] = whole[k]
        for k in range(n):
            whole[k] = one / whole[k] if whole[k] > nothing else np.float32(np.nan)
        for k in range(n):
            heels[k] = back[k] * whole[k]
        for k in range(n):
            middles[k] = middle[k] * whole[k]
        for k in range(n):
            fores[k] = one - heels[k] - middles[k]


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
    heel = (along < MIDFOOT).astype(np.float32)
    midfoot = ((along >= MIDFOOT) & (along < FOREFOOT)).astype(np.float32)
    force = np.empty(len(cells))
    _weigh(np.ascontiguousarray(cells), heel, midfoot, force, found)
    return force


def shares(left: FootForce | None, right: FootForce | None) -> Shares:
    """Shares of both feet, shape (2, 3, frames), nan for a foot without a layout.

    (2, 3, 0) when no sole tells where its force lies.
    """
    feet = [foot for foot in (left, right) if foot is not None]
    if not any(_told(foot) for foot in feet):
        return np.empty((2, REGIONS, 0), np.float32)
    both = np.empty((2, REGIONS, len(feet[0].force_n)), np.float32)
    for number, foot in enumerate((left, right)):
        if foot is not None and foot.shares is not None:
            both[number] = foot.shares.T
        elif foot is not None and foot.cells is not None and foot.layout is not None:
            _weigh_into(foot.cells, foot.layout, both[number])
        else:
            both[number] = np.nan
    return both


def _told(foot: FootForce) -> bool:
    """Whether a sole tells where its force lies."""
    return foot.shares is not None or (foot.cells is not None and foot.layout is not None)


def joined(pieces: list[tuple[int, Shares]]) -> Shares:
    """Shares of stretches behind each other; nan for a stretch without, when another has them."""
    if not any(shares.size for _, shares in pieces):
        return np.empty((2, REGIONS, 0), np.float32)
    return np.concatenate(
        [
            part if part.size else np.full((2, REGIONS, frames), np.nan, np.float32)
            for frames, part in pieces
        ],
        axis=2,
    )
