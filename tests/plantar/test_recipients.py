"""Quiet hours are quiet by moments: a night of 23 or 25 hours loses nothing and doubles nothing."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.channel import Channel, Way
from plantar.day import zone
from plantar.errors import BadInput
from plantar.message import GIVE_UP_AFTER, LONGEST_WAIT, Kind, Message
from plantar.recipient import QuietHours, Recipient, Wanted

BRUSSELS = zone("Europe/Brussels")
NIGHT = QuietHours(time(22), time(7))
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
MQTT = Channel(Way.MQTT, "house")


def utc(day: int, hour: int, minute: int = 0, *, month: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("quiet", "at", "arrives"),
    [
        # A summer's night in Brussels, two hours before UTC.
        (NIGHT, utc(1, 19, 59, month=6), utc(1, 19, 59, month=6)),
        (NIGHT, utc(1, 20, month=6), utc(2, 5, month=6)),
        (NIGHT, utc(2, 4, 59, month=6), utc(2, 5, month=6)),
        (NIGHT, utc(2, 5, month=6), utc(2, 5, month=6)),
        # 29 March: 23 hours. From 22:00 at +1 until 07:00 at +2.
        (NIGHT, utc(28, 21, month=3), utc(29, 5, month=3)),
        # 25 October: 25 hours. From 22:00 at +2 until 07:00 at +1.
        (NIGHT, utc(24, 20, month=10), utc(25, 6, month=10)),
        # It ends at a time that the clock skips: read as if it had not been put forward yet.
        (QuietHours(time(23), time(2, 30)), utc(29, 0, month=3), utc(29, 1, 30, month=3)),
        # It ends at a time that comes twice: at the first; the second hour is not quiet again.
        (QuietHours(time(23), time(2, 30)), utc(25, 0, 15, month=10), utc(25, 0, 30, month=10)),
        (QuietHours(time(23), time(2, 30)), utc(25, 1, 10, month=10), utc(25, 1, 10, month=10)),
        # Within one day.
        (QuietHours(time(13), time(14)), utc(1, 11, 30, month=6), utc(1, 12, month=6)),
        (QuietHours(time(13), time(14)), utc(1, 12, month=6), utc(1, 12, month=6)),
    ],
)
def test_what_is_due_in_quiet_hours_arrives_when_they_are_over(
    quiet: QuietHours, at: datetime, arrives: datetime
) -> None:
    assert quiet.over(at, BRUSSELS) == arrives


@given(
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001  made aware below
)
def test_what_waits_arrives_within_a_day_and_never_in_quiet_hours(
    since: time, until: time, at: datetime
) -> None:
    if since == until:
        return
    quiet, moment = QuietHours(since, until), at.replace(tzinfo=UTC)

    arrives = quiet.over(moment, BRUSSELS)

    assert moment <= arrives <= moment + timedelta(hours=25)
    assert quiet.over(arrives, BRUSSELS) == arrives


def test_the_morning_comes_once_a_day_and_not_before_somebody_was_added() -> None:
    kine = Recipient("k", MQTT, utc(1, 6, month=6), account="kine-a", time_zone="Europe/Brussels")

    assert kine.morning_of(utc(1, 7, month=6), BRUSSELS) is None  # added after half past seven
    assert kine.morning_of(utc(2, 5, 29, month=6), BRUSSELS) is None
    assert kine.morning_of(utc(2, 5, 30, month=6), BRUSSELS) == date(2026, 6, 2)
    assert kine.morning_of(utc(2, 21, 59, month=6), BRUSSELS) == date(2026, 6, 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"runner_id": None}, "recipient"),
        ({"account": "kine-a"}, "recipient"),
        ({"time_zone": "Europe/Brussels"}, "time_zone"),
        ({"runner_id": None, "account": "k"}, "time_zone"),
        ({"runner_id": None, "account": "k", "time_zone": "Mars/North"}, "zone"),
        ({"language": "de"}, "language"),
        ({"wants": frozenset({"alert"})}, "wants"),
        ({"at_once": True}, "at_once"),
        ({"morning": time(7, 30, 1)}, "morning"),
        ({"id": ""}, "id"),
        ({"added_at": datetime(2026, 6, 1)}, "added_at"),  # noqa: DTZ001  that is what is wrong
        (
            {
                "runner_id": None,
                "account": "k",
                "time_zone": "Europe/Brussels",
                "wants": frozenset({Wanted.REMINDER}),
            },
            "wants",
        ),
    ],
)
def test_who_cannot_be_written_to_is_refused_at_the_door(wrong: dict[str, Any], field: str) -> None:
    right: dict[str, Any] = {"id": "r", "channel": MQTT, "added_at": NOW, "runner_id": "anna"}

    with pytest.raises(BadInput) as refused:
        Recipient(**(right | wrong))

    assert refused.value.field == field


def test_quiet_hours_have_two_ends() -> None:
    with pytest.raises(BadInput, match="another time than it begins"):
        QuietHours(time(7), time(7))


def test_the_waits_double_up_to_six_hours_and_end_after_three_days() -> None:
    waits: list[timedelta] = []
    at: datetime | None = NOW
    while at is not None:
        tried = Message(
            "m", "r", Kind.DIGEST, NOW, NOW, tries=len(waits), trying_since=NOW
        ).next_try(at)
        waits += [] if tried is None else [tried - at]
        at, last = tried, at

    minutes = [wait / timedelta(minutes=1) for wait in waits]
    assert minutes[:10] == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert set(waits[9:]) == {LONGEST_WAIT}
    assert GIVE_UP_AFTER <= last - NOW < GIVE_UP_AFTER + LONGEST_WAIT
