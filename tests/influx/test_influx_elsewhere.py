"""The promises of a mirror on any server: on the 1.6.7 of the tests, and on one of yours.

Set PLANTAR_TEST_INFLUX_URL, with _TOKEN and _ORG; buckets there that begin with plantar-test are
made and emptied. A 2.x has buckets where a 1.x has policies, and an API of its own to delete.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plantar.errors import InfluxDenied
from plantar.influx.histories import Histories
from plantar.influx.schema import MEASUREMENTS
from plantar.influx.server import Server
from plantar.influx.sync import erase, rebuild, sync
from plantar.influx_place import InfluxPlace, url_of
from plantar.measured import SourceClass
from plantar.runner import Runner
from plantar.store import Batch
from plantar.store.mirror_notes import open_mirror_notes
from plantar.store.sql import open_store
from processing.recompute import recompute
from tests.influx.conftest import Mirrored
from tests.influx.walked import (
    ALL,
    EVER,
    MINUTES,
    NOON,
    NOW,
    SOLES,
    feet,
    origin,
    steps,
    unlike,
    walk,
)

if TYPE_CHECKING:
    from tests.influx.influx_rig import Influx

BUCKET = "plantar-test"
LONG_AGO = NOW - timedelta(weeks=200)


@pytest.fixture(params=["1.6.7", "elsewhere"])
def place(request: pytest.FixtureRequest) -> InfluxPlace:
    if request.param == "1.6.7":
        influx: Influx = request.getfixturevalue("influx")
        return influx.place()
    said = [os.environ.get(f"PLANTAR_TEST_INFLUX_{name}") for name in ("URL", "TOKEN", "ORG")]
    url, token, org = said
    if not url or not token or not org:
        pytest.skip("PLANTAR_TEST_INFLUX_URL, _TOKEN and _ORG name no server")
    return InfluxPlace(url_of(url), token, org, BUCKET)


@pytest.fixture
def mirror(place: InfluxPlace, tmp_path: Path) -> Iterator[Mirrored]:
    """A store in a file, and an empty mirror of it."""
    path = tmp_path / "plantar.db"
    with (
        open_store(path) as store,
        open_mirror_notes(path) as mirror_notes,
        Server(place) as server,
    ):
        server.make()
        for measurement in MEASUREMENTS.values():
            server.drop(measurement)
        yield Mirrored(store, mirror_notes, server)


def test_it_equals_the_store_through_late_corrected_and_withdrawn_data(mirror: Mirrored) -> None:
    walk(mirror.store, "anna", 5, minutes=10)
    mirror.sync()
    assert unlike(mirror.store, mirror.server) == []

    left, right = feet(NOON - timedelta(days=2), load=0.9, revision=4)
    bare = replace(left, regions=None, quality=())
    mirror.store.put("anna", Batch(origin("anna soles 2"), SOLES, (bare, right)))
    mirror.store.put("anna", Batch(origin("late"), "watch", (steps(NOON - timedelta(days=9)),)))
    mirror.store.withdraw("anna soles 3")
    recompute(mirror.store, "anna", now=NOW)
    told = mirror.sync()

    assert told.deleted > 10
    assert unlike(mirror.store, mirror.server) == []
    mirror.mirror_notes.mark_all()
    assert mirror.sync().written == 0
    rebuild(mirror.mirror_notes, mirror.server)
    assert unlike(mirror.store, mirror.server) == []


def test_who_is_erased_leaves_nothing_and_others_everything(mirror: Mirrored) -> None:
    walk(mirror.store, "anna", 2)
    walk(mirror.store, "anna.2", 2)
    mirror.sync()

    erase(mirror.mirror_notes, mirror.server, "anna")

    histories = Histories(mirror.server)
    for kind in MINUTES:
        assert histories.minutes("anna", kind, *ALL) == []
        assert histories.minutes("anna.2", kind, *ALL) != []
    for source_class in SourceClass:
        assert histories.days("anna", source_class, *EVER) == []
    assert histories.days("anna.2", SourceClass.INSOLE, *EVER) != []


def test_a_point_beyond_retention_is_refused_and_the_others_told(mirror: Mirrored) -> None:
    mirror.store.add_runner(Runner("anna"))
    minutes = (steps(NOON - timedelta(days=1)), steps(LONG_AGO))
    mirror.store.put("anna", Batch(origin("watch"), "watch", minutes))

    told = mirror.sync()

    (refusal,) = mirror.mirror_notes.refusals()
    assert refusal.first == LONG_AGO.date()
    assert "retention" in refusal.reason
    assert told.days == 1
    assert mirror.mirror_notes.waiting() == {}


def test_a_field_of_another_type_is_refused_by_name(mirror: Mirrored) -> None:
    mirror.server.write("steps", [f"step_minute,runner=x,device=y steps=4i {time.time_ns()}"])
    walk(mirror.store, "anna", 1)

    mirror.sync()

    (refusal,) = mirror.mirror_notes.refusals()
    assert refusal.kind == "step_minute"
    assert "type conflict" in refusal.reason
    assert mirror.mirror_notes.waiting() == {}


def test_a_wrong_token_is_told_and_everything_waits(mirror: Mirrored, place: InfluxPlace) -> None:
    walk(mirror.store, "anna", 1)
    waiting = mirror.mirror_notes.waiting()

    with (
        Server(replace(place, token="of-nobody")) as stranger,  # noqa: S106 - of nobody
        pytest.raises(InfluxDenied),
    ):
        sync(mirror.mirror_notes, stranger)

    assert mirror.mirror_notes.waiting() == waiting
