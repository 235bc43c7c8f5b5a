"""What any radio has to do for the collector, written once and played on every rig.

Each scenario uses the collector's own `Search`, `connected` and `Link`, raises AssertionError when
what came out is not what was sent, and returns a sentence with its figures.
"""

import asyncio
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from typing import Final

from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bumble.link import LocalLink

from collector import gatt
from collector.clock import NS_PER_S
from collector.link import Link, connected
from collector.notification import Inbox, Notification
from collector.profile import Write
from collector.radio import Patience, Radio
from collector.search import Search
from collector.simulated.ahead import loop_clock
from collector.simulated.gait import Walker
from collector.simulated.live import in_the_air
from collector.simulated.sole import Making, SimulatedSole
from collector.sole import DECLARATION, FRAMES, read_declaration
from plantar.sample import Foot
from tests.collector import scratchpad as pad

LEFT: Final = Making("Left shoe", "F0:00:00:00:00:01", Foot.LEFT)
RIGHT: Final = Making("Right shoe", "F0:00:00:00:00:02", Foot.RIGHT)
#: Of a frame that is as long as one of an ORPHE INSOLE. [bytes]
FRAME_BYTES: Final = 104
RATE_HZ: Final = 50
_STAMP: Final = struct.Struct("<Iq")  # count, and when it was said


@dataclass(frozen=True, slots=True)
class Rig:
    """A radio, the air it hears, and how quick both are."""

    air: LocalLink
    radio: Radio
    #: After so long without a word, nothing more is on its way. [s]
    quiet_s: float = 0.3
    frames: int = 100  # of each shoe, where they walk

    @property
    def patience(self) -> Patience:
        """How long the collector waits here."""
        return Patience(read_s=max(1.0, 5 * self.quiet_s), connect_s=30.0)


Scenario = Callable[[Rig], Awaitable[str]]


async def connections_that_drop_double_nothing(rig: Rig) -> str:
    """Three links drop under the collector; each notification of each link comes once."""
    heard = []
    async with shoe_in(rig, LEFT) as shoe, searching(rig) as search:
        for _ in range(3):
            async with linked(rig, search, LEFT.address) as link:
                assert await link.listen(FRAMES)
                heard.append(len(await _say_ten(rig, shoe, link)))
                await shoe.drop_link()
                assert await _is_closed(rig, link)
    assert heard == [10, 10, 10], heard
    return f"of 10 said on each of 3 connections, {heard} heard"


async def a_careless_client(rig: Rig) -> list[int]:
    """The same with one bleak client that is used again: how many were heard of 10, each time."""
    counts, buses = [], []
    async with shoe_in(rig, LEFT) as shoe:
        device = await find(rig, LEFT.address)
        gone = asyncio.Event()
        client = BleakClient(device, lambda _client: gone.set(), backend=rig.radio.client)
        for _ in range(3):
            heard: list[bytes] = []
            await client.connect()
            buses.append(getattr(client._backend, "_bus", None))
            await client.start_notify(FRAMES, partial(_keep, heard))
            for n in range(10):
                await shoe.say(bytes([n]))
            await _until_quiet(rig, heard)
            counts.append(len(heard))
            gone.clear()
            await shoe.drop_link()
            async with asyncio.timeout(10):
                await gone.wait()
            await find(rig, LEFT.address)  # it is in the air again
        await client.disconnect()
    for bus in buses:
        if bus is not None:
            bus.disconnect()
            with suppress(EOFError):
                await bus.wait_for_disconnect()
    return counts


async def any_length_is_handed_on(rig: Rig) -> str:
    """Notifications that fit no profile arrive as they are, and the link stays."""
    lengths = [0, 1, 12, 13, 104]
    async with (
        shoe_in(rig, LEFT) as shoe,
        searching(rig) as search,
        linked(rig, search, LEFT.address) as link,
    ):
        assert await link.listen(FRAMES)
        for length in lengths:
            await shoe.say(b"\xff" * length)
        heard = [len(payload) for payload in await _heard(rig, link)]
        assert heard == lengths, heard
        assert await link.read(gatt.BATTERY_LEVEL) == bytes([LEFT.battery_percent])
    return f"lengths {heard} came through, and the link stayed"


