"""Asked for real: a D-Bus daemon with these rules, and a Bluetooth daemon that is so, on it."""

import shutil
import sys
from collections.abc import Iterator

import pytest

if sys.platform != "linux":
    pytest.skip("D-Bus is how Linux does it", allow_module_level=True)

from collector.doctor.ask_bus import ask_bus
from collector.doctor.bus import Adapter, Bus
from collector.doctor.finding import Verdict
from collector.doctor.linux import judge_linux
from collector.doctor.listening import listening
from collector.doctor.look_linux import linux_facts
from collector.radio import Radio
from tests.collector.doctor_bus import bluez, silent_bluez
from tests.collector.private_bus import ADDRESS, NOBODY, NOT_TO_BLUEZ, system_bus

pytestmark = [
    pytest.mark.dbus,
    pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon"),
]


@pytest.fixture
def bus() -> Iterator[str]:
    with system_bus() as address:
        yield address


async def first_trouble() -> tuple[str, str]:
    """What `doctor` says first, the kernel's part left out: this machine may have no radio."""
    found = judge_linux(await linux_facts())
    first = next(
        one
        for one in found
        if one.verdict is not Verdict.OK and one.subject not in ("radio", "switches")
    )
    return first.subject, first.found


async def test_a_computer_without_a_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ADDRESS, "unix:path=/nowhere/bus")

    asked = await ask_bus()

    assert asked == Bus("unix:path=/nowhere/bus", absent="No such file or directory")
    assert (await first_trouble())[0] == "D-Bus"


@pytest.mark.parametrize("address", ["nonsense", "carrier-pigeon:path=3"])
async def test_an_address_that_is_none(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv(ADDRESS, address)

    assert (await ask_bus()).absent


async def test_a_bus_whose_daemon_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    with system_bus() as address:
        pass
    monkeypatch.setenv(ADDRESS, address)

    assert (await ask_bus()).absent


async def test_a_bus_that_lets_nobody_in() -> None:
    with system_bus(NOBODY):
        asked = await ask_bus()
        subject, found = await first_trouble()

    assert asked.closed
    assert subject == "D-Bus"
    assert "does not let" in found


async def test_a_bus_without_a_bluetooth_daemon(bus: str) -> None:
    assert await ask_bus() == Bus(bus)
    assert (await first_trouble())[0] == "bluetoothd"


async def test_a_daemon_that_we_may_not_talk_to() -> None:
    with system_bus(NOT_TO_BLUEZ):
        async with bluez(hci0=True):
            asked = await ask_bus()
            subject, found = await first_trouble()

    assert asked.bluez
    assert asked.denied is not None
    assert asked.denied.startswith("org.freedesktop.DBus.Error.AccessDenied")
    assert subject == "permission"
    assert "may not use Bluetooth" in found


async def test_a_daemon_that_hangs(bus: str) -> None:
    async with silent_bluez():
        asked = await ask_bus(patience_s=0.2)

    assert asked == Bus(bus, bluez=True, silent="it does not answer in 0.2 s")


async def test_a_daemon_without_a_radio(bus: str) -> None:
    async with bluez():
        assert await first_trouble() == ("adapter", "bluetoothd runs, and has no radio")


async def test_a_radio_that_is_off(bus: str) -> None:
    async with bluez(hci0=False):
        assert await first_trouble() == ("adapter", "hci0 is off")
        heard = await listening(Radio(), "linux", 0.1)

    assert (heard.verdict, heard.found) == (Verdict.BROKEN, "Bluetooth is off")
    assert heard.fix == "bluetoothctl power on"


async def test_a_radio_that_is_on_and_listens(bus: str) -> None:
    async with bluez(hci0=False, hci1=True):
        facts = await linux_facts()
        heard = await listening(Radio(), "linux", 0.1)

    on = Adapter("hci1", "C0:C1:C2:C3:C4:C5", powered=True, central=True)
    assert facts.bus.adapters[1] == on
    assert [one.verdict for one in judge_linux(facts) if one.subject == "adapter"] == [Verdict.OK]
    assert heard.verdict is Verdict.OK
    assert "nothing was heard in 0.1 s" in heard.found


async def test_bleak_itself_says_no_radio_where_there_is_none(bus: str) -> None:
    async with bluez():
        heard = await listening(Radio(), "linux", 0.1)

    assert heard.found == "this computer has no Bluetooth radio"
