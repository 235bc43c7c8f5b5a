"""Every place in which something of a runner may lie, and how it is taken away and looked for."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cli import wearers
from cli.erase import letters, mirror
from cli.erase.plan import Plan
from cli.home import Home
from cli.status.dead import CENTRE
from collector import board, pairing_file
from collector.outbox import erasing as outbox
from plantar.broker_place import BrokerPlace
from plantar.errors import FileRejected
from plantar.influx_place import InfluxPlace
from plantar.own import erasing
from plantar.own.erasing import Hit
from plantar.own.traces import Traces, files_below
from plantar.store.engine import Database

Counts = Mapping[str, int]
#: Made-up runners of a demo are nobody's, whatever they are called.
DEMO: Final = "demo"
#: Files of a database that are looked through as what they are.
ENDINGS: Final = ("", "-wal", "-shm", "-journal", ".lock", ".reserve")


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that something of a runner may lie."""

    name: str
    count: Callable[[], Counts]
    erase: Callable[[], Counts]
    find: Callable[[Traces], Iterator[Hit]]
    told: Callable[[], str] = str  # what cannot be done there, once it is erased


def places(home: Home, plan: Plan) -> list[Place]:
    """The places, in the order in which they are emptied: first those that others are filled by."""
    mirrors = [] if home.influx is None else [_mirror(home, home.influx, plan)]
    # The rules of the broker let nobody else read dead letters.
    is_centre = home.broker is not None and home.broker.user == CENTRE
    brokers = [_broker(home.broker, plan)] if home.broker is not None and is_centre else []
    stores = [_store(home, plan)] if is_there(home) else []
    # Letters once more at the end: what came in between was refused, and lies there.
    return [
        *(_lists(home, plan), _outbox(home, plan)),
        *(*brokers, *mirrors, *stores, *brokers),
        _files(home),
    ]


def is_there(home: Home) -> bool:
    """Whether there is a store; looking for somebody makes none."""
    return "://" in home.store_url or Path(home.store_url).expanduser().exists()


def _lists(home: Home, plan: Plan) -> Place:
    """Who wears what; without it nothing that comes is filed under the runner any more."""
    folder = home.folder

    def count() -> Counts:
        paired = [s for s in pairing_file.paired_sensors(folder) if s.runner_id == plan.runner_id]
        worn = [who for who in wearers.wearers(folder).values() if who == plan.runner_id]
        return _some({"paired sensors": len(paired), "worn devices": len(worn)})

    def erase() -> Counts:
        counted = count()
        gone = {s for s in pairing_file.paired_sensors(folder) if s.runner_id == plan.runner_id}
        for device in sorted({sensor.device for sensor in gone}):
            pairing_file.remove(folder, device)
        for worn, who in wearers.wearers(folder).items():
            if who == plan.runner_id:
                wearers.remove(folder, worn)
        known = {sensor.id for sensor in gone}
        shown = _board(home)
        if shown is not None and known & {one.sensor for one in shown.sensors}:
            home.board.unlink(missing_ok=True)
        return counted

    return Place(f"lists of sensors in {folder}", count, erase, _nothing)


def _board(home: Home) -> board.Board | None:
    try:
        return board.read_board(home.board)
    except FileRejected:
        return None


def _outbox(home: Home, plan: Plan) -> Place:
    def find(_traces: Traces) -> Iterator[Hit]:
        for table, rows in outbox.count(home.outbox, plan.devices).items():
            yield Hit(f"{home.outbox}: {table}", rows)

    return Place(
        f"outbox {home.outbox}",
        lambda: outbox.count(home.outbox, plan.devices),
        lambda: outbox.erase(home.outbox, plan.devices),
        find,
    )


def _broker(place: BrokerPlace, plan: Plan) -> Place:
    def find(_traces: Traces) -> Iterator[Hit]:
        for topic in letters.found(place, plan):
            yield Hit(f"{place.url}: {topic}", 1)

    return Place(
        f"retained dead letters of {place.url}",
        lambda: _some({"letters": len(letters.found(place, plan))}),
        lambda: _some({"letters": letters.clear(place, plan)}),
        find,
    )


def _mirror(home: Home, place: InfluxPlace, plan: Plan) -> Place:
    def find(_traces: Traces) -> Iterator[Hit]:
        for measurement, points in mirror.count(place, plan.runner_id).items():
            yield Hit(f"{place.url}: {measurement}", points)

    return Place(
        f"mirror {place.url}",
        lambda: mirror.count(place, plan.runner_id),
        lambda: mirror.erase(home, place, plan.runner_id),
        find,
        lambda: "InfluxDB writes deleted points over when it compacts its files",
    )


def _store(home: Home, plan: Plan) -> Place:
    said: list[str] = []

    def count() -> Counts:
        with closing(Database(home.store_url)) as database:
            return erasing.count_rows(database, plan.runner_id)

    def erase() -> Counts:
        with closing(Database(home.store_url)) as database:
            counted = erasing.erase_rows(database, plan.runner_id)
            said.append(erasing.write_over(database))
        return counted

    def find(traces: Traces) -> Iterator[Hit]:
        with closing(Database(home.store_url)) as database:
            yield from erasing.find_rows(database, traces)
            yield from erasing.find_bytes(database, traces)

    with closing(Database(home.store_url)) as database:
        name = database.name
    return Place(f"store {name}", count, erase, find, lambda: "".join(said))


def _files(home: Home) -> Place:
    """Whatever else lies in the home: nothing is deleted there, but everything is looked into."""

    def find(traces: Traces) -> Iterator[Hit]:
        if not home.folder.exists():
            return
        for path in files_below(home.folder):
            if not _is_looked_at(home, path):
                continue
            times = traces.in_words(path) + traces.in_text(path.relative_to(home.folder).as_posix())
            if times:
                yield Hit(str(path), times)

    return Place(f"other files in {home.folder}", dict, dict, find)


def _is_looked_at(home: Home, path: Path) -> bool:
    """Whether a file is not a database, which is looked into as one, a copy, or our own plan."""
    from cli.erase import copies, plan

    databases = (
        [home.outbox, Path(home.store_url)] if "://" not in home.store_url else [home.outbox]
    )
    known = {str(one) + ending for one in databases for ending in ENDINGS}
    within = path.relative_to(home.folder).parts
    return not (
        str(path) in known
        or within[0].startswith(DEMO)
        or within[0] in {plan.FILE_NAME, "simulated"}
        or copies.is_copy(path)
    )


def _some(counts: Counts) -> Counts:
    return {name: number for name, number in counts.items() if number}


def _nothing(_traces: Traces) -> Iterator[Hit]:
    """These lists are text, and looked into with the other files of the home."""
    yield from ()
