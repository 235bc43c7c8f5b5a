"""Where under the sole the force was: heel, midfoot, forefoot."""

import numpy as np
import numpy.typing as npt

from plantar.recording import FootForce, SoleLayout

#: Borders along the foot, heel 0 and toes 1; common masks. docs/load-model.md 1.3.6
MIDFOOT, FOREFOOT = 0.3, 0.6
REGIONS = 3

Shares = npt.NDArray[np.float32]


def region_weights(layout: SoleLayout) -> Shares:
    """Which region each cell belongs to, shape (cells, 3), one 1 in each row."""
    along = np.asarray(layout.heel_to_toe)
    region = (along >= MIDFOOT).astype(int) + (along >= FOREFOOT)
    weights: Shares = np.eye(REGIONS, dtype=np.float32)[region]
    return weights


def foot_shares(foot: FootForce) -> Shares:
    """Share of the force on each region, shape (frames, 3).

    The cells' own unit does not matter, as long as it is proportional to force. nan where no cell
    carries anything: nothing has no place.
    """
    if foot.cells is None or foot.layout is None:
        return np.full((len(foot.force_n), REGIONS), np.nan, np.float32)
    sums = foot.cells.astype(np.float32, copy=False) @ region_weights(foot.layout)
    whole = sums.sum(axis=1, keepdims=True)
    found: Shares = np.divide(sums, whole, out=np.full_like(sums, np.nan), where=whole > 0)
    return found


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
