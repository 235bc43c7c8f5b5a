"""E-mail, ntfy, Telegram and others, through Apprise; loaded only where something is sent by it.

Apprise tells what went wrong only in its log, which names addresses: that log is read here for a
code or a known word, and goes nowhere else.
"""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from plantar.broker_place import is_loopback
from plantar.channel import HIDDEN, Channel, scheme
from plantar.delivery import reach
from plantar.delivery.letter import Letter
from plantar.delivery.undelivered import Undelivered, of_http, of_mail
from plantar.errors import BadInput, PlantarError
from plantar.message import Outcome

if TYPE_CHECKING:
    from apprise import Apprise

MAIL: Final = ("mailto", "mailtos")
#: Services that run on a host of somebody's own, which the address names.
_OWN_HOST: Final = ("ntfy", "ntfys", "gotify", "gotifys", "matrix", "matrixs", "signal", "signals")
#: Where it repeats what we told it.
_OURS: Final = re.compile(r"Payload|Headers|POST URL")
_CODE: Final = re.compile(r"error=(\d{3})\b")
_MAIL_CODE: Final = re.compile(r"\((\d{3}), b?['\"]")
#: What Python's network says, in the order in which it is looked for.
_SAID: Final = (
    (re.compile(r"timed out|TimeoutError", re.IGNORECASE), Outcome.TIMEOUT),
    (
        re.compile(r"Name or service|getaddrinfo|NameResolution|nodename|in name"),
        Outcome.UNKNOWN_HOST,
    ),
    (re.compile(r"CERTIFICATE_VERIFY|certificate verify"), Outcome.NO_TRUST),
    (re.compile(r"refused|unreachable|NewConnection|reset|closed|aborted"), Outcome.NO_CONNECTION),
)


def check(channel: Channel) -> None:
    """Let Apprise read the address of a channel, and see that it says nothing in the clear.

    Raises
    ------
    BadInput
        Apprise cannot read it, or it would cross a network without encryption.
    """
    service = _service(channel)
    if service is None:
        raise BadInput("channel", HIDDEN, f"an address of {scheme(channel.address)} of Apprise")
    for host in _hosts(channel, service):
        if not channel.local and (is_loopback(host) or not _is_encrypted(channel, service)):
            wanted = f"{scheme(channel.address).removesuffix('s')}s:// to a host of the internet"
            raise BadInput("channel", HIDDEN, wanted)


def send(channel: Channel, letter: Letter, timeout_s: float) -> None:
    """Hand a message to Apprise, which hands it to the service.

    Raises
    ------
    Undelivered
        With what happened.
    """
    told: list[str] = []
    sender = _loaded()
    service = _service(channel)
    if service is None:
        raise Undelivered(Outcome.FAILED)
    for host in _hosts(channel, service):
        reach.addresses(host, service.port or 0, local=channel.local)
    service.socket_connect_timeout = service.socket_read_timeout = timeout_s
    sender.add(service)
    result = sender.notify(
        letter.body,
        letter.subject,
        body_format="text",
        timeout=3 * timeout_s,
        log_callback=lambda entry, _service: told.append(entry.message),
        log_level=logging.DEBUG,
    )
    if not result:
        raise _why(told, is_mail=scheme(channel.address) in MAIL)


def _why(told: list[str], *, is_mail: bool) -> Undelivered:
    said = "\n".join(one for one in told if not _OURS.search(one))
    code = (_MAIL_CODE if is_mail else _CODE).search(said)
    if code is not None:
        return (of_mail if is_mail else of_http)(int(code[1]))
    for pattern, outcome in _SAID:
        if pattern.search(said):
            return Undelivered(outcome)
    return Undelivered(Outcome.FAILED)


def _hosts(channel: Channel, service: Any) -> Iterator[str]:  # noqa: ANN401  a class of Apprise's
    kind = scheme(channel.address)
    if kind in MAIL:
        yield str(service.smtp_host)
    elif kind in _OWN_HOST and getattr(service, "mode", None) != "cloud" and service.host:
        yield str(service.host)


def _is_encrypted(channel: Channel, service: Any) -> bool:  # noqa: ANN401  a class of Apprise's
    if scheme(channel.address) in MAIL:
        return str(service.secure_mode) != "insecure"
    return bool(service.secure)


def _service(channel: Channel) -> Any:  # noqa: ANN401  a class of Apprise's
    return _loaded().instantiate(channel.address, asset=_asset(), suppress_exceptions=True)


def _loaded() -> "Apprise":
    try:
        from apprise import Apprise  # noqa: PLC0415  takes a while, and most commands need none
    except ModuleNotFoundError as error:
        raise PlantarError("messages need the package 'apprise'") from error
    log = logging.getLogger("apprise")
    log.propagate = False
    log.setLevel(logging.DEBUG)  # where it tells the cause
    log.addHandler(_nowhere())
    return Apprise(asset=_asset())


@cache
def _nowhere() -> logging.Handler:
    return logging.NullHandler()


@cache
def _asset() -> Any:  # noqa: ANN401  a class of Apprise's
    from apprise import AppriseAsset  # noqa: PLC0415  as above

    # No plugins from paths, nothing kept on disk, nobody sent elsewhere, no pictures fetched.
    return AppriseAsset(
        app_id="Plantar",
        app_desc="Plantar",
        app_url="",
        async_mode=False,
        http_redirects=False,
        image_url_mask="",
        image_url_logo="",
        storage_mode="memory",
    )
