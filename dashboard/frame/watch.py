"""Blanks a page that nobody may see any more: whoever walks away leaves nothing on the screen."""

from typing import Final

from dashboard.frame import packaged

#: How often a page asks whether it may still be seen; asking is no click. [s]
EVERY_S = 15
#: A container that stays, alone: it says to somebody who erased their account that it is gone.
TOLD: Final = "own-erased"


def watch(*, out: bool = False) -> None:
    """Leave for the sign-in as soon as nobody is signed in any more; at once with `out`."""
    packaged.mount(
        "watch", key="watch", data={"out": out, "every_ms": EVERY_S * 1000, "told": TOLD}
    )
