"""An InfluxDB through influxdb-client: its failures in plain words, its versions made alike.

Writing goes by the v2 API and reading by InfluxQL: both are there in every version, with the bucket
`plantar/days` standing for the policy `days` of the database `plantar`. Making buckets and deleting
points is different: InfluxQL on 1.x, the v2 API elsewhere.
"""

import json
import re
import ssl
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Self

from influxdb_client import BucketRetentionRules, InfluxDBClient
from influxdb_client.client.write_api import SYNCHRONOUS, WriteApi
from influxdb_client.domain.write_precision import WritePrecision
from influxdb_client.rest import ApiException
from urllib3.exceptions import HTTPError

from plantar.errors import InfluxAway, InfluxDenied, InfluxError, InfluxRefused
from plantar.influx.schema import POLICIES, Key, Measurement, Points, Policy
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
#: Before and after every point.
EVER: Final = (datetime(1971, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))


class Server:
    """An InfluxDB in which the mirror lies; no method retries anything."""

    def __init__(self, place: InfluxPlace, patience_s: float = PATIENCE_S) -> None:
        self.place = place
        self._patience_s = patience_s
        self._version: str | None = None

    @cached_property
    def _client(self) -> InfluxDBClient:
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
        return self._client.write_api(write_options=SYNCHRONOUS)

    @property
    def version(self) -> str:
        """Which version it says that it is."""
        if self._version is None:
            try:
                self._version = str(self._client.version() or "unknown").removeprefix("v")
            except FAILURES as error:
                raise self._plainly(error) from error
        return self._version

    @property
    def speaks_influxql(self) -> bool:
        """Whether it is a 1.x, which is managed by InfluxQL."""
        return self.version.startswith("1.")

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
                    self._bucket(policy), record=some, write_precision=WritePrecision.NS
                )
            except FAILURES as error:
                told = self._plainly(error)
                if not isinstance(told, InfluxRefused):
                    raise told from error
                refused = refused or told  # what follows may be sound
        if refused is not None:
            raise refused

    def ask(self, policy: str, statements: Sequence[str]) -> list[list[dict[str, Any]]]:
        """The series that each statement of InfluxQL finds."""
        asked = [("db", self.place.bucket), ("rp", policy), ("epoch", "ns")]
        results = self._influxql(asked, ";".join(statements))
        for result in results:
            if "error" in result:
                raise self._refused(str(result["error"]))
        return [result.get("series", []) for result in results]

    def read(self, measurement: Measurement, stretches: Iterable[tuple[str, int, int]]) -> Points:
        """The points of runners, each in a stretch of time. [ns]"""
        questions = [
            f"SELECT * FROM {measurement.name} WHERE runner = {_quoted(runner_id)} "  # noqa: S608  quoted
            f"AND time >= {first} AND time < {after} GROUP BY *"
            for runner_id, first, after in stretches
        ]
        found: Points = {}
        for answer in self.ask(measurement.policy, questions) if questions else ():
            for series in answer:
                tags = tuple(series["tags"].get(name, "") for name in measurement.tags)
                names = series["columns"][1:]
                for at_ns, *cells in series["values"]:
                    told = zip(names, cells, strict=True)
                    known = {name: cell for name, cell in told if cell is not None}
                    found[Key(tags, at_ns)] = known
        return found

    def delete(self, measurement: Measurement, tags: Sequence[str], first: int, last: int) -> None:
        """Take the points of one series away, from the first time to the last. [ns]"""
        named = list(zip(measurement.tags, tags, strict=True))
        if self.speaks_influxql:
            where = " AND ".join(f"{name} = {_quoted(said)}" for name, said in named)
            self._manage(
                f"DELETE FROM {measurement.name} WHERE {where} "  # noqa: S608  quoted
                f"AND time >= {first} AND time <= {last}"
            )
            return
        self._delete(measurement, named, _moment(first), _moment(last) + timedelta(microseconds=1))

    def erase(self, measurement: Measurement, runner_id: str) -> None:
        """Take everything of a runner away."""
        if self.speaks_influxql:
            self._manage(f"DROP SERIES FROM {measurement.name} WHERE runner = {_quoted(runner_id)}")
        else:
            self._delete(measurement, [("runner", runner_id)], *EVER)

    def drop(self, measurement: Measurement) -> None:
        """Take a whole measurement away, with the types of its fields."""
        if self.speaks_influxql:
            self._manage(f"DROP MEASUREMENT {measurement.name}")
        else:
            self._delete(measurement, [], *EVER)

    def make(self) -> list[str]:
        """Make the buckets that lack, keep points as long as the policies say; names them."""
        made = []
        if self.speaks_influxql:
            self._manage(f"CREATE DATABASE {_named(self.place.bucket)}")
        for policy in POLICIES:
            if self.speaks_influxql:
                self._make_policy(policy)
            else:
                self._make_bucket(policy)
            made.append(self._bucket(policy.name))
        return made

    def close(self) -> None:
        """Let go of its connections."""
        if "_writer" in vars(self):
            self._writer.close()
        if "_client" in vars(self):
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_policy(self, policy: Policy) -> None:
        words = (
            f"RETENTION POLICY {policy.name} ON {_named(self.place.bucket)} "
            f"DURATION {_duration(policy.keep)} REPLICATION 1 "
            f"SHARD DURATION {_duration(policy.shard)}"
        )
        # Creating one that is there with other bounds is an error: it gets ours instead.
        try:
            self._manage(f"CREATE {words}")
        except InfluxRefused:
            self._manage(f"ALTER {words}")

    def _make_bucket(self, policy: Policy) -> None:
        kept = 0 if policy.keep is None else round(policy.keep.total_seconds())
        rules = BucketRetentionRules(
            type="expire",
            every_seconds=kept,
            shard_group_duration_seconds=round(policy.shard.total_seconds()),
        )
        buckets, name = self._client.buckets_api(), self._bucket(policy.name)
        try:
            known = buckets.find_bucket_by_name(name)
            if known is None:
                buckets.create_bucket(bucket_name=name, retention_rules=rules, org=self.place.org)
            else:
                known.retention_rules = [rules]
                buckets.update_bucket(bucket=known)
        except FAILURES as error:
            raise self._plainly(error) from error

    def _delete(
        self,
        measurement: Measurement,
        tags: list[tuple[str, str]],
        since: datetime,
        until: datetime,
    ) -> None:
        named = [("_measurement", measurement.name), *tags]
        predicate = " AND ".join(f"{name}={json.dumps(said)}" for name, said in named)
        try:
            self._client.delete_api().delete(
                since, until, predicate, self._bucket(measurement.policy), self.place.org
            )
        except FAILURES as error:
            raise self._plainly(error) from error

    def _manage(self, statement: str) -> None:
        for result in self._influxql([("db", self.place.bucket)], statement):
            if "error" in result and "measurement not found" not in result["error"]:
                raise self._refused(str(result["error"]))

    def _influxql(self, parameters: list[tuple[str, str]], said: str) -> list[dict[str, Any]]:
        try:
            answer = self._client.api_client.call_api(
                "/query",
                "POST",
                query_params=parameters,
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
            raise self._plainly(error) from error
        except (KeyError, TypeError) as error:
            raise InfluxError(f"{self.place.url}: {NO_ANSWER}") from error
        return results

    def _bucket(self, policy: str) -> str:
        return f"{self.place.bucket}/{policy}"

    def _plainly(self, error: Exception) -> InfluxError:
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
        if status in (BAD_REQUEST, UNPROCESSABLE):
            return InfluxRefused(where, said)
        if status == NOT_FOUND or "not found" in said:
            return self._refused(said)
        if status >= LEAST_WRONG:
            return InfluxAway(f"{where}: is not well ({status})")
        return InfluxError(f"{where}: {status} {said}".strip())

    def _refused(self, said: str) -> InfluxError:
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


def _quoted(text: str) -> str:
    """A text in InfluxQL."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _named(name: str) -> str:
    """A name in InfluxQL; settings let no quote into one."""
    return f'"{name}"'


def _duration(length: timedelta | None) -> str:
    return "INF" if length is None else f"{round(length.total_seconds())}s"


def _moment(at_ns: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_ns // 1_000)
