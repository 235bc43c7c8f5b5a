"""Passwords that nobody thinks up, and the forms in which a broker and a web server keep them."""

import base64
import hashlib
import hmac
import secrets
from typing import Final

#: Bytes of chance in a password: nobody types it, and nobody guesses it.
CHANCE: Final = 24
#: As mosquitto 2.0 has it by itself. Slower hashing would slow down every connection, and
#: a password made of chance gains nothing by it.
ROUNDS: Final = 101
SALT_BYTES: Final = 12
#: PBKDF2 with SHA-512, in mosquitto's password file.
_KIND: Final = "7"
_FIELDS: Final = 5


def new_password() -> str:
    """A password of letters, digits, '-' and '_', which mean nothing in a URL or a file."""
    return secrets.token_urlsafe(CHANCE)


def broker_line(user: str, password: str) -> str:
    """A line of mosquitto's password file."""
    salt = secrets.token_bytes(SALT_BYTES)
    told = (_KIND, str(ROUNDS), _text(salt), _text(_hashed(password, salt, ROUNDS)))
    return f"{user}:${'$'.join(told)}"


def is_of(line: str, password: str) -> bool:
    """Whether a line of that file is of this password; False also where it is of another kind."""
    told = line.partition(":")[2].split("$")
    if len(told) != _FIELDS or told[1] != _KIND:
        return False
    try:
        rounds, salt, kept = int(told[2]), base64.b64decode(told[3]), base64.b64decode(told[4])
        return hmac.compare_digest(_hashed(password, salt, rounds), kept)
    except (ValueError, OverflowError):
        return False


def web_line(user: str, password: str) -> str:
    """A line of a web server's password file, in a form that nginx reads on every system."""
    salt = secrets.token_bytes(SALT_BYTES)
    # One round of SHA-1 is little for a word that somebody chose; this one is made of chance.
    kept = hashlib.sha1(password.encode() + salt).digest()  # noqa: S324 - see the line above
    return f"{user}:{{SSHA}}{_text(kept + salt)}"


def _hashed(password: str, salt: bytes, rounds: int) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", password.encode(), salt, rounds)


def _text(some: bytes) -> str:
    return base64.b64encode(some).decode("ascii")
