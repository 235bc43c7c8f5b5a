"""How a webhook's receiver knows that a message is from here, whole, and not an old one again."""

import hashlib
import hmac
from typing import Final

ID: Final = "Plantar-Id"
TIMESTAMP: Final = "Plantar-Timestamp"
SIGNATURE: Final = "Plantar-Signature"
_SCHEME: Final = "v1="


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """What stands in the header: HMAC-SHA256 over the timestamp, a dot and the body, in hex."""
    signed = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256)
    return _SCHEME + signed.hexdigest()


def is_genuine(secret: str, timestamp: str, body: bytes, signature: str) -> bool:
    """Whether somebody who has the secret wrote that body at that time."""
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode())
