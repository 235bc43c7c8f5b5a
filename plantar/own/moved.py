"""The names of origins, which have their runner's id in them, under another pseudonym."""

import hashlib
import re

#: How long the id of an imported file is.
DIGITS = 12


def import_id(digest: str, runner_id: str) -> str:
    """The id of a file's rows: short enough to type, and the same whenever it comes for them."""
    return hashlib.sha256(f"{runner_id}\0{digest}".encode()).hexdigest()[:DIGITS]


def moved(origin_id: str, digest: str | None, before: str, after: str) -> str:
    """The id that an origin would have had, had its runner been called otherwise."""
    if digest is not None and origin_id == import_id(digest, before):
        return import_id(digest, after)
    named = rf"(?<![\w.-]){re.escape(before)}(?![\w.])"
    return re.sub(named, lambda _: after, origin_id, count=1)
