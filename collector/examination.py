"""Meeting a sole twice, and asking it everything that its profile lets it be asked."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from bleak.exc import BleakGATTProtocolError

from collector.conformance.seen import Asked, Connection, Seen
from collector.link import LINK_TROUBLE
from collector.notification import Notification
from collector.profile import Profile, Write
from collector.scanning import Heard, NotHeard
from collector.sole import (
    DECLARATION,
    FRAMES,
    MISSED,
    MOST_ASKED,
    WRAP,
    Ask,
    Packet,
    ask_bytes,
    read_declaration,
    read_frames,
)
from collector.visit import Visit, Visitor
from plantar.errors import SensorError

#: Between the two connections, long enough that a count that stood still is seen. [s]
APART_S: Final = 4.0
#: The second one, to hear how the count goes on. [s]
AGAIN_S: Final = 3.0
#: An answer that takes longer does not come. [s]
ANSWER_S: Final = 5.0
#: The newest notifications whose frames are asked for again.
_ASKED_AGAIN: Final = 3
#: So far ahead of the newest frame nothing was measured: most of three hours at 100 Hz.
_FAR_AHEAD: Final = 1_000_000
_FEW: Final = 5
#: Where an answer says how many frames it holds; 0: they are gone. [B]
_FRAMES_AT: Final = 8


async def examine(
    visitor: Visitor,
    advertised: Heard,
    profile: Profile,
    beside: Sequence[Profile],
    seconds: float,
) -> Seen:
    """Listen for so long, ask for frames, leave, and come back.

    Raises
    ------
    NotHeard
        It does not advertise.
    One of `LINK_TROUBLE`
        The radio does not work, or the first connection came to nothing.
    """
    first = await _first(visitor, advertised.address, profile, beside, seconds)
    await asyncio.sleep(APART_S)
    heard: list[Notification] = []
    try:
        async with visitor.visit(advertised.address, profile, beside, heard.append):
            await asyncio.sleep(AGAIN_S)
    except (NotHeard, *LINK_TROUBLE) as error:
        return Seen(advertised.name, advertised.services, first, None, str(error) or "no answer")
    return Seen(advertised.name, advertised.services, first, Connection(tuple(heard)))


async def _first(
    visitor: Visitor, address: str, profile: Profile, beside: Sequence[Profile], seconds: float
) -> Connection:
    heard: list[Notification] = []
    async with visitor.visit(address, profile, beside, heard.append) as visit:
        await asyncio.sleep(seconds)
        with suppress(*LINK_TROUBLE):
            again = await visit.link.read(DECLARATION)
            if again is not None:
                at = visitor.clock.monotonic_ns(), visitor.clock.wall_ns()
                heard.append(Notification(DECLARATION, again, *at))
        live = tuple(heard)
        packets = _packets(live)
        if not packets or not visit.link.has(MISSED):
            return Connection(live)
        kept, gone = _newest(packets), _never(packets[-1])
        return Connection(
            live,
            kept=(kept, await _ask(visit, heard, ask_bytes(kept), kept.frames)),
            gone=(gone, await _ask(visit, heard, ask_bytes(gone), 1)),
            nothing=await _ask(visit, heard, bytes(len(ask_bytes(kept))), 1),
        )


async def _ask(visit: Visit, heard: list[Notification], payload: bytes, most: int) -> Asked:
    """Write an ask, and wait until it is answered in full, or no more comes."""
    begun = len(heard)
    try:
        await visit.link.write(Write(MISSED, payload))
    except BleakGATTProtocolError as error:
        return Asked(payload, f"ATT error 0x{int(error.code):02X}")
    except LINK_TROUBLE as error:
        return Asked(payload, str(error) or type(error).__name__)
    answers: tuple[bytes, ...] = ()
    with suppress(TimeoutError):
        async with asyncio.timeout(ANSWER_S):
            while _answered(answers) < most:
                await asyncio.sleep(0.05)
                answers = tuple(
                    one.payload for one in heard[begun:] if one.characteristic == MISSED
                )
    return Asked(payload, None, answers)


def _answered(answers: Sequence[bytes]) -> int:
    """How many frames were answered; frames that are gone are told once for all of them."""
    told = [one[_FRAMES_AT] for one in answers if len(one) > _FRAMES_AT]
    return sum(frames or MOST_ASKED for frames in told)


def _packets(heard: Sequence[Notification]) -> list[Packet]:
    """The frames that can be read; what cannot is judged elsewhere."""
    declaration, packets = None, []
    for one in heard:
        with suppress(SensorError):
            if one.characteristic == DECLARATION:
                declaration = read_declaration("sole", one.payload)
            elif one.characteristic == FRAMES and declaration is not None:
                packets.append(read_frames("sole", one.payload, declaration))
    return packets


def _newest(packets: Sequence[Packet]) -> Ask:
    """The newest frames that came in a row."""
    row = [packets[-1]]
    for packet in reversed(packets[-_ASKED_AGAIN:-1]):
        if (packet.sequence + len(packet)) % WRAP != row[0].sequence:
            break
        row.insert(0, packet)
    return Ask(row[0].sequence, sum(map(len, row)))


def _never(newest: Packet) -> Ask:
    """Frames that nobody has measured yet."""
    return Ask((newest.sequence + _FAR_AHEAD) % WRAP, _FEW)
