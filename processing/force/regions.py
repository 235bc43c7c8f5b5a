"""How much force was under the sole, and where: heel, midfoot, forefoot."""

import numpy as np
import numpy.typing as npt

from plantar.errors import BadInput
from plantar.recording import Floats, FootForce, SoleLayout
from processing.force.compiled import compiled_in_any_order

#: Borders along the foot, heel 0 and toes 1; common masks. docs/load-model.md 1.3.6
MIDFOOT, FOREFOOT = 0.3, 0.6
REGIONS = 3

Shares = npt.NDArray[np.float32]
Cells = npt.NDArray[np.number]


@compiled_in_any_order
def _weigh(cells: Cells, heel: Shares, midfoot: Shares, force: Floats, found: Shares) -> None:
    """Sum of the cells of each frame, and the share of it on each region."""
    one, nothing = np.float32(1.0), np.float32(0.0)
    for i in range(len(cells)):
        whole, back, middle = nothing, nothing, nothing
        for c in range(cells.shape[1]):
            x = np.float32(cells[i, c])
            whole += x
            back += x * heel[c]
            middle += x * midfoot[c]
        force[i] = whole
        if whole > nothing:
            found[i, 0], found[i, 1] = back / whole, middle / whole
            found[i, 2] = one - found[i, 0] - found[i, 1]
        else:
            found[i, 0], found[i, 1], found[i, 2] = np.nan, np.nan, np.nan


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
    if cells.shape[1] != len(layout.heel_to_toe):
        raise BadInput("cells", cells.shape[1], f"{len(layout.heel_to_toe)} cells per frame")
    along = np.asarray(layout.heel_to_toe)
    heel = (along < MIDFOOT).astype(np.float32)
    midfoot = ((along >= MIDFOOT) & (along < FOREFOOT)).astype(np.float32)
    force, found = np.empty(len(cells)), np.empty((len(cells), REGIONS), np.float32)
    _weigh(np.ascontiguousarray(cells), heel, midfoot, force, found)
    return force, found


def foot_shares(foot: FootForce) -> Shares:
    """Share of the force on each region, shape (frames, 3); nan for a foot without a layout."""
    if foot.cells is None or foot.layout is None:
        return np.full((len(foot.force_n), REGIONS), np.nan, np.float32)
    return weigh(foot.cells, foot.layout)[1]


def shares(left: FootForce | None, right: FootForce | None) -> Shares:
    """Shares of both feet, shape (2, frames, 3); (2, 0, 3) when no sole has a layout."""
    feet = [foot for foot in (left, right) if foot is not None]
    if all(foot.cells is None or foot.layout is None for foot in feet):
        return np.empty((2, 0, REGIONS), np.float32)
    frames = len(feet[0].force_n)
    both = np.full((2, frames, REGIONS), np.nan, np.float32)
    for number, foot in enumerate((left, right)):
        if foot is not None:
            both[number] = foot_shares(foot)
    return both


def joined(pieces: list[tuple[int, Shares]]) -> Shares:
    """Shares of stretches behind each other; nan for a stretch without, when another has them."""
    if not any(shares.shape[1] for _, shares in pieces):
        return np.empty((2, 0, REGIONS), np.float32)
    return np.concatenate(
        [
            part if part.shape[1] else np.full((2, frames, REGIONS), np.nan, np.float32)
            for frames, part in pieces
        ],
        axis=1,
    )
