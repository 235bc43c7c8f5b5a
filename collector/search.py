"""One scan for everybody who misses a sensor, and the radio in turn for those who connect.

A scan and a connection get in each other's way on most radios, and so do two connections that are
being made. So whoever was heard connects first, one at a time, and the scan goes on after that, as
long as anybody is missed.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Final

from bleak import BleakScanner

from collector.link import LINK_TROUBLE
from collector.radio import Patience, Radio
from collector.stopping import end_if_cancelled

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

logger = logging.getLogger(__name__)

#: Between two scans of a radio that does not work. [s]
NO_RADIO_S: Final = 5.0


class Search:
    """Finds sensors by their address; `keep` does the scanning."""

    def __init__(
        self,
        radio: Radio,
        patience: Patience,
        on_trouble: Callable[[BaseException | None], None] = lambda _trouble: None,
    ) -> None:
        self._radio = radio
        self._patience = patience
        self._on_trouble = on_trouble  # told when that changes
        self._missed: dict[str, asyncio.Future[BLEDevice]] = {}
        self._connecting: set[str] = set()
        self._turn = asyncio.Lock()
        self._changed = asyncio.Event()
        self.trouble: BaseException | None = None  # why nobody can be found; None: scanning works

    @asynccontextmanager
    async def found(self, address: str) -> AsyncIterator["BLEDevice"]:
        """Wait until a sensor is heard; the radio is the caller's alone until this is left."""
        wanted = address.lower()
        heard: asyncio.Future[BLEDevice] = asyncio.get_running_loop().create_future()
        self._missed[wanted] = heard
        self._changed.set()
        try:
            device = await heard
            async with self._turn:
                yield device
        finally:
            self._missed.pop(wanted, None)
            self._connecting.discard(wanted)
            self._changed.set()

    async def keep(self) -> None:
        """Scan whenever somebody is missed and nobody connects, until cancelled."""
        while True:
            end_if_cancelled()
            self._changed.clear()
            if self._connecting or not self._missed:
                await self._changed.wait()
                continue
            try:
                async with self._turn:
                    await self._scan()
            except LINK_TROUBLE as error:
                self._tell(error)
                await asyncio.sleep(NO_RADIO_S)
            else:
                self._tell(None)

    async def _scan(self) -> None:
        """Listen to the air until somebody who is missed is heard, or for so long."""
        heard_one = asyncio.Event()

        def heard(device: "BLEDevice", _advertised: "AdvertisementData") -> None:
            address = device.address.lower()
            waiting = self._missed.get(address)
            if waiting is not None and not waiting.done():
                self._connecting.add(address)
                waiting.set_result(device)
                heard_one.set()

        async with BleakScanner(heard, backend=self._radio.scanner):
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience.scan_s):
                    await heard_one.wait()

    def _tell(self, trouble: BaseException | None) -> None:
        """Say that scanning does not work, for another reason than before, or works again."""
        if str(trouble) == str(self.trouble):
            return
        logger.warning("scanning: %s", trouble or "works again")
        self.trouble = trouble
        self._on_trouble(trouble)
