"""Load and the morning after, in one diary: vectors, floors, and a rehab that fools the raw sum."""

import json
import math
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from plantar.alert import Alert, Level, Rule
from plantar.errors import BadInput
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from processing.monotony import monotony
from processing.pain_and_load import (
    Association,
    NotShown,
    association,
    diary,
    effective_pairs,
    event_table,
    rank_correlation,
    rank_interval,
)

DAY_ONE = date(2026, 3, 2)


@pytest.mark.shared
def test_rank_correlations_of_the_vectors_are_reproduced(vectors: Path) -> None:
    case = json.loads((vectors / "vectors.json").read_text())["lag_spearman"]
    load, pain = (np.array(case[name], float) for name in ("load", "pain_morning"))
    for lag, expected in case["lag"].items():
        x, y = load[: len(load) - int(lag)], pain[int(lag) :]
        rho = rank_correlation(x, y)
        assert rho == pytest.approx(expected["rho"], abs=5e-7)
        assert rank_interval(rho, len(x)) == pytest.approx(expected["ci95"], abs=5e-7)
        assert effective_pairs(x, y) == pytest.approx(expected["n_eff"], abs=5e-6)


@pytest.mark.shared
def test_intervals_are_as_wide_as_the_vectors_say(vectors: Path) -> None:
    widths = json.loads((vectors / "vectors.json").read_text())["spearman_halfwidth"]
    for pairs, by_rho in widths.items():
        for rho, half in by_rho.items():
            low, high = rank_interval(float(rho), int(pairs))
            assert (high - low) / 2 == pytest.approx(half, abs=5e-6)


@pytest.mark.parametrize(
    ("week", "expected"),
    [
        ([600, 200, 400, 500, 100, 650, 0], 1.381699),
        ([8000, 6500, 12_000, 7000, 9000, 15_000, 4000], 2.392224),
    ],
)
def test_monotony_is_that_of_the_vectors(week: list[float], expected: float) -> None:
    assert monotony(np.array(week, float)) == pytest.approx(expected, abs=5e-7)


def test_an_even_week_has_no_finite_monotony() -> None:
    assert math.isnan(monotony(np.full(7, 350.0)))
    with pytest.raises(BadInput):
        monotony(np.array([1.0, np.nan, 1, 1, 1, 1, 1]))


def made_up(days: int, effect: float, trend: float = 0.0, seed: int = 1) -> tuple[np.ndarray, ...]:
    """Load with noise and two big days a week; pain the morning after follows it by `effect`."""
    chance = np.random.default_rng(seed)
    load = 8000 + 600 * chance.standard_normal(days) + 9000 * (np.arange(days) % 7 == 3)
    load = load + trend * np.arange(days) * 60
    before = np.concatenate([[load.mean()], load[:-1]])
    felt = 3 + effect * (before - before.mean()) / 3000 + 0.7 * chance.standard_normal(days)
    return load, np.clip(np.round(felt - trend * np.arange(days) / 30), 0, 10)


def test_an_effect_is_found_with_an_interval_that_leaves_out_none() -> None:
    found = association(*made_up(90, effect=0.7))

    assert isinstance(found, Association)
    assert found.is_clear
    assert found.low < found.rho < found.high
    assert not found.provisional


def test_a_rehab_without_effect_is_not_told_as_load_that_helps() -> None:
    load, pain = made_up(90, effect=0.0, trend=1.0)

    found = association(load, pain)

    assert rank_correlation(load[:-1], pain[1:]) < -0.4  # what the raw diary would say
    assert isinstance(found, Association)
    assert not found.is_clear


def test_a_short_diary_is_provisional_and_a_shorter_one_shows_nothing() -> None:
    provisional = association(*made_up(40, effect=0.7))

    assert isinstance(provisional, Association)
    assert provisional.provisional
    assert association(*made_up(25, effect=0.7)) is NotShown.FEW_PAIRS


def test_a_scale_that_was_hardly_used_shows_nothing() -> None:
    load, pain = made_up(60, effect=0.0)

    assert association(load, np.full(60, 2.0)) is NotShown.FEW_SCORES
    assert association(np.full(60, 8000.0), pain) is NotShown.FEW_SCORES


def test_mornings_after_a_jump_stand_beside_the_others() -> None:
    mornings = {DAY_ONE + timedelta(days=n): (5 if n in (4, 9) else 2) for n in range(14)}

    table = event_table(mornings, {DAY_ONE + timedelta(days=3), DAY_ONE + timedelta(days=8)})

    assert (table.after.count, table.after.median) == (2, 5.0)
    assert (table.others.count, table.others.median) == (12, 2.0)
    assert event_table({}, set()).after.median is None


def test_a_diary_counts_jumps_of_load_alone_and_days_measured_in_full() -> None:
    days = tuple(
        Day(
            day=DAY_ONE + timedelta(days=n),
            source_class=SourceClass.WATCH,
            status=DayStatus.PARTIAL if n < 20 else DayStatus.VALID,
            load_wse=5000.0 + 400.0 * (n * 7 % 11),
        )
        for n in range(60)
    )
    mornings = {day.day: n * 5 % 7 for n, day in enumerate(days)}
    said = [
        _alert(Rule.S2, DAY_ONE + timedelta(days=30), Level.CAUTION),
        _alert(Rule.P2, DAY_ONE + timedelta(days=35), Level.ALERT),
        _alert(Rule.S1B, DAY_ONE + timedelta(days=40), Level.INFO),
    ]
    table, found = diary(days, mornings, said)
    assert (table.after.count, table.others.count) == (1, 58)  # nothing is known before day one
    assert table.after.median == mornings[DAY_ONE + timedelta(days=31)]
    assert isinstance(found, Association)
    # 39 mornings follow a day measured in full; 3 of those days have no week of their own yet.
    assert found.pairs == 36


def test_a_morning_after_a_day_that_nobody_measured_is_in_neither_group() -> None:
    unmeasured = tuple(
        Day(DAY_ONE + timedelta(days=n), SourceClass.WATCH, DayStatus.MISSING) for n in range(5)
    )
    mornings = {day.day: 4 for day in unmeasured}
    jump = _alert(Rule.S1, DAY_ONE + timedelta(days=2), Level.CAUTION)  # of a run in a log

    table, found = diary(unmeasured, mornings, [jump])

    assert (table.after.count, table.others.count) == (1, 0)
    assert found is NotShown.FEW_PAIRS


def _alert(rule: Rule, day: date, level: Level) -> Alert:
    return Alert(day, rule, level, "any", (), 1.3, "any", 1)
