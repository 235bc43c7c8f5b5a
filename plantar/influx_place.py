"""Where the mirror in InfluxDB is and by what we sign in there, checked before anybody connects."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from plantar.broker_place import is_loopback

#: A bucket becomes part of addresses and of the names of the buckets that are made. Our choice.
BUCKET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class InfluxPlace:
    """An InfluxDB, who we are to it, and where in it the mirror lies."""

    url: str
    token: str = field(repr=False)
    org: str
    bucket: str  # of several: `<bucket>/days` and its neighbours
    ca: Path | None = None  # who signed its certificate; None: those whom this computer trusts


def url_of(url: str) -> str:
    """The address without a slash at its end.

    Raises
    ------
    ValueError
        It is no address of an InfluxDB, or would send the token in the clear over a network.
    """
    parts = urlsplit(url)
    wanted = "wanted is https://host or https://host:port (http:// on this computer only)"
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(wanted)
    if "@" in parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"{wanted}; the token is a setting of its own")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("http:// is for this computer only: over a network use https://")
    return f"{parts.scheme}://{parts.netloc}"


def bucket_of(name: str) -> str:
    """The name of the mirror's buckets, as they begin.

    Raises
    ------
    ValueError
        It could mean something else in an address.
    """
    if not BUCKET.fullmatch(name):
        raise ValueError("wanted are 1 to 64 letters, digits, '_' or '-'")
    return name
