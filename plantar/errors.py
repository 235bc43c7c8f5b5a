"""The errors Plantar raises on purpose, each carrying what one needs to mend it.

::

    PlantarError
    ├── BadInput            a value that cannot be: field, value, what was wanted
    │   └── PainRefused     what somebody told of pain, with a code for every language
    ├── FileRejected        a file that cannot be taken in: path, cause
    │   ├── NotReadYet      a known export that no reader takes yet
    │   └── DatesAmbiguous  a table whose dates can be read in more than one way
    ├── SettingsError       a setting that is unknown or impossible
    ├── SensorError         what a sensor sent does not fit its profile
    ├── PairingRefused      a sensor that cannot be paired, or read, as it was asked
    ├── CannotAnswer        an episode that cannot be answered so: it is over, or answered
    ├── NoRadio             the Bluetooth of this computer does not work, and what to do
    ├── WireError           bytes that are no row of a version we know
    ├── BrokerError         the broker, or whoever should answer there, cannot be had
    ├── InfluxError         the mirror in InfluxDB cannot do what was asked
    │   ├── InfluxAway      it does not answer, or is not well
    │   ├── InfluxDenied    it does not take our token
    │   └── InfluxRefused   it does not take what we told it
    ├── OutboxError         the outbox cannot do what was asked
    │   ├── OutboxFull      no room left on its disk or within its bounds
    │   └── OutboxTaken     another collector works with it
    └── StoreError
        ├── CannotKeep      a number or text that no store can hold
        ├── UnknownRunner   no runner of that id
        ├── RunnerExists    that id is taken
        ├── UnknownImport   no import of that id
        ├── UnknownRecord   nothing of that id was agreed or told
        ├── UnknownRecipient nobody of that id is written to
        └── UnknownMessage  no message of that id, or not for this
        ├── UnknownAccount  nobody signs in by that name or id
        ├── AccountExists   that login name is taken
        ├── UsedUp          a link that lets nobody in any more
        ├── UploadRefused   a file that cannot wait to be taken in: too much waits already
        └── NotAllowed      what this viewer may not do
"""

from datetime import date
from pathlib import Path

#: More bytes of a payload than this tell nobody more.
MOST_SHOWN = 64


class PlantarError(Exception):
    """Anything Plantar refuses or cannot do; its text is a sentence for the user."""


class BadInput(PlantarError):
    """A value that cannot be, with the field it was given for and what was wanted."""

    def __init__(self, field: str, value: object, wanted: str) -> None:
        super().__init__(f"{field}: {value!r} is not {wanted}")
        self.field = field
        self.value = value
        self.wanted = wanted


class PainRefused(BadInput):
    """What somebody told of pain and cannot be kept; its code has a sentence in every language."""

    def __init__(self, code: str, field: str, value: object, wanted: str) -> None:
        super().__init__(field, value, wanted)
        self.code = code


class FileRejected(PlantarError):
    """A file that cannot be taken in; nothing of it is kept."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(f"{path}: {cause}")
        self.path = path
        self.cause = cause


class NotReadYet(FileRejected):
    """A known kind of export that has no reader yet, refused by its name."""

    def __init__(self, path: Path, kind: str) -> None:
        super().__init__(path, f"recognised as {kind}, not read yet")
        self.kind = kind


class DatesAmbiguous(FileRejected):
    """A table whose dates can be read in more than one way; whoever brings it says which."""

    def __init__(
        self, path: Path, cause: str, readings: tuple[tuple[str, date, date], ...]
    ) -> None:
        super().__init__(path, cause)
        self.readings = readings  # the order, and the first and the last day by it


class SettingsError(PlantarError):
    """A setting that is unknown or impossible, with the place it came from."""


class SensorError(PlantarError):
    """Bytes from a sensor that do not fit its profile."""

    def __init__(self, sensor: str, cause: str, payload: bytes | None = None) -> None:
        got = "" if payload is None else f", got {payload[:MOST_SHOWN].hex(' ') or 'nothing'}"
        super().__init__(f"{sensor}: {cause}{got}")
        self.sensor = sensor
        self.payload = payload


class PairingRefused(PlantarError):
    """A sensor that cannot be paired as it was asked; nothing of it is kept."""


class CannotAnswer(PlantarError):
    """An answer that the episode cannot have as it stands; nothing of it is kept."""


class NoRadio(PlantarError):
    """The computer has no Bluetooth that works, with what is wrong and what to do about it."""


class WireError(PlantarError):
    """Bytes that came over the wire and are no row of a version we know."""


class BrokerError(PlantarError):
    """The broker cannot be reached or lets us not in, or nobody answers there."""


class InfluxError(PlantarError):
    """The mirror in InfluxDB cannot do what was asked; the store has everything it had."""


class InfluxAway(InfluxError):
    """It does not answer, or says that something is wrong with it: another time it may."""


class InfluxDenied(InfluxError):
    """It does not take our token, or not for this."""


class InfluxRefused(InfluxError):
    """It does not take what we told it, and would not the next time."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.reason = reason


