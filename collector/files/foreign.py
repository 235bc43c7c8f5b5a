"""Files that no reader here takes: known exports by their name, the rest by what they are."""

import re

from collector.files.head import Head
from collector.files.words import DELIMITERS, plain, split
from plantar.errors import FileRejected, NotReadYet

#: First bytes that people's files begin with, and what such a file is.
MAGICS = (
    (b"\x89PNG", "a PNG picture, not a recording"),
    (b"\xff\xd8\xff", "a JPEG picture, not a recording"),
    (b"GIF8", "a GIF picture, not a recording"),
    (b"%PDF", "a PDF document, not a recording"),
    (b"\x1f\x8b", "a gzip archive: unpack it and take the file in it"),
    (b"BZh", "a bzip2 archive: unpack it and take the file in it"),
    (b"\xfd7zXZ", "an xz archive: unpack it and take the file in it"),
    (b"7z\xbc\xaf", "a 7-Zip archive: unpack it and take the file in it"),
    (b"Rar!", "a RAR archive: unpack it and take the file in it"),
    (b"SQLite format 3", "an SQLite database, not a recording"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file: save the table as CSV"),
    (b"\x89HDF", "an HDF5 file, not a recording"),
    (b"\x7fELF", "a program, not a recording"),
    (b"MZ", "a program, not a recording"),
)
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
#: Names inside an archive that give an export away.
IN_ZIPS = (
    (b"apple_health_export", "Apple Health"),
    (b"DI_CONNECT", "Garmin Connect"),
    (b"DI-Connect", "Garmin Connect"),
    (b"Fitbit", "Fitbit"),
    (b"activities.csv", "Strava"),
)
#: What a text begins with, as a pattern over its head, and whose export it is.
TEXTS = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), kind)
    for pattern, kind in (
        (r"\s*(<\?xml.*?)?(<!DOCTYPE HealthData|<HealthData)", "Apple Health"),
        (r"\s*(<\?xml.*?)?<TrainingCenterDatabase", "TCX"),
        (r"\s*(<\?xml.*?)?<gpx[\s>]", "GPX"),
        (r"\s*\[?\s*\{\s*\"userProfilePK\"", "Garmin Connect"),
        (r"\s*[\[{].*\"(totalSteps|wellnessKilocalories)\"\s*:", "Garmin Connect"),
        (r"\s*\[?\s*\{\s*\"activities-[a-zA-Z]+\"\s*:", "Fitbit"),
        (r"\s*\[\s*\{\s*\"dateTime\"\s*:\s*\"[^\"]*\",\s*\"value\"\s*:", "Fitbit"),
        (r"\s*\[\s*\{\s*\"logId\"\s*:", "Fitbit"),
        (r"\s*\{\s*\"bucket\"\s*:", "Google Fit"),
        (r"\s*\{.*\"com\.google\.step_count", "Google Fit"),
        (r"Activity ID,.*(Activity Date|Activity Type)", "Strava"),
        (r"Id,(ActivityDate|ActivityDay|ActivityHour|ActivityMinute)", "Fitbit"),
    )
)
#: Fitbit's monthly table in four languages: a title line, then a header with these words.
FITBIT_HEADER = re.compile(r"(minutes sedentary|minutes sedentaires|minuten sedentair)")
FIT_AS_CSV = "Type,Local Number,Message,"
COLUMNS_SHOWN = 12
LONGEST_NAME = 40


def refuse_known(head: Head) -> None:
    """Refuse what is known but not read.

    Raises
    ------
    NotReadYet
        An export of a known maker.
    FileRejected
        A picture, an archive, a program.
    """
    for magic, what in MAGICS:
        if head.start.startswith(magic):
            raise FileRejected(head.path, what)
    if head.start.startswith((ZIP, EMPTY_ZIP)):
        _refuse_zip(head)
    for pattern, kind in TEXTS:
        if pattern.match(head.text):
            raise NotReadYet(head.path, kind)
    if head.text.startswith(FIT_AS_CSV):
        raise FileRejected(head.path, "a FIT file decoded to CSV: take the .fit file itself")
    if any(FITBIT_HEADER.search(plain(line)) for line in head.lines[:3]):
        raise NotReadYet(head.path, "Fitbit")


def _refuse_zip(head: Head) -> None:
    for name, kind in IN_ZIPS:
        if name in head.start:
            raise NotReadYet(head.path, kind)
    if b"xl/" in head.start or b"[Content_Types].xml" in head.start:
        raise FileRejected(head.path, "an Excel or Word file: save the table as CSV")
    raise FileRejected(head.path, "a ZIP archive: unpack it and take the files in it")


def unknown(head: Head) -> FileRejected:
    """What to say of a file that nobody knows."""
    if head.encoding is None:
        begin = head.start[:8]
        if not any(begin):
            return FileRejected(head.path, "begins with zero bytes: no recording")
        return FileRejected(head.path, f"a binary file of no known kind, begins {begin.hex(' ')}")
    first = head.text.lstrip().partition("\n")[0]
    if first[:1] in {"{", "["}:
        return FileRejected(head.path, "JSON of no known export")
    if first.startswith("<"):
        return FileRejected(head.path, "XML of no known export")
    if _is_table(head):
        return FileRejected(head.path, _table(first))
    return FileRejected(head.path, "text of no known kind")


def _is_table(head: Head) -> bool:
    """Whether the first rows have as many cells as the header; prose is never quoted."""
    rows = [line for line in head.lines if line.strip()][:3]
    return any(
        rows[0].count(mark) and len({row.count(mark) for row in rows}) == 1
        for mark in DELIMITERS
        if rows
    )


def _table(first: str) -> str:
    _, names = split(first)
    named = [name[:LONGEST_NAME] for name in names if any(letter.isalpha() for letter in name)]
    if len(named) * 2 < len(names):
        return f"a table of {len(names)} columns without a header: no telling what they are"
    more = ", ..." if len(named) > COLUMNS_SHOWN else ""
    return f"a table without a steps column: it has {', '.join(named[:COLUMNS_SHOWN])}{more}"
