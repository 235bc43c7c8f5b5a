"""Why a file was refused, as a code that every language has a sentence for."""

from typing import Final

from cli.intake import COUNTS, NO_CLOCK
from plantar.errors import DatesAmbiguous, FileRejected, NotReadYet
from plantar.upload import Reading, Told, UploadState, Why

#: Words of a refusal, as the readers say it in English, and what it comes down to.
WORDS: Final = (
    ("is empty", Why.EMPTY),
    ("archive: unpack it", Why.ARCHIVE),
    ("save the table as CSV", Why.OFFICE),
    ("not a recording", Why.NO_RECORDING),
    ("no recording", Why.NO_RECORDING),
    ("of no known", Why.UNKNOWN),
    ("without a steps column", Why.UNKNOWN),
    ("columns without a header", Why.UNKNOWN),
    (" is read up to ", Why.TOO_LARGE),
    ("lies in the future", Why.FUTURE),
    (NO_CLOCK, Why.NO_CLOCK),
    (COUNTS, Why.COUNTS),
)
#: A sentence with the columns of a stranger's table in it has an end.
LONGEST: Final = 500


def told_of(refused: FileRejected) -> Told:
    """What to tell of a file that was refused, or that asks something."""
    reason = refused.cause[:LONGEST]
    if isinstance(refused, DatesAmbiguous):
        readings = tuple(Reading(*one) for one in refused.readings)
        return Told(UploadState.ASKS, why=Why.DATES, reason=reason, readings=readings)
    if isinstance(refused, NotReadYet):
        return rejected(Why.KNOWN, reason, refused.kind)
    found = (code for words, code in WORDS if words in refused.cause)
    return rejected(next(found, Why.CONTENT), reason)


def rejected(why: Why, reason: str, form: str = "") -> Told:
    """What to tell of a file of which nothing is kept."""
    return Told(UploadState.REJECTED, format=form, why=why, reason=reason)
