"""The records check themselves at the door."""

import dataclasses
import math
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from plantar import alert, day, load, measured, minute, pain, plan, rehab, runner, sample, state
from plantar.day import civil_day
from plantar.errors import BadInput
from plantar.load import LoadHistory
from plantar.minute import Moments
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner

BRUSSELS = ZoneInfo("Europe/Brussels")
NOON = datetime(2026, 3, 29, 12, tzinfo=UTC)


@pytest.mark.parametrize("score", [11, -1, 3.5, "vier", True, None])
def test_a_pain_score_is_a_whole_number_from_0_to_10(score: object) -> None:
    with pytest.raises(BadInput, match="score"):
        PainReport(NOON, PainMoment.FIRST_STEPS, score)  # type: ignore[arg-type]


def test_a_moment_without_a_zone_names_no_moment() -> None:
    with pytest.raises(BadInput, match="time zone"):
        PainReport(NOON.replace(tzinfo=None), PainMoment.DURING, 3)


@pytest.mark.parametrize("name", ["", "a/b", "a#", "+", "../x", "<script>", "x" * 65])
def test_a_runner_id_fits_a_topic_a_tag_and_a_file_name(name: str) -> None:
    with pytest.raises(BadInput, match="runner"):
        Runner(name)


def test_a_zone_that_does_not_exist_is_named() -> None:
    with pytest.raises(BadInput, match="Mars/Olympus"):
        Runner("anna", zone="Mars/Olympus")


def test_a_clock_shows_the_date_of_its_own_zone() -> None:
    half_past_one = datetime(2026, 6, 2, 1, 30, tzinfo=BRUSSELS)

    assert civil_day(half_past_one, BRUSSELS) == date(2026, 6, 2)
    assert civil_day(half_past_one, UTC) == date(2026, 6, 1)


def test_a_load_history_keeps_unmeasured_apart_from_rest() -> None:
    history = LoadHistory(date(2026, 1, 1), (100.0, math.nan, 0.0))

    assert history.last == date(2026, 1, 3)
    assert math.isnan(history.loads[1])
    with pytest.raises(BadInput):
        LoadHistory(date(2026, 1, 1), (-1.0,))


def test_moments_add_up_and_never_fall_below_nothing() -> None:
    part, whole = Moments(1.0, 2.0, 4.0), Moments(1.5, 3.0, 5.0)

    assert part + whole == Moments(2.5, 5.0, 9.0)
    assert part.without(whole) == Moments()


@pytest.mark.parametrize(
    "module", [alert, day, load, measured, minute, pain, plan, rehab, runner, sample, state]
)
def test_every_record_is_frozen(module: object) -> None:
    records = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and dataclasses.is_dataclass(kind)
    ]

    assert records
    for kind in records:
        assert kind.__dataclass_params__.frozen, kind  # type: ignore[attr-defined]
