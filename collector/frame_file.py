"""The part of a profile that says how numbers lie in what a characteristic sends."""

import re
import struct
from math import nan
from typing import Final

from collector.entries import Entries
from collector.files.sole_layout import KNOWN, Sole, Unit, known_sole
from collector.profile import Count, Frame, Framing, Tells, Ticks, ZoneFields

#: No notification holds more: an attribute has at most 512 bytes. [B]
MOST_PACKET_BYTES: Final = 512
_PACKED: Final = re.compile(r"(?:\s*\d{0,3}[xbBhHiIqQfd])+\s*")
_ENDIANS: Final = {"little": "<", "big": ">"}
_UNITS_S: Final = {"s": 1.0, "ms": 1e-3, "us": 1e-6}
#: What a profile may say of a frame.
FRAME_ENTRIES: Final = (
    "framing", "endian", "head", "head_names", "format", "names", "frames", "sequence", "clock",
    "zones", "tells", "separator", "before", "after", "whole", "only", "unless",
)  # fmt: skip


def frame_from(entries: Entries, profile_id: str, rate_hz: float | None) -> Frame:
    """How frames lie in what a characteristic sends; FileRejected when that cannot be."""
    framing = Framing(entries.choice("framing", tuple(Framing)))
    _no_foreign(entries, framing)
    names = entries.words("names")
    if not any(names):
        raise entries.wrong("names", "a name per number of a frame, at least one not empty")
    named = [name for name in names if name]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise entries.wrong("names", f"every name once, {twice!r} stands there twice")
    head, head_names = _packed(entries, "head", "head_names", framing)
    packed, _ = _packed(entries, "format", "names", framing)
    fewest, most = _frames(entries)
    frame = Frame(
        framing=framing,
        names=names,
        head_names=head_names,
        head=head,
        packed=packed,
        fewest_frames=fewest,
        most_frames=most,
        count=_count(entries, (*head_names, *named), fewest, most),
        ticks=_ticks(entries, (*head_names, *named)),
        zones=_zones(entries, named, profile_id, rate_hz),
        told=_tells(entries, named),
        separator=entries.word("separator") or ",",
        before=entries.word("before") or "",
        after=entries.word("after") or "",
        whole=entries.flag("whole"),
        only=entries.agreeing("only"),
        unless=entries.agreeing("unless"),
    )
    _fits(frame, entries)
    return frame


def _no_foreign(entries: Entries, framing: Framing) -> None:
    """Entries that say nothing in this framing are mistakes."""
    text = ("separator", "before", "after")
    foreign = {
        Framing.PACKET: (*text, "only", "unless", "whole"),
        Framing.LINE: ("endian", "format", "head", "head_names", "frames", "only", "unless"),
        Framing.JSON_LINE: (*text, "endian", "format", "head", "head_names", "frames"),
    }[framing]
    if wrong := next((name for name in foreign if name in entries), None):
        raise entries.wrong(wrong, f"nothing of the kind in framing {str(framing)!r}")


def _fits(frame: Frame, entries: Entries) -> None:
    """What must hold between the parts of a frame."""
    if frame.lengths and frame.lengths[-1] > MOST_PACKET_BYTES:
        raise entries.wrong("format", f"at most {MOST_PACKET_BYTES} bytes, not {frame.lengths[-1]}")
    if frame.framing is Framing.JSON_LINE and not all(frame.names):
        raise entries.wrong("names", "a key per number, such as 'ms' or 'pct.0'")
    if frame.zones is None and not frame.told:
        raise entries.wrong(
            "zones", "[listen.zones] or [listen.tells], or there is nothing to tell"
        )


def _packed(
    entries: Entries, name: str, names: str, framing: Framing
) -> tuple[struct.Struct | None, tuple[str, ...]]:
    told = entries.word(name)
    if framing is not Framing.PACKET or (told is None and name == "head"):
        return None, entries.words(names) if name != "head" else ()
    if told is None or not _PACKED.fullmatch(told):
        raise entries.wrong(name, "struct letters: b B h H i I q Q f d, x for a byte to skip")
    endian = entries.choice("endian", tuple(_ENDIANS))
    packed = struct.Struct(_ENDIANS[endian] + told.replace(" ", ""))
    if not 0 < packed.size <= MOST_PACKET_BYTES:
        raise entries.wrong(name, f"from 1 to {MOST_PACKET_BYTES} bytes, not {packed.size}")
    numbers = len(packed.unpack(bytes(packed.size)))
    called = entries.words(names)
    if len(called) != numbers:
        raise entries.wrong(names, f"{numbers} names, as many as {name} has numbers")
    return packed, called


