"""The door of a deployment, really started: nginx on the shipped configuration."""

import base64
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli import clock
from cli.deploy.compose_env import Wanted
from cli.deploy.make import make

ROOT = Path(__file__).parents[2]
CONF = ROOT / "deploy/nginx/plantar.conf"
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
PATIENCE_S = 30.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


@contextmanager
def opened(folder: Path, pages: int) -> Iterator[Door]:
    """A door before the pages at a port; nothing is changed but folders and ports."""
    if not Path(NGINX).exists() or os.name == "nt":
        pytest.skip("there is no nginx")
    site, port, health = folder / "site", free_port(), free_port()
    make(site, Wanted(("centre.example",), (), ("web",)), clock.now())
    text = CONF.read_text("utf-8")
    for shipped, ours in (
        (" /tmp/", f" {folder}/"),
        ("listen 8443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("listen 127.0.0.1:8080;", f"listen 127.0.0.1:{health};"),
        ("http://dashboard:8501", f"http://127.0.0.1:{pages}"),
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


def _wait(port: int, running: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert running.poll() is None, log.read_text()
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.02)
