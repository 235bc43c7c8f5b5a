"""What a sensor told of itself is kept: the newest counts, and what cannot be is refused."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from plantar.errors import BadInput, UnknownRunner
from plantar.runner import Runner
from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold, short_text
from plantar.store.sql import open_store

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LEFT = SensorTold(
    sensor="sole-3f2a9c",
    at=NOON,
    kind="open-plantar",
    paired_at=NOON - timedelta(days=30),
    foot=Foot.LEFT,
    heard_at=NOON - timedelta(seconds=2),
    model="Maker Sole 2",
    firmware="1.4.0",
    battery_percent=62,
    clock=ClockQuality.FITTED,
    off_s=0.015,
    drift_ppm=-31.5,
    waiting=3,
)
SILENT = SensorTold("pod-91bd02", NOON, "running-speed-and-cadence", NOON)


def test_of_one_sensor_the_newest_counts_in_whatever_order_it_comes(address: str) -> None:
    later = replace(LEFT, at=NOON + timedelta(hours=1), battery_percent=12)
    with open_store(address) as store:
        store.add_runner(Runner("anna"))
        store.add_runner(Runner("bert"))
        for told in (LEFT, later, LEFT):
            store.keep_sensor("anna", "soles", told)
        store.keep_sensor("anna", "pod", SILENT)
        store.keep_sensor("bert", "pod", SILENT)

    with open_store(address) as store:
        found = store.sensors_of({"anna", "nobody"})

    assert list(found) == ["anna"]
    assert [(one.runner_id, one.source, one.told) for one in found["anna"]] == [
        ("anna", "soles", later),
        ("anna", "pod", SILENT),
    ]


def test_a_sensor_of_nobody_is_refused(address: str) -> None:
    with open_store(address) as store, pytest.raises(UnknownRunner):
        store.keep_sensor("nobody", "soles", LEFT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sensor", ""),
        ("kind", None),
        ("model", "x" * 61),
        ("firmware", "1.4\n0"),
        ("battery_percent", 101),
        ("waiting", -1),
        ("off_s", None),
        ("drift_ppm", float("nan")),
        ("paired_at", datetime(2026, 6, 1)),  # noqa: DTZ001 - the point
    ],
)
def test_what_no_sensor_can_tell_is_refused_by_name(field: str, value: object) -> None:
    with pytest.raises(BadInput, match=field):
        replace(LEFT, **{field: value})  # type: ignore[arg-type]


def test_what_a_device_says_of_itself_is_cut_to_a_printable_line() -> None:
    assert short_text("Maker\x00  Sole\n2 ") == "Maker Sole 2"
    assert short_text(" \t") is None
    assert short_text("é" * 99) == "é" * 60
    assert short_text("a\u202eb") == "a b"
