"""What was agreed with the demo runners, and what they told beside what was measured."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cli.demo.lives import DemoRunner, chance
from plantar.context import ContextKind, ContextNote
from plantar.plan import PlannedRun
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.store import Store

#: Who wrote the plans: plainly a demo, as the runners are.
AUTHOR: Final = "Demo"
RAISE: Final = "Hielheffen op handdoek"
#: How long a programme has run, and how much of it each runner does. [d], [1]
PROGRAMME_DAYS: Final = 56
DOES: Final = {
    "demo-steady": 0.9,
    "demo-jump-pain": 0.35,
    "demo-shifts": 0.6,
    "demo-sore": 0.75,
    "demo-recovering": 0.95,
    "demo-live": 0.85,
}
#: Runs that were agreed on, by days ago; below 0 they are still to come. [min]
PLANS: Final = {
    "demo-jump-pain": {14: 30, 11: 30, 8: 30, 6: 30, 4: 30, 1: 30, -1: 30, -3: 35},
    "demo-recovering": {-1: 10, -3: 10},
}
TOLD: Final = {
    "demo-jump-pain": (
        (12, ContextKind.NEW_SHOES, None, "Nieuwe loopschoenen"),
        (4, ContextKind.RACE, None, "Bedrijfsloop"),
    ),
    "demo-week-up": ((6, ContextKind.OTHER, None, "Wandelvakantie, elke dag op stap"),),
    "demo-walker": ((5, ContextKind.STOOD, 180.0, "Rechtgestaan op de kerstmarkt"),),
}
#: Mornings on which a painkiller was taken, by days ago.
PAINKILLERS: Final = {"demo-jump-pain": frozenset({3, 2, 0}), "demo-sore": frozenset({1})}


def agree(store: Store, demo: DemoRunner, today: date, where: ZoneInfo, now: datetime) -> None:
    """Keep the programme, plans and notes of a demo runner, and the sets they did."""
    for ago, minutes in PLANS.get(demo.id, {}).items():
        day = today - timedelta(days=ago)
        store.keep_planned_run(demo.id, PlannedRun(day, None, 60.0 * minutes, AUTHOR))
    for ago, kind, lasted_min, text in TOLD.get(demo.id, ()):
        day = today - timedelta(days=ago)
        told_at = min(now, datetime.combine(day, time(20, 0), where))
        store.keep_note(demo.id, ContextNote(day, kind, lasted_min, text), told_at)
    if demo.id in DOES:
        _exercise(store, demo, today, where, now)


def _exercise(store: Store, demo: DemoRunner, today: date, where: ZoneInfo, now: datetime) -> None:
    """Heavy and slow heel raises every second day, as Rathleff 2015 has them, done now and then."""
    since = today - timedelta(days=PROGRAMME_DAYS)
    phases = (
        Phase("Opbouw", 1, (Exercise(RAISE, 3, 12, tempo="3-2-3", every_days=2),)),
        Phase("Zwaarder", 3, (Exercise(RAISE, 4, 10, 6.0, "3-2-3", every_days=2),)),
    )
    store.keep_programme(demo.id, Programme(since, phases, AUTHOR))
    for ago in range(PROGRAMME_DAYS, 0, -2):
        day = today - timedelta(days=ago)
        if chance(demo.id + "/sets", day).random() >= DOES[demo.id]:
            continue
        heavier = ago <= PROGRAMME_DAYS - 14
        done = StrengthSession(
            day,
            RAISE,
            4 if heavier else 3,
            10 if heavier else 12,
            6.0 if heavier else None,
            tempo="3-2-3",
            worst_pain=2,
        )
        store.keep_strength(demo.id, done, min(now, datetime.combine(day, time(19, 0), where)))