class OutboxError(PlantarError):
    """The outbox cannot do what was asked; what it held it still holds."""


class OutboxFull(OutboxError):
    """No room for more, even after giving up what may be given up."""


class OutboxTaken(OutboxError):
    """Another collector works with this outbox."""


class StoreError(PlantarError):
    """The store cannot do what was asked."""


class CannotKeep(StoreError):
    """A number or text that no store can hold: to ask again does not help."""


class UnknownRunner(StoreError):
    """No runner of that id; none is ever assumed."""

    def __init__(self, runner_id: str) -> None:
        super().__init__(f"no runner {runner_id!r}: make one with `./run runner add {runner_id}`")
        self.runner_id = runner_id


class RunnerExists(StoreError):
    """That runner id is taken."""

    def __init__(self, runner_id: str) -> None:
        super().__init__(f"runner {runner_id!r} is there already")
        self.runner_id = runner_id


class UnknownImport(StoreError):
    """No import of that id in this store."""

    def __init__(self, origin_id: str) -> None:
        super().__init__(f"no import {origin_id!r}: `./run import --list` names them")
        self.origin_id = origin_id


class UnknownRecord(StoreError):
    """Nothing of that id was agreed with this runner or told by them."""

    def __init__(self, kind: str, key: object, runner_id: str) -> None:
        super().__init__(f"no {kind} {key} of runner {runner_id!r}")
        self.kind = kind
        self.key = key
        self.runner_id = runner_id


class UnknownRecipient(StoreError):
    """Nobody of that id is written to."""

    def __init__(self, recipient_id: str) -> None:
        super().__init__(f"no recipient {recipient_id!r}: `./run recipient list` names them")
        self.recipient_id = recipient_id


class UnknownMessage(StoreError):
    """No message of that id, or none of which that can be asked."""

    def __init__(self, message_id: str, why: str = "") -> None:
        listed = "`./run messages list` names them"
        super().__init__(f"no message {message_id!r} {why}".rstrip() + f"; {listed}")
        self.message_id = message_id


class UnknownAccount(StoreError):
    """Nobody signs in by that name, or has that id."""

    def __init__(self, named: str) -> None:
        super().__init__(f"no account {named!r}: `./run account list` names them")
        self.named = named


class AccountExists(StoreError):
    """That login name is taken, or the runner has an account already."""

    def __init__(self, login: str) -> None:
        super().__init__(f"account {login!r} is there already")
        self.login = login


class UsedUp(StoreError):
    """A link that was used, has expired, or never was."""

    def __init__(self) -> None:
        super().__init__("this link was used, has expired, or never was one: ask for another")


class NotAllowed(StoreError):
    """What whoever looks may not do; of a runner they may not see it is UnknownRunner."""

    def __init__(self, deed: str) -> None:
        super().__init__(f"{deed}: not allowed for this account")
        self.deed = deed


class UploadRefused(StoreError):
    """A file that is not put with those that wait; its code has a sentence in every language."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code
