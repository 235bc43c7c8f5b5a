"""What a report counts: days add up, mornings are compared with others, thresholds are named."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plantar.alert import Rule
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from plantar.plan import RuleOverride
from processing.rules.in_force import InForce
from processing.rules.versions import VERSIONS
from processing.visit_report import completeness, mornings_of_week, own_thresholds, then_and_now

TODAY = date(2026, 11, 23)
DATES = [TODAY - timedelta(days=ago) for ago in range(83, -1, -1)]
statuses = st.lists(st.one_of(st.none(), st.sampled_from(DayStatus)), min_size=84, max_size=84)


def day(of: date, status: DayStatus, coverage: float | None = None, *sources: str) -> Day:
    load = 9000.0 if status in (DayStatus.VALID, DayStatus.PARTIAL) else None
    return Day(of, SourceClass.INSOLE, status, load_wse=load, coverage=coverage, sources=sources)


@given(statuses, st.integers(0, 84))
def test_the_counts_of_days_add_up_to_all_of_them(
    found: list[DayStatus | None], started: int
) -> None:
    days = {of: day(of, status) for of, status in zip(DATES, found, strict=True) if status}

    told = completeness(days, {}, DATES, (DATES[0] + timedelta(days=started)))

    assert told.days == len(DATES)
    assert told.before == started


def test_a_day_nobody_computed_is_missing_only_after_the_first_measurement() -> None:
    days = {
        DATES[80]: day(DATES[80], DayStatus.VALID, 0.9, "b"),
        DATES[82]: day(DATES[82], DayStatus.PARTIAL, 0.5, "a"),
        DATES[83]: day(DATES[83], DayStatus.MISSING, 0.1, "c"),
    }

    told = completeness(days, {DATES[2]: 3, DATES[81]: 0}, DATES, DATES[80])

    assert (told.valid, told.partial, told.missing, told.before) == (1, 1, 2, 80)
    assert (told.coverage, told.covered) == (0.7, 2)  # of the days with a figure
    assert told.mornings == 2  # a score of 0 is a score
    assert told.sources == ("a", "b")


def test_where_nothing_was_ever_measured_nothing_is_missing() -> None:
    told = completeness({}, {}, DATES, None)

    assert (told.before, told.missing, told.coverage, told.mornings) == (84, 0, None, 0)


def test_the_first_scored_week_stands_beside_the_last() -> None:
    mornings = {DATES[10]: 6, DATES[11]: 5, DATES[12]: 6, DATES[80]: 2, DATES[83]: 3}

    then, last = then_and_now(mornings, DATES)

    assert then is not None
    assert (then.first, then.median, then.count) == (DATES[10], 6.0, 3)
    assert (last.first, last.last, last.median, last.count) == (DATES[77], TODAY, 2.5, 2)


def test_a_week_is_never_compared_with_a_part_of_itself() -> None:
    then, last = then_and_now(dict.fromkeys(DATES[71:], 4), DATES)

    assert then is None
    assert last.count == 7
    assert then_and_now(dict.fromkeys(DATES[70:], 4), DATES)[0] is not None


def test_without_a_score_there_is_no_median_and_no_zero() -> None:
    assert then_and_now({}, DATES)[0] is None
    assert mornings_of_week({}, TODAY).median is None


def test_a_threshold_of_one_s_own_is_named_with_its_default_while_it_holds() -> None:
    own = RuleOverride(
        Rule.S1, "caution_ratio", 1.2, "kine-a", "ultra", TODAY - timedelta(days=9), TODAY
    )

    (found,) = own_thresholds(InForce([own]), TODAY)

    assert (found.rule, found.field, found.value, found.default) == (
        Rule.S1,
        "caution_ratio",
        1.2,
        1.1,
    )
    assert found.decided == own
    assert own_thresholds(InForce([own]), TODAY + timedelta(days=1)) == ()


def test_a_threshold_that_says_the_default_again_is_none_of_one_s_own() -> None:
    same = RuleOverride(Rule.S1, "caution_ratio", 1.1, "kine-a", "as it was", TODAY)

    assert own_thresholds(InForce([same]), TODAY) == ()


def test_every_rule_has_a_version() -> None:
    assert set(VERSIONS) == set(Rule)
    assert all(version >= 1 for version in VERSIONS.values())
