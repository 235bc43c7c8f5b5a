"""What a simulated sensor advertises is told to a kernel in pieces that it takes."""

import sys

import pytest

if sys.platform != "linux":
    pytest.skip("the kernel of the virtual machine is Linux", allow_module_level=True)

from tests.radio_vm.kernel_host import MOST_ADVERTISED, split

pytestmark = pytest.mark.radio

FLAGS, SERVICE, NAME = bytes([2, 1, 6]), bytes([17, 7, *range(16)]), b"\x0e\x09Plantar sim L"


def test_what_does_not_fit_an_advertisement_comes_in_the_scan_response() -> None:
    first, second = split(FLAGS + SERVICE + NAME)

    assert (first, second) == (FLAGS + SERVICE, NAME)
    assert max(len(first), len(second)) <= MOST_ADVERTISED


def test_what_fits_is_said_at_once() -> None:
    assert split(FLAGS + NAME) == (FLAGS + NAME, b"")
