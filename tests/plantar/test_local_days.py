"""Every moment lies in exactly one day of a runner, wherever they are, however late they rise."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plantar.day import Diary, LocalDay, LocalDays, each_day, zone
from plantar.errors import BadInput
from plantar.runner import Runner

HOME = "Europe/Brussels"
MIDSUMMER = date(2026, 6, 21)
#: Clocks that jump at midnight, by half an hour, by a whole day; and those furthest apart.
ZONES = (
    HOME,
    "America/New_York",
    "Asia/Tokyo",
    "Africa/Cairo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Pago_Pago",
    "Pacific/Kiritimati",
    "Pacific/Apia",
)
#: Around changes of the clock in most of these zones, and the date that Apia never had.
TURNS = (date(2026, 3, 29), date(2026, 10, 25), date(2026, 4, 24), date(2011, 12, 30))


@st.composite
def travels(draw: st.DrawFn) -> tuple[LocalDays, date]:
    """A history of moves and of starts of the day, and a date among them."""
    turn = draw(st.sampled_from(TURNS))
    near = st.integers(-12, 12).map(lambda n: turn + timedelta(days=n))
    dates = draw(st.lists(near, max_size=5, unique=True))
    minutes = st.integers(0, 12 * 60).map(lambda n: time(n // 60, n % 60))
    changes = tuple(
        LocalDay(since, draw(st.sampled_from(ZONES)), draw(st.sampled_from([time(0)]) | minutes))
        for since in sorted(dates)
    )
    return LocalDays(draw(st.sampled_from(ZONES)), changes), draw(near)


@given(travels(), st.integers(0, 4 * 24 * 3600))
def test_every_moment_lies_in_exactly_one_day(told: tuple[LocalDays, date], second: int) -> None:
    days, near = told
    at = datetime.combine(near, time(), UTC) + timedelta(seconds=second)

    lies_in = [
        day
        for day in each_day(near - timedelta(days=4), near + timedelta(days=8))
        if days.begins(day) <= at < days.bounds(day)[1]
    ]

    assert lies_in == [days.day_of(at)]


@given(travels())
def test_days_follow_each_other_without_a_hole_or_an_overlap(told: tuple[LocalDays, date]) -> None:
    days, near = told
    for day in each_day(near - timedelta(days=20), near + timedelta(days=20)):
        first, after = days.bounds(day)

        assert after == days.bounds(day + timedelta(days=1))[0]
        assert first <= after
        if first < after:
            assert days.day_of(first) == day
            assert days.day_of(after - timedelta(microseconds=1)) == day
        assert days.day_of(after) > day


@given(travels(), st.lists(st.integers(0, 20 * 24 * 60), min_size=1))
def test_a_diary_finds_the_same_days_in_any_order(
    told: tuple[LocalDays, date], minutes: list[int]
) -> None:
    days, near = told
    moments = [datetime.combine(near, time(), UTC) + timedelta(minutes=n) for n in minutes]
    diary = Diary(days)

    assert [diary.day_of(at) for at in moments] == [days.day_of(at) for at in moments]


@given(travels(), st.integers(0, 20 * 24 * 60))
def test_the_clock_a_runner_carries_shows_the_time_of_the_zone_they_are_in(
    told: tuple[LocalDays, date], minute: int
) -> None:
    days, near = told
    at = datetime.combine(near, time(), UTC) + timedelta(minutes=minute)

    shown = at.astimezone(days.clock())

    assert shown.replace(tzinfo=None) == at.astimezone(days.zone_at(at)).replace(tzinfo=None)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)]
)
@pytest.mark.parametrize("start", [time(0), time(1, 30)])
def test_a_day_has_23_24_or_25_hours_at_home(day: date, hours: int, start: time) -> None:
    days = LocalDays(HOME, (LocalDay(date.min, HOME, start),))

    assert days.hours(day) == hours


@pytest.mark.parametrize(
    ("zone_of", "hours"),
    [("Asia/Dhaka", 20), ("Asia/Vladivostok", 16), ("America/New_York", 30), (HOME, 24)],
)
def test_a_flight_makes_the_day_before_it_shorter_or_longer(zone_of: str, hours: int) -> None:
    days = LocalDays(HOME, (LocalDay(MIDSUMMER, zone_of),))

    assert days.hours(MIDSUMMER - timedelta(days=1)) == hours
    assert days.hours(MIDSUMMER) == 24


def test_six_hours_to_the_east_is_a_day_of_eighteen() -> None:
    days = LocalDays("America/New_York", (LocalDay(MIDSUMMER, HOME),))

    first, after = days.bounds(MIDSUMMER - timedelta(days=1))

    assert after - first == timedelta(hours=18)
    assert after == datetime(2026, 6, 21, tzinfo=ZoneInfo(HOME))


@pytest.mark.parametrize("at", ["2026-06-20T22:00", "2026-06-21T03:59"])
def test_the_hours_before_four_belong_to_the_night_shift_of_the_day_before(at: str) -> None:
    days = LocalDays(HOME, (LocalDay(date(2026, 6, 1), HOME, time(4)),))
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(HOME))

    assert days.day_of(moment) == date(2026, 6, 20)
    assert days.day_of(moment - timedelta(days=31)) == moment.date() - timedelta(days=31)


def test_who_gets_up_at_two_begins_the_day_of_that_date() -> None:
    days = LocalDays(HOME, (LocalDay(date(2026, 6, 1), HOME, time(4)),))
    at = datetime(2026, 6, 21, 2, tzinfo=ZoneInfo(HOME))

    assert (days.day_of(at), days.waking_day(at)) == (date(2026, 6, 20), date(2026, 6, 21))


def test_a_start_that_the_clock_skips_comes_an_hour_later_and_one_shown_twice_counts_once() -> None:
    days = LocalDays(HOME, (LocalDay(date.min, HOME, time(2, 30)),))
    skipped, twice = date(2026, 3, 29), date(2026, 10, 25)

    assert days.begins(skipped) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)  # 03:30, summer time
    assert days.begins(twice) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)  # the first 02:30
    again = datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=ZoneInfo(HOME))
    assert days.day_of(again) == twice  # the clock went back; the day did not


def test_a_table_of_steps_is_of_the_same_hours_only_from_midnight_to_midnight_in_one_place() -> (
    None
):
    trip = LocalDays(HOME, (LocalDay(MIDSUMMER, "Asia/Tokyo"), LocalDay(date(2026, 7, 1), HOME)))
    nights = LocalDays(HOME, (LocalDay(MIDSUMMER, HOME, time(4)),))

    assert [
        day for day in each_day(date(2026, 6, 1), date(2026, 7, 9)) if not trip.is_calendar_day(day)
    ] == [
        date(2026, 6, 20),
        date(2026, 6, 30),
    ]
    assert nights.is_calendar_day(date(2026, 6, 19))
    assert not nights.is_calendar_day(date(2026, 6, 20))
    assert not nights.is_calendar_day(MIDSUMMER)


def test_across_the_date_line_a_date_may_have_no_hours() -> None:
    days = LocalDays("Pacific/Pago_Pago", (LocalDay(MIDSUMMER, "Pacific/Kiritimati"),))

    lost = MIDSUMMER - timedelta(days=1)

    assert days.hours(lost) == 0
    assert days.hours(lost - timedelta(days=1)) == 23
    assert LocalDays("Pacific/Apia").hours(date(2011, 12, 30)) == 0


def test_a_time_noted_without_a_zone_is_read_off_the_clock_carried_along() -> None:
    days = LocalDays(HOME, (LocalDay(MIDSUMMER, "Asia/Tokyo", time(4)),))
    clock = days.clock()

    before = datetime(2026, 6, 20, 9, tzinfo=clock)
    night = datetime(2026, 6, 21, 3, tzinfo=clock)  # still the day before, by the clock at home
    after = datetime(2026, 6, 21, 9, tzinfo=clock)

    assert before == datetime(2026, 6, 20, 9, tzinfo=zone(HOME))
    assert night == datetime(2026, 6, 21, 3, tzinfo=zone(HOME))
    assert after == datetime(2026, 6, 21, 9, tzinfo=zone("Asia/Tokyo"))
    assert (after.tzname(), after.dst()) == ("JST", timedelta())


@pytest.mark.parametrize("start", [time(12, 1), time(4, 0, 30), time(4, tzinfo=UTC)])
def test_a_day_starts_on_a_whole_minute_before_noon(start: time) -> None:
    with pytest.raises(BadInput, match="day_start"):
        LocalDay(MIDSUMMER, HOME, start)


def test_two_changes_from_one_date_are_refused_and_a_new_one_replaces_the_old() -> None:
    tokyo, dhaka = LocalDay(MIDSUMMER, "Asia/Tokyo"), LocalDay(MIDSUMMER, "Asia/Dhaka")
    later = LocalDay(date(2026, 7, 1), HOME)

    with pytest.raises(BadInput, match="since"):
        Runner("anna", day_changes=(tokyo, dhaka))
    told = Runner("anna").with_days(later).with_days(tokyo).with_days(dhaka)

    assert told.day_changes == (dhaka, later)
    assert told.days == LocalDays(HOME, (dhaka, later))


def test_a_moment_without_a_zone_lies_in_no_day() -> None:
    with pytest.raises(BadInput, match="time zone"):
        LocalDays(HOME).day_of(datetime(2026, 6, 1, 12))  # noqa: DTZ001 - the point of the test
