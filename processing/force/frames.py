"""The frames that somebody may still look back at, and what was learned from those before them."""

import math
from enum import IntEnum
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from plantar.recording import Floats
from processing.force import regions
from processing.force.compiled import compiled, compiled_in_any_order
from processing.force.contact_table import COLUMNS, SHORTEST_S, STATES, Now
from processing.force.holes import Rows
from processing.force.sums import CELL_COLUMNS

#: Zero and scale are told from this much at a time. [s] docs/load-model.md 1.3.2
STRETCH_S = 60.0
#: Frames and contacts kept behind what is settled, for those who look back. [s]
KEPT_S = 30.0
#: Contacts of a foot that can lie in a stretch and what is kept and undecided before it, and
#: seconds without steps that can: neither grows with the recording.
MOST_CONTACTS = int((STRETCH_S + 3.0 * KEPT_S) / SHORTEST_S)
MOST_CELLS = 4096

Singles = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


Number = TypeVar("Number", bound=np.generic)


class Frames(NamedTuple):
    """Room for frames of both feet on one clock; single precision is finer than any sole."""

    time_s: Floats  # shape (room,), as `holes.Rows`
    lasts_s: Floats
    hole_s: Floats
    force_n: Singles  # shape (2, room): as the sole reads it, short holes bridged
    net_n: Singles  # shape (2, room): above zero
    missing: Flags  # shape (2, room): no frame arrived
    shares: Singles  # shape (2, 3, room): heel, midfoot, forefoot; or (2, 3, 0)


class Known(IntEnum):
    """What strides have told so far."""

    STRIDES = 0  # whole strides of one foot
    SECONDS = 1  # their time
    FORCE_S = 2  # ∫(F_L + F_R) dt over them
    BODY_N = 3  # body weight in the sole's own newtons by the last stretch, 0: unknown


class Upto(IntEnum):
    """How far each pass has come."""

    FOUND = 0  # frames looked through for contacts
    SETTLED = 1  # frames in their minutes
    CELLS = 2  # seconds without steps that are kept
    TOLD = 3  # and those of them that have their posture
    BOUTS = 4  # stretches without steps so far
    MINUTE = 5  # the first minute that may still change


class Memory(NamedTuple):
    """What passes from one stretch to the next; flat in the length of the recording."""

    worn: Flags  # shape (2,): feet that have a sole
    zero_n: Floats  # shape (2,): what an unloaded sole reads
    known: Floats  # see `Known`
    now: Floats  # shape (2, STATES): see `contact_table.Now`
    tables: Floats  # shape (2, MOST_CONTACTS, COLUMNS): see `contact_table.At`
    cells: Floats  # shape (MOST_CELLS, CELL_COLUMNS): see `sums.Cell`
    share: Floats  # shape (2, 3): where the force of each foot was last seen to lie
    upto: Ints  # see `Upto`


def no_frames() -> Frames:
    """No room yet."""
    return Frames(
        time_s=np.empty(0),
        lasts_s=np.empty(0),
        hole_s=np.empty(0),
        force_n=np.empty((2, 0), np.float32),
        net_n=np.empty((2, 0), np.float32),
        missing=np.empty((2, 0), np.bool_),
        shares=np.empty((2, 3, 0), np.float32),
    )


def nothing_known() -> Memory:
    """Before the first frame."""
    return Memory(
        worn=np.zeros(2, np.bool_),
        zero_n=np.zeros(2),
        known=np.zeros(len(Known)),
        now=np.zeros((2, STATES)),
        tables=np.zeros((2, MOST_CONTACTS, COLUMNS)),
        cells=np.zeros((MOST_CELLS, CELL_COLUMNS)),
        share=np.zeros((2, 3)),
        upto=np.zeros(len(Upto), np.int64),
    )


def with_room(frames: Frames, used: int, room: int, *, shared: bool) -> Frames:
    """The frames in use, in arrays with at least so much room; `shared` asks for room for shares.

    Where a sole begins to tell late where its force lies, the frames before have no place.
    """
    grown = max(room, len(frames.time_s))
    if grown == len(frames.time_s) and (frames.shares.size or not shared):
        return frames
    places = frames.shares if frames.shares.size else np.full((2, 3, used), np.nan, np.float32)
    return Frames(
        _wider(frames.time_s, used, grown),
        _wider(frames.lasts_s, used, grown),
        _wider(frames.hole_s, used, grown),
        _wider(frames.force_n, used, grown),
        _wider(frames.net_n, used, grown),
        _wider(frames.missing, used, grown),
        _wider(places, used, grown) if shared or frames.shares.size else frames.shares,
    )


