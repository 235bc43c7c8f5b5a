"""What other thresholds would have brought: the same messages as really go out, and no others."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cli.validate.lives.life import LIVES, Life
from cli.validate.lives.lived import person
from cli.validate.lives.measured import evidence
from dashboard.settings.threshold_words import ALL, choices, value_of
from plantar.alert import Family, Level, Rule
from plantar.clinic import ClinicThreshold
from plantar.load import Day, DayStatus
from plantar.measured import SourceClass
from plantar.plan import RuleOverride
from processing.burden import COUNTED_DAYS, Recent, burden, hangs_on, recent, spoken, told
from processing.episodes import told_episodes
from processing.rules.decide import Evidence, decide
from processing.rules.outings import Outing
from processing.rules.thresholds import DEFAULTS
from processing.written import Message, written

TODAY = date(2026, 3, 29)
NOW = datetime(2026, 3, 29, 12, tzinfo=UTC)
#: On the last counted day, 5 and 20 days before it, and long before.
RUNS = ((60, 10.0), (50, 10.0), (40, 10.0), (30, 10.0), (21, 12.0), (10, 10.0), (1, 15.0))


def runner(name: str, *runs: tuple[int, float], overrides: tuple[RuleOverride, ...] = ()) -> Recent:
    """Somebody who ran so many days ago so far."""
    noon = datetime(2026, 3, 29, 12, tzinfo=UTC)
    outings = tuple(
        Outing(TODAY - timedelta(days=ago), at, at, km, None)
        for ago, km in runs
        if (at := noon - timedelta(days=ago))
    )
    dates = [TODAY - timedelta(days=ago) for ago in range(90, -1, -1)]
    days = tuple(
        Day(day, SourceClass.DAY_TOTALS, DayStatus.VALID, load_wse=5000.0) for day in dates
    )
    known = Evidence(days, (True,) * len(days), outings, overrides=overrides)
    return recent(name, known, TODAY)


def tried(rule: Rule, field: str, value: float | None) -> ClinicThreshold:
    return ClinicThreshold(rule, field, value, "kine-a", "proef", date.min, NOW)


ANNA_LOAD = (Family.LOAD,)
ANNA = runner("anna", *RUNS)
BERT = runner("bert", *((ago, 10.0) for ago, _ in RUNS))


def test_a_burden_counts_what_would_have_gone_out_in_four_weeks() -> None:
    found = burden([ANNA, BERT])

    assert found.messages == {
        "anna": (
            Message(date(2026, 3, 8), Level.CAUTION, ANNA_LOAD, Rule.S1),
            Message(date(2026, 3, 28), Level.CAUTION, ANNA_LOAD, Rule.S1),
        )
    }
    assert (found.count, found.a_week) == (2, 0.5)
    assert found.a_runner_month == pytest.approx(2 * 30 / 56)
    assert found.by_day == {date(2026, 3, 8): 1, date(2026, 3, 28): 1}


def test_a_threshold_that_is_tried_counts_for_everybody_but_those_with_one_of_their_own() -> None:
    own = RuleOverride(Rule.S1, "caution_ratio", 1.05, "kine-b", "wil het horen", TODAY)
    cleo = runner("cleo", *RUNS, overrides=(own,))
    everybody = [ANNA, BERT, cleo]
    before = burden(everybody)

    after = burden(everybody, (), [tried(Rule.S1, "caution_ratio", 1.22)])

    assert [len(after.messages[name]) for name in ("anna", "cleo")] == [1, 2]
    assert after.differs_from(before) == ("anna",)


def test_what_the_practice_decided_is_where_one_begins_from_and_can_be_put_back() -> None:
    decided = tried(Rule.S1, "caution_ratio", 1.22)
    as_it_ships = tried(Rule.S1, "caution_ratio", None)

    assert len(told(ANNA, [decided])) == 1
    assert told(ANNA, [decided], [as_it_ships]) == told(ANNA)
    assert told(ANNA, [decided], [tried(Rule.S2, "caution_ratio", 1.5)]) == told(ANNA, [decided])


def test_what_is_tried_for_one_runner_stands_above_the_practice() -> None:
    own = RuleOverride(Rule.S1, "caution_ratio", 1.3, "kine-b", "proef", date.min)

    assert told(ANNA, [tried(Rule.S1, "caution_ratio", 1.05)], [own]) == told(
        ANNA, [tried(Rule.S1, "caution_ratio", 1.3)]
    )


def test_who_is_told_most_more_stands_first() -> None:
    dora = runner("dora", *RUNS[:-1])
    everybody = [dora, ANNA]
    before = burden(everybody, (), [tried(Rule.S1, "caution_ratio", 3.0)])

    after = burden(everybody)

    assert before.count == 0
    assert len(after.messages["dora"]) < len(after.messages["anna"])
    assert after.differs_from(before) == ("anna", "dora")
    assert before.differs_from(before) == ()


def test_somebody_who_is_new_is_counted_for_the_days_there_are() -> None:
    new = runner("new", (6, 5.0), (1, 9.0))
    fresh = recent("new", replace(new.evidence, days=(), expected=()), TODAY)

    assert (fresh.days, burden([fresh]).runner_days) == (6, {"new": 6})
    assert recent("nobody", Evidence((), ()), TODAY).days == 0
    assert burden([]).a_runner_month is None


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.name)
def test_the_last_weeks_are_told_as_if_the_whole_history_were_asked(life: Life) -> None:
    for number in range(3):
        lived = person(life, 99, number)
        for ago in (1, 40):
            known = evidence(lived, 0, len(lived.steps) - ago)
            last = known.days[-1].day
            everything = decide(known, known.days[0].day, last).alerts
            whole = written(told_episodes(everything, known, last), last)

            short = told(recent("somebody", known, last + timedelta(days=1)))

            since = last - timedelta(days=COUNTED_DAYS - 1)
            assert short == tuple(one for one in whole if one.day >= since)


def test_a_threshold_that_a_runner_has_nothing_for_changes_nothing_for_them() -> None:
    harsh = {
        Rule.S1: ("least_extra_km", 0.0),
        Rule.S1W: ("least_extra_km", 0.0),
        Rule.P1: ("above_median", 0.0),
        Rule.P2: ("rise", 0.5),
        Rule.S2: ("caution_ratio", 1.0),
    }
    for life in LIVES:
        known = evidence(person(life, 99, 1))
        walker = recent("w", replace(known, runs=(), during={}), known.days[-1].day)
        for rule, (field, value) in harsh.items():
            threshold = tried(rule, field, value)
            if not hangs_on(walker, [threshold]):
                assert told(walker, (), [threshold]) == told(walker)
    assert not hangs_on(walker, [tried(Rule.S1, "least_extra_km", 0.0)])
    assert hangs_on(walker, [tried(Rule.S2, "caution_ratio", 1.0)])


@pytest.mark.parametrize("life", LIVES[1::2], ids=lambda life: life.name)
def test_what_only_can_differ_is_asked_anew_and_says_the_same_as_all_of_it(life: Life) -> None:
    lived = evidence(person(life, 99, 1))
    known = recent("lived", lived, lived.days[-1].day)
    before = spoken(known)
    differing = 0
    for rule, field in ALL:
        ships = value_of(DEFAULTS, (rule, field))
        other = tried(rule, field, choices((rule, field), ships, ships, ships)[1])

        again = spoken(known, (), (other,), before=before)

        assert again == spoken(known, (), (other,)), (rule, field)
        differing += again != before
    assert differing or not before
