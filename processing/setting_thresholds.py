"""The one way in which a threshold is set, of a runner or of the whole practice.

What was told stays told: nothing holds for a day that is over. The store itself takes any date, so
that what was agreed elsewhere can be brought along.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from plantar.alert import Rule
from plantar.clinic import ClinicThreshold
from plantar.day import civil_day
from plantar.errors import BadInput
from plantar.plan import RuleOverride
from plantar.runner import Runner
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
    _not_over("since", override.since, first_open_day([store.runner(runner_id)], now))
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
    yesterday = first_open_day([store.runner(runner_id)], now) - timedelta(days=1)
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
    _not_over("since", threshold.since, first_open_day(store.runners(), now))
    store.keep_clinic_threshold(threshold)
    return threshold


def first_open_day(runners: Iterable[Runner], now: datetime) -> date:
    """The first day that is over for none of them: today, where today is furthest ahead."""
    return max((runner.days.day_of(now) for runner in runners), default=civil_day(now, UTC))


def _not_over(field: str, day: date, today: date) -> None:
    if day < today:
        raise BadInput(field, str(day), f"today ({today}) or later: {STAYS}")
