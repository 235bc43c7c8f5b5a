"""A signed request to an address of one's own."""

import socket
import ssl
from datetime import datetime
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlsplit

from plantar.channel import Channel
from plantar.delivery import reach, signature
from plantar.delivery.letter import Letter
from plantar.delivery.undelivered import Undelivered, of_http
from plantar.message import Outcome

_PORTS: Final = {"http": 80, "https": 443}
#: The answers that say it was taken; one that sends us elsewhere is none.
_FIRST_TAKEN, _LAST_TAKEN = 200, 299


def send(channel: Channel, letter: Letter, at: datetime, timeout_s: float) -> None:
    """Post a message; redirects are not followed, and of the answer only its code is read.

    Raises
    ------
    Undelivered
        With what happened.
    """
    parts = urlsplit(channel.address)
    port = parts.port or _PORTS[parts.scheme]
    host = parts.hostname or ""
    where = reach.addresses(host, port, local=channel.local)
    body, timestamp = letter.for_programs(), str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Plantar",
        signature.ID: letter.id,
        signature.TIMESTAMP: timestamp,
        signature.SIGNATURE: signature.sign(channel.secret or "", timestamp, body),
    }
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = HTTPConnection(host, port, timeout=timeout_s)
    try:
        # To the address that was looked at: a second look-up might give another one.
        connection.sock = _connected(where, port, timeout_s, host if _is_tls(parts.scheme) else "")
        connection.request("POST", path, body, headers)
        code = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        raise _said(error) from None
    finally:
        connection.close()
    if not _FIRST_TAKEN <= code <= _LAST_TAKEN:
        raise of_http(code)


def _is_tls(scheme: str) -> bool:
    return scheme == "https"


def _connected(where: list[str], port: int, timeout_s: float, tls_name: str) -> socket.socket:
    trouble: OSError | None = None
    for address in where:
        try:
            plain = socket.create_connection((address, port), timeout_s)
        except OSError as error:
            trouble = error
            continue
        if not tls_name:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=tls_name)
        except BaseException:
            plain.close()
            raise
    raise trouble or OSError("no address")


def _said(error: Exception) -> Undelivered:
    match error:
        case TimeoutError():
            return Undelivered(Outcome.TIMEOUT)
        case ssl.SSLCertVerificationError():
            return Undelivered(Outcome.NO_TRUST)
        case OSError():
            return Undelivered(Outcome.NO_CONNECTION)
        case _:
            return Undelivered(Outcome.FAILED)
