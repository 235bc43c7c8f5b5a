"""Chunks computed by the workers of a Dask scheduler; nothing but this file knows Dask."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from plantar.errors import PlantarError
from processing.again import Chunk, compute

if TYPE_CHECKING:
    from plantar.state import State

#: Runners of a chunk. A task costs a scheduler about a millisecond, a runner a worker a hundred.
SIZE: Final = 250
#: How long a scheduler may take to answer. [s]
CONNECT_S: Final = 10.0
#: Tries after the first; a worker that dies does not count.
RETRIES: Final = 2


def computed(chunks: Sequence[Chunk], address: str) -> "Iterator[list[State]]":
    """The states of each chunk, as it is done.

    Raises
    ------
    PlantarError
        Dask is not installed, nobody answers there, or some runners could not be computed.
    """
    try:
        from distributed import Client, as_completed
    except ModuleNotFoundError as error:
        raise PlantarError(
            "--dask: Dask is not installed here: install Plantar with its extra `dask`"
        ) from error
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]  # it says half of it
    except (OSError, ValueError, TypeError) as error:
        raise PlantarError(f"--dask: no scheduler answers at {address}: {error}") from error
    with client:
        if not client.scheduler_info()["workers"]:
            raise PlantarError(f"--dask: the scheduler at {address} has no worker")
        # Each chunk is asked for anew: that it was computed once says nothing about today.
        asked = {
            client.submit(compute, chunk, pure=False, retries=RETRIES): chunk for chunk in chunks
        }
        failed: dict[Chunk, str] = {}
        for future in as_completed(asked, loop=client.loop):  # type: ignore[no-untyped-call]  # as above
            trouble = future.exception()
            if trouble is None:
                yield future.result()
            else:
                failed[asked[future]] = str(trouble) or type(trouble).__name__
    if failed:
        names = ", ".join(one for chunk in failed for one in chunk.runner_ids)
        raise PlantarError(f"not computed: {names}: {'; '.join(dict.fromkeys(failed.values()))}")
