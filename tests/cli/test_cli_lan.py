"""`plantar up` for others than this computer: never in plain HTTP."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Plantar


@pytest.fixture
def taken() -> Iterator[int]:
    """A port of this computer that something has: whoever is let through ends there at once."""
    with socket.socket() as held:
        held.bind(("0.0.0.0", 0))  # noqa: S104 - never listened to
        held.listen()
        yield int(held.getsockname()[1])


def test_lan_without_tls_is_refused_with_the_way_to_a_phone(plantar: Plantar, home: Path) -> None:
    ran = plantar("up", "--lan")

    assert ran.code == 1
    for said in ("plain HTTP", "`web` profile", "docs/deploy.md", "dashboard_behind_proxy"):
        assert said in ran.err
    assert not home.exists()


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.20", "::", "2001:db8::1"])  # noqa: S104 - refused
def test_so_is_an_address_that_others_reach(
    plantar: Plantar, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("PLANTAR_DASHBOARD_ADDRESS", address)

    ran = plantar("up")

    assert ran.code == 1
    assert ran.err.startswith(f"plantar: {address}: others would reach Plantar there")


def test_behind_a_proxy_that_somebody_vouches_for_it_listens_to_all(
    plantar: Plantar, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    monkeypatch.setenv("PLANTAR_DASHBOARD_BEHIND_PROXY", "true")

    ran = plantar("up", "--lan", "--port", taken)

    assert ran.code == 1
    assert f"port {taken} on 0.0.0.0 is taken" in ran.err


@pytest.mark.parametrize("address", ["127.0.0.1", "localhost"])
def test_this_computer_needs_no_proxy(
    plantar: Plantar, monkeypatch: pytest.MonkeyPatch, taken: int, address: str
) -> None:
    monkeypatch.setenv("PLANTAR_DASHBOARD_ADDRESS", address)

    ran = plantar("up", "--port", taken)

    assert f"port {taken} on {address} is taken" in ran.err


def test_a_demo_listens_to_this_computer_alone(
    plantar: Plantar, monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    monkeypatch.setenv("PLANTAR_DASHBOARD_ADDRESS", "0.0.0.0")  # noqa: S104 - not listened to
    monkeypatch.setenv("PLANTAR_DASHBOARD_BEHIND_PROXY", "true")

    lan, plain = plantar("up", "--demo", "--lan"), plantar("up", "--demo", "--port", taken)

    assert "--lan: a demo listens to this computer alone" in lan.err
    assert f"port {taken} on 127.0.0.1 is taken" in plain.err
