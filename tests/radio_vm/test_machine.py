"""The virtual machine is put together right, and where it cannot be, that is said in a sentence."""

import gzip
import lzma
import platform
from pathlib import Path

import pytest

from tests.radio_vm import boot
from tests.radio_vm.initrd import MODULES, ModuleMissing, in_order, initrd, modules_in


def module(*needed: str) -> bytes:
    """A kernel module, as far as it says what it needs."""
    return b"\x7fELF\0license=GPL\0depends=" + ",".join(needed).encode() + b"\0name=it\0"


def unpacked(archive: bytes) -> dict[str, tuple[int, bytes]]:
    """Mode and content by name, read as the kernel reads a cpio archive."""
    found: dict[str, tuple[int, bytes]] = {}
    at = 0
    while True:
        assert archive[at : at + 6] == b"070701"
        numbers = [int(archive[at + 6 + 8 * n : at + 14 + 8 * n], 16) for n in range(13)]
        mode, size, named = numbers[1], numbers[6], numbers[11]
        name = archive[at + 110 : at + 109 + named].decode()
        if name == "TRAILER!!!":
            return found
        begins = (at + 110 + named + 3) // 4 * 4
        found[name] = mode, archive[begins : begins + size]
        at = (begins + size + 3) // 4 * 4


@pytest.fixture
def kernel(tmp_path: Path) -> Path:
    """A kernel package whose modules hang together."""
    folder = tmp_path / "lib" / "modules" / "6.1"
    folder.mkdir(parents=True)
    built_in = ("virtio_pci", "aes_generic")
    (folder / "modules.builtin").write_text(
        "".join(f"kernel/{name.replace('_', '-')}.ko\n" for name in built_in)
    )
    for name in set(MODULES) - {*built_in, "bluetooth", "hci_vhci", "cmac"}:
        (folder / f"{name}.ko").write_bytes(module())
    (folder / "hci_vhci.ko").write_bytes(module("bluetooth"))
    (folder / "bluetooth.ko").write_bytes(module("ecdh-generic", "rfkill"))
    (folder / "ecdh_generic.ko").write_bytes(module())
    (folder / "rfkill.ko").write_bytes(module())
    (folder / "cmac.ko.xz").write_bytes(lzma.compress(module()))
    return tmp_path


def test_a_module_is_loaded_after_all_that_it_needs(kernel: Path) -> None:
    order = in_order(["hci_vhci"], modules_in(kernel))

    assert order == ["ecdh_generic", "rfkill", "bluetooth", "hci_vhci"]


def test_a_kernel_without_a_module_that_is_needed_is_refused(kernel: Path) -> None:
    next(kernel.rglob("rfkill.ko")).unlink()

    with pytest.raises(ModuleMissing, match="no module rfkill"):
        in_order(["hci_vhci"], modules_in(kernel))


def test_the_first_file_system_holds_programs_modules_and_their_order(kernel: Path) -> None:
    made = initrd(b"busybox itself", kernel, {"init": b"#!/bin/busybox sh\n", "guest": b"true\n"})
    found = unpacked(gzip.decompress(made))

    order = found["modules/order"][1].decode().split()
    assert order.index("bluetooth.ko") < order.index("hci_vhci.ko")
    assert "virtio_pci.ko" not in order  # the kernel has it in itself
    assert {f"modules/{name}" for name in order} <= set(found)
    assert found["modules/cmac.ko"][1] == module()
    assert found["bin/busybox"] == (0o100755, b"busybox itself")
    assert found["init"][0] == 0o100755
    assert found["guest"] == (0o100644, b"true\n")
    assert found["proc"][0] == 0o40755


def test_another_kind_of_computer_is_told_what_it_would_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    with pytest.raises(boot.NotBooted, match=r"on Linux on x86_64; this is \w+ on riscv64"):
        boot.have_qemu()
