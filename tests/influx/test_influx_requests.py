"""What is asked of an InfluxDB 2, which cannot run here: the requests, held to its documentation.

A server of a few lines takes them down. It proves no more than their form; whether a real one does
what they ask is for test_influx_elsewhere.py, on one of yours.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from plantar.errors import InfluxAway, InfluxDenied, InfluxError, InfluxRefused
from plantar.influx.schema import MEASUREMENTS
from plantar.influx.server import Server
from plantar.influx_place import InfluxPlace

NEW_YEAR_NS = 1_767_225_600_000_000_000
ORGS = {"orgs": [{"id": "0123456789abcdef", "name": "practice"}]}


@dataclass
class Clerk:
    """Takes requests down, and answers as it was told to."""

    port: int = 0
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)  # by path
    headers: list[dict[str, str]] = field(default_factory=list)

    def place(self) -> InfluxPlace:
        return InfluxPlace(f"http://127.0.0.1:{self.port}", "geheim", "practice", "plantar")


@pytest.fixture
def clerk() -> Iterator[Clerk]:
    one = Clerk()

    class Desk(BaseHTTPRequestHandler):
        def take(self) -> None:
            where = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = json.loads(body) if body[:1] == b"{" else None
            one.asked.append((self.command, where.path, dict(parse_qsl(where.query)), said))
            one.headers.append(dict(self.headers))
            status, answer = one.answers.get(where.path, (204, None))
            if self.command == "POST" and where.path == "/api/v2/buckets":
                status, answer = 201, {"id": "00000000000000aa", **said}
            told = b"" if answer is None else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("X-Influxdb-Version", "v2.7.12")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        do_GET = do_POST = do_PATCH = take  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        one.port = server.server_port
        running = threading.Thread(target=server.serve_forever, args=(0.01,))
        running.start()
        yield one
        server.shutdown()
        running.join()


def test_points_are_deleted_by_their_tags_and_times(clerk: Clerk) -> None:
    with Server(clerk.place()) as server:
        tags = ("anna", 'a "quoted" device', "left")
        server.delete(MEASUREMENTS["foot_minute"], tags, NEW_YEAR_NS, NEW_YEAR_NS + 60 * 10**9)
        assert server.version == "2.7.12"

    method, path, parameters, said = clerk.asked[-1]
    assert (method, path) == ("POST", "/api/v2/delete")
    assert parameters == {"bucket": "plantar/minutes", "org": "practice"}
    assert said["predicate"] == (
        '_measurement="foot_minute" AND runner="anna" '
        'AND device="a \\"quoted\\" device" AND foot="left"'
    )
    assert said["start"].startswith("2026-01-01T00:00:00")
    assert said["stop"].startswith("2026-01-01T00:01:00.000001")
    assert clerk.headers[-1]["Authorization"] == "Token geheim"


def test_a_runner_is_erased_and_a_measurement_emptied_from_beginning_to_end(clerk: Clerk) -> None:
    with Server(clerk.place()) as server:
        server.erase(MEASUREMENTS["day"], "anna")
        server.drop(MEASUREMENTS["step_minute"])

    (_, _, where, erased), (_, _, emptied, dropped) = (
        one for one in clerk.asked if one[1] == "/api/v2/delete"
    )
    assert (where["bucket"], emptied["bucket"]) == ("plantar/days", "plantar/steps")
    assert erased["predicate"] == '_measurement="day" AND runner="anna"'
    assert dropped["predicate"] == '_measurement="step_minute"'
    assert erased["start"] < "1680"
    assert erased["stop"] > "2261"


def test_buckets_are_made_with_their_lengths(clerk: Clerk) -> None:
    clerk.answers["/api/v2/buckets"] = (200, {"buckets": []})
    clerk.answers["/api/v2/orgs"] = (200, ORGS)

    with Server(clerk.place()) as server:
        made = server.make()

    posted = [
        said for method, path, _, said in clerk.asked if (method, path[-8:]) == ("POST", "/buckets")
    ]
    assert made == [one["name"] for one in posted]
    assert made == ["plantar/days", "plantar/steps", "plantar/minutes"]
    kept = [one["retentionRules"][0]["everySeconds"] for one in posted]
    assert kept == [0, 156 * 7 * 86_400, 57 * 7 * 86_400]


def test_buckets_that_are_there_get_our_lengths(clerk: Clerk) -> None:
    known = {"id": "00000000000000aa", "name": "plantar/days", "retentionRules": []}
    clerk.answers["/api/v2/buckets"] = (200, {"buckets": [known]})
    clerk.answers["/api/v2/buckets/00000000000000aa"] = (200, known)

    with Server(clerk.place()) as server:
        server.make()

    changed = [said for method, _, _, said in clerk.asked if method == "PATCH"]
    assert changed[1]["retentionRules"][0]["everySeconds"] == 156 * 7 * 86_400


@pytest.mark.parametrize(
    ("status", "answer", "error", "words"),
    [
        (401, {"message": "unauthorized access"}, InfluxDenied, "(401)"),
        (403, {"message": "forbidden"}, InfluxDenied, "(403)"),
        (404, {"message": 'bucket "plantar/days" not found'}, InfluxError, "./run influx init"),
        (400, None, InfluxError, ": 400"),  # of somebody in between, and of no point of ours
        (422, {"message": "points beyond retention"}, InfluxRefused, "points beyond retention"),
        (429, {"message": "too many requests"}, InfluxError, "429 too many requests"),
        (503, None, InfluxAway, "is not well (503)"),
    ],
)
def test_what_it_answers_to_a_write_is_told_by_name(
    clerk: Clerk, status: int, answer: object, error: type[InfluxError], words: str
) -> None:
    clerk.answers["/api/v2/write"] = (status, answer)

    with Server(clerk.place()) as server, pytest.raises(InfluxError) as told:
        server.write("days", ["day,runner=anna load_wse=1 1"])

    assert type(told.value) is error
    assert words in str(told.value)
    assert "geheim" not in str(told.value)


@pytest.mark.parametrize("answer", [{"hello": "world"}, [], None])
def test_who_is_no_influxdb_is_told(clerk: Clerk, answer: object) -> None:
    clerk.answers["/query"] = (200, answer)
    clerk.answers["/api/v2/buckets"] = (200, {"buckets": [{"id": "of-no-name"}]})

    with Server(clerk.place()) as server:
        with pytest.raises(InfluxError, match="an answer that no InfluxDB would"):
            server.read(MEASUREMENTS["day"], [("anna", 0, 1)])
        with pytest.raises(InfluxError, match="an answer that no InfluxDB would"):
            server.make()
