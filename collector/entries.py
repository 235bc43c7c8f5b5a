"""Entries of a TOML table, read one by one, each refused with its file, its place and its value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plantar.errors import FileRejected

#: More of a value than this tells nobody more.
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Entries:
    """A table of entries, and where it stands."""

    path: Path
    place: str
    told: Mapping[str, object]

    def __contains__(self, name: object) -> bool:
        return name in self.told

    def get(self, name: str, otherwise: object = None) -> object:
        """The value as it stands."""
        return self.told.get(name, otherwise)

    def wrong(self, name: str, wanted: str) -> FileRejected:
        """What to say of an entry."""
        value = self.told.get(name)
        shown = "missing" if value is None else repr(value)[:_SHOWN]
        return FileRejected(self.path, f"{self.place}{name}: {shown}, wanted is {wanted}")

    def only(self, *names: str) -> None:
        """Refuse any other entry: a misspelt one would be silently left out."""
        if others := sorted(set(self.told) - set(names)):
            raise FileRejected(
                self.path, f"{self.place}{others[0]}: unknown, known are {', '.join(names)}"
            )

    def word(self, name: str) -> str | None:
        """A text that is not empty."""
        found = self.told.get(name)
        if found is not None and not (isinstance(found, str) and found.strip()):
            raise self.wrong(name, "a text")
        return found

    def needed(self, name: str) -> str:
        """A text that must be there."""
        found = self.word(name)
        if found is None:
            raise self.wrong(name, "a text")
        return found

    def choice(self, name: str, among: Sequence[str], otherwise: str | None = None) -> str:
        """One of a few words."""
        found = self.told.get(name, otherwise)
        if not isinstance(found, str) or found not in among:
            raise self.wrong(name, "one of " + ", ".join(among))
        return found

    def one_of(self, name: str, names: Sequence[str]) -> str:
        """The name of a number of the frame."""
        found = self.told.get(name)
        if not isinstance(found, str) or not found or found not in names:
            raise self.wrong(name, "a name of this frame: " + ", ".join(n for n in names if n))
        return found

    def number(self, name: str, low: float, high: float) -> float | None:
        """A finite number in a range."""
        found = self.told.get(name)
        if found is None:
            return None
        if not _between(found, low, high):
            raise self.wrong(name, f"a number from {low:g} to {high:g}")
        return float(found)  # type: ignore[arg-type]  # _between saw that it is one

    def whole(self, name: str, low: int, high: int, otherwise: int | None = None) -> int:
        """A whole number in a range."""
        found = self.told.get(name, otherwise)
        if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
            raise self.wrong(name, f"a whole number from {low} to {high}")
        return found

    def numbers(self, name: str, low: float, high: float, many: int) -> tuple[float, ...] | None:
        """So many numbers, each in a range."""
        found = self.told.get(name)
        if found is None:
            return None
        if (
            not isinstance(found, list)
            or len(found) != many
            or not all(_between(one, low, high) for one in found)
        ):
            raise self.wrong(name, f"{many} numbers from {low:g} to {high:g}")
        return tuple(float(one) for one in found)

    def words(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        found = self.told.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
            raise self.wrong(name, "a list of texts")
        return tuple(found)

    def flag(self, name: str) -> bool:
        """True or false; false when left out."""
        found = self.told.get(name, False)
        if not isinstance(found, bool):
            raise self.wrong(name, "true or false")
        return found

    def agreeing(self, name: str) -> tuple[tuple[str, object], ...]:
        """A table of texts and numbers that something else must agree with."""
        told = self.optional_table(name)
        if told is None:
            return ()
        for entry, value in told.told.items():
            if not isinstance(value, str | int | bool):
                raise told.wrong(entry, "a text, a whole number, true or false")
        return tuple(told.told.items())

    def optional_table(self, name: str) -> "Entries | None":
        """A table inside this one."""
        found = self.told.get(name)
        if found is None:
            return None
        if not isinstance(found, dict):
            raise self.wrong(name, "a table")
        return Entries(self.path, f"{self.place}{name}.", found)

    def table(self, name: str) -> "Entries":
        """A table that must be there."""
        found = self.optional_table(name)
        if found is None:
            raise self.wrong(name, "a table")
        return found

    def tables(self, name: str) -> list["Entries"]:
        """Tables of the same kind, each written [[name]]."""
        found = self.told.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise self.wrong(name, f"[[{name}]] tables")
        return [
            Entries(self.path, f"{name}[{nth}].", one) for nth, one in enumerate(found, start=1)
        ]


def _between(number: object, low: float, high: float) -> bool:
    """Whether this is a finite number in a range; True and False are none."""
    if isinstance(number, bool) or not isinstance(number, int | float):
        return False
    return low <= number <= high  # nan is in no range
