"""Machine code for the passes over every frame; the plain function stays in `py_func`.

The code kept on disk notices only that the file of the function itself has changed. So a compiled
function calls no compiled function of another file; `passes` alone does, and its kept code is
named after the text of all files of this folder. For the same reason, whoever moves a column of a
table touches every file that reads it.

Loops that sum run over slices from 0: an index that may count from the end keeps frames from being
taken side by side.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])

#: Sums may be taken in any order, so that they can be taken side by side; nan stays nan.
ANY_ORDER = frozenset({"reassoc", "contract", "nsz", "arcp"})


def compiled(function: F) -> F:
    """Compile at the first call, and keep the machine code on disk for the next process."""
    return _compile(function, fastmath=False)


def compiled_in_any_order(function: F) -> F:
    """As `compiled`, for sums whose order does not matter."""
    return _compile(function, fastmath=set(ANY_ORDER))


def text_of_passes() -> int:
    """A number for what the files of this folder say now."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return int.from_bytes(digest.digest()[:7], "big")


def _compile(function: F, *, fastmath: bool | set[str]) -> F:
    try:
        return cast("F", njit(cache=True, fastmath=fastmath, error_model="numpy")(function))
    except RuntimeError:  # no folder to write to, such as a read-only image: compile each time
        return cast("F", njit(fastmath=fastmath, error_model="numpy")(function))
