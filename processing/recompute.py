"""The one shell of processing: read what is measured, compute, save; all thinking is elsewhere."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta

from plantar.alert import Family
from plantar.day import each_day
from plantar.load import Day
from plantar.measured import Calibration, DayTotal, Session, SourceClass
from plantar.minute import BodyMinute, FootMinute, StepMinute
from plantar.runner import Runner
from plantar.state import State
from plantar.store import Answer, Derived, Dirty, Store
from processing.days.build import (
    Calendar,
    MeasuredDay,
    build_day,
    by_civil_day,
)
from processing.episode_life import closes, woken
from processing.episodes import told_episodes
from processing.evidence import (
    BEGINNING,
    calendar_of,
    evidence_of,
    first_day,
    series_of,
    stored_days,
)
from processing.overview import Series, Told, primary_series, state
from processing.rules.decide import decide
from processing.silence import silences

#: Days read at a time, so that memory stays flat with history. [d]
BLOCK_DAYS = 31
#: After anything measured.
END = datetime(2200, 1, 1, tzinfo=UTC)


#: Tries against somebody who keeps adding; the days stay dirty, and their turn comes.
TRIES = 3


def recompute(store: Store, runner_id: str, *, now: datetime) -> State:
    """Bring everything that follows from a runner's measurements up to date.

    Days are computed again where something touched them, and where a day that was still open is
    over by now; rules are asked again about all of them. What comes out depends on what was
    measured, never on the order in which it came.
    """
    for _ in range(TRIES):
        derived = derive(store, runner_id, now=now)
        if store.save(derived):
            break
    return derived.state


def derive(store: Store, runner_id: str, *, now: datetime, afresh: bool = False) -> Derived:
    """Everything that follows from a runner's measurements, computed but not yet kept.

    Afresh takes nothing from what was computed before: every day comes from its stored minutes.
    """
    runner = store.runner(runner_id)
    today = runner.days.day_of(now)
    calendar = calendar_of(store, runner, today)
    dirty = store.dirty(runner_id)
    span = store.span(runner_id)
    known = store.state(runner_id)
    touched = _began_before(store, runner_id, _touched(dirty, known, today), calendar)
    first = min([runner.days.day_of(span[0])] if span else [today])
    first = min([first, *touched])
    if afresh:
        touched = tuple(each_day(first, today))

    days = stored_days(store, runner_id, first, today)
    for kind in days:
        for day in touched:
            days[kind].pop(day, None)
    with _no_rounds_of_the_collector():
        for day, built in rebuilt(store, runner_id, touched, calendar):
            for kind, one in built.items():
                days[kind][day] = one
    series = {kind: series_of(days[kind], kind, calendar) for kind in SourceClass if days[kind]}

    answers = store.answers(runner_id)
    told, primary, asked_from = _told(store, runner, series, calendar, first, answers=answers)
    row = state(
        runner_id,
        primary,
        told,
        last_data_at=min(span[1], now) if span else None,
        now=now,
        today=today,
    )
    rewritten_from = _rewritten_from(touched, days[SourceClass.SESSIONS], today)
    return Derived(
        runner_id=runner_id,
        settled=dirty,
        days=tuple(day for one in series.values() for day in one.days if day.day >= rewritten_from),
        days_from=rewritten_from,
        # Who moves west may have been told about a day that has not begun there.
        days_until=max([today, known.as_of if known else today, *_last_days(series)]),
        alerts=told.alerts,
        episodes=told.episodes,
        alerts_from=asked_from,
        state=row,
        woken=woken(answers, told.mornings, now, today),
    )


def recompute_dirty(store: Store, *, now: datetime) -> list[State]:
    """Bring every runner up to date who needs it: dirty days, no state yet, or a new day.

    Several may do so at once: each passes over the runners whom another one computes just now. If
    that one ends before it is done, their days are still dirty for the next who looks.
    """
    fresh = []
    for runner in store.runners():
        if not _is_behind(store, runner, now):
            continue
        with store.computing(runner.id) as ours:
            # Another one may have finished since we looked.
            if ours and _is_behind(store, runner, now):
                fresh.append(recompute(store, runner.id, now=now))
    return fresh


def _is_behind(store: Store, runner: Runner, now: datetime) -> bool:
    known = store.state(runner.id)
    today = runner.days.day_of(now)
    return known is None or known.as_of != today or bool(store.dirty(runner.id).days)


def _touched(dirty: Dirty, known: State | None, today: date) -> tuple[date, ...]:
    """Dirty days, and those that were still open when the state was last computed."""
    days = {day for day in dirty.days if day <= today}
    if known is not None and known.as_of < today:
        days.update(each_day(known.as_of, today))
    return tuple(sorted(days))


def _began_before(
    store: Store, runner_id: str, touched: tuple[date, ...], calendar: Calendar
) -> tuple[date, ...]:
    """The same days, and those on which a session began that went on into one of them."""
    if not touched:
        return touched
    days = calendar.days
    since, until = days.begins(touched[0] - timedelta(days=1)), days.begins(touched[-1])
    found = set(touched)
    for session in store.measured(runner_id, Session, since, until):
        began = days.day_of(session.record.start)
        after = began + timedelta(days=1)
        if after in touched and session.record.end > days.begins(after):
            found.add(began)
    return tuple(sorted(found))


def _rewritten_from(touched: Sequence[date], sessions: Mapping[date, Day], today: date) -> date:
    """The first day whose stored figures may differ now.

    Days between two sessions are rest: one that came or went has a say in all the days back to
    the one before it.
    """
    first = min(touched, default=today)
    return max((day for day in sessions if day < first), default=first)


def _last_days(series: Mapping[SourceClass, Series]) -> Iterator[date]:
    return (one.days[-1].day for one in series.values())


def rebuilt(
    store: Store, runner_id: str, touched: Sequence[date], calendar: Calendar
) -> Iterator[tuple[date, Mapping[SourceClass, Day]]]:
    """Those days from their stored minutes, in every class that has something to say of them."""
    calibrations = store.measured(runner_id, Calibration, BEGINNING, END) if touched else ()
    for block in _blocks(touched):
        since, until = calendar.days.begins(block[0]), calendar.days.bounds(block[-1])[1]
        sessions = store.measured(runner_id, Session, since, until)
        goes_on = any(one.record.end > until for one in sessions)
        steps_until = calendar.days.bounds(block[-1] + timedelta(days=1))[1] if goes_on else until

        measured = by_civil_day(
            calendar.days,
            [
                *store.measured(runner_id, FootMinute, since, until),
                *store.measured(runner_id, BodyMinute, since, until),
                *store.measured(runner_id, StepMinute, since, steps_until),
            ],
            sessions,
            store.measured(runner_id, DayTotal, *(_noon(day) for day in (block[0], block[-1]))),
        )
        for day in block:
            yield day, build_day(day, measured.get(day, MeasuredDay()), calibrations, calendar)


def _noon(day: date) -> datetime:
    """A moment by which day totals are asked for, which have a date and no moment."""
    return datetime.combine(day, time(12), UTC)


@contextmanager
def _no_rounds_of_the_collector() -> Iterator[None]:
    """Read minutes without looking for cycles among them.

    They form none and go when their block does; looking took half as long again as reading them.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _blocks(days: Sequence[date]) -> Iterator[list[date]]:
    """Days in runs that lie close together, none longer than a block."""
    block: list[date] = []
    for day in days:
        if block and (day - block[0]).days >= BLOCK_DAYS:
            yield block
            block = []
        block.append(day)
    if block:
        yield block


def _told(
    store: Store,
    runner: Runner,
    series: Mapping[SourceClass, Series],
    calendar: Calendar,
    first: date,
    *,
    answers: Sequence[Answer],
) -> tuple[Told, Series | None, date]:
    """What the rules say, of which series, and about which days from the first on."""
    primary = primary_series(series)
    evidence = evidence_of(store, runner, primary, calendar)
    asked_from = min(first, first_day(evidence) or first)
    said = decide(evidence, asked_from, calendar.today)
    ended = {family: closes(answers, family) for family in Family}
    told = Told(
        said.alerts,
        said.not_evaluated,
        (
            *told_episodes(said.alerts, evidence, calendar.today, ended),
            *silences(store.arrivals(runner.id), calendar),
        ),
        evidence.mornings,
    )
    return told, primary, asked_from
