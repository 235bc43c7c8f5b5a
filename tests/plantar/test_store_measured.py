"""What a store promises about measured things: layers, tallies, dirty days, taking back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from plantar.alert import Level
from plantar.errors import BadInput, StoreError, UnknownImport
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Gap,
    GapCause,
    Measured,
    Origin,
    OriginKind,
    Session,
    Sport,
)
from plantar.minute import BodyMinute, FootMinute, Moments, StepMinute
from plantar.runner import Runner
from plantar.sample import Foot
from plantar.state import Attention, State
from plantar.store import Batch, Derived, Sourced, Store, Tally

Settle = Callable[[Store], None]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
JUNE = (datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC))
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def an_import(name: str, received_at: datetime = NOON) -> Origin:
    return Origin(name, OriginKind.IMPORT, f"{name}.fit", received_at, f"sha of {name}")


def steps(steps: float, at: datetime = NOON, revision: int = 0) -> StepMinute:
    return StepMinute(at, revision, steps, 60.0)


def batch(origin: Origin, *records: Measured, source: str = "watch") -> Batch:
    return Batch(origin, source, records)


def counted(store: Store, kind: type[Measured] = StepMinute) -> list[Measured]:
    return [sourced.record for sourced in store.measured("anna", kind, *JUNE)]


OLD, NEW = an_import("old"), an_import("new", NOON + DAY)


def test_a_delivery_is_counted_as_new_changed_or_unchanged(store: Store) -> None:
    first = store.put("anna", batch(OLD, steps(80), steps(90, NOON + MINUTE)))
    second = store.put(
        "anna", batch(NEW, steps(80), steps(95, NOON + MINUTE), steps(0, NOON + HOUR))
    )

    assert first == Tally(new=2)
    assert second == Tally(new=1, changed=1, unchanged=1)
    assert store.measured("anna", StepMinute, *JUNE) == [
        Sourced(steps(80), "watch", "new"),
        Sourced(steps(95, NOON + MINUTE), "watch", "new"),
        Sourced(steps(0, NOON + HOUR), "watch", "new"),
    ]


def test_the_same_import_again_changes_nothing_and_dirties_nothing(
    store: Store, settle: Settle
) -> None:
    store.put("anna", batch(OLD, steps(80), steps(90, NOON + MINUTE)))
    settle(store)

    again = store.put("anna", batch(OLD, steps(80), steps(90, NOON + MINUTE)))

    assert again == Tally(unchanged=2)
    assert store.dirty("anna").days == ()
    assert [known.rows for known in store.origins("anna")] == [2]


def test_an_open_minute_is_replaced_by_its_next_revision_and_never_by_an_earlier_one(
    store: Store,
) -> None:
    live = Origin("live", OriginKind.STREAM, "shoes", NOON)
    store.put("anna", batch(live, steps(40, revision=1)))

    store.put("anna", batch(live, steps(90, revision=3)))
    late = store.put("anna", batch(live, steps(60, revision=2)))

    assert late == Tally(unchanged=1)
    assert counted(store) == [steps(90, revision=3)]


def test_a_higher_revision_counts_even_from_an_older_origin(store: Store) -> None:
    store.put("anna", batch(NEW, steps(40, revision=1)))

    tally = store.put("anna", batch(OLD, steps(90, revision=2)))

    assert tally == Tally(changed=1)
    assert counted(store) == [steps(90, revision=2)]


def test_an_older_import_that_arrives_late_stays_under_the_newer_one(
    store: Store, settle: Settle
) -> None:
    store.put("anna", batch(NEW, steps(95)))
    settle(store)

    tally = store.put("anna", batch(OLD, steps(80)))

    assert tally == Tally(unchanged=1)
    assert counted(store) == [steps(95)]
    assert store.dirty("anna").days == ()


def test_of_two_tellings_by_one_origin_the_fuller_counts(store: Store) -> None:
    live = Origin("live", OriginKind.STREAM, "shoes", NOON)
    still_open = Gap(NOON, NOON + MINUTE, 100, GapCause.LINK)
    closed = Gap(NOON, NOON + HOUR, 6000, GapCause.LINK)

    store.put("anna", batch(live, closed, closed, still_open))
    store.put("anna", batch(live, still_open))

    assert counted(store, Gap) == [closed]


def test_the_gaps_of_two_feet_that_begin_together_are_two(store: Store) -> None:
    live = Origin("live", OriginKind.STREAM, "shoes", NOON)
    left = Gap(NOON, NOON + MINUTE, 6000, GapCause.STALL, Foot.LEFT)
    right = Gap(NOON, NOON + HOUR, None, GapCause.LINK, Foot.RIGHT)
    both = Gap(NOON, NOON + DAY, None, GapCause.UNKNOWN)

    store.put("anna", batch(live, right, left, both))
    store.put("anna", batch(live, replace(left, until=NOON + HOUR)))

    assert counted(store, Gap) == [both, replace(left, until=NOON + HOUR), right]


def test_taking_an_import_back_brings_to_light_what_it_covered(
    store: Store, settle: Settle
) -> None:
    store.put("anna", batch(OLD, steps(80), steps(70, NOON + DAY)))
    store.put("anna", batch(NEW, steps(95), steps(70, NOON + DAY), steps(5, NOON + 2 * DAY)))
    settle(store)

    taken = store.withdraw("new")

    assert (taken.origin, taken.runner_id, taken.rows) == (NEW, "anna", 3)
    assert counted(store) == [steps(80), steps(70, NOON + DAY)]
    assert store.dirty("anna").days == (date(2026, 6, 1), date(2026, 6, 3))
    assert [known.origin for known in store.origins()] == [OLD]


def test_an_import_taken_back_can_be_delivered_again(store: Store) -> None:
    store.put("anna", batch(OLD, steps(80)))
    store.withdraw("old")

    assert store.put("anna", batch(OLD, steps(80))) == Tally(new=1)
    assert counted(store) == [steps(80)]


def test_an_import_nobody_made_cannot_be_taken_back(store: Store) -> None:
    with pytest.raises(UnknownImport, match="never"):
        store.withdraw("never")


def test_an_origin_belongs_to_one_runner(store: Store) -> None:
    store.add_runner(Runner("bert"))
    store.put("anna", batch(OLD, steps(80)))

    with pytest.raises(StoreError, match="another runner"):
        store.put("bert", batch(OLD, steps(80)))

    assert store.measured("bert", StepMinute, *JUNE) == []


def test_an_origin_id_never_stands_for_another_file(store: Store) -> None:
    store.put("anna", batch(OLD, steps(80)))
    other = Origin("old", OriginKind.IMPORT, "other.fit", NOON, "another sha")

    with pytest.raises(StoreError, match="'old' is there already"):
        store.put("anna", batch(other, steps(90)))

    assert counted(store) == [steps(80)]


def test_batches_of_one_file_are_kept_all_or_none(store: Store) -> None:
    with pytest.raises(BadInput, match="str"):
        store.put("anna", batch(OLD, steps(80)), batch(OLD, "no record", source="pod"))  # type: ignore[arg-type]

    assert counted(store) == []
    assert store.origins() == []
    assert store.dirty("anna").days == ()


def test_an_import_that_held_nothing_is_still_known_by_its_digest(store: Store) -> None:
    store.put("anna", batch(OLD))

    assert [(known.origin.digest, known.rows) for known in store.origins("anna")] == [
        ("sha of old", 0)
    ]


def test_the_origins_of_a_runner_come_oldest_first(store: Store) -> None:
    store.add_runner(Runner("bert"))
    store.put("anna", batch(NEW, steps(1)))
    store.put("anna", batch(OLD, steps(1)))
    store.put("bert", batch(an_import("his", NOON - DAY), steps(1)))

    assert [known.origin.id for known in store.origins("anna")] == ["old", "new"]
    assert [(known.origin.id, known.runner_id) for known in store.origins()] == [
        ("his", "bert"),
        ("old", "anna"),
        ("new", "anna"),
    ]


def test_two_devices_may_tell_about_the_same_minute(store: Store) -> None:
    store.put("anna", batch(OLD, steps(80), source="watch"), batch(OLD, steps(82), source="pod"))

    told = store.measured("anna", StepMinute, *JUNE)

    assert [(sourced.source, sourced.record.steps) for sourced in told] == [
        ("pod", 82.0),
        ("watch", 80.0),
    ]


def test_left_right_and_body_are_three_rows_of_one_minute(store: Store) -> None:
    load = Moments(600.0, 5e5, 4e11)
    left = FootMinute(NOON, Foot.LEFT, 0, 100.0, 60.0, 0.0, load)
    right = FootMinute(NOON, Foot.RIGHT, 0, 100.0, 59.5, 0.5, load, regions=(load,) * 3)
    body = BodyMinute(NOON, 0, 12.0, 0.0, (1.5, *(0.0,) * 78, 46.5), quality=("turn", 'a "b"'))

    tally = store.put("anna", batch(OLD, right, body, left, source="sole"))

    assert tally == Tally(new=3)
    assert counted(store, FootMinute) == [left, right]
    assert counted(store, BodyMinute) == [body]


def test_a_minute_counts_for_the_civil_day_of_the_runner(store: Store) -> None:
    half_past_eleven = datetime(2026, 3, 29, 21, 30, tzinfo=UTC)  # the short day, in Brussels

    store.put("anna", batch(OLD, steps(80, half_past_eleven), steps(80, half_past_eleven + HOUR)))

    assert store.dirty("anna").days == (date(2026, 3, 29), date(2026, 3, 30))


def test_a_gap_or_a_session_past_midnight_touches_every_day_it_lies_in(
    store: Store, settle: Settle
) -> None:
    store.put("anna", batch(OLD, Gap(NOON, NOON + 2 * DAY, None, GapCause.DEVICE)))
    of_gap = store.dirty("anna").days
    settle(store)
    night_run = Session(NOON + timedelta(days=9, hours=9), Sport.RUNNING, 7200.0)
    store.put("anna", batch(OLD, night_run))

    assert of_gap == (date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3))
    assert store.dirty("anna").days == (date(2026, 6, 10), date(2026, 6, 11))


def test_a_gap_that_shrinks_touches_the_days_it_gives_back(store: Store, settle: Settle) -> None:
    store.put("anna", batch(OLD, Gap(NOON, NOON + 2 * DAY, None, GapCause.DEVICE)))
    settle(store)

    store.put("anna", batch(NEW, Gap(NOON, NOON + HOUR, None, GapCause.DEVICE)))

    assert store.dirty("anna").days == tuple(date(2026, 6, day) for day in (1, 2, 3))


def test_a_longer_gap_taken_back_touches_the_days_it_gives_back(
    store: Store, settle: Settle
) -> None:
    store.put("anna", batch(OLD, Gap(NOON, NOON + HOUR, None, GapCause.DEVICE)))
    store.put("anna", batch(NEW, Gap(NOON, NOON + 2 * DAY, None, GapCause.DEVICE)))
    settle(store)

    store.withdraw("new")

    assert store.dirty("anna").days == tuple(date(2026, 6, day) for day in (1, 2, 3))


def test_a_calibration_touches_its_days_up_to_the_next_or_the_last_minute(
    store: Store, settle: Settle
) -> None:
    load = Moments(600.0, 5e5, 4e11)
    minutes = [FootMinute(NOON + n * DAY, Foot.LEFT, 0, 100.0, 60.0, 0.0, load) for n in range(8)]
    first = Calibration(NOON, 1.0, 600.0, CalibrationMethod.DEVICE)
    third = Calibration(NOON + 2 * DAY, 1.1, 600.0, CalibrationMethod.SELF, 40)
    sixth = Calibration(NOON + 5 * DAY, 1.2, 600.0, CalibrationMethod.SELF, 40)
    other_pair = Calibration(NOON + 3 * DAY, 0.9, 600.0, CalibrationMethod.DEVICE)
    store.put("anna", batch(OLD, *minutes, source="sole"))
    store.put("anna", batch(OLD, other_pair, source="other pair"))
    settle(store)

    store.put("anna", batch(OLD, first, source="sole"))
    from_the_first = store.dirty("anna").days
    settle(store)
    store.put("anna", batch(OLD, sixth, source="sole"))
    to_the_last = store.dirty("anna").days
    settle(store)
    store.put("anna", batch(NEW, third, source="sole"))
    to_the_next = store.dirty("anna").days
    settle(store)
    store.withdraw("new")

    # The first of a pair holds before it too; a later one only up to the next.
    assert from_the_first == tuple(date(2026, 6, day) for day in range(1, 9))
    assert to_the_last == tuple(date(2026, 6, day) for day in (6, 7, 8))
    assert to_the_next == tuple(date(2026, 6, day) for day in (3, 4, 5, 6))
    assert store.dirty("anna").days == to_the_next


def test_the_calibration_in_force_comes_before_those_of_the_stretch(store: Store) -> None:
    ever = [Calibration(NOON + n * DAY, 1.0, 600.0, CalibrationMethod.SELF, n) for n in range(4)]
    other = Calibration(NOON - DAY, 1.3, 600.0, CalibrationMethod.DEVICE)
    store.put("anna", batch(OLD, *ever, source="sole"))
    store.put("anna", batch(OLD, other, source="other pair"))

    since = NOON + DAY + HOUR
    told = store.measured("anna", Calibration, since, since + DAY)

    assert [sourced.record for sourced in told] == [other, ever[1], ever[2]]


def test_a_gap_that_reaches_into_a_stretch_counts_there(store: Store) -> None:
    night = Gap(NOON, NOON + DAY, None, GapCause.STALL)
    store.put("anna", batch(OLD, night))

    def seen(since: datetime) -> list[Gap]:
        return [told.record for told in store.measured("anna", Gap, since, since + HOUR)]

    assert seen(NOON + HOUR) == [night]
    assert seen(NOON) == [night]
    assert seen(NOON + DAY) == []
    assert seen(NOON - HOUR) == []


def test_a_stretch_begins_with_its_first_moment_and_ends_before_its_last(store: Store) -> None:
    store.put("anna", batch(OLD, *(steps(n, NOON + n * MINUTE) for n in range(5))))

    told = store.measured("anna", StepMinute, NOON + MINUTE, NOON + 3 * MINUTE)

    assert [sourced.record.steps for sourced in told] == [1.0, 2.0]


def test_day_totals_are_asked_for_by_date(store: Store) -> None:
    totals = [DayTotal(date(2026, 6, day), 1000 * day, 10) for day in range(1, 6)]
    tally = store.put("anna", batch(OLD, *totals))

    told = store.measured("anna", DayTotal, NOON + DAY, NOON + 2 * DAY)

    assert tally == Tally(new=5)
    assert [sourced.record for sourced in told] == totals[1:3]


def test_a_stretch_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="since"):
        store.measured("anna", StepMinute, NOON.replace(tzinfo=None), NOON)


def test_the_span_runs_from_the_first_to_the_last_of_any_kind(store: Store) -> None:
    nothing = store.span("anna")
    store.put("anna", batch(OLD, steps(80), Gap(NOON, NOON + DAY, None, GapCause.LINK)))
    minutes_and_gap = store.span("anna")
    store.put("anna", batch(OLD, DayTotal(date(2026, 5, 1), 900), source="table"))
    store.put("anna", batch(OLD, Session(NOON + 3 * DAY, Sport.RUNNING, 1800.0)))

    assert nothing is None
    assert minutes_and_gap == (NOON, NOON + DAY)
    assert store.span("anna") == (
        datetime(2026, 4, 30, 22, tzinfo=UTC),  # midnight in Brussels
        NOON + 3 * DAY + HOUR / 2,
    )


def test_what_was_computed_before_something_came_in_is_not_kept(store: Store) -> None:
    store.put("anna", batch(OLD, steps(80), steps(80, NOON + DAY)))
    computing = store.dirty("anna")

    store.put("anna", batch(NEW, steps(90)))
    day = NOON.date()
    state = State("anna", day, NOON, Attention.NO_DATA, Level.OK)
    kept = store.save(Derived("anna", computing, (), day, day, (), (), day, state))

    assert not kept
    assert store.state("anna") is None
    assert store.dirty("anna").days == computing.days == (day, day + DAY)
    assert store.dirty("anna").mark > computing.mark


def test_a_day_can_be_asked_for_again(store: Store) -> None:
    store.mark_dirty("anna", [date(2026, 6, 2), date(2026, 6, 1), date(2026, 6, 2)])

    assert store.dirty("anna").days == (date(2026, 6, 1), date(2026, 6, 2))


def test_rows_of_one_runner_are_nobody_elses(store: Store) -> None:
    store.add_runner(Runner("bert"))

    store.put("anna", batch(OLD, steps(80)))

    assert store.measured("bert", StepMinute, *JUNE) == []
    assert store.dirty("bert").days == ()
    assert store.span("bert") is None


def test_a_tally_may_count_some_kinds_only(store: Store) -> None:
    total = DayTotal(date(2026, 6, 1), 5000)
    run = Session(NOON, Sport.RUNNING, 1800.0)

    assert store.put("anna", batch(OLD, total, run), counted=[Session]) == Tally(new=1)