async def a_mute_shoe_is_noticed(rig: Rig) -> str:
    """Nobody tells of a link that died in silence: the watchdog and the probe find it."""
    async with shoe_in(rig, LEFT) as shoe, searching(rig) as search:
        async with linked(rig, search, LEFT.address) as link:
            assert await link.listen(FRAMES)
            assert len(await _say_ten(rig, shoe, link)) == 10
            shoe.freeze()
            fell_mute_s = _now_s()
            assert await _times_out(link.inbox.take(rig.quiet_s)), "the mute shoe was heard"
            assert await _times_out(link.read(gatt.BATTERY_LEVEL)), "the mute shoe answered"
            noticed_s = _now_s() - fell_mute_s
            assert not link.inbox._closed, "the radio told that the link was lost"
        shoe.thaw()
        shoe.muted = True  # it says what it is told to, again
        async with linked(rig, search, LEFT.address) as link:
            assert await link.listen(FRAMES)
            assert len(await _say_ten(rig, shoe, link)) == 10
    return f"found after {noticed_s:.1f} s by a read without an answer, then connected again"


async def two_shoes_walk(rig: Rig) -> str:
    """Both shoes at once, long frames: none lost, none doubled, all in order."""
    heard: dict[str, list[bytes]] = {}
    late_ms: list[float] = []
    async with AsyncExitStack() as stack:
        search = await stack.enter_async_context(searching(rig))
        shoes = [await stack.enter_async_context(shoe_in(rig, one)) for one in (LEFT, RIGHT)]
        links = [
            await stack.enter_async_context(linked(rig, search, one.making.address))
            for one in shoes
        ]
        for link in links:
            assert await link.listen(FRAMES)
        began_s = _now_s()
        for count in range(rig.frames):
            await asyncio.sleep(max(0.0, began_s + count / RATE_HZ - _now_s()))
            for shoe in shoes:
                stamp = _STAMP.pack(count, round(_now_s() * NS_PER_S))
                await shoe.say(stamp.ljust(FRAME_BYTES, b"\0"))
        took_s = _now_s() - began_s
        for shoe, link in zip(shoes, links, strict=True):
            notifications = await _taken(rig, link)
            heard[shoe.making.name] = [one.payload for one in notifications]
            late_ms += [
                (one.monotonic_ns - _STAMP.unpack_from(one.payload)[1]) / (NS_PER_S / 1_000)
                for one in notifications
            ]
    for name, payloads in heard.items():
        counts = [_STAMP.unpack_from(payload)[0] for payload in payloads]
        assert counts == list(range(rig.frames)), (name, len(counts), counts[:20])
    late_ms.sort()
    middle, almost_all = late_ms[len(late_ms) // 2], late_ms[len(late_ms) * 99 // 100]
    return (
        f"2 x {rig.frames} frames of {FRAME_BYTES} bytes in {took_s:.1f} s: 0 lost, 0 doubled, in "
        f"order; half within {middle:.1f} ms, 99 % within {almost_all:.1f} ms"
    )


async def a_gap_is_as_long_as_what_was_missed(rig: Rig) -> str:
    """A link drops in mid-stream: what is missing is what was said while it was away."""
    heard: list[int] = []
    count = 0
    async with shoe_in(rig, LEFT) as shoe, searching(rig) as search:
        for heard_before, away in ((0, 20), (100, 0)):
            async with linked(rig, search, LEFT.address) as link:
                assert await link.listen(FRAMES)
                for _ in range(100):
                    await shoe.say(_STAMP.pack(count, 0))
                    count += 1
                    await asyncio.sleep(0.005)
                heard += [_STAMP.unpack(payload)[0] for payload in await _heard(rig, link)]
                assert len(heard) == heard_before + 100, len(heard)
                await shoe.drop_link()
                assert await _is_closed(rig, link)
            for _ in range(away):
                await shoe.say(_STAMP.pack(count, 0))
                count += 1
    assert heard == [*range(100), *range(120, 220)], heard
    return "of 220 said, 20 of them to nobody: 0-99 and 120-219 heard, in order and once"


async def a_sensor_is_asked_and_told(rig: Rig) -> str:
    """Reads, writes of both kinds, an indication, and what is not there or not allowed."""
    async with (
        shoe_in(rig, RIGHT),
        searching(rig) as search,
        linked(rig, search, RIGHT.address) as link,
    ):
        declared = await link.read(DECLARATION)
        assert declared is not None
        assert read_declaration("right", declared).foot is Foot.RIGHT
        assert await link.read(gatt.MODEL_NUMBER) == b"Simulated Sole"
        assert await link.read(pad.NOWHERE) is None
        assert not await link.listen(pad.NOWHERE)
    scratchpad = pad.Scratchpad(rig.air)
    async with (
        in_the_air(scratchpad),
        searching(rig) as search,
        linked(rig, search, pad.ADDRESS) as link,
    ):
        assert await link.write(Write(pad.NOTE, b"said once"))
        assert (scratchpad.note, await link.read(pad.NOTE)) == (b"said once", b"said once")
        assert await link.write(Write(pad.LETTER_BOX, b"posted"))
        assert not await link.write(Write(pad.NOWHERE, b"lost"))
        assert await link.listen(pad.BELL)
        await scratchpad.ring(b"ding")
        assert await _heard(rig, link) == [b"ding"]
        assert scratchpad.letters == [b"posted"]
    return "read, written with and without an answer, indicated; what is not there is told"


#: In the order in which they are played.
SCENARIOS: Final[tuple[Scenario, ...]] = (
    a_sensor_is_asked_and_told,
    connections_that_drop_double_nothing,
    any_length_is_handed_on,
    a_mute_shoe_is_noticed,
    two_shoes_walk,
    a_gap_is_as_long_as_what_was_missed,
)


@asynccontextmanager
async def shoe_in(rig: Rig, making: Making) -> AsyncIterator[SimulatedSole]:
    """A shoe that only says what it is told to."""
    shoe = SimulatedSole(rig.air, making, Walker())
    shoe.muted = True
    async with in_the_air(shoe):
        yield shoe


@asynccontextmanager
async def searching(
    rig: Rig, on_trouble: Callable[[BaseException | None], None] = lambda _trouble: None
) -> AsyncIterator[Search]:
    """A search that scans while anybody is missed."""
    search = Search(rig.radio, rig.patience, on_trouble)
    keeping = asyncio.create_task(search.keep())
    try:
        yield search
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


@asynccontextmanager
async def linked(rig: Rig, search: Search, address: str) -> AsyncIterator[Link]:
    """Search and connect as a session of the collector does."""
    async with AsyncExitStack() as stack:
        async with asyncio.timeout(60), search.found(address) as device:
            link = await stack.enter_async_context(
                connected(device, rig.radio, loop_clock(), rig.patience, Inbox())
            )
        yield link


def _now_s() -> float:
    return asyncio.get_running_loop().time()


async def find(rig: Rig, address: str) -> BLEDevice:
    """A device that must be in the air."""
    device = await BleakScanner.find_device_by_address(
        address,
        timeout=30,
        backend=rig.radio.scanner,  # type: ignore[arg-type] # it takes None, too
    )
    assert device is not None, f"{address} is not in the air"
    return device


async def _say_ten(rig: Rig, shoe: SimulatedSole, link: Link) -> list[bytes]:
    for n in range(10):
        await shoe.say(bytes([n]))
    return await _heard(rig, link)


async def _heard(rig: Rig, link: Link) -> list[bytes]:
    return [one.payload for one in await _taken(rig, link)]


async def _taken(rig: Rig, link: Link) -> list[Notification]:
    """Everything that comes until it is quiet."""
    taken: list[Notification] = []
    with suppress(TimeoutError):
        while more := await link.inbox.take(rig.quiet_s):
            taken += more
    return taken


def _keep(heard: list[bytes], _from: object, told: bytearray) -> None:
    heard.append(bytes(told))


async def _until_quiet(rig: Rig, heard: list[bytes]) -> None:
    before = -1
    while len(heard) != before:
        before = len(heard)
        await asyncio.sleep(rig.quiet_s)


async def _is_closed(rig: Rig, link: Link) -> bool:
    return await link.inbox.take(10 + rig.quiet_s) == []


async def _times_out(answer: Awaitable[object]) -> bool:
    try:
        await answer
    except TimeoutError:
        return True
    return False
