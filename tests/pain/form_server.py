"""The plain form as a server on loopback, and somebody who fills it in without a browser."""

import html
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPMessage
from urllib.parse import urlencode, urljoin

import uvicorn
from starlette.applications import Starlette

from dashboard.web.pain_form import nobody, routes
from plantar.store import Store
from plantar.viewer import Viewer

SENT_AS = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Page:
    """What came back."""

    path: str
    code: int
    headers: HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """As a reader sees it: entities are signs again."""
        return html.unescape(self.body.decode())

    @property
    def key(self) -> str:
        """The number that this form came with."""
        (key,) = re.findall(r'name=key value="([^"]+)"', self.body.decode())
        return str(key)

    @property
    def size(self) -> int:
        """All bytes of the answer, but for its first line."""
        return len(self.body) + len(self.headers.as_bytes())


@dataclass(frozen=True)
class Server:
    port: int

    def get(self, path: str, **headers: str) -> Page:
        return self._ask("GET", path, None, headers)

    def post(self, path: str, fields: Mapping[str, str] | bytes, **headers: str) -> Page:
        body = fields if isinstance(fields, bytes) else urlencode(fields, errors="replace").encode()
        return self._ask("POST", path, body, {**SENT_AS, **headers})

    def followed(self, page: Page) -> Page:
        """Where a redirect leads."""
        assert page.code == 303
        return self.get(urljoin(page.path, page.headers["location"]))

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Page:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): word for name, word in headers.items()}
        try:
            connection.request(method, path, body, named)
            answer = connection.getresponse()
            return Page(path, answer.status, answer.headers, answer.read())
        finally:
            connection.close()


@contextmanager
def serving(
    store: Callable[[], Store],
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    viewer: Callable[..., Viewer | None] = nobody,
) -> Iterator[Server]:
    """Serve the form until left, on a port of its own."""
    app = Starlette(routes=routes(store, clock, viewer))
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, access_log=False, log_config=None, lifespan="off"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.01)
    try:
        yield Server(server.servers[0].sockets[0].getsockname()[1])
    finally:
        server.should_exit = True
        thread.join()
