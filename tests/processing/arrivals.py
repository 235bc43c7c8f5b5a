"""What may arrive about a runner, small enough that things meet: for tests of any order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

from plantar.alert import Alert, Episode
from plantar.load import Day
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Measured,
    Origin,
    OriginKind,
    Session,
    SourceClass,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.pain import PainMoment, PainReport
from plantar.runner import Runner, WearKind, WearPlan
from plantar.sample import Foot
from plantar.state import State
from plantar.store import Batch, Derived, Store

BRUSSELS = ZoneInfo("Europe/Brussels")
#: Clocks go forward on 29 March: that day has 23 hours in Brussels.
FIRST = date(2026, 2, 14)
NOW = datetime(2026, 3, 31, 20, tzinfo=UTC)
LAST = 45
#: From here on a table of steps gives a history; pain may be told before it.
BEFORE = 15
EVER = (date(2020, 1, 1), date(2030, 1, 1))
WIDE = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
numbers = count()

#: Days of the history; the last few meet often, and so does the day of 23 hours.
days = st.integers(0, LAST) | st.integers(LAST - 4, LAST)
origins = st.integers(0, 4)
revisions = st.integers(0, 2)


def on(n: int) -> date:
    return FIRST + timedelta(days=n)


def at(n: int, hour: int, minute: int = 0) -> datetime:
    return datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC) + timedelta(
        days=n, hours=hour, minutes=minute
    )


def walked(n: int, hour: int, minutes: int, cadence: float, revision: int) -> list[Measured]:
    start = at(n, hour)
    return [
        StepMinute(start + timedelta(minutes=m), revision, cadence + m % 7, 60.0)
        for m in range(minutes)
    ]


def stood(n: int, hour: int, minutes: int, force_n: float, revision: int) -> list[Measured]:
    half, quiet = force_n / 2.0, [0.0] * QUIET_BINS
    quiet[int(force_n // 25)] = 60.0
    both = Moments(60.0 * half, 60.0 * half**2, 60.0 * half**4)
    told: list[Measured] = []
    for m in range(minutes):
        minute = at(n, hour, m)
        told.append(BodyMinute(minute, revision, 0.0, 0.0, tuple(quiet)))
        told += [FootMinute(minute, foot, revision, 100.0, 60.0, 0.0, both) for foot in Foot]
    return told


hours = st.sampled_from([0, 1, 7, 21, 22, 23])  # UTC: both sides of a midnight in Brussels
lengths = st.sampled_from([2, 35, 70, 130])
walks = st.builds(walked, days, hours, lengths, st.sampled_from([95.0, 128.0, 160.0]), revisions)
shifts = st.builds(stood, days, hours, lengths, st.sampled_from([600.0, 700.0, 900.0]), revisions)
calibrations = st.builds(
    lambda n, gain: [Calibration(at(n, 6), gain, 700.0, CalibrationMethod.SELF, 40)],
    days,
    st.sampled_from([0.8, 1.0, 1.25]),
)
totals = st.builds(
    lambda first, length, steps: [DayTotal(on(n), steps) for n in range(first, first + length)],
    days,
    st.sampled_from([1, 1, 5]),
    st.sampled_from([0, 6000, 9000, 30_000]),
)
sessions = st.builds(
    lambda n, hour, km, sport: [Session(at(n, hour), sport, km * 360.0, km * 1000.0)],
    days,
    hours,
    st.sampled_from([3.0, 5.0, 14.0]),
    st.sampled_from([Sport.RUNNING, Sport.WALKING, Sport.CYCLING]),
)
#: One delivery: which origin, which device, what.
deliveries = st.tuples(
    origins,
    st.one_of(
        st.tuples(st.sampled_from(["watch A", "watch B"]), walks),
        st.tuples(st.sampled_from(["soles A", "soles B"]), shifts | calibrations),
        st.tuples(st.sampled_from(["table", "phone"]), totals),
        st.tuples(st.just("watch A"), sessions),
    ),
)
pains = st.builds(
    lambda n, hour, moment, score: PainReport(at(n, hour), moment, score),
    days,
    st.sampled_from([5, 6, 21, 23]),
    st.sampled_from([PainMoment.FIRST_STEPS, PainMoment.FIRST_STEPS, PainMoment.DURING]),
    st.sampled_from([1, 2, 2, 5, 8]),
)
plans = st.builds(
    WearPlan,
    st.sampled_from([date(2026, 1, 1), on(20), on(LAST - 3)]),
    st.just(WearKind.OWN),
    st.sampled_from([(1.0,) * 7, (2.0, 0.0, 2.0, 0.0, 2.0, 0.0, 0.0), (0.5,) * 7, (14.0,) * 7]),
)


class Life:
    """A runner nobody else has, in a store."""

    def __init__(self, store: Store, runner: Runner | None = None) -> None:
        self.store = store
        self.id = f"runner-{next(numbers)}"
        self.runner = runner or Runner(self.id, BRUSSELS.key, 71.4, pain_limit=4)
        store.add_runner(self.runner)
        # Runners usually have a history: that is what a week is held against.
        before = [DayTotal(on(n), 7000 + 500 * (n % 3)) for n in range(BEFORE, LAST)]
        self.put(9, "table", before)

    def put(self, number: int, source: str, told: list[Measured]) -> None:
        # Two of the origins arrived at the same moment.
        received_at = NOW + timedelta(minutes=number // 2)
        origin = Origin(f"{self.id} {number}", OriginKind.IMPORT, "file", received_at)
        self.store.put(self.id, Batch(origin, source, tuple(told)))

    def withdraw(self, number: int) -> None:
        if f"{self.id} {number}" in {row.origin.id for row in self.store.origins(self.id)}:
            self.store.withdraw(f"{self.id} {number}")

    def kept(self) -> dict[str, object]:
        """Everything the store says that follows from what was measured and felt."""
        days = [day for kind in SourceClass for day in self.store.days(self.id, kind, *EVER)]
        state = self.store.state(self.id)
        assert state is not None
        return _told(days, self.store.alerts(self.id, *EVER), self.store.episodes(self.id), state)


def followed(derived: Derived) -> dict[str, object]:
    """The same of what was derived and not kept."""
    order = list(SourceClass)
    days = sorted(derived.days, key=lambda day: (order.index(day.source_class), day.day))
    return _told(days, derived.alerts, derived.episodes, derived.state)


def _told(
    days: Sequence[Day], alerts: Sequence[Alert], episodes: Sequence[Episode], state: State
) -> dict[str, object]:
    """Alerts and episodes in any order; a state without the name and the time of computing.

    A spark is kept in single precision, and in text its nan is equal to nan.
    """
    cells = {name: getattr(state, name) for name in state.__slots__}
    del cells["runner_id"], cells["computed_at"]
    for spark in ("load_spark", "acute_spark", "pain_spark"):
        cells[spark] = [str(np.float32(figure)) for figure in cells[spark]]
    return {
        "days": list(days),
        "alerts": sorted(alerts, key=repr),
        "episodes": sorted(episodes, key=repr),
        **cells,
    }
