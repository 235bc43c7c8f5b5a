"""What is left today of a runner as a store holds them: one answer for every page and command."""

from datetime import datetime

from plantar.state import Attention
from plantar.store import Store
from processing.evidence import first_day, stored_evidence
from processing.what_is_left import Left, what_is_left


def left_today(store: Store, runner_id: str, now: datetime) -> tuple[Left, ...]:
    """Minutes left of each way of being on the feet; none where data stopped or never came.

    Of somebody who was silent for long nobody knows the week, and silence would read as plenty.
    """
    state = store.state(runner_id)
    if state is None or state.attention is Attention.NO_DATA or state.source_class is None:
        return ()
    evidence = stored_evidence(store, runner_id, now=now)
    today = store.runner(runner_id).days.day_of(now)
    if not evidence.days:
        return ()
    return what_is_left(evidence, first_day(evidence) or today, today)
