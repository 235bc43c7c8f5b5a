"""Where the broker is and as whom one signs in there, checked before anybody connects."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

#: The ports that IANA gave MQTT, plain and over TLS.
PORTS: Final = {"mqtt": 1883, "mqtts": 8883}
#: A broker user is part of topics: nothing in it may mean something there. Our choice.
USER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class BrokerPlace:
    """A broker, and who we are to it; the user is the collector's name, and opaque."""

    host: str
    port: int
    tls: bool
    user: str
    password: str = field(repr=False)
    ca: Path | None = None  # who signed its certificate; None: those whom this computer trusts

    @property
    def url(self) -> str:
        """Its address, without a word that is secret."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'mqtts' if self.tls else 'mqtt'}://{host}:{self.port}"


def address_of(url: str) -> tuple[bool, str, int]:
    """Whether it is TLS, the host and the port.

    Raises
    ------
    ValueError
        It is no address of a broker, or would send a password in the clear over a network.
    """
    parts = urlsplit(url)
    wanted = "wanted is mqtts://host or mqtts://host:port (mqtt:// on this computer only)"
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError(wanted)
    if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"{wanted}; user and password are settings of their own")
    port = PORTS[parts.scheme] if parts.port is None else parts.port
    if port == 0:
        raise ValueError(wanted)
    tls = parts.scheme == "mqtts"
    if not tls and not is_loopback(parts.hostname):
        raise ValueError("mqtt:// is for this computer only: over a network use mqtts://")
    return tls, parts.hostname, port


def user_of(name: str) -> str:
    """The name of a broker user.

    Raises
    ------
    ValueError
        It could mean something else in a topic.
    """
    if not USER.fullmatch(name):
        raise ValueError("wanted are 1 to 64 letters, digits, '.', '_' or '-'")
    return name


def is_loopback(host: str) -> bool:
    """Whether a host is this computer itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
