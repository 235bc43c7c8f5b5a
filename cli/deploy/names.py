"""The names that a deployment is made for: hosts, and collectors."""

import re
from collections.abc import Sequence
from ipaddress import ip_address
from typing import Final

from plantar.broker_place import user_of
from plantar.errors import BadInput

#: Users that the broker's rules know by name; no collector may be called so.
CENTRE: Final = "centre"
HEALTH: Final = "health"
#: Called so from inside the computer or between containers, whatever others call it.
ALWAYS: Final = ("localhost", "127.0.0.1")
#: How broker and mirror are called by their neighbours, in docker-compose.yml.
BROKER_SERVICE: Final = "mosquitto"
INFLUX_SERVICE: Final = "influxdb"
#: A name of a host as DNS has it, in labels of letters, digits and hyphens (RFC 1123).
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
_LONGEST: Final = 253


def host_of(name: str) -> str:
    """A host's name or address, in small letters, as a certificate bears it.

    Raises
    ------
    BadInput
        It is neither.
    """
    try:
        return str(ip_address(name))
    except ValueError:
        pass
    labels = name.split(".")
    # A name that ends in a number is an address that went wrong.
    sound = all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()
    if not sound or len(name) > _LONGEST:
        wanted = "the name or the address of a host, such as centre.example or 192.168.1.20"
        raise BadInput("--host", name, wanted)
    return name.lower()


def collectors_of(names: Sequence[str]) -> tuple[str, ...]:
    """The names of collectors, each once.

    Raises
    ------
    BadInput
        One cannot be the name of a broker user, or is taken.
    """
    for name in names:
        try:
            user_of(name)
        except ValueError as error:
            wanted = f"the name of a collector: {error}"
            raise BadInput("--collector", name, wanted) from None
        if name.lower() in {CENTRE, HEALTH}:
            raise BadInput("--collector", name, "free: the broker's rules know another by it")
    return tuple(dict.fromkeys(names))
