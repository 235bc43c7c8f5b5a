"""`plantar deploy init`: whatever is there stays, and nobody has a password that another has."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from cli.deploy import certificates
from cli.deploy.compose_env import Wanted
from cli.deploy.make import make
from cli.deploy.passwords import broker_line, is_of
from plantar.errors import FileRejected
from plantar.settings import load_settings
from tests.cli.conftest import ROOT, Plantar

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOST = ("--host", "centre.example")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def files(folder: Path) -> dict[str, str]:
    """Every file by its name; the lock is nobody's text."""
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


def certificate(site: Path, name: str) -> x509.Certificate:
    return certificates.certificate_of((site / name).read_text("utf-8"))


def test_everything_is_for_its_owner_alone(plantar: Plantar, site: Path) -> None:
    ran = plantar("deploy", "init", site, *HOST, "--collector", "pi-1", "--with", "web")

    assert ran.code == 0
    written = [path for path in (site, *site.rglob("*")) if path.suffix != ".lock"]
    assert len(written) > 30
    for path in written:
        wanted = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == wanted, path
    assert f"docker compose --env-file {site}/compose.env up -d" in ran.out


def test_it_says_no_password(plantar: Plantar, site: Path) -> None:
    ran = plantar("deploy", "init", site, *HOST, "--collector", "pi-1", "--with", "web")
    words = [text.strip() for name, text in files(site).items() if name.endswith("password")]

    assert len(words) == 6
    assert [word for word in words if word in ran.out + ran.err] == []


def test_no_two_passwords_are_alike_and_none_is_short(plantar: Plantar, tmp_path: Path) -> None:
    words = []
    for name in ("one", "two"):
        plantar("deploy", "init", tmp_path / name, *HOST, "--collector", "pi-1", "--with", "ble")
        words += [t for n, t in files(tmp_path / name).items() if n.endswith(("password", "token"))]

    assert len(words) == 2 * 8
    assert len(set(words)) == len(words)
    assert min(map(len, words)) >= 32


def test_again_adds_a_collector_and_leaves_the_rest(plantar: Plantar, site: Path) -> None:
    plantar("deploy", "init", site, *HOST, "--collector", "pi-1")
    before = files(site)

    ran = plantar("deploy", "init", site, "--collector", "pi-2")

    after = files(site)
    grown = {"broker/passwords"}
    assert {name: after[name] for name in before if name not in grown} == {
        name: text for name, text in before.items() if name not in grown
    }
    assert after["broker/passwords"].startswith(before["broker/passwords"])
    assert set(after) - set(before) == {
        f"collectors/pi-2/{name}" for name in ("broker.password", "plantar.toml", "ca.crt")
    }
    assert "added  collectors/pi-2/broker.password" in ran.err
    assert "left   secrets/centre.password" in ran.err
    assert "added  secrets" not in ran.err


def test_again_with_the_same_changes_nothing(plantar: Plantar, site: Path) -> None:
    words = ("deploy", "init", site, *HOST, "--collector", "pi-1", "--with", "web")
    plantar(*words)
    before = files(site)

    ran = plantar(*words)

    assert ran.code == 0
    assert files(site) == before
    assert "added" not in ran.err


def test_whatever_is_missing_comes_back_and_goes_with_the_rest(
    plantar: Plantar, site: Path
) -> None:
    """Any file may be the one that a first time did not come to."""
    words = ("deploy", "init", site, *HOST, "--collector", "pi-1")
    plantar(*words)
    before = files(site)
    refused = {
        "ca/ca.key": 0,  # who signs is needed only where something is to be signed
        "ca/ca.crt": 0,
        "broker/broker.key": 1,
        "web/web.key": 1,
        "influx/tls/influx.key": 1,
        "secrets/centre.password": 1,
        "secrets/health.password": 1,
        "collectors/pi-1/broker.password": 1,
    }

    for name, text in before.items():
        (site / name).unlink()
        ran = plantar(*words)
        assert ran.code == refused.get(name, 0), (name, ran.err)
        assert (site / name).exists() is (name not in refused), name
        (site / name).write_text(text, "utf-8")
        assert plantar(*words).code == 0, name


