"""The door for phones, really started: nginx on the shipped configuration and what `init` wrote."""

import base64
import http.client
import http.server
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli import clock
from cli.deploy.make import Wanted, make

pytestmark = pytest.mark.web

ROOT = Path(__file__).parents[2]
CONF = ROOT / "deploy/nginx/plantar.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
PATIENCE_S = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Pages(http.server.BaseHTTPRequestHandler):
    """Stands behind the door: says what it was asked with, and takes a WebSocket's upgrade."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.headers["Upgrade"] == "websocket":
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", self.headers["Connection"])
            self.end_headers()
            self.wfile.write(b"from the pages")
            self.close_connection = True
            return
        said = "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_: object) -> None:
        pass


@dataclass(frozen=True)
class Door:
    """Where the door is, and what opens it."""

    port: int
    health: int
    ca: Path
    password: str

    def ask(
        self, path: str = "/", *, tls: bool = True, **headers: str
    ) -> tuple[int, http.client.HTTPMessage, str]:
        """A whole request and its answer."""
        context = ssl.create_default_context(cafile=self.ca)
        connection = (
            http.client.HTTPSConnection("localhost", self.port, context=context, timeout=10.0)
            if tls
            else http.client.HTTPConnection("localhost", self.port, timeout=10.0)
        )
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", path, headers=named)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def upgrade(self, **headers: str) -> bytes:
        """What comes when a WebSocket is asked for."""
        lines = ["GET /_stcore/stream HTTP/1.1", f"Host: localhost:{self.port}"]
        lines += ["Connection: Upgrade", "Upgrade: websocket"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        context = ssl.create_default_context(cafile=self.ca)
        with socket.create_connection(("localhost", self.port), timeout=10.0) as plain:
            one = context.wrap_socket(plain, server_hostname="localhost")
            one.sendall("\r\n".join([*lines, "", ""]).encode())
            said = b""
            with suppress(OSError):
                while part := one.recv(4096):
                    said += part
                    if b"from the pages" in said or b"</html>" in said:
                        break
            one.close()
        return said


def signed_in(password: str) -> str:
    return "Basic " + base64.b64encode(f"plantar:{password}".encode()).decode()


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    if not Path(NGINX).exists() or os.name == "nt":
        pytest.skip("there is no nginx")
    folder = tmp_path_factory.mktemp("door")
    site = folder / "site"
    make(site, Wanted(("centre.example",), (), ("web",)), clock.now())
    pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    serving = threading.Thread(target=pages.serve_forever)
    serving.start()
    port, health = free_port(), free_port()
    text = CONF.read_text("utf-8")
    for shipped, ours in (
        (" /tmp/", f" {folder}/"),
        ("listen 8443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("listen 127.0.0.1:8080;", f"listen 127.0.0.1:{health};"),
        ("http://dashboard:8501", f"http://127.0.0.1:{pages.server_port}"),
        ("/etc/nginx/site/", f"{site}/web/"),
    ):
        assert shipped in text, shipped
        text = text.replace(shipped, ours)
    # As whom it runs says the container there, and a line here.
    if os.geteuid() == 0:
        text = f"user root;\n{text}"
    conf = folder / "plantar.conf"
    conf.write_text(text)
    words = [NGINX, "-e", "stderr", "-c", str(conf), "-g", "daemon off;"]
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(words, stderr=log)
    try:
        _wait(port, running, folder / "log")
        yield Door(port, health, site / "web/ca.crt", (site / "secrets/web.password").read_text())
    finally:
        running.terminate()
        running.wait()
        pages.shutdown()
        serving.join()
        pages.server_close()


def _wait(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.02)


def test_the_pages_are_behind_a_certificate_and_a_password(door: Door) -> None:
    status, headers, said = door.ask("/runner?runner=anna", Authorization=signed_in(door.password))

    assert status == 200
    assert headers["Strict-Transport-Security"] is not None
    lines = dict(line.split(": ", 1) for line in said.splitlines())
    assert lines["Host"] == f"localhost:{door.port}"
    assert lines["X-Forwarded-Proto"] == "https"
    assert "Authorization" not in lines  # the password is not for the pages


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": signed_in("")},
        {"Authorization": signed_in("plantar")},
        {"Authorization": "Basic !"},
        {"Authorization": "Bearer plantar"},
        {"Cookie": "plantar="},
        {"Cookie": "plantar=off"},
        {"Cookie": "plantar=guessed"},
        {"Cookie": "plantar=Plantar; plantar=off"},
    ],
)
def test_who_has_no_password_gets_neither_page_nor_cookie(
    door: Door, headers: dict[str, str]
) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/stream", "/../x", "//", "/x/../..", "/%2e"):
        status, told, said = door.ask(path, **headers)

        assert status in {400, 401}, path
        assert told["Set-Cookie"] is None
        assert "Host:" not in said
    assert door.upgrade(**headers).startswith(b"HTTP/1.1 401")


@pytest.mark.parametrize("headers", [{}, {"Authorization": signed_in("guessed")}])
def test_plain_http_gets_nothing_and_above_all_no_cookie(
    door: Door, headers: dict[str, str]
) -> None:
    """A redirect would be answered before the password is looked at."""
    status, told, said = door.ask(tls=False, **headers)

    assert status == 400
    assert told["Set-Cookie"] is None
    assert "Host:" not in said


def test_a_websocket_comes_through_with_the_password_or_the_cookie_of_who_signed_in(
    door: Door,
) -> None:
    """Some browsers send no password with a WebSocket; the cookie is for them."""
    _, headers, _ = door.ask(Authorization=signed_in(door.password))
    cookie = headers["Set-Cookie"]
    for flag in ("Secure", "HttpOnly", "SameSite=Lax"):
        assert flag in cookie

    by_cookie = door.upgrade(Cookie=f"_streamlit_xsrf=1; {cookie.partition(';')[0]}")
    by_password = door.upgrade(Authorization=signed_in(door.password))

    for said in (by_cookie, by_password):
        assert said.startswith(b"HTTP/1.1 101")
        assert said.endswith(b"from the pages")


def test_whoever_comes_by_cookie_is_handed_no_other(door: Door) -> None:
    _, headers, _ = door.ask(Authorization=signed_in(door.password))
    cookie = headers["Set-Cookie"].partition(";")[0]

    status, told, said = door.ask(Cookie=cookie)

    assert (status, told["Set-Cookie"]) == (200, None)
    assert "Host:" in said


def test_its_certificate_is_believed_by_who_trusts_the_signer_and_by_nobody_else(
    door: Door,
) -> None:
    strangers = ssl.create_default_context()
    connection = http.client.HTTPSConnection("localhost", door.port, context=strangers)
    with pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")
    connection.close()


def test_its_own_container_asks_whether_it_is_well(door: Door) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", door.health, timeout=10.0)
    connection.request("GET", "/")
    answer = connection.getresponse()
    connection.close()

    assert answer.status == 204
