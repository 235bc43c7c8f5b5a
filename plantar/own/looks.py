"""What was put in, read back as the records it stands for: they refuse what cannot be."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from sqlalchemy import Connection, select

from plantar.store import (
    agreed,
    answers,
    arrivals,
    context,
    episodes,
    intake,
    people,
    rows,
    said_rows,
    strength,
)
from plantar.store.figures import alert_history
from plantar.store.tables import PAIN

Look = Callable[[Connection, str], object]


def _pain(connection: Connection, runner_id: str) -> object:
    found = select(PAIN).where(PAIN.c.runner_id == runner_id)
    return [said_rows.report(row) for row in connection.execute(found)]


def _names(connection: Connection, _runner_id: str) -> object:
    return people.display_names(connection)


def _origins(connection: Connection, runner_id: str) -> object:
    return intake.origins(connection, runner_id)


def _alerts(connection: Connection, runner_id: str) -> object:
    return alert_history(connection, runner_id, date.min, date.max)


def _episodes(connection: Connection, runner_id: str) -> object:
    return episodes.read(connection, runner_id, withdrawn=True)


def _nothing(_connection: Connection, _runner_id: str) -> object:
    """Any text will do."""
    return None


#: How the rows of each table are read as records, which refuse what cannot be. Those that were
#: measured are looked at row by row, before they are put in.
LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        "runner": people.find,
        "display_name": _names,
        "local_day": people.find,
        "wear_plan": people.wear_plans,
        "rule_override": people.overrides,
        "pain": _pain,
        "context_note": context.notes,
        "planned_run": agreed.planned_runs,
        "declared_shift": agreed.declared_shifts,
        "programme": strength.programmes,
        "strength_session": strength.strength_log,
        "origin": _origins,
        "source": _nothing,
        "alert": _alerts,
        "episode": _episodes,
        "episode_alert": _episodes,
        "response": answers.read,
        "episode_response": _episodes,
        "arrival": arrivals.read,
    }
)
MEASURED: Final = MappingProxyType({kind.table.name: kind for kind in rows.KINDS.values()})