def copied(frames: Frames, used: int) -> Frames:
    """The frames in use again, in arrays of their own."""
    return Frames(
        _wider(frames.time_s, used, used),
        _wider(frames.lasts_s, used, used),
        _wider(frames.hole_s, used, used),
        _wider(frames.force_n, used, used),
        _wider(frames.net_n, used, used),
        _wider(frames.missing, used, used),
        _wider(frames.shares, used, used) if frames.shares.size else frames.shares,
    )


def _wider(each: npt.NDArray[Number], used: int, room: int) -> npt.NDArray[Number]:
    """An array with more room."""
    wider = np.empty((*each.shape[:-1], room), each.dtype)
    wider[..., :used] = each[..., :used]
    return wider


@compiled_in_any_order
def put_clock(
    frames: Frames, used: int, time_s: Floats, before_s: float, period_s: float, longest_s: float
) -> bool:
    """Put the clock of frames behind those in use, where it is even: no frame later than that.

    As `holes.spread` says, a frame stands for the time since the one before it.
    """
    many = len(time_s)
    clock, lasts = frames.time_s[used : used + many], frames.lasts_s[used : used + many]
    holes = frames.hole_s[used : used + many]
    for i in range(many):
        clock[i] = time_s[i]
        holes[i] = 0.0
    lasts[0] = period_s if math.isnan(before_s) else time_s[0] - before_s
    late = 1.0 if lasts[0] > longest_s else 0.0
    now, then = time_s[1:], time_s[:-1]
    later = lasts[1:]
    for i in range(many - 1):
        later[i] = now[i] - then[i]
    for i in range(many - 1):
        late += 1.0 if later[i] > longest_s else 0.0
    return late == 0.0


@compiled
def put_force(frames: Frames, used: int, foot: int, force_n: Floats) -> None:
    """Put the force of a foot behind the frames in use; nan where none arrived."""
    many = len(force_n)
    single, missing = frames.force_n[foot], frames.missing[foot]
    single, missing = single[used : used + many], missing[used : used + many]
    for i in range(many):
        single[i] = force_n[i]
    for i in range(many):
        missing[i] = math.isnan(single[i])


def put_cells(frames: Frames, used: int, foot: int, sole: regions.SoleCells) -> None:
    """Weigh the cells of a foot behind the frames in use."""
    here = slice(used, used + len(sole.cells))
    force_n = frames.force_n[foot, here]
    regions.put_cells(sole, force_n, frames.shares[foot, :, here])
    if sole.cells.dtype.kind == "f":
        np.isnan(force_n, out=frames.missing[foot, here])
    else:
        frames.missing[foot, here] = False


def put_nothing(frames: Frames, used: int, foot: int, many: int) -> None:
    """A foot without a sole."""
    frames.force_n[foot, used : used + many] = np.nan
    frames.missing[foot, used : used + many] = True


def put(frames: Frames, used: int, rows: Rows) -> int:
    """Copy rows behind those in use; how many are in use after it."""
    end = used + len(rows.time_s)
    here = slice(used, end)
    frames.time_s[here], frames.lasts_s[here] = rows.time_s, rows.lasts_s
    frames.hole_s[here] = rows.hole_s
    for foot, force_n in enumerate(rows.force_n):
        put_force(frames, used, foot, force_n)
    if frames.shares.size:
        frames.shares[..., here] = rows.shares if rows.shares.size else np.nan
    return end


def forget(frames: Frames, memory: Memory, used: int, gone: int) -> int:
    """Move the frames from row `gone` on to the front; how many are in use after it."""
    for each in frames:
        if each.size:
            for row in each.reshape(-1, each.shape[-1]):  # one by one, numpy moves them in place
                row[: used - gone] = row[gone:used]
    memory.upto[Upto.FOUND] -= gone
    memory.upto[Upto.SETTLED] -= gone
    for column in (Now.ON_FRAME, Now.OFF_FRAME):
        memory.now[:, column] = np.maximum(memory.now[:, column] - gone, -1.0)
    return used - gone
