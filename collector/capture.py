"""What one sensor sent, as lines of text that can be kept, sent to somebody, and heard again.

One JSON object a line, the head first; docs/captures.md has the form. A capture names no person
and no address, so that it may go with a report of a fault.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, assert_never

from collector.clock import NS_PER_S
from collector.gatt import SERIAL_NUMBER
from collector.hearing import listened
from collector.link_events import Began, Came, Connected, Ended, LinkEvent, Lost, Overflowed
from collector.pairing import PairedSensor
from collector.profile import Profile
from plantar.sample import Foot

#: Raised with every change of the form; older ones stay readable.
VERSION: Final = 1
#: What an event is called in its line.
CONNECTED, READ, HEARD = "connected", "read", "heard"
OVERFLOWED, LOST, ENDED = "overflowed", "lost", "ended"
#: A radio gives a sensor without a name its address for one.
_ADDRESS: Final = re.compile(r"[0-9a-f]{2}([:_-]?)(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """Whose bytes these are, and when they began."""

    plantar: str  # the version that wrote it
    began_ns: int  # what the wall clock said when the monotonic one was at 0, since 1970 UTC
    profile: Profile
    foot: Foot | None
    name: str  # as advertised
    characteristics: tuple[str, ...]  # all that is read or heard; a line names one by its place
    toml: str | None = None  # the text of a profile that is not one of ours
    stretch: int | None = None  # which one of a longer recording; None: it is whole


@dataclass(frozen=True, slots=True)
class CutOff:
    """A last line that was not written to its end."""

    line: int
    length: int  # of what there is of it [B]


@dataclass(frozen=True, slots=True)
class Capture:
    """A capture that was read, whole or up to where it was cut off."""

    path: Path
    head: Head
    events: tuple[LinkEvent, ...]
    cut_off: CutOff | None = None
    #: Of a stretch of a longer recording: what was said before it and still holds.
    before: tuple[LinkEvent, ...] = ()


def head_of(
    sensor: PairedSensor,
    began: Began,
    plantar: str,
    toml: str | None = None,
    stretch: int | None = None,
) -> Head:
    """The head of what a paired sensor sends from now on."""
    return Head(
        plantar=plantar,
        began_ns=began.wall_ns,
        profile=sensor.profile,
        foot=sensor.foot,
        name="" if _ADDRESS.search(sensor.name) else sensor.name,
        characteristics=tuple(one.characteristic for one in listened(sensor)),
        toml=toml,
        stretch=stretch,
    )


def head_line(head: Head) -> str:
    """A head as it is written."""
    seconds, ns = divmod(head.began_ns, NS_PER_S)
    began = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    told: dict[str, object] = {
        "capture": VERSION,
        "plantar": head.plantar,
        "began": f"{began.isoformat()}.{ns:09d}Z",
        "profile": head.profile.id,
        "foot": head.foot,
        "name": head.name,
        "toml": head.toml,
        "stretch": head.stretch,
        "characteristics": head.characteristics,
    }
    here = {name: value for name, value in told.items() if value is not None}
    return json.dumps(here, ensure_ascii=False) + "\n"


def event_line(head: Head, event: LinkEvent, *, before: bool = False) -> str:
    """An event as it is written; nothing for what is in the head, or told to nobody.

    `before`: it was said before this stretch, and still holds.
    """
    mark = ', "before": true' if before else ""
    match event:
        case Came(notification=one, read=read):
            if one.characteristic == SERIAL_NUMBER:
                return ""
            place = head.characteristics.index(one.characteristic)
            what = READ if read else HEARD
            late = one.wall_ns - head.began_ns - one.monotonic_ns
            return (
                f'{{"at": {one.monotonic_ns}, "what": "{what}", "of": {place}, "wall": {late},'
                f' "hex": "{one.payload.hex()}"{mark}}}\n'
            )
        case Connected(at_ns=at, lacking=lacking):
            places = sorted(map(head.characteristics.index, lacking))
            return f'{{"at": {at}, "what": "{CONNECTED}", "lacking": {places}{mark}}}\n'
        case Overflowed(at_ns=at, notifications=many):
            return f'{{"at": {at}, "what": "{OVERFLOWED}", "notifications": {many}}}\n'
        case Lost(at_ns=at, cause=cause):
            return f'{{"at": {at}, "what": "{LOST}", "cause": "{cause}"}}\n'
        case Ended(at_ns=at):
            return f'{{"at": {at}, "what": "{ENDED}"}}\n'
        case Began():
            return ""
        case _:
            assert_never(event)
