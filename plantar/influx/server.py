"""What the mirror asks of an InfluxDB, the same in every version.

Writing goes by the v2 API and reading by InfluxQL: both are there in every version, with the bucket
`plantar/days` standing for the policy `days` of the database `plantar`. Making buckets and deleting
points is different: InfluxQL on 1.x, the v2 API elsewhere.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from influxdb_client import BucketRetentionRules

from plantar.errors import InfluxRefused
from plantar.influx.connection import FAILURES, Connection
from plantar.influx.schema import POLICIES, Key, Measurement, Points, Policy

#: Before and after every point that can be.
EVER: Final = (datetime(1678, 1, 1, tzinfo=UTC), datetime(2262, 1, 1, tzinfo=UTC))


class Server(Connection):
    """An InfluxDB in which the mirror lies."""

    @property
    def speaks_influxql(self) -> bool:
        """Whether it is a 1.x, which is managed by InfluxQL."""
        return self.version.startswith("1.")

    def ask(self, policy: str, statements: Sequence[str]) -> list[list[dict[str, Any]]]:
        """The series that each statement of InfluxQL finds."""
        results = self.influxql(";".join(statements), rp=policy, epoch="ns")
        for result in results:
            if "error" in result:
                raise self.refused(str(result["error"]))
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
            made.append(self.bucket(policy.name))
        return made

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
        buckets, name = self.client.buckets_api(), self.bucket(policy.name)
        try:
            known = buckets.find_bucket_by_name(name)
            if known is None:
                buckets.create_bucket(bucket_name=name, retention_rules=rules, org=self.place.org)
            else:
                known.retention_rules = [rules]
                buckets.update_bucket(bucket=known)
        except FAILURES as error:
            raise self.plainly(error) from error

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
            self.client.delete_api().delete(
                since, until, predicate, self.bucket(measurement.policy), self.place.org
            )
        except FAILURES as error:
            raise self.plainly(error) from error

    def _manage(self, statement: str) -> None:
        for result in self.influxql(statement):
            if "error" in result and "measurement not found" not in result["error"]:
                raise self.refused(str(result["error"]))


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
