"""Hypothesis strategies for everything that can be measured."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Gap,
    GapCause,
    Measured,
    Session,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.sample import Foot

moments_in_time = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2100, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.timezones() | st.just(UTC),
    allow_imaginary=False,
)
minutes_in_time = st.datetimes(
    datetime(1970, 1, 2),  # noqa: DTZ001 - as above
    datetime(2100, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
).map(lambda at: at.replace(second=0, microsecond=0))
revisions = st.integers(0, 2**53)
words = st.lists(st.text(st.characters(codec="utf-8"), max_size=20), max_size=3).map(tuple)


def floats(most: float) -> st.SearchStrategy[float]:
    return st.floats(0.0, most, allow_nan=False)


seconds = floats(61.0)
moments = st.builds(Moments, floats(1e300), floats(1e300), floats(1e300))
foot_minutes = st.builds(
    FootMinute,
    at=minutes_in_time,
    foot=st.sampled_from(Foot),
    revision=revisions,
    rate_hz=floats(10_000.0),
    measured_s=seconds,
    gap_s=seconds,
    total=moments,
    walking=moments,
    running=moments,
    steps_walking=st.integers(0, 1_000),
    steps_running=st.integers(0, 1_000),
    contacts=st.integers(0, 1_000),
    contact_time_sum_s=floats(3_600.0),
    contacts_timed=st.integers(0, 1_000),
    peak_sum_n=floats(1e300),
    impulse_sum_ns=floats(1e300),
    regions=st.none() | st.tuples(moments, moments, moments),
    quality=words,
)


@st.composite
def _quiet(draw: st.DrawFn) -> tuple[float, ...]:
    bins = draw(st.dictionaries(st.integers(0, QUIET_BINS - 1), seconds, max_size=8))
    return tuple(bins.get(n, 0.0) for n in range(QUIET_BINS))


body_minutes = st.builds(
    BodyMinute, minutes_in_time, revisions, seconds, seconds, _quiet(), seconds, words
)
step_minutes = st.builds(
    StepMinute,
    at=minutes_in_time,
    revision=revisions,
    steps=floats(400.0) | st.integers(0, 400),
    moving_s=seconds,
    running=st.none() | st.booleans(),
    contact_time_s=st.none() | seconds,
    speed_mps=st.none() | seconds,
    standing_s=st.none() | seconds,
    quality=words,
)


@st.composite
def _day_totals(draw: st.DrawFn) -> DayTotal:
    steps = draw(st.integers(0, 250_000))
    return DayTotal(
        draw(st.dates(date(1970, 1, 2), date(2100, 1, 1))),
        steps,
        draw(st.none() | st.integers(0, steps)),
    )


sessions = st.builds(
    Session,
    start=moments_in_time,
    sport=st.sampled_from(Sport),
    duration_s=st.none() | floats(1e6),
    distance_m=st.none() | floats(1e6),
    steps=st.none() | st.integers(0, 250_000),
    contact_time_s=st.none() | floats(60.0),
    quality=words,
)


@st.composite
def _gaps(draw: st.DrawFn) -> Gap:
    ends = sorted(draw(st.tuples(moments_in_time, moments_in_time)))
    missing = draw(st.none() | st.integers(0, 2**53))
    foot = draw(st.none() | st.sampled_from(Foot))
    return Gap(ends[0], ends[1], missing, draw(st.sampled_from(GapCause)), foot)


calibrations = st.builds(
    Calibration,
    since=moments_in_time,
    gain=st.floats(0.5, 2.0),
    body_weight_n=st.floats(100.0, 4_000.0),
    method=st.sampled_from(CalibrationMethod),
    strides=st.integers(0, 10**9),
    quality=words,
)
day_totals = _day_totals()
gaps = _gaps()
measured: st.SearchStrategy[Measured] = st.one_of(
    foot_minutes, body_minutes, step_minutes, day_totals, sessions, gaps, calibrations
)
