"""Over a network the token goes through TLS alone, to a server whose certificate is known."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from plantar.errors import InfluxError
from plantar.influx.server import Server
from plantar.influx.sync import sync
from plantar.store.mirror_notes import open_mirror_notes
from plantar.store.sql import open_store
from tests.influx.influx_rig import Influx, is_here
from tests.influx.walked import unlike, walk

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl")


def certificates(folder: Path, name: str) -> Path:
    """Somebody who signs, and a certificate for an address of this computer."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *key, "-keyout", f"{name}.key", "-out", f"{name}.crt", "-days", "2",
            "-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    openssl("req", *key, "-keyout", "influx.key", "-out", "influx.csr", "-subj", "/CN=influx")
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n")
    openssl("x509", "-req", "-in", "influx.csr", "-CA", f"{name}.crt", "-CAkey", f"{name}.key",
            "-CAcreateserial", "-out", "influx.crt", "-days", "2", "-extfile", "names")  # fmt: skip
    return folder / f"{name}.crt"


@pytest.fixture
def behind_tls(tmp_path: Path) -> Iterator[tuple[Influx, Path]]:
    """A server behind TLS, and who signed its certificate."""
    if not is_here():
        pytest.skip("there is no influxd with nginx in front of it")
    ca = certificates(tmp_path, "signer")
    lines = f"ssl_certificate {tmp_path}/influx.crt; ssl_certificate_key {tmp_path}/influx.key;"
    one = Influx(tmp_path, lines)
    try:
        yield one.start(), ca
    finally:
        one.stop()


def test_a_mirror_is_told_through_tls_and_by_whom_nobody_knows_refused(
    behind_tls: tuple[Influx, Path], tmp_path: Path
) -> None:
    influx, ca = behind_tls
    place = replace(influx.place(), ca=ca)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    path = tmp_path / "plantar.db"
    with open_store(path) as store, open_mirror_notes(path) as mirror_notes:
        walk(store, "anna", 1)
        for stranger, words in (
            (None, "certificate"),
            (certificates(elsewhere, "another"), "certificate"),
            (tmp_path / "nowhere.crt", "influx_ca"),
            (tmp_path / "names", "influx_ca"),
        ):
            with (
                Server(replace(place, ca=stranger)) as server,
                pytest.raises(InfluxError, match=words) as told,
            ):
                sync(mirror_notes, server)
            assert "\n" not in str(told.value)
        assert mirror_notes.waiting()["foot_minute"] == 1

        with Server(place) as server:
            server.make()
            sync(mirror_notes, server)
            assert unlike(store, server) == []
