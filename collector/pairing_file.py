"""Which sensors are paired on this computer: `sensors.toml`, read strictly and written whole."""

import json
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from collector.entries import Entries
from collector.own_profile import keep_own, profile_of
from collector.pairing import PairedSensor, refuse_clashes
from collector.pairs import refuse_taken
from plantar.errors import BadInput, FileRejected, PairingRefused
from plantar.sample import Foot
from plantar.whole_file import alone, write_whole

FILE_NAME: Final = "sensors.toml"
#: No file of a household's sensors is larger. [B]
LARGEST_BYTES: Final = 1_000_000
_ENTRIES: Final = (
    "id", "address", "name", "profile", "runner", "foot", "device", "paired_at",
)  # fmt: skip
_HEAD: Final = (
    "# The sensors paired on this computer: `plantar sensor add` and `plantar sensor remove`\n"
    "# write this file.\n"
)


def paired_sensors(home: Path) -> tuple[PairedSensor, ...]:
    """Every paired sensor, in the order in which they were paired; none where there is no file.

    Raises
    ------
    FileRejected
        With the entry that cannot be, its value and what was wanted.
    """
    path = home / FILE_NAME
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise FileRejected(path, f"cannot be read: {error.strerror or error}") from error
    if len(text) > LARGEST_BYTES:
        raise FileRejected(path, "is too large for a list of sensors")
    try:
        entries = Entries(path, "", tomllib.loads(text.decode("utf-8")))
    except (ValueError, RecursionError) as error:
        raise FileRejected(path, f"is no TOML: {error}") from error
    entries.only("sensor")
    sensors = tuple(_sensor(home, one) for one in entries.tables("sensor"))
    try:
        refuse_clashes(sensors)
    except BadInput as error:
        cause = f"{error.field}: {error.value!r}, wanted is {error.wanted}"
        raise FileRejected(path, cause) from error
    return sensors


def add(home: Path, sensors: Sequence[PairedSensor], own_profile: Path | None = None) -> None:
    """Pair sensors, all of them or none; with them the profile in somebody's own file is kept.

    Raises
    ------
    PairingRefused
        One of them is paired already, with this runner or another.
    FileRejected
        The profile cannot be kept, or the list not be written.
    """
    with alone(home / FILE_NAME):
        known = paired_sensors(home)
        for sensor in sensors:
            refuse_taken(known, sensor.address)
        together = (*known, *sensors)
        refuse_clashes(together)
        if own_profile is not None:
            keep_own(home, own_profile, frozenset(one.profile.id for one in known))
        _write(home / FILE_NAME, together)


def remove(home: Path, sensor_id: str) -> tuple[PairedSensor, ...]:
    """Forget a sensor by its id, or both soles by that of their pair; what was forgotten.

    Raises
    ------
    PairingRefused
        There is no such sensor.
    """
    with alone(home / FILE_NAME):
        known = paired_sensors(home)
        gone = tuple(one for one in known if sensor_id in (one.id, one.device))
        if not gone:
            there = ", ".join(one.id for one in known) or "none"
            raise PairingRefused(f"no sensor {sensor_id!r} is paired; there are: {there}")
        _write(home / FILE_NAME, tuple(one for one in known if one not in gone))
    return gone


def _sensor(home: Path, entries: Entries) -> PairedSensor:
    entries.only(*_ENTRIES)
    paired_at = entries.get("paired_at")
    if not isinstance(paired_at, datetime):
        raise entries.wrong("paired_at", "a moment such as 2026-03-02T09:00:00Z")
    foot = Foot(entries.choice("foot", tuple(Foot))) if "foot" in entries else None
    profile = profile_of(home, entries.needed("profile"))
    if profile is None:
        raise entries.wrong("profile", "a profile of Plantar's, or one in profiles/ beside it")
    name = entries.get("name")
    if not isinstance(name, str):
        raise entries.wrong("name", "a text, which may be empty")
    try:
        return PairedSensor(
            id=entries.needed("id"),
            address=entries.needed("address"),
            name=name,
            profile=profile,
            runner_id=entries.needed("runner"),
            paired_at=paired_at,
            foot=foot,
            device=entries.needed("device"),
        )
    except BadInput as error:
        raise entries.wrong(error.field, error.wanted) from error


def _write(path: Path, sensors: Sequence[PairedSensor]) -> None:
    """Put the whole file in the place of the old one, readable by its owner alone."""
    text = _HEAD + "".join(f"\n[[sensor]]\n{_told(sensor)}" for sensor in sensors)
    write_whole(path, text)


def _told(sensor: PairedSensor) -> str:
    """The entries of one sensor; a TOML text is written as JSON writes it, but for DEL."""
    texts = {
        "id": sensor.id,
        "address": sensor.address,
        "name": sensor.name,
        "profile": sensor.profile.id,
        "runner": sensor.runner_id,
        "foot": sensor.foot,
        "device": sensor.device,
    }
    lines = [
        f"{entry} = {json.dumps(text, ensure_ascii=False)}\n".replace("\x7f", "\\u007f")
        for entry, text in texts.items()
        if text is not None
    ]
    at = sensor.paired_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return "".join(lines) + f"paired_at = {at}\n"