def _frames(entries: Entries) -> tuple[int, int]:
    told = entries.get("frames", 1)
    pair = [told, told] if isinstance(told, int) else told
    if (
        not isinstance(pair, list)
        or len(pair) != 2  # noqa: PLR2004  from and to
        or not all(isinstance(one, int) and not isinstance(one, bool) for one in pair)
        or not 1 <= pair[0] <= pair[1] <= MOST_PACKET_BYTES
    ):
        raise entries.wrong("frames", "how many frames a packet holds, or [fewest, most]")
    return pair[0], pair[1]


def _count(entries: Entries, names: tuple[str, ...], fewest: int, most: int) -> Count | None:
    told = entries.optional_table("sequence")
    if told is None:
        return None
    told.only("field", "bits", "counts")
    of_packets = told.choice("counts", ("frames", "packets"), "frames") == "packets"
    if of_packets and (fewest != most or most & (most - 1)):
        raise told.wrong("counts", "frames: packets that hold 1, 2, 4, 8 ... frames can be counted")
    return Count(told.one_of("field", names), told.whole("bits", 4, 64), of_packets)


def _ticks(entries: Entries, names: tuple[str, ...]) -> Ticks | None:
    told = entries.optional_table("clock")
    if told is None:
        return None
    told.only("field", "unit", "bits", "wrap")
    unit_s = _UNITS_S[told.choice("unit", tuple(_UNITS_S))]
    if "bits" in told and "wrap" in told:
        raise told.wrong("wrap", "either wrap or bits")
    wrap = told.whole("wrap", 2, 1 << 62) if "wrap" in told else 1 << told.whole("bits", 8, 64)
    return Ticks(told.one_of("field", names), unit_s, wrap)


def _zones(
    entries: Entries, names: list[str], profile_id: str, rate_hz: float | None
) -> ZoneFields | None:
    told = entries.optional_table("zones")
    if told is None:
        return None
    told.only(
        "fields", "unit", "cells", "along", "across", "area_cm2", "scale", "zero", "missing", "most"
    )
    fields = told.words("fields")
    if not fields:
        raise told.wrong("fields", "the names of the numbers that are zones")
    for field in fields:
        if field not in names:
            raise told.wrong("fields", f"names of this frame; {field!r} is none")
    scale = told.number("scale", -1e9, 1e9)
    if scale == 0:
        raise told.wrong("scale", "not 0")
    sole = _sole(told, profile_id, len(fields), rate_hz)
    missing = told.number("missing", -1e12, 1e12)
    zero = told.number("zero", -1e12, 1e12)
    return ZoneFields(
        fields=fields,
        sole=sole,
        scale=1.0 if scale is None else scale,
        zero=0.0 if zero is None else zero,
        missing=nan if missing is None else missing,
        most=told.number("most", -1e12, 1e12),
    )


def named_sole(entries: Entries, profile_id: str, rate_hz: float | None) -> Sole | None:
    """The sole that a decoder reads by its name."""
    told = entries.optional_table("sole")
    if told is None:
        return None
    told.only("unit", "cells", "along", "across", "area_cm2")
    places = told.get("along", [])
    return _sole(told, profile_id, len(places) if isinstance(places, list) else 0, rate_hz)


def _sole(told: Entries, profile_id: str, cells: int, rate_hz: float | None) -> Sole:
    """Where the zones lie: told here, or as in a sole of ours."""
    unit = Unit(told.choice("unit", tuple(Unit)))
    like = told.word("cells")
    if like is not None:
        if like not in KNOWN:
            raise told.wrong("cells", "one of " + ", ".join(KNOWN))
        ours = known_sole(like)
        if len(ours.along) != cells:
            raise told.wrong("cells", f"a sole of {cells} cells, {like} has {len(ours.along)}")
        along, across, area = ours.along, ours.across, ours.area_cm2
    else:
        found = told.numbers("along", 0.0, 1.0, cells)
        if found is None:
            raise told.wrong("along", "a place from 0 (heel) to 1 (toes) per field")
        along = found
        across = told.numbers("across", 0.0, 1.0, cells)
        area = told.numbers("area_cm2", 1e-3, 300.0, cells)
    if unit in {Unit.KILOPASCAL, Unit.NEWTON_PER_CM2} and area is None:
        raise told.wrong("area_cm2", f"areas, since {unit} is no force without them")
    return Sole(
        name=profile_id, unit=unit, along=along, across=across, area_cm2=area, rate_hz=rate_hz
    )


def _tells(entries: Entries, names: list[str]) -> tuple[tuple[Tells, str, int], ...]:
    told = entries.optional_table("tells")
    if told is None:
        return ()
    told.only(*Tells, "bits")
    bits = told.whole("bits", 8, 64) if Tells.STEPS in told else 32
    return tuple((what, told.one_of(what, tuple(names)), bits) for what in Tells if what in told)
