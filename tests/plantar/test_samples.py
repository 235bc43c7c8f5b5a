"""What a sensor says is checked before anybody reckons with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf, nan

import pytest

from plantar.errors import BadInput
from plantar.measured import Gap, GapCause
from plantar.sample import (
    MOST_READING,
    MOST_STEPS_TAKEN,
    Battery,
    Cadence,
    ClockQuality,
    Foot,
    Frame,
    StepsTaken,
)

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(seconds=10)
NOWHERE = datetime(2026, 6, 1, 12)  # noqa: DTZ001 - a moment that nobody can place
FRAME = Frame(NOON, Foot.LEFT, 7, (12.5, 0.0, -3.0))
CADENCE = Cadence(NOON, 164.0, 3.1, 0.25, running=True)
TAKEN = StepsTaken(NOON, LATER, 18)
GAP = Gap(NOON, LATER, 1_000, GapCause.LINK, Foot.RIGHT)
Sample = Frame | Cadence | StepsTaken | Battery | Gap


@pytest.mark.parametrize(
    ("sample", "field", "odd"),
    [
        (FRAME, "at", NOWHERE),
        (FRAME, "foot", "left"),
        (FRAME, "zones", (1.0, nan)),
        (FRAME, "zones", (inf,)),
        (FRAME, "zones", (-2.0 * MOST_READING,)),
        (FRAME, "zones", ("12",)),
        (CADENCE, "at", NOWHERE),
        (CADENCE, "cadence_spm", 401.0),
        (CADENCE, "cadence_spm", -1.0),
        (CADENCE, "cadence_spm", nan),
        (CADENCE, "speed_mps", -0.1),
        (CADENCE, "contact_time_s", 61.0),
        (TAKEN, "since", NOWHERE),
        (TAKEN, "at", NOWHERE),
        (TAKEN, "at", NOON - timedelta(microseconds=1)),
        (TAKEN, "steps", -1),
        (TAKEN, "steps", 2.5),
        (TAKEN, "steps", True),
        (TAKEN, "steps", MOST_STEPS_TAKEN + 1),
        (Battery(NOON, 80), "percent", 101),
        (GAP, "foot", "right"),
        (GAP, "until", NOON - timedelta(seconds=1)),
        (GAP, "cause", "link"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(sample: Sample, field: str, odd: object) -> None:
    with pytest.raises(BadInput, match=field):
        replace(sample, **{field: odd})  # type: ignore[arg-type]


def test_steps_may_be_taken_at_one_moment_and_none_in_an_hour() -> None:
    at_once = StepsTaken(NOON, NOON, MOST_STEPS_TAKEN)
    rest = StepsTaken(NOON, NOON + timedelta(hours=1), 0)

    assert (at_once.since, rest.steps) == (at_once.at, 0)


def test_zones_hold_what_a_sole_reads_of_whatever_unit() -> None:
    raw = Frame(NOON, Foot.RIGHT, 0, (-32_768.0, MOST_READING), ClockQuality.FITTED)

    assert raw.zones[0] < 0.0
    assert FRAME.clock is ClockQuality.ARRIVAL
    assert Frame(NOON, Foot.LEFT, 0, ()).zones == ()


def test_a_gap_need_not_be_of_one_foot() -> None:
    assert replace(GAP, foot=None).foot is None
