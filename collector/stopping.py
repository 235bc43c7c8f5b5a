"""Stopping although a library below did not pass it on."""

import asyncio


def end_if_cancelled() -> None:
    """Raise the cancellation of the current task, when somebody swallowed it.

    Python 3.11's `asyncio.wait_for` does, when what it waited for came in the same moment
    (https://github.com/python/cpython/issues/86296); radio libraries wait by it. So whatever loops
    over a radio looks here once a round.

    Raises
    ------
    asyncio.CancelledError
        The task was told to end.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
