"""Profiles out of TOML files, checked whole before any byte is read with them."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from collector.decoding.decoders import DECODERS
from collector.entries import Entries
from collector.frame_file import FRAME_ENTRIES, frame_from, named_sole
from collector.profile import (
    CatchUpKind,
    Framing,
    How,
    Listen,
    Match,
    Profile,
    SideRule,
    Verified,
    Write,
    full_uuid,
)
from plantar.errors import FileRejected

#: No profile is larger. [B]
LARGEST_BYTES: Final = 100_000
MOST_RATE_HZ: Final = 2_000.0
_UUID: Final = re.compile(r"[0-9a-f]{4}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ID: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
#: What answers come in, per way of asking.
_ANSWERS: Final = {
    CatchUpKind.OPEN_PLANTAR: "open-plantar-missed",
    CatchUpKind.ORPHE_RING: "orphe",
}
_LISTEN_ENTRIES: Final = (
    "characteristic", "how", "what", "decoder", "feet", "sole", "rate_hz", "optional",
)  # fmt: skip


@cache
def known_profiles() -> tuple[Profile, ...]:
    """Every family that we describe, by id."""
    folder = files("collector") / "profiles"
    found = [
        profile_from(place.read_text("utf-8"), Path("profiles") / place.name)
        for place in folder.iterdir()
        if place.name.endswith(".toml")
    ]
    return tuple(sorted(found, key=lambda profile: profile.id))


def known_profile(profile_id: str) -> Profile | None:
    """One family that we describe."""
    return next((one for one in known_profiles() if one.id == profile_id), None)


def beside_profiles() -> tuple[Profile, ...]:
    """What sensors of any family may tell besides: battery, device information, clock."""
    return tuple(one for one in known_profiles() if one.beside)


def read_profile(path: Path) -> Profile:
    """The profile in somebody's file.

    Raises
    ------
    FileRejected
        With the entry that cannot be, its value and what was wanted.
    """
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error
    if len(text) > LARGEST_BYTES:
        raise FileRejected(path, "is too large for a profile")
    try:
        return profile_from(text.decode("utf-8"), path)
    except UnicodeDecodeError as error:
        raise FileRejected(path, f"is no TOML: {error}") from error


def profile_from(text: str, path: Path) -> Profile:
    """The profile in a text; FileRejected when it is none."""
    try:
        entries = Entries(path, "", tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        raise FileRejected(path, f"is no TOML: {error}") from error
    entries.only(
        "id", "name", "tells", "verified", "source", "side", "beside", "catch_up", "match",
        "listen", "start", "stop",
    )  # fmt: skip
    profile_id = entries.needed("id")
    if not _ID.fullmatch(profile_id):
        raise entries.wrong("id", "small letters, digits and hyphens, at most 40")
    listen = tuple(_listen(one, profile_id) for one in entries.tables("listen"))
    profile = Profile(
        id=profile_id,
        name=entries.needed("name"),
        tells=entries.needed("tells"),
        verified=Verified(entries.choice("verified", tuple(Verified))),
        source=entries.word("source") or "",
        beside=entries.flag("beside"),
        match=_match(entries.table("match")),
        side=SideRule(entries.choice("side", tuple(SideRule))),
        listen=listen,
        start=tuple(_write(one) for one in entries.tables("start")),
        stop=tuple(_write(one) for one in entries.tables("stop")),
        catch_up=_catch_up(entries),
    )
    _whole(profile, entries)
    return profile


def _whole(profile: Profile, entries: Entries) -> None:
    """What must hold between the parts of a profile."""
    if not profile.listen:
        raise entries.wrong("listen", "at least one [[listen]] table")
    listened = [one.characteristic for one in profile.listen]
    if twice := next((one for one in listened if listened.count(one) > 1), None):
        raise FileRejected(entries.path, f"listen.characteristic: {twice} stands there twice")
    answers = None if profile.catch_up is None else _ANSWERS[profile.catch_up]
    if answers is not None and answers not in (one.decoder for one in profile.listen):
        raise entries.wrong("catch_up", f"one whose decoder {answers} is listened to")
    lines = [one for one in profile.listen if one.frame and one.frame.framing is not Framing.PACKET]
    if len(lines) > 1:
        raise FileRejected(
            entries.path, "listen.framing: lines come from one characteristic at most"
        )


def _catch_up(entries: Entries) -> CatchUpKind | None:
    if "catch_up" not in entries:
        return None
    return CatchUpKind(entries.choice("catch_up", tuple(CatchUpKind)))


def _match(entries: Entries) -> Match:
    entries.only("services", "name")
    services = entries.words("services")
    for service in services:
        _uuid(entries, "services", service)
    name = entries.word("name")
    if not services and name is None:
        raise entries.wrong("services", "a service, or a name, to propose this profile by")
    return Match(tuple(map(full_uuid, services)), name)


def _uuid(entries: Entries, name: str, told: str) -> str:
    if not _UUID.fullmatch(told.lower()):
        raise entries.wrong(name, "a UUID: 8-4-4-4-12 hexadecimal digits, or an assigned four")
    return full_uuid(told)


def _write(entries: Entries) -> Write:
    entries.only("characteristic", "hex")
    try:
        payload = bytes.fromhex(entries.needed("hex"))
    except ValueError as error:
        raise entries.wrong("hex", "bytes in hexadecimal") from error
    return Write(_uuid(entries, "characteristic", entries.needed("characteristic")), payload)


def _listen(entries: Entries, profile_id: str) -> Listen:
    entries.only(*_LISTEN_ENTRIES, *FRAME_ENTRIES)
    named = entries.word("decoder")
    if named is not None and named not in DECODERS:
        raise entries.wrong("decoder", "one of " + ", ".join(sorted(DECODERS)))
    if named is not None and (both := next((n for n in FRAME_ENTRIES if n in entries), None)):
        raise entries.wrong(both, "no frame beside a decoder")
    rate_hz = entries.number("rate_hz", 0.01, MOST_RATE_HZ)
    frame = None if named is not None else frame_from(entries, profile_id, rate_hz)
    if frame is not None and frame.count is not None and rate_hz is None:
        raise entries.wrong("rate_hz", "frames a second, which a sequence is measured by")
    return Listen(
        characteristic=_uuid(entries, "characteristic", entries.needed("characteristic")),
        how=How(entries.choice("how", tuple(How), How.NOTIFY)),
        what=entries.word("what") or "frames",
        decoder=named,
        feet=entries.whole("feet", 1, 2, 1),
        frame=frame,
        sole=frame.zones.sole
        if frame and frame.zones
        else named_sole(entries, profile_id, rate_hz),
        rate_hz=rate_hz,
        optional=entries.flag("optional"),
    )
