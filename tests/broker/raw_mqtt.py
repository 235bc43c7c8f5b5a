"""MQTT 5 by hand: what somebody sends who waits for nobody's leave. Lengths below 128 each."""

from collections.abc import Iterator

CONNECT, CONNACK, PUBLISH, SUBSCRIBE = 1, 2, 3, 8


def connect(
    user: str | None = None,
    password: str | None = None,
    will: tuple[str, bytes] | None = None,
) -> bytes:
    flags = 2 | (4 if will else 0) | (0x80 if user is not None else 0)
    flags |= 0x40 if password is not None else 0
    body = _text("MQTT") + bytes((5, flags, 0, 30, 0)) + _text("")
    if will is not None:
        body += b"\0" + _text(will[0]) + _text(will[1].decode())
    for word in (user, password):
        body += b"" if word is None else _text(word)
    return _packet(CONNECT << 4, body)


def publish(topic: str, payload: bytes) -> bytes:
    """At QoS 0, which needs no answer of anybody."""
    return _packet(PUBLISH << 4, _text(topic) + b"\0" + payload)


def subscribe(number: int, pattern: str) -> bytes:
    return _packet(SUBSCRIBE << 4 | 2, number.to_bytes(2, "big") + b"\0" + _text(pattern) + b"\0")


def published_to(said: bytes) -> list[bytes]:
    """Every message in what a broker said."""
    return [body for kind, body in _packets(said) if kind == PUBLISH]


def _packets(said: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 <= len(said):
        kind, length, shift = said[at] >> 4, 0, 0
        at += 1
        while True:
            length |= (said[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if said[at - 1] < 0x80:
                break
        yield kind, said[at : at + length]
        at += length


def _packet(first: int, body: bytes) -> bytes:
    assert len(body) < 128
    return bytes((first, len(body))) + body


def _text(word: str) -> bytes:
    return len(word.encode()).to_bytes(2, "big") + word.encode()
