"""The one way in which a threshold is set, of a runner or of the whole practice.

What was told stays told: nothing holds for a day that is over. The store itself takes any date, so
that what was agreed elsewhere can be brought along.
"""

from datetime import date, datetime, timedelta

from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.errors import BadInput
from plantar.plan import RuleOverride
from plantar.store import Store

STAYS = "what was told of a day stays as it was"


def set_for_runner(
    store: Store, runner_id: str, override: RuleOverride, *, now: datetime
) -> RuleOverride:
    """Let a threshold hold for a runner, from today on or later.

    Raises
    ------
    BadInput
        It would begin on a day that is over for this runner.
    UnknownRunner
        There is no runner of that id.
    """
    _not_over("since", override.since, store.runner(runner_id).days.day_of(now))
    store.add_override(runner_id, override)
    return override


def end_for_runner(
    store: Store, runner_id: str, rule: Rule, field: str, last: date, *, now: datetime
) -> list[RuleOverride]:
    """Let no threshold of a rule and field hold after a day, yesterday or later.

    Raises
    ------
    BadInput
        A day that is over would be asked about again, by another threshold.
    UnknownRunner
        There is no runner of that id.
    UnknownRecord
        None holds after that day.
    """
    yesterday = store.runner(runner_id).days.day_of(now) - timedelta(days=1)
    if last < yesterday:
        raise BadInput("last", str(last), f"yesterday ({yesterday}) or later: {STAYS}")
    return store.end_override(runner_id, rule, field, last)


def set_for_clinic(store: Store, threshold: ClinicThreshold, *, now: datetime) -> ClinicThreshold:
    """Let a threshold hold for everybody, from a day on that is over for nobody.

    Raises
    ------
    BadInput
        It would begin on a day that is over for one of the runners.
    """
    _not_over("since", threshold.since, store.first_open_day(now))
    store.keep_clinic_threshold(threshold)
    return threshold


def _not_over(field: str, day: date, today: date) -> None:
    if day < today:
        raise BadInput(field, str(day), f"today ({today}) or later: {STAYS}")
