"""Real servers on loopback: one of mail, one of the web, and one that never says a word."""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message as Mail
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass
class Request:
    """What somebody posted."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> Any:  # noqa: ANN401  whatever was posted
        return json.loads(self.body)


@dataclass
class Web:
    """A web server that answers what it is told to."""

    answer: int = 200
    taken: list[Request] = field(default_factory=list)
    port: int = 0

    @property
    def hook(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?from=plantar"

    @property
    def ntfy(self) -> str:
        return f"ntfy://127.0.0.1:{self.port}/hidden-topic"


@contextmanager
def web(port: int = 0) -> Iterator[Web]:
    """Serve until the block ends; on the same port again where it is given."""
    state = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.taken.append(Request(self.path, dict(self.headers), body))
            self.send_response(state.answer)
            if state.answer in (301, 302, 307):
                self.send_header("Location", f"http://127.0.0.1:{state.port}/elsewhere")
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Post:
    """A mail server that takes everything, or answers what it is told to."""

    answer: str = "250 taken"
    taken: list[Mail] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        where = f"127.0.0.1:{self.port}?from=plantar@here.example&to=hidden@there.example"
        return f"mailto://{where}"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  aiosmtpd's name
        if self.answer.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(message_from_bytes(envelope.content, policy=default))
        return self.answer


@contextmanager
def post() -> Iterator[Post]:
    state = Post(port=free_port())
    controller = Controller(state, hostname="127.0.0.1", port=state.port)
    controller.start()
    try:
        yield state
    finally:
        controller.stop()


@contextmanager
def silence() -> Iterator[int]:
    """A port where connections are made and nothing is ever said."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
