"""Passwords: what is kept of one, and which are refused."""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from plantar.errors import BadInput

#: NIST SP 800-63B asks for 8 and no rules of composition; 10 is our choice.
SHORTEST = 10
#: Longer ones would only cost time to hash.
LONGEST = 200
#: Of argon2id, as RFC 9106 4 recommends where memory is short: 64 MiB, 3 passes, 4 lanes.
PASSES, MEMORY_KIB, LANES = 3, 65_536, 4
#: What many others chose before, and what these pages are called.
OBVIOUS: Final = frozenset(
    {
        "0123456789", "1234567890", "12345678910", "0987654321", "9876543210", "1q2w3e4r5t",
        "1qaz2wsx3edc", "qwertyuiop", "azertyuiop", "qwerty12345", "azerty12345", "qwerty1234",
        "azerty1234", "password12", "password123", "password1234", "passw0rd123", "wachtwoord",
        "wachtwoord1", "wachtwoord123", "motdepasse", "motdepasse1", "motdepasse123", "welkom1234",
        "welkom12345", "welcome123", "welcome1234", "bienvenue1", "bienvenue123", "iloveyou12",
        "administrator", "changeme123", "letmein1234", "correcthorsebatterystaple", "trustno1234",
        "kinesist123", "kinesitherapie", "plantar123", "plantar1234", "plantarfascia",
    }
)  # fmt: skip


@cache
def hasher() -> PasswordHasher:
    """The one that hashes now."""
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


@cache
def nobody() -> str:
    """A hash that no password fits: who is unknown costs as much work as who is known."""
    return hasher().hash("nobody signs in with this")


def check(password: str, *known: str) -> None:
    """Refuse a password that is short, that many have, or that is somebody's own name.

    Raises
    ------
    BadInput
        With what is wanted, and never the password.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput("password", "…", f"{SHORTEST}-{LONGEST} characters")
    plain = "".join(password.split()).casefold()
    names = {"".join(name.split()).casefold() for name in known}
    if plain in OBVIOUS | names or len(set(plain)) < 3:  # noqa: PLR2004  aaaaaaaaaa, ababababab
        raise BadInput("password", "…", "one that others would not try first")


def hash_of(password: str) -> str:
    """What is kept of a password."""
    return hasher().hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether a password is the one; takes as long where there is none."""
    if len(password) > LONGEST:
        password = ""
    try:
        hasher().verify(nobody() if kept is None else kept, password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


def is_old(kept: str) -> bool:
    """Whether it was hashed with other parameters than now."""
    return hasher().check_needs_rehash(kept)
