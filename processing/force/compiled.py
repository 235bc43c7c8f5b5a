"""Machine code for the passes over every frame; the plain function stays in `py_func`.

Each compiled file calls no compiled function of another file: the cache on disk notices only that
the file of the function itself has changed. For the same reason, whoever moves a column of a
table touches every file that reads it.
"""

from collections.abc import Callable
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


def _compile(function: F, *, fastmath: bool | set[str]) -> F:
    try:
        return cast("F", njit(cache=True, fastmath=fastmath, error_model="numpy")(function))
    except RuntimeError:  # no folder to write to, such as a read-only image: compile each time
        return cast("F", njit(fastmath=fastmath, error_model="numpy")(function))
