"""Machine code for the passes over every frame; the plain function stays in `py_func`.

What Python calls is `compiled`, and its code is kept on disk for the next process. What only such
code calls is a `part`: it is compiled with its caller, and kept inside it. Kept code notices only
that the file of the function itself has changed. So a compiled function has its parts in its own
file; the one with parts elsewhere, in `passes`, keeps its code under the text of all files.

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
    return _compile(function, fastmath=False, kept=True)


def compiled_in_any_order(function: F) -> F:
    """As `compiled`, for sums whose order does not matter."""
    return _compile(function, fastmath=set(ANY_ORDER), kept=True)


def part(function: F) -> F:
    """Compile with whoever calls it."""
    return _compile(function, fastmath=False, kept=False)


def part_in_any_order(function: F) -> F:
    """As `part`, for sums whose order does not matter."""
    return _compile(function, fastmath=set(ANY_ORDER), kept=False)


def text_of_passes() -> int:
    """A number for what the files of this folder say now."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.read_bytes())
    return int.from_bytes(digest.digest()[:7], "big")


def _compile(function: F, *, fastmath: bool | set[str], kept: bool) -> F:
    try:
        return cast("F", njit(cache=kept, fastmath=fastmath, error_model="numpy")(function))
    except RuntimeError:  # no folder to write to, such as a read-only image: compile each time
        return cast("F", njit(fastmath=fastmath, error_model="numpy")(function))
