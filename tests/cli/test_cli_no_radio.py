"""A computer without Bluetooth says in one sentence what is lacking, and never a traceback."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)

from cli.radio import no_radio, radio_needed
from cli.sensor.unreachable import unreachable
from collector.scanning import NotHeard
from plantar.errors import NoRadio
from tests.cli.conftest import Plantar

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is how Linux speaks Bluetooth")


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[str]:
    """A message bus without a Bluetooth service on it."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("needs dbus-daemon")
    address = f"unix:path={tmp_path / 'bus'}"
    words = [daemon, "--session", "--nofork", "--print-address=1", f"--address={address}"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout is not None
        running.stdout.readline()  # it listens now
        yield address
        running.terminate()


def refused(ran: object) -> str:
    assert ran.code == 1  # type: ignore[attr-defined]  # a Ran
    err = str(ran.err)  # type: ignore[attr-defined]  # a Ran
    assert "Traceback" not in err
    assert err.count("\n") == 2  # the hint, and one sentence
    assert "./run doctor looks at every part of it" in err
    return err


@LINUX
@pytest.mark.parametrize("words", [("scan",), ("check", "F0:00:00:00:00:01")])
def test_without_a_message_bus_the_fix_is_said(
    plantar: Plantar,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", f"unix:path={tmp_path / 'none'}")

    said = refused(plantar("sensor", *words))

    assert "the system's message bus (D-Bus) does not run" in said
    assert "sudo systemctl start dbus bluetooth" in said


@LINUX
def test_without_a_bluetooth_service_the_fix_is_said(
    plantar: Plantar, bus: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus)

    said = refused(plantar("sensor", "scan"))

    assert "the Bluetooth service does not run: `sudo systemctl start bluetooth`" in said


@pytest.mark.parametrize(
    ("error", "fix"),
    [
        (BleakError("No powered Bluetooth adapters found."), "bluetoothctl power on"),
        (BleakDBusError("org.bluez.Error.NotReady", ["Resource Not Ready"]), "power on"),
        (BleakDBusError("org.freedesktop.DBus.Error.AccessDenied", [""]), "usermod -aG bluetooth"),
        (
            BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF),
            "Bluetooth is not available (powered off): switch it on",
        ),
        (ConnectionRefusedError(), "D-Bus"),
    ],
)
def test_what_bleak_raises_is_told_with_its_fix(error: Exception, fix: str) -> None:
    said = no_radio(error)

    assert said is not None
    assert fix in str(said)


def test_a_sensor_that_does_not_answer_is_no_fault_of_the_radio() -> None:
    assert no_radio(BleakError("failed to discover services, device disconnected")) is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotHeard(), "A sole was not heard for 15 s: wake it"),
        (FileNotFoundError(), "message bus (D-Bus) does not run"),
        (BleakDBusError("org.bluez.Error.NotPermitted", ["no"]), "`bluetoothctl pair F0:01`"),
        (TimeoutError(), "A sole was heard, and cannot be read (TimeoutError): close the maker's"),
    ],
)
def test_a_sensor_that_cannot_be_met_is_told_with_what_to_try(error: Exception, said: str) -> None:
    assert said in str(unreachable(error, "A sole", "F0:01", 15.0))


def test_what_nobody_has_seen_before_is_told_as_it_was_said() -> None:
    with pytest.raises(NoRadio, match="not work: the antenna fell off"), radio_needed():
        raise BleakError("the antenna fell off")
