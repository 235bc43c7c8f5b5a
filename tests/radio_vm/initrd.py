"""The first file system of the virtual machine: busybox, kernel modules, and what to do then."""

import gzip
import lzma
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

#: What the machine needs, where the kernel has it not built in; what these need comes along.
MODULES: Final = (
    "virtio_pci",
    "virtio_rng",
    "9pnet_virtio",
    "9p",
    "overlay",
    "bluetooth",
    "hci_vhci",
    # bluetoothd and the kernel's pairing ask for these by algorithm, not by name.
    "aes_generic",
    "cmac",
    "ecb",
    "sha256_generic",
    "algif_hash",
    "algif_skcipher",
)
FOLDERS: Final = ("bin", "modules", "proc", "sys", "dev", "below", "above", "new")
_FOLDER, _PROGRAM, _FILE = 0o40755, 0o100755, 0o100644
_NEEDS: Final = re.compile(rb"(?:^|\0)depends=([^\0]*)\0")
_TRAILER: Final = "TRAILER!!!"


class ModuleMissing(Exception):
    """A kernel package without a module that is needed."""


def initrd(busybox: bytes, modules: Path, texts: Mapping[str, bytes]) -> bytes:
    """The whole of it, compressed; `texts` are files at its top, of which `init` is started."""
    found = modules_in(modules)
    order = in_order(MODULES, found, built_in(modules))
    files = {"bin/busybox": busybox, **texts}
    for name in order:
        files[f"modules/{name}.ko"] = module_bytes(found[name])
    files["modules/order"] = "".join(f"{name}.ko\n" for name in order).encode()
    return gzip.compress(cpio(FOLDERS, files, programs={"init", "bin/busybox"}), mtime=0)


def modules_in(folder: Path) -> dict[str, Path]:
    """Every kernel module under a folder, by its name."""
    files = [path for path in folder.rglob("*.ko*") if path.suffix in {".ko", ".xz"}]
    return {path.name.partition(".")[0].replace("-", "_"): path for path in files}


def built_in(folder: Path) -> frozenset[str]:
    """The modules that the kernel has in itself."""
    (listed,) = folder.rglob("modules.builtin")
    names = [Path(line).stem for line in listed.read_text("utf-8").splitlines()]
    return frozenset(name.replace("-", "_") for name in names)


def module_bytes(path: Path) -> bytes:
    """A module as the kernel takes it."""
    return lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()


def needs(module: bytes) -> list[str]:
    """The modules that a module says it needs."""
    said = _NEEDS.search(module)
    names = said[1].decode().split(",") if said else []
    return [name.replace("-", "_") for name in names if name]


def in_order(
    wanted: Iterable[str], found: Mapping[str, Path], inside: frozenset[str] = frozenset()
) -> list[str]:
    """These modules and all that they need, each after what it needs.

    Raises
    ------
    ModuleMissing
    """
    order: list[str] = []

    def put(name: str) -> None:
        if name in order or name in inside:
            return
        if name not in found:
            raise ModuleMissing(f"the kernel package has no module {name}")
        for needed in needs(module_bytes(found[name])):
            put(needed)
        order.append(name)

    for name in wanted:
        put(name)
    return order


def cpio(folders: Iterable[str], files: Mapping[str, bytes], programs: set[str]) -> bytes:
    """An archive as the kernel unpacks it: cpio's `newc`, see its buffer-format document."""
    members = [_member(name, _FOLDER, b"") for name in folders]
    members += [
        _member(name, _PROGRAM if name in programs else _FILE, content)
        for name, content in files.items()
    ]
    return b"".join([*members, _member(_TRAILER, 0, b"")])


def _member(name: str, mode: int, content: bytes) -> bytes:
    named = name.encode() + b"\0"
    # inode, mode, owner, group, links, time, size, device, special device, length of name, checksum
    numbers = (0, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(named), 0)
    head = b"070701" + b"".join(b"%08X" % number for number in numbers)
    return _whole_words(head + named) + _whole_words(content)


def _whole_words(piece: bytes) -> bytes:
    return piece + b"\0" * (-len(piece) % 4)
