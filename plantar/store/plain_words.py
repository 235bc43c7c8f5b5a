"""What goes wrong with a database, in words that say what it means."""

from sqlalchemy.exc import DBAPIError

BUSY = "is busy: another process kept writing to it"
LOST = "lost its server in mid-work: what was asked is kept whole or not at all"
STARTING = "does not answer yet: its server is starting or stopping"
READ_ONLY = "cannot be written to"
REFUSED = "refuses this user or password"
FULL = "cannot grow: the disk is full"
CROWDED = "has no connection left for another process"

#: PostgreSQL's codes, which are the same in every language its server may speak.
CODES = {
    "22003": "cannot keep this: a number that is too large",
    "25006": READ_ONLY,
    "28000": REFUSED,
    "28P01": REFUSED,
    "3D000": "is not there: its server has no database of that name",
    "40P01": BUSY,
    "53100": FULL,
    "53300": CROWDED,
    "55P03": BUSY,
    "57P01": LOST,
    "57P02": LOST,
    "57P03": STARTING,
}
#: What the drivers say, and what that means to the one who reads it; the first that fits.
PLAIN_WORDS = (
    ("database is locked", BUSY),
    ("readonly database", READ_ONLY),
    ("unable to open database file", "cannot be opened"),
    ("file is not a database", "is not a Plantar store: it is no database at all"),
    ("disk is full", FULL),
    ("disk image is malformed", "is damaged"),
    ("cannot contain NUL", "cannot keep this: a text with a NUL character in it"),
    # PostgreSQL gives no code to one that it does not let in.
    ("password authentication failed", REFUSED),
    ("no password supplied", REFUSED),
    ("does not exist", CODES["3D000"]),
    ("the database system is", STARTING),
    ("closed the connection", STARTING),  # while it was being made: it was about to stop
    ("too many clients", CROWDED),
    ("connection slots", CROWDED),
    ("resolve host", "does not answer: there is no host of that name"),
    ("connection timeout expired", "does not answer: is its server running?"),
    ("Connection refused", "does not answer: is its server running?"),
    ("No such file or directory", "does not answer: is its server running?"),
)


def plainly(error: DBAPIError) -> str:
    """What a driver's error means; its own first line where we have no words for it."""
    code = getattr(error.orig, "sqlstate", None)
    if code in CODES:
        return CODES[code]
    if error.connection_invalidated:
        return LOST
    return in_plain_words(str(error.orig), with_code=bool(code))


def in_plain_words(driver_words: str, *, with_code: bool = False) -> str:
    """What a driver says, in words that say what it means where we have some."""
    for said, plain in PLAIN_WORDS:
        if said in driver_words and not (with_code and said == "does not exist"):
            return plain
    return driver_words.partition("\n")[0]
