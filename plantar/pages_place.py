"""Where people reach the pages from outside, as it stands in messages to them."""

from urllib.parse import urlsplit

from plantar.broker_place import is_loopback


def pages_of(url: str) -> str:
    """The address without a slash at its end.

    Raises
    ------
    ValueError
        It is no address of pages, or what is asked for there would cross a network in the clear.
    """
    parts = urlsplit(url)
    wanted = "wanted is https://host or https://host/path (http:// on this computer only)"
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError(wanted)
    if "@" in parts.netloc or parts.query or parts.fragment or not url.isprintable():
        raise ValueError(wanted)
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("http:// is for this computer only: over a network use https://")
    return url.rstrip("/")
