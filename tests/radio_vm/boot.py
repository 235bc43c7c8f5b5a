"""Rig C: the collector on a real Linux kernel and a real bluetoothd, in a virtual machine.

`./test --radio` starts it. The machine has no disk: its root is this computer's own file system,
read only, under a layer that is forgotten afterwards, so the very same Python runs in it. Only the
kernel, bluetoothd and busybox come from Debian's packages, kept in `.radio-vm` in this checkout.
"""

import hashlib
import platform
import shlex
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Final

from own_venv import ROOT, install_with_apt, say
from tests.radio_vm import debian, initrd

KEPT: Final = ROOT / ".radio-vm"
QEMU: Final = "qemu-system-x86_64"
QEMU_PACKAGE: Final = "qemu-system-x86"
#: What the scenarios say at their end; without it, they did not come to it.
VERDICT: Final = "scenarios played"
#: A machine without hardware support boots in half a minute and plays for two or three. [s]
LONGEST_S: Final = 1_200
MEMORY_MB: Final = 1_500
KERNEL_WORDS: Final = "console=ttyS0 quiet panic=-1 mitigations=off random.trust_cpu=on"
#: Lines of the console that are shown when the machine did not come to its end.
LAST_LINES: Final = 30
HERE: Final = Path(__file__).parent


class NotBooted(Exception):
    """The machine could not be made or started; the text says why."""


def main(only: str = "") -> int:
    """Make the machine where it is not, start it, and tell what its scenarios told."""
    try:
        have_qemu()
        kernel, first = machine()
        return play(kernel, first, only)
    except (NotBooted, debian.NotFetched, initrd.ModuleMissing) as trouble:
        say(str(trouble))
        return 1


def have_qemu() -> None:
    """Install what boots machines, where that is ours to do."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        here = f"{sys.platform} on {platform.machine()}"
        raise NotBooted(f"The radio in a virtual machine runs on Linux on x86_64; this is {here}.")
    if shutil.which(QEMU) is None and not install_with_apt(QEMU_PACKAGE):
        raise NotBooted(f"There is no {QEMU} here: sudo apt install {QEMU_PACKAGE}")


def machine() -> tuple[Path, Path]:
    """The kernel and its first file system; fetched and made the first time."""
    kernel, first, made_of = KEPT / "vmlinuz", KEPT / "initrd.gz", KEPT / "made-of"
    recipe = _recipe()
    if made_of.exists() and made_of.read_text("utf-8").startswith(recipe):
        return kernel, first
    absent = debian.missing_tools()
    if absent:
        raise NotBooted(f"The machine is made of Debian's packages: no {', '.join(absent)} here.")
    say("Fetching a kernel and bluetoothd from Debian; this happens once.")
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir()
    fetched = debian.fetch(KEPT)
    (unpacked,) = (KEPT / "kernel" / "boot").glob("vmlinuz-*")
    shutil.copy(unpacked, kernel)
    texts = {name: (HERE / name).read_bytes() for name in ("init", "guest", "bus.conf")}
    texts["settings"] = _settings().encode()
    busybox = (KEPT / "debian" / "bin" / "busybox").read_bytes()
    first.write_bytes(initrd.initrd(busybox, KEPT / "kernel", texts))
    shutil.rmtree(KEPT / "kernel")
    made_of.write_text("\n".join([recipe, *fetched, ""]), "utf-8")
    return kernel, first


def play(kernel: Path, first: Path, only: str) -> int:
    """Boot the machine and hand on what its scenarios say; 0 when every one of them passed."""
    console = KEPT / "console.log"
    began_s = time.monotonic()
    verdict = ""
    with subprocess.Popen(
        words(kernel, first, console, only), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    ) as running:
        patience = threading.Timer(LONGEST_S, running.kill)
        patience.start()
        try:
            for raw in running.stdout or ():
                line = raw.decode("utf-8", "replace").rstrip()
                print(line, flush=True)
                verdict = line if VERDICT in line else verdict
        finally:
            patience.cancel()
            running.kill()
    took_s = time.monotonic() - began_s
    if not verdict:
        last = console.read_text("utf-8", "replace").splitlines()[-LAST_LINES:]
        raise NotBooted("\n".join([*last, f"The machine ended after {took_s:.0f} s, too early."]))
    print(f"{verdict}; {took_s:.0f} s in all", flush=True)
    return 0 if verdict.endswith(" 0 failed") else 1


def words(kernel: Path, first: Path, console: Path, only: str) -> list[str]:
    """What starts the machine, its processor emulated: that needs nothing of this computer."""
    share = "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap"
    return [
        QEMU,
        *("-accel", "tcg,thread=multi", "-cpu", "max", "-smp", "2", "-m", str(MEMORY_MB)),
        *("-nodefaults", "-display", "none", "-no-reboot"),
        *("-kernel", str(kernel), "-initrd", str(first)),
        *("-append", f"{KERNEL_WORDS} plantar.only={only}"),
        *("-serial", f"file:{console}", "-serial", "stdio"),
        *("-virtfs", share, "-device", "virtio-rng-pci"),
    ]


def _settings() -> str:
    unpacked = KEPT / "debian"
    libraries = [unpacked / "usr/lib/x86_64-linux-gnu", unpacked / "lib/x86_64-linux-gnu"]
    told = {
        "CHECKOUT": str(ROOT),
        "PYTHON": sys.executable,
        "DEBIAN": str(unpacked),
        "LIBRARIES": ":".join(map(str, libraries)),
    }
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in told.items())


def _recipe() -> str:
    """What the machine follows from: when this changes, it is made anew."""
    parts = hashlib.sha256(_settings().encode())
    for name in ("init", "guest", "bus.conf", "initrd.py", "debian.py"):
        parts.update((HERE / name).read_bytes())
    return parts.hexdigest()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
