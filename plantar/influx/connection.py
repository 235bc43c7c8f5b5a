"""A connection to an InfluxDB through influxdb-client, and its failures in plain words."""

import json
import re
import ssl
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from influxdb_client import InfluxDBClient
from influxdb_client.client.write_api import SYNCHRONOUS, WriteApi
from influxdb_client.domain.write_precision import WritePrecision
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from plantar.errors import InfluxAway, InfluxDenied, InfluxError, InfluxRefused
from plantar.influx_place import InfluxPlace

#: How long an answer may take. [s]
PATIENCE_S: Final = 30.0
#: Lines of one request.
LINES: Final = 5_000
FORM: Final = "application/x-www-form-urlencoded"
BAD_REQUEST: Final = 400
NOT_ALLOWED: Final = (401, 403)
NOT_FOUND: Final = 404
UNPROCESSABLE: Final = 422
LEAST_WRONG: Final = 500
#: How the client fails; a ValueError is an answer that it cannot read.
FAILURES: Final = (ApiException, HTTPError, ValueError)
NO_ANSWER: Final = "gives an answer that no InfluxDB would"
#: How many points a 1.x did not take; one reason would be many of them.
DROPPED: Final = re.compile(r" dropped=\d+$")


class Connection:
    """Writes by the v2 API and asks in InfluxQL; nothing is tried twice."""

    def __init__(self, place: InfluxPlace, patience_s: float = PATIENCE_S) -> None:
        self.place = place
        self._patience_s = patience_s
        self._version: str | None = None

    @cached_property
    def client(self) -> InfluxDBClient:
        """Made when it is first needed: a file that lacks is then a trouble like any other."""
        return InfluxDBClient(
            url=self.place.url,
            token=self.place.token,
            org=self.place.org,
            timeout=round(self._patience_s * 1_000),
            enable_gzip=True,
            ssl_context=_trusting(self.place.ca),
        )

    @cached_property
    def _writer(self) -> WriteApi:
        return self.client.write_api(write_options=SYNCHRONOUS)

    @property
    def version(self) -> str:
        """Which version it says that it is."""
        if self._version is None:
            try:
                self._version = str(self.client.version() or "unknown").removeprefix("v")
            except FAILURES as error:
                raise self.plainly(error) from error
        return self._version

    def write(self, policy: str, lines: Sequence[str]) -> None:
        """Write lines; when this returns they are kept.

        Raises
        ------
        InfluxRefused
            It did not take all of them; the others it may have.
        InfluxAway, InfluxDenied
            What came of it is unknown.
        """
        refused: InfluxRefused | None = None
        for begin in range(0, len(lines), LINES):
            some = "\n".join(lines[begin : begin + LINES])
            try:
                self._writer.write(
                    self.bucket(policy), record=some, write_precision=WritePrecision.NS
                )
            except FAILURES as error:
                told = self.plainly(error)
                if not isinstance(told, InfluxRefused):
                    raise told from error
                refused = refused or told  # what follows may be sound
        if refused is not None:
            raise refused

    def influxql(self, said: str, **parameters: str) -> list[dict[str, Any]]:
        """What each statement came to, as the server tells it."""
        try:
            answer = self.client.api_client.call_api(
                "/query",
                "POST",
                query_params=[("db", self.place.bucket), *parameters.items()],
                header_params={
                    "Accept": "application/json",
                    "Content-Type": FORM,
                    "Authorization": f"Token {self.place.token}",
                },
                post_params=[("q", said)],
                _preload_content=False,
                _return_http_data_only=True,
            )
            results: list[dict[str, Any]] = json.loads(answer.data)["results"]
        except FAILURES as error:
            raise self.plainly(error) from error
        except (KeyError, TypeError) as error:
            raise InfluxError(f"{self.place.url}: {NO_ANSWER}") from error
        return results

    def bucket(self, policy: str) -> str:
        """The bucket of a policy."""
        return f"{self.place.bucket}/{policy}"

    def close(self) -> None:
        """Let go of its connections."""
        if "_writer" in vars(self):
            self._writer.close()
        if "client" in vars(self):
            self.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def plainly(self, error: Exception) -> InfluxError:
        """What a failure of the client means."""
        where = self.place.url
        if isinstance(error, ValueError):
            return InfluxError(f"{where}: {NO_ANSWER}")
        if not isinstance(error, ApiException):
            return InfluxAway(f"{where}: does not answer")
        said, status = _said(error), error.status or 0
        if not status:
            return InfluxError(f"{where}: no TLS: {' '.join(str(error.reason).split())}")
        if status in NOT_ALLOWED:
            return InfluxDenied(f"{where}: does not take influx_token for this ({status})")
        if said and status in (BAD_REQUEST, UNPROCESSABLE):
            return InfluxRefused(where, said)
        if status == NOT_FOUND or "not found" in said:
            return self.refused(said)
        if status >= LEAST_WRONG:
            return InfluxAway(f"{where}: is not well ({status})")
        return InfluxError(f"{where}: {status} {said}".strip())

    def refused(self, said: str) -> InfluxError:
        """What it means that the server says this."""
        if "not found" in said:
            return InfluxError(f"{self.place.url}: {said}: make it with `./run influx init`")
        return InfluxRefused(self.place.url, said)


def _said(error: ApiException) -> str:
    """What the server says went wrong, in one line; nothing when it is a page."""
    body = error.body or ""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else str(body)
    try:
        told = json.loads(text)
    except ValueError:
        return ""
    said = told.get("error") or told.get("message") or "" if isinstance(told, dict) else ""
    return DROPPED.sub("", " ".join(str(said).split()))


def _trusting(ca: Path | None) -> ssl.SSLContext | None:
    """What believes certificates that somebody signed; None: as this computer does."""
    if ca is None:
        return None
    try:
        return ssl.create_default_context(cafile=str(ca))
    except (OSError, ssl.SSLError) as error:
        why = error.strerror or error
        raise InfluxError(f"influx_ca: {ca} cannot be read as certificates: {why}") from error
