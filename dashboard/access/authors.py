"""Who wrote something, as a page says it: records keep an account, and a screen shows a name."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from plantar.secret import ID_BYTES
from plantar.words.catalogue import Words

#: An opaque id, as `secret.new_id` makes them; what is written otherwise was typed by somebody.
_ID: Final = re.compile(f"[0-9a-f]{{{2 * ID_BYTES}}}")
#: Where nobody's name is known.
NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})


def author(written: str, names: Mapping[str, str], words: Words) -> str:
    """Whoever wrote something, by the name that they are known by here.

    Parameters
    ----------
    written
        The author of a record: an account, or what somebody typed at the command line.
    names
        What the viewer may know of names: `Store.account_names`. One who is not in it has gone, or
        shares no runner with the viewer, and is told of by what they are.
    """
    if written in names:
        return names[written]
    if _ID.fullmatch(written):
        return words.say("a kinesist")
    return written
