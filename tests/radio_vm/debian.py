"""What the virtual machine is made of, fetched from Debian without installing it here."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

#: A package that always asks for the newest kernel.
KERNEL: Final = "linux-image-amd64"
#: What runs in the machine beside the host's own programs.
PROGRAMS: Final = ("bluez", "busybox-static", "dbus-daemon")
#: What fetching takes.
TOOLS: Final = ("apt-get", "apt-cache", "dpkg-deb")
_WOULD_INSTALL: Final = re.compile(r"^Inst (\S+) ", re.MULTILINE)
_KERNEL: Final = re.compile(r"^Depends:.*?\b(linux-image-[0-9]\S*)", re.MULTILINE)


class NotFetched(Exception):
    """Something could not be had; the text says what, and what to do about it."""


def missing_tools() -> list[str]:
    """The programs that fetching takes and that are not here."""
    return [name for name in TOOLS if shutil.which(name) is None]


def fetch(into: Path) -> list[str]:
    """Unpack the kernel into `into/kernel`, all else into `into/debian`; what was fetched.

    Raises
    ------
    NotFetched
    """
    kernel = _kernel()
    beside = sorted({*PROGRAMS, *_not_installed(PROGRAMS)})
    with tempfile.TemporaryDirectory(dir=into) as folder:
        _run(["apt-get", "download", kernel, *beside], Path(folder))
        packages = sorted(Path(folder).glob("*.deb"))
        for package in packages:
            is_kernel = package.name.startswith(f"{kernel}_")
            unpacked = into / ("kernel" if is_kernel else "debian")
            _run(["dpkg-deb", "--extract", str(package), str(unpacked)], into)
        return [package.name for package in packages]


def _kernel() -> str:
    """The kernel package of today; the lists are fetched first where there are none."""
    for is_last in (False, True):
        shown = subprocess.run(
            ["apt-cache", "show", "--no-all-versions", KERNEL],
            capture_output=True,
            text=True,
            check=False,
        )
        found = _KERNEL.search(shown.stdout)
        if found:
            return found[1]
        if not is_last:
            _update()
    raise NotFetched(f"Debian's {KERNEL} is not in the package lists of this computer.")


def _update() -> None:
    if os.geteuid() != 0:
        raise NotFetched("The package lists of this computer are empty: sudo apt-get update")
    _run(["apt-get", "update"], Path("/"))


def _not_installed(wanted: Iterable[str]) -> list[str]:
    """What would be installed with these."""
    words = ["apt-get", "install", "--simulate", "--no-install-recommends", *wanted]
    return _WOULD_INSTALL.findall(_run(words, Path("/")))


def _run(words: Sequence[str], folder: Path) -> str:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(words, cwd=folder, env=quiet, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotFetched(f"{' '.join(words)} failed:\n{done.stderr.strip() or done.stdout}")
    return done.stdout
