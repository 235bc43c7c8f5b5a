"""Header words of tables, whatever their case, accents and punctuation."""

import csv
import unicodedata

DELIMITERS = (",", ";", "\t")


def plain(word: str) -> str:
    """A word in small letters without accents: ``Année`` is ``annee``."""
    apart = unicodedata.normalize("NFKD", word.strip().casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def letters(word: str) -> str:
    """Only the letters of a word: ``Step count (steps)`` is ``stepcountsteps``."""
    return "".join(letter for letter in plain(word) if letter.isalpha())


def counted(n: int, thing: str) -> str:
    """So many of a thing: ``1 row``, ``2 rows``."""
    return f"{n} {thing}" if n == 1 else f"{n} {thing}s"


def header_at(lines: list[str]) -> int | None:
    """Which line is the header: the first that is not blank, nor Excel's ``sep=;``."""
    for n, line in enumerate(lines):
        if line.strip() and not line.casefold().startswith("sep="):
            return n
    return None


def header_of(lines: list[str]) -> tuple[str, list[str]]:
    """The delimiter that cuts a header into most cells, and the cells."""
    at = header_at(lines)
    return split(lines[at] if at is not None else "")


def split(line: str) -> tuple[str, list[str]]:
    """A line cut at its most frequent delimiter."""
    best = max(DELIMITERS, key=line.count)
    try:
        cells = next(csv.reader([line], delimiter=best), [])
    except csv.Error:
        cells = line.split(best)
    return best, [cell.strip() for cell in cells]
