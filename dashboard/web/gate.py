"""Who is let through to the pages: asked of every request, and of every word of an open page."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

from google.protobuf.message import DecodeError
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.frame import style
from dashboard.web import first_paint
from dashboard.web.headers import CSP, PLAIN_CSP, pages_csp, said
from dashboard.web.place import Place
from plantar.account import SEEN_EVERY, Looking
from plantar.errors import PlantarError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

SIGN_IN: Final = "/sign-in"
#: Whether it is well, for whoever started it; tells nothing else.
HEALTH: Final = "/_stcore/health"
#: Parts of Streamlit's that browsers may keep, since they are the same for everybody.
KEPT: Final = ("/static/", style.PATH)
#: Reads only.
HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
THIS_COMPUTER: Final = frozenset({"localhost", "127.0.0.1", "::1"})
#: A proxy that does not say how it was asked is told what it lacks.
UNKNOWN_HOST: Final = (
    "This is not a name of this computer, and no proxy said that the way here was TLS "
    "(X-Forwarded-Proto: https, with dashboard_behind_proxy = true)."
)
SIGNED_OUT: Final = 4401
REFUSED: Final = 4403


class Gate:
    """Stands before everything: hosts, origins, sessions, and what browsers are told."""

    def __init__(
        self, app: App, place: Place, public: tuple[str, ...], plain: tuple[str, ...] = ()
    ) -> None:
        self._app = app
        self._place = place
        self._public = public
        self._plain = plain  # behind this gate, and yet without a script

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_public(self, path: str) -> bool:
        return path == HEALTH or any(
            path == known or path.startswith(f"{known}/") for known in self._public
        )

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked, path = HTTPConnection(scope), scope["path"]
        public = self._is_public(path)
        plain = public or path in self._plain
        csp = PLAIN_CSP if plain else pages_csp()
        headers = said(csp, keep=path.startswith(KEPT))

        async def with_headers(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers", ())
                # A plain page with its style inside says by a hash which one; ours knows none.
                strict = plain and any(name == CSP for name, _ in given)
                ours = [pair for pair in headers if not (strict and pair[0] == CSP)]
                names = {name for name, _ in ours}
                message["headers"] = [*(pair for pair in given if pair[0] not in names), *ours]
            await send(message)

        refused = self._refused(asked, scope["method"])
        if refused is None and not public:
            looking = await self._looking(asked)
            if looking is None:
                refused = _sign_in(asked)
            elif _is_document(asked):
                await self._see(looking)
                language = first_paint.language_of(asked, looking)
                tell = first_paint.in_language(with_headers, language)
                await self._app(first_paint.unpacked(scope), receive, tell)
                return
        await (self._app if refused is None else refused)(scope, receive, with_headers)

    def _refused(self, asked: HTTPConnection, method: str) -> Response | None:
        """Refuse what came by a name that is not ours, or a change that another site asks for."""
        if not self._is_our_host(asked):
            return PlainTextResponse(UNKNOWN_HOST, 421)
        foreign = _is_foreign(asked) or asked.headers.get("sec-fetch-site") == "cross-site"
        if method not in HARMLESS and foreign:
            return PlainTextResponse("asked by another site", 403)
        return None

    def _is_our_host(self, asked: HTTPConnection) -> bool:
        """Behind TLS the certificate says whose name it is; in the clear there is this computer."""
        if self._place.tls(asked):
            return True
        try:
            return urlsplit(f"//{asked.headers.get('host', '')}").hostname in THIS_COMPUTER
        except ValueError:
            return False

    async def _looking(self, asked: HTTPConnection) -> Looking | None:
        try:
            return await run_in_threadpool(self._place.looking, asked)
        except PlantarError:  # a store that is away lets nobody in
            return None

    async def _see(self, looking: Looking) -> None:
        now = self._place.clock()
        if now - looking.session.seen >= SEEN_EVERY:
            await run_in_threadpool(self._place.store.see_session, looking.session.token_hash, now)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = HTTPConnection(scope)
        allowed = self._is_our_host(asked) and not _is_foreign(asked)
        if not allowed or await self._looking(asked) is None:
            await receive()
            await send({"type": "websocket.close", "code": SIGNED_OUT if allowed else REFUSED})
            return
        told = False  # a page tells its state once by itself, when it connects

        async def while_signed_in() -> MutableMapping[str, Any]:
            nonlocal told
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            looking = await self._looking(asked)
            if looking is None:
                await send({"type": "websocket.close", "code": SIGNED_OUT})
                return {"type": "websocket.disconnect", "code": SIGNED_OUT}
            if is_click(message.get("bytes") or b""):
                if told:
                    await self._see(looking)
                told = True
            return message

        await self._app(scope, while_signed_in, send)


def is_click(message: bytes) -> bool:
    """Whether somebody did something, and not a timer of the page."""
    back = BackMsg()
    try:
        back.ParseFromString(message)
    except DecodeError:
        return False
    return back.WhichOneof("type") == "rerun_script" and not back.rerun_script.is_auto_rerun


def _is_foreign(asked: HTTPConnection) -> bool:
    origin = asked.headers.get("origin")
    if origin is None:
        return False
    return urlsplit(origin).netloc != asked.headers.get("host")


def _is_document(asked: HTTPConnection) -> bool:
    kind = asked.headers.get("sec-fetch-dest")
    if kind is None:  # an old browser, or none
        return "text/html" in asked.headers.get("accept", "")
    return kind == "document"


def _sign_in(asked: HTTPConnection) -> Response:
    """Documents are shown where to sign in; nothing else is, and so nothing else loses its form."""
    if not _is_document(asked):
        return PlainTextResponse("sign in first", 401)
    path, query = asked.scope["path"], asked.scope["query_string"].decode("latin-1")
    wanted = f"{path}?{query}" if query else path
    return RedirectResponse(
        SIGN_IN if wanted == "/" else f"{SIGN_IN}?next={quote(wanted, safe='')}", 303
    )
