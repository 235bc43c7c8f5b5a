"""What a store promises about computed things: days, alerts, episodes and states."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.alert import Alert, Episode, Family, Level, NotEvaluated, Rule
from plantar.errors import BadInput, UnknownRecord, UnknownRunner
from plantar.load import Activity, Day, DayStatus, Method, NoRatio, Ratio
from plantar.measured import SourceClass
from plantar.runner import Runner
from plantar.state import Attention, State
from plantar.store import AlertOnce, Backlog, Derived, Dirty, Store

FIRST = date(2026, 6, 1)
COMPUTED = datetime(2026, 6, 10, 4, 30, 0, 17, tzinfo=UTC)
LATER = COMPUTED + timedelta(days=1)
ONE = timedelta(days=1)
NOTHING = Dirty((), 0)
YEAR = (date(2026, 1, 1), date(2026, 12, 31))

STATE = State("anna", FIRST, COMPUTED, Attention.QUIET, Level.OK)
DAY = Day(
    FIRST,
    SourceClass.INSOLE,
    DayStatus.VALID,
    load_wse=9123.4000000000005,
    upright_bw_min=312.7,
    walking=Activity(8000.1, 61.5, 75.25, 8021),
    running=Activity(0.0, 0.0, None, None),
    standing=None,
    left_wse=0.1 + 0.2,
    right_wse=9123.1,
    steps=8021,
    coverage=0.875,
    sources=("moticon SN5968/SN9171", 'odd "name", with comma'),
    quality=("gap",),
    uncertain_wse=0.1 + 0.7,
)
REST = Day(FIRST + ONE, SourceClass.INSOLE, DayStatus.VALID, load_wse=0.0)
MISSING = Day(FIRST + 2 * ONE, SourceClass.INSOLE, DayStatus.MISSING)

LONG_RUN = Alert(
    FIRST,
    Rule.S1,
    Level.ALERT,
    "longest-run",
    (("distance_m", 12000.0), ("runs", 7), ("sport", "running"), ("share", 0.1 + 0.2)),
    30.0,
    "session",
    1,
    SourceClass.WATCH,
)
WEEK = Alert(FIRST + ONE, Rule.S4, Level.CAUTION, "week", (("ratio", 1.61),), 1.5, "uncoupled", 1)
MORNING_PAIN = Alert(FIRST + ONE, Rule.P2, Level.CAUTION, "up", (("rise", 2),), 2.0, "nrs", 3)
LOAD_EPISODE = Episode(Family.LOAD, FIRST, Level.ALERT, FIRST + ONE, None, (LONG_RUN, WEEK))
PAIN_EPISODE = Episode(
    Family.PAIN, FIRST + ONE, Level.CAUTION, FIRST + ONE, FIRST + 9 * ONE, (MORNING_PAIN,)
)


def derived(
    *,
    days: tuple[Day, ...] = (),
    alerts: tuple[Alert, ...] = (),
    episodes: tuple[Episode, ...] = (),
    settled: Dirty = NOTHING,
    since: date = FIRST,
    until: date = FIRST + 6 * ONE,
    state: State = STATE,
) -> Derived:
    return Derived("anna", settled, days, since, until, alerts, episodes, since, state)


def test_days_come_back_exactly_and_rest_is_not_missing(store: Store) -> None:
    other_class = replace(DAY, source_class=SourceClass.WATCH)

    store.save(derived(days=(MISSING, DAY, REST, other_class)))

    assert store.days("anna", SourceClass.INSOLE, *YEAR) == [DAY, REST, MISSING]
    assert store.days("anna", SourceClass.WATCH, *YEAR) == [other_class]
    assert store.days("anna", SourceClass.INSOLE, FIRST + ONE, FIRST + ONE) == [REST]
    assert store.days("anna", SourceClass.SESSIONS, *YEAR) == []


def test_a_day_that_no_longer_follows_is_removed_within_the_computed_stretch_only(
    store: Store,
) -> None:
    store.save(derived(days=(DAY, REST, MISSING)))
    better = replace(REST, load_wse=50.0)

    store.save(derived(days=(better,), since=FIRST + ONE))

    assert store.days("anna", SourceClass.INSOLE, *YEAR) == [DAY, better]


def test_alerts_come_back_with_everything_they_were_decided_from(store: Store) -> None:
    store.save(derived(alerts=(WEEK, LONG_RUN, MORNING_PAIN, WEEK)))

    told = store.alerts("anna", *YEAR)

    assert told == [LONG_RUN, MORNING_PAIN, WEEK]
    assert repr(told[0]) == repr(LONG_RUN)
    assert store.alerts("anna", FIRST, FIRST) == [LONG_RUN]


def test_an_alert_that_late_data_withdraws_stays_in_the_history(store: Store) -> None:
    at_first = derived(alerts=(LONG_RUN, WEEK))
    store.save(at_first)
    corrected = replace(WEEK, inputs=(("ratio", 1.52),))

    store.save(derived(alerts=(LONG_RUN, corrected), state=replace(STATE, computed_at=LATER)))

    assert store.alerts("anna", *YEAR) == [LONG_RUN, corrected]
    assert store.alert_history("anna", *YEAR) == [
        AlertOnce(LONG_RUN, COMPUTED, None),
        AlertOnce(WEEK, COMPUTED, LATER),
        AlertOnce(corrected, LATER, None),
    ]


def test_alerts_before_the_computed_stretch_stay(store: Store) -> None:
    store.save(derived(alerts=(LONG_RUN, WEEK)))

    store.save(derived(since=FIRST + ONE))

    assert store.alerts("anna", *YEAR) == [LONG_RUN]


def test_episodes_come_newest_first_with_their_alerts(store: Store) -> None:
    store.save(derived(episodes=(LOAD_EPISODE, PAIN_EPISODE)))

    assert store.episodes("anna") == [PAIN_EPISODE, LOAD_EPISODE]


def test_what_was_sent_stays_with_a_story_that_gets_another_first_day(store: Store) -> None:
    store.save(derived(episodes=(LOAD_EPISODE,)))
    store.mark_sent("anna", LOAD_EPISODE, COMPUTED)
    later = replace(LOAD_EPISODE, opened=FIRST + ONE, alerts=(WEEK,))
    unrelated = replace(LOAD_EPISODE, opened=FIRST + 9 * ONE, last_day=FIRST + 9 * ONE)

    store.save(derived(episodes=(unrelated, later)))

    assert store.episodes("anna") == [
        unrelated,
        replace(later, sent=Level.ALERT, sent_at=COMPUTED),
    ]


def test_an_episode_that_is_none_cannot_have_been_written_about(store: Store) -> None:
    store.save(derived(episodes=(LOAD_EPISODE,)))

    with pytest.raises(UnknownRecord, match="pain"):
        store.mark_sent("anna", PAIN_EPISODE, LATER)


def test_an_episode_that_opened_earlier_stays_and_may_grow(store: Store) -> None:
    store.save(derived(episodes=(LOAD_EPISODE, PAIN_EPISODE)))

    store.save(derived(since=FIRST + ONE))
    kept = store.episodes("anna")
    closed = replace(LOAD_EPISODE, closed=FIRST + 9 * ONE)
    store.save(derived(since=FIRST + ONE, episodes=(closed,)))

    assert kept == [LOAD_EPISODE]
    assert store.episodes("anna") == [closed]


def test_a_state_comes_back_whole_its_sparks_in_single_precision(store: Store) -> None:
    full = replace(
        STATE,
        attention=Attention.CALL_TODAY,
        level=Level.ALERT,
        since=FIRST,
        reasons=(LONG_RUN, MORNING_PAIN),
        not_evaluated=(NotEvaluated(FIRST, Rule.S4, "no distance"),),
        source_class=SourceClass.INSOLE,
        sources=("sole", "watch"),
        ratio=Ratio(FIRST, Method.UNCOUPLED, 1.1, 1.0, 1.1, 7, 20, provisional=True),
        usual_wse=0.1 + 0.2,
        band_low_wse=1.0,
        band_high_wse=2.0,
        week_sum_wse=3.0,
        worn_days=6,
        coverage=0.5,
        last_data_at=COMPUTED,
        morning_pain=4,
        load_spark=(1.5, 0.0, 9000.25),
        acute_spark=(),
        pain_spark=(3.0,),
    )

    store.save(derived(state=full))

    assert store.state("anna") == full


def test_a_ratio_that_could_not_be_is_kept_with_its_reason(store: Store) -> None:
    none_yet = Ratio(FIRST, Method.EWMA, None, None, None, 3, 0, NoRatio.BUILDING, 9.0, 28.0)

    store.save(derived(state=replace(STATE, ratio=none_yet)))

    told = store.state("anna")
    assert told is not None
    assert told.ratio == none_yet


def test_an_unmeasured_day_in_a_spark_stays_unmeasured(store: Store) -> None:
    store.save(derived(state=replace(STATE, load_spark=(0.0, math.nan, 0.1))))

    told = store.state("anna")

    assert told is not None
    rest, unmeasured, walked = told.load_spark
    assert rest == 0.0
    assert math.isnan(unmeasured)
    assert walked == pytest.approx(0.1, rel=1e-7)


def test_there_is_one_state_for_each_runner_that_was_computed(store: Store) -> None:
    store.add_runner(Runner("bert"))
    store.add_runner(Runner("aaron"))
    for runner_id in ("bert", "anna", "anna"):
        store.save(replace(derived(state=replace(STATE, runner_id=runner_id)), runner_id=runner_id))

    assert [state.runner_id for state in store.states()] == ["anna", "bert"]
    assert store.state("aaron") is None


def test_what_does_not_fit_is_saved_in_no_part(store: Store) -> None:
    store.mark_dirty("anna", [FIRST])
    of_bert = replace(STATE, runner_id="bert")

    with pytest.raises(BadInput, match="bert"):
        store.save(derived(days=(DAY,), settled=store.dirty("anna"), state=of_bert))
    with pytest.raises(UnknownRunner, match="bert"):
        store.save(replace(derived(state=of_bert), runner_id="bert"))

    assert store.days("anna", SourceClass.INSOLE, *YEAR) == []
    assert store.dirty("anna").days == (FIRST,)


def test_only_the_days_that_were_computed_are_settled(store: Store) -> None:
    store.mark_dirty("anna", [FIRST, FIRST + ONE])
    some = Dirty((FIRST,), store.dirty("anna").mark)

    store.save(derived(settled=some))

    assert store.dirty("anna").days == (FIRST + ONE,)


def test_the_backlog_counts_runners_and_days_that_need_computing(
    store: Store, settle: Callable[[Store], None]
) -> None:
    new = store.backlog()
    settle(store)
    nothing = store.backlog()
    store.mark_dirty("anna", [FIRST, FIRST + ONE])
    store.add_runner(Runner("bert"))

    assert new == Backlog(1, 0, None)
    assert nothing == Backlog(0, 0, None)
    assert store.backlog() == Backlog(2, 2, FIRST)
