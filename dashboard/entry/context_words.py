"""What a runner told in passing, in words; minutes are always called an estimate."""

from typing import Final

from plantar.context import ContextKind, ContextNote
from plantar.plan import DeclaredShift
from plantar.words.catalogue import Words, mark

MINUTES_AN_HOUR = 60.0
SHIFT: Final = "shift"
KINDS: Final = {
    SHIFT: mark("Shift on my feet"),
    ContextKind.STOOD: mark("Stood"),
    ContextKind.WALKED: mark("Walked"),
    ContextKind.RAN: mark("Ran"),
    ContextKind.BAREFOOT: mark("Barefoot"),
    ContextKind.NEW_SHOES: mark("New shoes"),
    ContextKind.RACE: mark("Race"),
    ContextKind.OTHER: mark("Something else"),
}
#: What a floor is called where it was tapped; a floor that was typed is told as it was.
FLOORS: Final = {"hard": mark("hard floor"), "soft": mark("soft floor")}


def told(record: ContextNote | DeclaredShift, words: Words) -> str:
    """A note or a shift in a few words, without its day."""
    if isinstance(record, DeclaredShift):
        parts = [words.say(KINDS[SHIFT]), estimated(record.upright_min, words)]
        if record.floor:
            parts.append(
                words.say(FLOORS[record.floor]) if record.floor in FLOORS else record.floor
            )
        return ", ".join(parts)
    parts = [words.say(KINDS[record.kind])]
    if record.minutes is not None:
        parts.append(estimated(record.minutes, words))
    said = ", ".join(parts)
    return f"{said}: {record.text}" if record.text else said


def estimated(minutes: float, words: Words) -> str:
    """How long something was, as somebody remembers it."""
    if minutes < MINUTES_AN_HOUR:
        return words.say("{minutes} min (estimated)", minutes=round(minutes))
    return words.say("{hours} h (estimated)", hours=hours(minutes, words))


def hours(minutes: float, words: Words) -> str:
    """Minutes as hours, with a decimal where there is one."""
    told_h = round(minutes / MINUTES_AN_HOUR, 2)
    return words.number(told_h, 0 if told_h.is_integer() else 1)
