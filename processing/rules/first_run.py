"""S1b: the first run after a pause. It is told, and raises nothing."""

from datetime import date

from plantar.alert import Alert, Level, Rule
from processing.rules.outings import Log
from processing.rules.thresholds import DEFAULTS, RunReturn

VERSION = 1


def first_run(runs: Log, day: date, limits: RunReturn = DEFAULTS.S1b) -> Alert | None:
    """What S1b says about the first run of a day, when there was none for two weeks before it."""
    last = runs.before(day)
    if last is None or (day - last).days < limits.pause_days:
        return None
    today = runs.between(day, day)
    if not today:
        return None
    return Alert(
        day=day,
        rule=Rule.S1B,
        level=Level.INFO,
        code="s1b-first",
        inputs=(
            ("days", (day - last).days),
            ("last_run_day", last.isoformat()),
            ("session_start", today[0].start.isoformat()),
        ),
        threshold=limits.pause_days,
        method="days since the last run",
        rule_version=VERSION,
    )
