"""What the SQL store answers about a runner's own: everything in one file, and away."""

from datetime import datetime
from pathlib import Path

from plantar.store import people
from plantar.store.answered.answering import Answering
from plantar.store.asked.own import Gone


class Own(Answering):
    """What is answered about a runner's own."""

    def write_export(self, runner_id: str, path: Path, *, plantar: str, now: datetime) -> int:
        """Write everything about a runner into one open file; how many rows are in it."""
        from plantar.own.writing import write_export  # noqa: PLC0415  it knows every table

        return write_export(self._database, runner_id, path, plantar=plantar, now=now).rows

    def erase_runner(self, runner_id: str) -> Gone:
        """Erase a runner from the store, bytes and all, and search for what is left."""
        from plantar.own import erasing  # noqa: PLC0415  it knows every table
        from plantar.own.traces import Traces  # noqa: PLC0415  as above

        with self._database.reading() as connection:
            people.find(connection, runner_id)
        traces = Traces(erasing.names_of(self._database, runner_id))
        rows = sum(erasing.erase_rows(self._database, runner_id).values())
        erasing.write_over(self._database)
        found = [
            *erasing.find_rows(self._database, traces),
            *erasing.find_bytes(self._database, traces),
        ]
        return Gone(rows, sum(hit.times for hit in found))
