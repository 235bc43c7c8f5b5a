"""A runner in the mirror in InfluxDB: counted by its own word, and taken out."""

from typing import TYPE_CHECKING, Final

from plantar.errors import InfluxError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cli.home import Home
    from plantar.influx_place import InfluxPlace

#: How long a turn is waited for, and an answer. [s]
PATIENCE_S: Final = 60.0


def count(place: "InfluxPlace", runner_id: str) -> "Mapping[str, int]":
    """How many points of each measurement are a runner's."""
    from plantar.influx.schema import MEASUREMENTS
    from plantar.influx.server import Server

    counted = {}
    with Server(place, PATIENCE_S) as server:
        for name, measurement in MEASUREMENTS.items():
            # An id is made of letters, digits, dots and dashes alone: it needs no quoting.
            asked = f"SELECT COUNT(*) FROM {name} WHERE runner = '{runner_id}'"  # noqa: S608  as said
            for series in server.ask(measurement.policy, [asked])[0]:
                # One count for each field; a point has some of them at least.
                counted[name] = max(int(cell) for cell in series["values"][0][1:])
    return {name: points for name, points in counted.items() if points}


def erase(home: "Home", place: "InfluxPlace", runner_id: str) -> "Mapping[str, int]":
    """Take everything of a runner out, while nobody else tells the mirror anything."""
    from cli.mirroring import telling_alone
    from plantar.influx import sync
    from plantar.influx.server import Server
    from plantar.store.mirror_notes import open_mirror_notes

    counted = count(place, runner_id)
    with (
        open_mirror_notes(home.store_url) as mirror_notes,
        Server(place, PATIENCE_S) as server,
        telling_alone(home, mirror_notes, patience_s=PATIENCE_S) as ours,
    ):
        if not ours:
            raise InfluxError("another process tells the mirror now: try again in a while")
        sync.erase(mirror_notes, server, runner_id)
    return counted
