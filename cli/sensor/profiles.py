"""Which profile a sensor is read by: the one that somebody picks, or the one proposed."""

from pathlib import Path
from typing import TYPE_CHECKING

from plantar.errors import BadInput

if TYPE_CHECKING:
    from collector.profile import Profile


def pickable(home: Path) -> tuple["Profile", ...]:
    """Every profile that a sensor can be paired by, those of one's own last."""
    from collector.own_profile import own_profiles
    from collector.profile_file import known_profiles

    return tuple(one for one in (*known_profiles(), *own_profiles(home)) if not one.beside)


def beside() -> tuple["Profile", ...]:
    """What a sensor of any kind may have too."""
    from collector.profile_file import known_profiles

    return tuple(one for one in known_profiles() if one.beside)


def picked(home: Path, word: str) -> tuple["Profile", Path | None]:
    """The profile of an id, or in somebody's own file, and then that file.

    Raises
    ------
    BadInput
        No such profile.
    FileRejected
        The file holds none.
    """
    from collector.own_profile import read_own

    if word.endswith(".toml"):
        path = Path(word)
        return read_own(path), path
    there = pickable(home)
    for one in there:
        if one.id == word:
            return one, None
    ids = ", ".join(one.id for one in there)
    raise BadInput("--profile", word, f"a TOML file, or one of {ids}")
