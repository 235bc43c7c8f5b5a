"""Profiles of one's own, copied beside the list of sensors, so that they are there next time."""

from pathlib import Path
from typing import Final

from collector.profile import Profile
from collector.profile_file import known_profile, read_profile
from plantar.errors import FileRejected

FOLDER: Final = "profiles"


def profile_of(home: Path, profile_id: str) -> Profile | None:
    """One of ours, or else the copy of somebody's own; None where there is neither."""
    known = known_profile(profile_id)
    if known is not None:
        return known
    path = home / FOLDER / f"{profile_id}.toml"
    if Path(profile_id).name != profile_id or not path.is_file():
        return None
    profile = read_profile(path)
    if profile.id != profile_id:
        raise FileRejected(path, f"id: {profile.id!r}, wanted is {profile_id!r}, as its file")
    return profile


def own_profiles(home: Path) -> tuple[Profile, ...]:
    """Every copy of somebody's own profile."""
    copies = sorted((home / FOLDER).glob("*.toml"))
    found = [profile_of(home, path.stem) for path in copies]
    return tuple(one for one in found if one is not None and known_profile(one.id) is None)


def own_text(home: Path, profile: Profile) -> str | None:
    """The text of somebody's own profile, as it was copied; None for one of ours."""
    if known_profile(profile.id) is not None:
        return None
    path = home / FOLDER / f"{profile.id}.toml"
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileRejected(path, f"cannot be read: {error}") from error


def read_own(path: Path) -> Profile:
    """The profile in somebody's file, which may not pass for one of ours."""
    profile = read_profile(path)
    if known_profile(profile.id) is not None:
        raise FileRejected(path, f"id: {profile.id!r}, wanted is an id that no profile of ours has")
    return profile


def keep_own(home: Path, path: Path, used: frozenset[str]) -> None:
    """Copy somebody's profile, or a newer version of it.

    Parameters
    ----------
    home : Path
        Where sensors.toml lies.
    path : Path
        Their file.
    used : frozenset of str
        Ids of profiles by which paired sensors are read: those do not change under them.
    """
    profile, text = read_own(path), path.read_bytes()
    kept = home / FOLDER / f"{profile.id}.toml"
    if kept.is_file() and kept.read_bytes() == text:
        return
    if kept.is_file() and profile.id in used:
        cause = f"id: {profile.id!r} is another profile, by which a paired sensor is read"
        raise FileRejected(path, f"{cause}: give yours another id, or remove that sensor first")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        beside = kept.with_suffix(".new")
        beside.write_bytes(text)
        beside.replace(kept)
    except OSError as error:
        raise FileRejected(kept, f"cannot be written: {error.strerror or error}") from error
