"""What is judged of a computer's Bluetooth, from facts alone: each trouble with its own fix."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakError
from bleak.exc import BleakBluetoothNotAvailableReason as Reason

from collector.doctor.bus import Adapter, Bus
from collector.doctor.finding import Finding, Verdict, broken
from collector.doctor.kernel import Switch, in_container, radios, switches
from collector.doctor.linux import LinuxFacts, Membership, judge_linux
from collector.doctor.listening import judge_trouble
from plantar.errors import BadInput

HCI0 = Adapter("hci0", "B8:27:EB:00:00:01", powered=True, central=True)
GOOD_BUS = Bus("unix:path=/run/dbus/system_bus_socket", bluez=True, adapters=(HCI0,))
GOOD = LinuxFacts(
    GOOD_BUS,
    radios=("hci0",),
    switches=(Switch("hci0", soft=False, hard=False),),
    bluez_version=(5, 66),
    user="anna",
    membership=Membership.YES,
)


def on(bus: Bus, **rest: object) -> LinuxFacts:
    """A computer that is well but for what is told."""
    return replace(GOOD, bus=bus, **rest)  # type: ignore[arg-type]


def troubles(facts: LinuxFacts) -> list[tuple[str, str, str]]:
    """Everything that is not ok: subject, what was found, its fix."""
    found = [one for one in judge_linux(facts) if one.verdict is not Verdict.OK]
    return [(one.subject, one.found, one.fix or "") for one in found]


def only_trouble(facts: LinuxFacts) -> tuple[str, str, str]:
    (trouble,) = troubles(facts)
    return trouble


def test_a_computer_whose_bluetooth_works_has_nothing_to_mend() -> None:
    assert troubles(GOOD) == []
    assert [one.subject for one in judge_linux(GOOD)] == [
        "radio",
        "switches",
        "D-Bus",
        "bluetoothd",
        "permission",
        "adapter",
    ]


def test_whatever_is_not_well_has_a_fix() -> None:
    with pytest.raises(BadInput, match="fix"):
        Finding("radio", Verdict.LOOK, "it hums")
    with pytest.raises(BadInput, match="fix"):
        broken("radio", "it is gone", " ")


def test_a_computer_without_a_radio_is_told_to_get_one_and_that_the_daemon_waits_for_it() -> None:
    facts = on(Bus("unix:path=/bus"), radios=(), switches=())

    (radio, daemon) = troubles(facts)

    assert radio[0] == "radio"
    assert "dongle" in radio[2]
    assert daemon[0] == "bluetoothd"
    assert "does not start where there is no radio" in daemon[1]


def test_a_radio_that_bluez_knows_need_not_be_seen_in_sys() -> None:
    assert troubles(on(GOOD_BUS, radios=())) == []


def test_a_computer_without_a_bus_is_told_how_to_start_it() -> None:
    subject, found, fix = only_trouble(on(Bus("unix:path=/bus", absent="No such file")))

    assert (subject, fix) == ("D-Bus", "sudo apt install dbus; sudo systemctl start dbus")
    assert "no system bus at unix:path=/bus: No such file" in found


def test_in_a_container_it_is_the_host_s_bus_that_is_missing() -> None:
    subject, found, fix = only_trouble(on(Bus("x", absent="No such file"), container=True))

    assert subject == "D-Bus"
    assert "container" in found
    assert "-v /run/dbus:/run/dbus:ro" in fix


@pytest.mark.parametrize(
    ("container", "fix"), [(True, "BLEAK_DBUS_AUTH_UID"), (False, "as a user that signed in")]
)
def test_a_bus_that_does_not_let_in_is_told_from_one_that_is_not_there(
    *, container: bool, fix: str
) -> None:
    facts = on(Bus("x", closed="Connection reset by peer"), container=container)

    subject, found, told = only_trouble(facts)

    assert subject == "D-Bus"
    assert "does not let anna in: Connection reset by peer" in found
    assert fix in told


def test_a_daemon_that_does_not_run_is_started_and_in_a_container_on_the_host() -> None:
    started = "sudo apt install bluez; sudo systemctl enable --now bluetooth"

    assert only_trouble(on(Bus("x")))[::2] == ("bluetoothd", started)
    assert only_trouble(on(Bus("x"), container=True))[2] == f"on the host: {started}"


@pytest.mark.parametrize(
    ("membership", "fix"),
    [
        (Membership.NO, "sudo usermod -aG bluetooth anna; then sign out and in again"),
        (Membership.AT_THE_NEXT_SIGN_IN, "sign out and in again"),
        (Membership.YES, "sudo apt install --reinstall bluez"),
        (Membership.NO_GROUP, "sudo apt install --reinstall bluez"),
    ],
)
def test_who_may_not_use_bluetooth_is_told_how_to_be_let(membership: Membership, fix: str) -> None:
    denied = replace(GOOD_BUS, denied="AccessDenied: Rejected send message", adapters=())

    subject, found, told = only_trouble(on(denied, membership=membership))

    assert subject == "permission"
    assert "anna may not use Bluetooth" in found
    assert fix in told


def test_a_daemon_that_answers_nothing_is_started_again() -> None:
    silent = replace(GOOD_BUS, silent="it does not answer in 5 s", adapters=())

    assert only_trouble(on(silent))[::2] == ("bluetoothd", "sudo systemctl restart bluetooth")


@pytest.mark.parametrize(
    ("version", "verdict"),
    [((5, 54), Verdict.LOOK), ((5, 55), Verdict.OK), ((5, 9), Verdict.LOOK), (None, Verdict.OK)],
)
def test_a_bluez_older_than_bleak_supports_is_worth_a_look(
    version: tuple[int, int] | None, verdict: Verdict
) -> None:
    found = judge_linux(replace(GOOD, bluez_version=version))

    assert [one.verdict for one in found if one.subject == "bluetoothd"] == [verdict]


@pytest.mark.parametrize(
    ("adapters", "found", "fix"),
    [
        ((), "has no radio", "restart bluetooth"),
        ((replace(HCI0, powered=False),), "hci0 is off", "bluetoothctl power on"),
        ((replace(HCI0, central=False),), "cannot look for sensors", "4.0"),
    ],
)
def test_a_radio_that_cannot_be_used_says_why(
    adapters: tuple[Adapter, ...], found: str, fix: str
) -> None:
    subject, said, told = only_trouble(on(replace(GOOD_BUS, adapters=adapters)))

    assert subject == "adapter"
    assert found in said
    assert fix in told


def test_one_radio_that_is_on_is_enough() -> None:
    off = replace(HCI0, name="hci1", powered=False)

    assert troubles(on(replace(GOOD_BUS, adapters=(off, HCI0)))) == []


@pytest.mark.parametrize(
    ("switch", "fix"),
    [
        (Switch("hci0", soft=True, hard=False), "sudo rfkill unblock bluetooth"),
        (Switch("hci0", soft=True, hard=True), "press that key"),
    ],
)
def test_a_blocked_radio_is_told_from_one_that_is_off(switch: Switch, fix: str) -> None:
    subject, _, told = only_trouble(replace(GOOD, switches=(switch,)))

    assert subject == "switches"
    assert fix in told


def written(root: Path, **lines: str) -> None:
    root.mkdir(parents=True)
    for name, line in lines.items():
        (root / name).write_text(line + "\n", "utf-8")


def test_radios_and_their_switches_are_read_where_the_kernel_shows_them(tmp_path: Path) -> None:
    for name in ("hci0", "hci0:64", "hci1"):
        (tmp_path / "class/bluetooth" / name).mkdir(parents=True)
    written(tmp_path / "class/rfkill/rfkill0", type="wlan", name="phy0", soft="1", hard="0")
    written(tmp_path / "class/rfkill/rfkill1", type="bluetooth", name="hci0", soft="1", hard="0")
    written(tmp_path / "class/rfkill/rfkill2", type="bluetooth", name="hci1", soft="0", hard="1")

    assert radios(tmp_path) == ("hci0", "hci1")
    assert switches(tmp_path) == (
        Switch("hci0", soft=True, hard=False),
        Switch("hci1", soft=False, hard=True),
    )


def test_a_kernel_without_bluetooth_shows_nothing(tmp_path: Path) -> None:
    assert radios(tmp_path) == ()
    assert switches(tmp_path) == ()


@pytest.mark.parametrize("mark", [".dockerenv", "run/.containerenv", "run/systemd/container"])
def test_a_container_is_known_by_its_mark(tmp_path: Path, mark: str) -> None:
    assert not in_container(tmp_path)
    (tmp_path / mark).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / mark).touch()
    assert in_container(tmp_path)


@pytest.mark.parametrize("platform", ["darwin", "win32", "linux"])
@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_of_every_platform_has_words_and_a_fix(reason: Reason, platform: str) -> None:
    found = judge_trouble(BleakBluetoothNotAvailableError("as it says", reason), platform)

    wanted = Verdict.LOOK if reason is Reason.UNKNOWN else Verdict.BROKEN
    assert found.verdict is wanted
    assert found.fix


@pytest.mark.parametrize(
    ("error", "platform", "fix"),
    [
        (BleakBluetoothNotAvailableError("off", Reason.POWERED_OFF), "darwin", "System Settings"),
        (
            BleakBluetoothNotAvailableError("off", Reason.POWERED_OFF),
            "win32",
            "Bluetooth & devices",
        ),
        (BleakBluetoothNotAvailableError("no", Reason.DENIED_BY_USER), "darwin", "Privacy"),
        (TimeoutError(), "darwin", "look for its question"),
        (TimeoutError(), "win32", "off and on"),
        (BleakError("it fell over"), "linux", "off and on"),
        (OSError(os.strerror(5)), "linux", "off and on"),
    ],
)
def test_the_fix_is_where_that_platform_has_it(
    error: BaseException, platform: str, fix: str
) -> None:
    assert fix in (judge_trouble(error, platform).fix or "")
