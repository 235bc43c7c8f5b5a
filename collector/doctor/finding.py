"""What a look at one thing came to, and what mends it."""

from dataclasses import dataclass
from enum import StrEnum

from plantar.door import some_words


class Verdict(StrEnum):
    """How one thing is."""

    OK = "ok"
    LOOK = "look"  # it works, or may work; somebody should look at it
    BROKEN = "broken"  # nothing is collected until this is mended


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    verdict: Verdict
    found: str
    fix: str | None = None  # a command to type, or where to click

    def __post_init__(self) -> None:
        some_words("found", self.found, "what was seen")
        if self.verdict is not Verdict.OK:
            some_words("fix", self.fix, "whoever reads this wants to mend it")


def ok(subject: str, found: str) -> Finding:
    """All is well."""
    return Finding(subject, Verdict.OK, found)


def look(subject: str, found: str, fix: str) -> Finding:
    """Somebody should look at it."""
    return Finding(subject, Verdict.LOOK, found, fix)


def broken(subject: str, found: str, fix: str) -> Finding:
    """Nothing is collected until this is mended."""
    return Finding(subject, Verdict.BROKEN, found, fix)
