"""A collector tells what its sensors told of themselves: at news at once, else now and then."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cli.centre import Centre, Wearer
from cli.demo.soles import DEVICE, demo_soles
from cli.telling_sensors import TELL_EVERY, TellingSensors
from collector.outbox.rows import row
from collector.sensor_state import Phase, SensorClock, SensorState
from plantar.measured import Origin, OriginKind
from plantar.runner import Runner
from plantar.sample import ClockQuality
from plantar.store.sql import open_store
from plantar.wire import parcel

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
CLOCK = SensorClock(ClockQuality.FITTED, 0.01, -20.0)
LEFT = SensorState(
    "sole-left",
    Phase.STREAMING,
    NOW,
    described={"maker": "Maker\x07", "model": "Sole 2", "serial": "42", "firmware": "1.4"},
    battery_percent=62,
    heard_at=NOW,
    clock=CLOCK,
)


def test_news_is_told_at_once_and_that_it_was_heard_every_quarter_of_an_hour() -> None:
    telling = TellingSensors(demo_soles())

    def due(state: SensorState, minutes: float) -> list[int | None]:
        now = NOW + timedelta(minutes=minutes)
        state = replace(state, heard_at=now)
        return [told.battery_percent for _, told in telling.due({"sole-left": state}, int, now)]

    assert due(LEFT, 0) == [62]
    assert due(LEFT, 1) == []
    assert due(replace(LEFT, battery_percent=61), 2) == [61]
    assert due(replace(LEFT, battery_percent=61, phase=Phase.BACKING_OFF), 3) == []
    assert due(replace(LEFT, battery_percent=61), 2 + TELL_EVERY.total_seconds() / 60) == [61]
    assert list(telling.due({"a stranger": LEFT}, int, NOW)) == []


def test_what_is_told_goes_by_the_outbox_to_the_one_who_wears_it() -> None:
    ((device, told),) = TellingSensors(demo_soles()).due({"sole-left": LEFT}, lambda: 7, NOW)
    wearer = Wearer("anna", Origin("live anna", OriginKind.STREAM, DEVICE, NOW))
    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna"))
        answer = Centre(store, {device: wearer}).take([parcel(device, told)])
        (kept,) = store.sensors_of(["anna"])["anna"]

    assert len(answer.committed) == 1
    assert (kept.source, kept.told) == (DEVICE, told)
    assert (told.model, told.firmware, told.waiting) == ("Maker Sole 2", "1.4", 7)
    assert b"42" not in parcel(device, told).payload.replace(b'"sole-left"', b"")
    # One that still waits in the outbox is replaced by what was told after it.
    later = replace(told, at=NOW + timedelta(hours=1))
    assert row(device, later)[1] == row(device, told)[1] == "sensor/sole-left"
    assert row(device, later)[2] > row(device, told)[2]
