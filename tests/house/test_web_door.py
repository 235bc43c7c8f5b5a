"""The door for phones: who comes in, and what goes through."""

import http.client
import http.server
import ssl
import threading
from collections.abc import Iterator

import pytest

from plantar.pain_link import PATH
from tests.house.web_door import Door, opened, signed_in

pytestmark = pytest.mark.web


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


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    pages = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    serving = threading.Thread(target=pages.serve_forever, args=(0.05,))
    serving.start()
    try:
        with opened(tmp_path_factory.mktemp("door"), pages.server_port) as one:
            yield one
    finally:
        pages.shutdown()
        serving.join()
        pages.server_close()


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


def test_the_form_of_a_link_needs_no_password_and_hands_out_no_cookie(door: Door) -> None:
    for path in (f"{PATH}/a-token", f"{PATH}/a-token/undo"):
        status, told, said = door.ask(path)

        assert status == 200, path
        assert told["Set-Cookie"] is None
        assert told["Strict-Transport-Security"] is not None
        assert "X-Forwarded-Proto: https" in said
        assert "X-Forwarded-For: 127.0.0.1" in said


def test_nothing_else_comes_in_by_the_way_of_the_form(door: Door) -> None:
    for path in (
        "/pijn",
        "/pijnlijk",
        "/PIJN/x",
        "/pijn/../runner",
        "/pijn/..%2frunner",
        "/x/pijn/",
    ):
        status, told, said = door.ask(path)

        assert status in {400, 401}, path
        assert told["Set-Cookie"] is None
        assert "Host:" not in said


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