#: Makes a site for each number of files after which it is killed; one start of Python for all.
KILLED = """
import os, sys, pathlib
from datetime import UTC, datetime
from cli.deploy import compose_env, make, site

def write(path, text):
    if not left: os._exit(9)
    left.pop(); real(path, text)

real, site.write_whole = site.write_whole, write
for step in range(0, int(sys.argv[2]), 3):
    if (child := os.fork()) == 0:
        left = [None] * step
        wanted = compose_env.Wanted(("centre.example",), ("pi-1",))
        make.make(pathlib.Path(sys.argv[1]) / str(step), wanted, datetime.now(UTC))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no fork")
def test_killed_at_any_step_nothing_is_half_written(tmp_path: Path) -> None:
    """It is stopped at every third file; the next time goes on, and all of it fits together."""
    wanted = Wanted(("centre.example",), ("pi-1",))
    make(tmp_path / "whole", wanted, NOW)
    names = set(files(tmp_path / "whole"))
    words = [sys.executable, "-c", KILLED, str(tmp_path), str(len(names))]

    subprocess.run(words, cwd=ROOT, check=True)

    for step in range(0, len(names), 3):
        make(tmp_path / str(step), wanted, NOW)
        assert set(files(tmp_path / str(step))) == names, step
        _fits(tmp_path / str(step))


def _fits(site: Path) -> None:
    """Keys are of their certificates, passwords of their lines."""
    ca = certificate(site, "ca/ca.crt")
    for name in ("broker/broker", "web/web", "influx/tls/influx"):
        made = certificate(site, f"{name}.crt")
        key = certificates.key_of((site / f"{name}.key").read_text("utf-8"))
        made.verify_directly_issued_by(ca)
        assert key.public_key() == made.public_key()
    lines = (site / "broker/passwords").read_text("utf-8").splitlines()
    of_user = {line.partition(":")[0]: line for line in lines}
    for user, name in (("centre", "secrets/centre"), ("pi-1", "collectors/pi-1/broker")):
        assert is_of(of_user[user], (site / f"{name}.password").read_text("utf-8"))


def test_certificates_bear_every_name_and_live_as_long_as_phones_allow(site: Path) -> None:
    make(site, Wanted(("centre.example", "192.168.1.20")), NOW)
    broker, web = certificate(site, "broker/broker.crt"), certificate(site, "web/web.crt")
    ca = certificate(site, "ca/ca.crt")

    asked = {"centre.example", "192.168.1.20", "localhost", "127.0.0.1"}
    assert set(certificates.names_in(web)) == asked
    assert set(certificates.names_in(broker)) == {*asked, "mosquitto"}
    influx = certificate(site, "influx/tls/influx.crt")
    assert set(certificates.names_in(influx)) == {*asked, "influxdb"}
    for one in (broker, web, influx):
        use = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        assert list(use) == [x509.ExtendedKeyUsageOID.SERVER_AUTH]
        assert NOW - timedelta(days=1) < one.not_valid_before_utc < NOW
        assert NOW + timedelta(days=700) < one.not_valid_after_utc < NOW + timedelta(days=825)
    bounds = ca.extensions.get_extension_for_class(x509.BasicConstraints)
    assert bounds.critical
    assert (bounds.value.ca, bounds.value.path_length) == (True, 0)


def test_a_certificate_that_ended_is_made_again_when_it_is_deleted(
    plantar: Plantar, site: Path
) -> None:
    make(site, Wanted(("centre.example",), ("pi-1",)), NOW - timedelta(days=800))
    assert "left   broker/broker.crt (ended on 2026-09" in plantar("deploy", "init", site).err
    key = (site / "broker/broker.key").read_text("utf-8")

    (site / "broker/broker.crt").unlink()
    ran = plantar("deploy", "init", site, *HOST)

    assert ran.code == 0
    assert "added  broker/broker.crt" in ran.err
    assert certificate(site, "broker/broker.crt").not_valid_after_utc > NOW
    assert (site / "broker/broker.key").read_text("utf-8") == key
    _fits(site)


def test_a_host_that_a_certificate_does_not_name_is_refused_before_anything_changes(
    plantar: Plantar, site: Path
) -> None:
    plantar("deploy", "init", site, *HOST)
    before = files(site)

    ran = plantar("deploy", "init", site, "--host", "other.example", "--collector", "pi-1")

    assert ran.code == 1
    assert "broker.crt: is for centre.example, localhost" in ran.err
    assert "not for other.example" in ran.err
    assert files(site) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--host", "centre example"), "--host: 'centre example' is not the name or the address"),
        (("--host", "192.168.1.300"), "--host: '192.168.1.300' is not"),
        (("--host", "-x.example"), "--host: '-x.example' is not"),
        ((*HOST, "--collector", "pi/1"), "--collector: 'pi/1' is not the name of a collector"),
        ((*HOST, "--collector", "#"), "--collector: '#' is not"),
        ((*HOST, "--collector", "Centre"), "--collector: 'Centre' is not free"),
        ((*HOST, "--collector", "health"), "--collector: 'health' is not free"),
        ((*HOST, "--sqlite", "--workers", "2"), "--workers: 2 is not 1"),
        ((*HOST, "--with", "kafka"), "kafka"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_its_value(
    plantar: Plantar, site: Path, words: tuple[str, ...], said: str
) -> None:
    ran = plantar("deploy", "init", site, *words)

    assert ran.code == 2
    assert said in ran.err
    assert not site.exists()


def test_the_first_time_needs_a_host(plantar: Plantar, site: Path) -> None:
    ran = plantar("deploy", "init", site)

    assert ran.code == 1
    assert "--host: by which name" in ran.err
    assert files(site) == {}


def break_password(site: Path) -> None:
    (site / "secrets/centre.password").write_text("another", "utf-8")


def break_certificate(site: Path) -> None:
    (site / "broker/broker.crt").write_text("torn", "utf-8")


def break_key(site: Path) -> None:
    (site / "web/web.crt").unlink()
    (site / "web/web.key").write_text("torn", "utf-8")


def take_signer_away(site: Path) -> None:
    (site / "web/web.crt").unlink()
    shutil.rmtree(site / "ca")


def change_signer(site: Path) -> None:
    (site / "web/web.crt").unlink()
    (site / "ca/ca.key").write_text(certificates.new_key(), "utf-8")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (break_password, r"centre\.password: is not the password of 'centre'"),
        (break_certificate, r"broker\.crt: is no certificate"),
        (break_key, r"web\.key: is no key"),
        (take_signer_away, r"ca\.key: is needed to sign a certificate: bring it back"),
        (change_signer, r"ca\.key: is not the key of ca/ca\.crt"),
    ],
)
def test_what_does_not_go_together_is_said_with_its_file(
    site: Path, damage: Callable[[Path], None], said: str
) -> None:
    make(site, Wanted(("centre.example",)), NOW)
    damage(site)

    with pytest.raises(FileRejected, match=said):
        make(site, Wanted(("centre.example",)), NOW)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("centre.example", "mqtts://centre.example:8883"),
        ("2001:DB8::1", "mqtts://[2001:db8::1]:8883"),
    ],
)
def test_what_a_collector_carries_over_is_a_home_that_finds_the_broker(
    plantar: Plantar, site: Path, host: str, url: str
) -> None:
    plantar("deploy", "init", site, "--host", host, *HOST, "--collector", "pi-1")
    home = site / "collectors/pi-1"

    broker = load_settings({"PLANTAR_HOME": str(home)}).broker

    assert broker is not None
    assert (broker.url, broker.user) == (url, "pi-1")
    assert broker.ca == home / "ca.crt"
    lines = (site / "broker/passwords").read_text("utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith("pi-1:"))
    assert is_of(line, broker.password)


def test_what_was_asked_for_and_stands_otherwise_is_said(plantar: Plantar, site: Path) -> None:
    """The file of settings is somebody's own once it is there."""
    plantar("deploy", "init", site, *HOST)
    before = (site / "compose.env").read_text("utf-8")

    asked = ("--with", "web", "--with", "influx", "--workers", "3", "--collector", "pi-1")
    ran = plantar("deploy", "init", site, *asked)

    assert (site / "compose.env").read_text("utf-8") == before
    for change in (
        "COMPOSE_PROFILES=postgres,web,influx",
        "INFLUX_URL=https://influxdb:8086",
        "WORKERS=3",
        "BROKER_LISTENS=0.0.0.0",
    ):
        assert f"in {site}/compose.env: {change}" in ran.out
    assert "kill -s HUP mosquitto" in ran.out
    quiet = plantar("deploy", "init", site)
    assert "compose.env:" not in quiet.out
    assert "HUP" not in quiet.out


def test_a_line_of_the_password_file_is_of_its_password_alone() -> None:
    line = broker_line("pi-1", "of-the-first")

    assert is_of(line, "of-the-first")
    assert not is_of(line, "of-the-second")
    assert broker_line("pi-1", "of-the-first") != line  # salted
    for other in ("pi-1:plain", "pi-1:$6$c2FsdA==$aGFzaA==", "pi-1:$7$x$c2FsdA==$aGFzaA==", "pi-1"):
        assert not is_of(other, "of-the-first")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root gives files away")
def test_root_gives_it_to_the_user_of_the_containers_and_keeps_who_signs(site: Path) -> None:
    make(site, Wanted(("centre.example",)), NOW)
    make(site, Wanted((), ("pi-1",)), NOW)

    owners = {path: path.stat().st_uid for path in site.rglob("*")}
    assert {uid for path, uid in owners.items() if "ca" not in path.parts} == {10_001}
    assert {uid for path, uid in owners.items() if "ca" in path.parts} == {0}
