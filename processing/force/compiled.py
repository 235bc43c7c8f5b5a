"""Machine code for the passes over every frame; the plain function stays in `py_func`.

Each compiled file calls no compiled function of another file: the cache on disk notices only that
the file of the function itself has changed.
"""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """Compile at the first call, and keep the machine code on disk for the next process."""
    try:
        return cast("F", njit(cache=True)(function))
    except RuntimeError:  # no folder to write to, such as a read-only image: compile each time
        return cast("F", njit()(function))
