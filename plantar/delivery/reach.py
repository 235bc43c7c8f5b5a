"""Where a message may go: an address that somebody typed must not reach what is ours alone.

Whoever may add a recipient could else let this computer call its own database, its neighbours in
the same network, or what a cloud tells its machines. So a name is looked up, and unless a shell
said `local` every address it has must be one of the public internet.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from plantar.delivery.undelivered import Undelivered
from plantar.message import Outcome


def addresses(host: str, port: int, *, local: bool) -> list[str]:
    """The addresses of a host, all of them such that we may write there.

    Raises
    ------
    Undelivered
        There is no host of that name, or it is one of this computer or its network.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Undelivered(Outcome.UNKNOWN_HOST) from None
    # Without the zone that a link-local address has.
    told = list(dict.fromkeys(str(one[4][0]).partition("%")[0] for one in found))
    if not local and not all(_is_public(ip_address(one)) for one in told):
        raise Undelivered(Outcome.NOT_ALLOWED)
    return told


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if inner is not None:
        return _is_public(inner)
    return address.is_global and not address.is_multicast
