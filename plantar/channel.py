"""The ways by which somebody can be written to, checked before anything is sent.

The address of a channel lets whoever has it write in our name, or read along: it is a secret as a
password is. It is in no `repr`, no log, no error and no output of a command; `shown` tells what may
be seen.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from plantar.broker_place import USER, is_loopback
from plantar.door import member
from plantar.errors import BadInput

#: The services of Apprise that are let in: each writes to people, and none reads a file, runs a
#: program or calls an address that somebody made up. Our choice.
SERVICES: Final = (
    "mailto",
    "mailtos",
    "ntfy",
    "ntfys",
    "tgram",
    "gotify",
    "gotifys",
    "matrix",
    "matrixs",
    "signal",
    "signals",
    "pover",
    "discord",
    "threema",
)
#: What they are called by people, in any language.
NAMES: Final = {
    "mailto": "E-mail",
    "tgram": "Telegram",
    "gotify": "Gotify",
    "matrix": "Matrix",
    "signal": "Signal",
    "pover": "Pushover",
    "discord": "Discord",
    "threema": "Threema",
}
#: What may be asked of a service behind the `?`. Others name files, turn certificates off, or
#: change how long we wait.
ASKED: Final = frozenset(
    ("from", "to", "cc", "bcc", "name", "reply", "smtp", "user", "pass", "mode", "priority")
) | frozenset(("auth", "token", "sound", "thread", "topic"))
#: Longer than any address that a service gives out. [characters] Our choice.
LONGEST: Final = 1_000
#: Short secrets can be tried out against one message that was seen. [characters] Our choice.
SHORTEST_SECRET: Final = 16
HIDDEN: Final = "(hidden)"
_SCHEME: Final = re.compile(r"([a-z]{2,12})://\S", re.IGNORECASE)


class Way(StrEnum):
    """How a message travels."""

    APPRISE = "apprise"  # e-mail, ntfy, Telegram and others, by an address of Apprise
    WEBHOOK = "webhook"  # a signed request to an address of one's own
    MQTT = "mqtt"  # a topic on the broker of the site


@dataclass(frozen=True, slots=True)
class Channel:
    """One way to one recipient."""

    way: Way
    address: str = field(repr=False)  # of MQTT: the broker user who may listen
    secret: str | None = field(default=None, repr=False)  # a webhook's messages are signed with it
    local: bool = False  # may be on this computer or its network; only a shell may say so

    def __post_init__(self) -> None:
        member("way", self.way, Way)
        if not self.address or len(self.address) > LONGEST or not self.address.isprintable():
            raise BadInput("channel", HIDDEN, f"one line of at most {LONGEST} characters")
        if self.way is not Way.WEBHOOK and self.secret is not None:
            raise BadInput("secret", HIDDEN, "for a webhook only")
        match self.way:
            case Way.APPRISE:
                _service(self.address)
            case Way.WEBHOOK:
                _webhook(self.address, self.secret, local=self.local)
            case Way.MQTT:
                if not USER.fullmatch(self.address):
                    raise BadInput("channel", HIDDEN, "the name of a broker user")

    @property
    def shown(self) -> str:
        """What may be seen of it: the kind of service, never who or where."""
        return f"{scheme(self.address)}://…" if self.way is Way.APPRISE else self.way.value

    @property
    def name(self) -> str:
        """What people call the way, without who or where."""
        if self.way is not Way.APPRISE:
            return "Webhook" if self.way is Way.WEBHOOK else "MQTT"
        service = scheme(self.address)
        return NAMES.get(service) or NAMES.get(service.removesuffix("s"), "ntfy")


def scheme(address: str) -> str:
    """The kind of an address, in small letters; empty where it has none."""
    found = _SCHEME.match(address)
    return "" if found is None else found[1].lower()


def channel_of(text: str, secret: str | None = None, *, local: bool = False) -> Channel:
    """The channel that somebody typed: `mqtt:user`, `https://…` for a webhook, else Apprise's.

    Raises
    ------
    BadInput
        It is none that is let in; the address is not repeated.
    """
    text = text.strip()
    if text.startswith("mqtt:"):
        return Channel(Way.MQTT, text.removeprefix("mqtt:").strip("/"), secret, local)
    way = Way.WEBHOOK if scheme(text) in ("http", "https") else Way.APPRISE
    return Channel(way, text, secret, local)


def _service(address: str) -> None:
    kind = scheme(address)
    if kind not in SERVICES:
        wanted = "one of " + ", ".join(f"{known}://" for known in SERVICES)
        raise BadInput("channel", f"{kind}://" if kind else HIDDEN, f"{wanted}, https:// or mqtt:")
    for name, _ in parse_qsl(address.partition("?")[2], keep_blank_values=True):
        if name.lower() not in ASKED:
            shown = name if name.isalpha() else HIDDEN
            raise BadInput("channel", shown, "one of " + ", ".join(sorted(ASKED)))


def _webhook(address: str, secret: str | None, *, local: bool) -> None:
    wanted = "https://host/path (http:// on this computer only)"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise BadInput("channel", HIDDEN, wanted) from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        raise BadInput("channel", HIDDEN, wanted)
    if parts.scheme == "http" and not (local and is_loopback(host)):
        raise BadInput("channel", "http://", wanted)
    if secret is None or len(secret) < SHORTEST_SECRET:
        raise BadInput("secret", HIDDEN, f"{SHORTEST_SECRET} characters or more, to sign with")
