"""The plain routes and the gate before them, asked in this process, at a moment of our choice."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard.web.doors import ROUTES, routes
from dashboard.web.gate import Gate
from dashboard.web.place import Place
from plantar.store import Store

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
FIELD = 'name="token" value="'


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str | None:
        return next((text for key, text in self.headers if key == name), None)

    @property
    def cookies(self) -> dict[str, str]:
        told: SimpleCookie = SimpleCookie()
        for key, text in self.headers:
            if key == "set-cookie":
                told.load(text)
        return {name: morsel.value for name, morsel in told.items()}


@dataclass
class Browser:
    """Keeps cookies, and fills in forms."""

    store: Store
    behind_proxy: bool = False
    now: datetime = NOW
    host: str = "localhost"
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        async def pages(_asked: Request) -> PlainTextResponse:
            return PlainTextResponse("the pages")

        place = Place(lambda: self.store, lambda: self.now, "en", self.behind_proxy)
        public = tuple(path for part in ROUTES for path in part.public)
        plain = tuple(path for part in ROUTES for path in part.plain)
        everything = Route("/{rest:path}", pages, methods=["GET", "POST", "PUT", "DELETE"])
        self._app = Gate(Starlette(routes=[*routes(place), everything]), place, public, plain)

    def wait(self, delta: timedelta) -> None:
        self.now += delta

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, b"", {"sec-fetch-dest": "document", **_named(headers)})

    def send(self, path: str, form: Mapping[str, str], **headers: str) -> Answer:
        """Send a form as it stands: without the token, if it is not in it."""
        body = urlencode(form).encode()
        kind = {"content-type": "application/x-www-form-urlencoded"}
        return self._ask("POST", path, body, {**kind, **_named(headers)})

    def fill_in(self, path: str, form: Mapping[str, str]) -> Answer:
        """Load a page, and send its form."""
        page = self.get(path).body
        token = page.partition(FIELD)[2].partition('"')[0]
        return self.send(path, {"token": token, **form}, origin=f"http://{self.host}")

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        told = {"host": self.host, **headers}
        if self.cookies:
            told["cookie"] = "; ".join(f"{name}={text}" for name, text in self.cookies.items())
        plain, _, query = path.partition("?")
        scope = {
            "type": "http",
            "method": method,
            "path": plain,
            "raw_path": plain.encode(),
            "query_string": query.encode(),
            "headers": [(name.encode(), text.encode()) for name, text in told.items()],
            "client": ("127.0.0.1", 5000),
            "server": ("localhost", 80),
            "scheme": "http",
            "http_version": "1.1",
            "root_path": "",
        }
        answer = asyncio.run(_answered(self._app, scope, body))
        for name, text in answer.cookies.items():
            if text:
                self.cookies[name] = text
            else:
                self.cookies.pop(name, None)
        return answer


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): text for name, text in headers.items()}


async def _answered(app: Any, scope: dict[str, Any], body: bytes) -> Answer:  # noqa: ANN401  an ASGI application
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    begun = sent[0]
    headers = [(name.decode(), text.decode()) for name, text in begun["headers"]]
    said = b"".join(one.get("body", b"") for one in sent[1:])
    return Answer(begun["status"], headers, said.decode("utf-8", "replace"))
