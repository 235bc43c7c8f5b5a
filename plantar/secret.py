"""Secrets that are handed to somebody once, and of which only the hash is kept."""

import hashlib
import secrets

#: 256 bits: nobody guesses one, so a plain hash keeps it well enough.
TOKEN_BYTES = 32
#: Letters of an opaque id: 100 bits, and nothing follows from another one.
ID_BYTES = 12


def new_token() -> str:
    """A secret for a link or a cookie; it is handed over once, and kept by nobody here."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_id() -> str:
    """An opaque id, from which neither a name nor another id follows."""
    return secrets.token_hex(ID_BYTES)


def hashed(token: str) -> str:
    """What is kept of a secret: who reads the store cannot come in with it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
