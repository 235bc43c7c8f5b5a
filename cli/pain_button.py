"""At the centre: what a button or a tile tells of pain, kept and answered."""

from collections.abc import Mapping
from datetime import datetime

from plantar import pain_message
from plantar.errors import BadInput, StoreError
from plantar.pain import Side
from plantar.store import Store
from processing.given_pain import Given
from processing.tell_pain import tell_pain


def answer(
    store: Store, runner_id: str | None, message: bytes, now: datetime
) -> tuple[bytes, bool]:
    """Keep what a button told of the runner it belongs to; the answer, and whether it is kept.

    Unlike rows it is never asked for again: who pressed hears that it was not kept.
    """
    key: str | None = None
    try:
        fields, key = pain_message.told(message)
        if runner_id is None:
            wanted = f"somebody's: `plantar wearer add {pain_message.DEVICE} RUNNER` says whose"
            raise BadInput("button", pain_message.DEVICE, wanted)  # noqa: TRY301 - one answer to all refusals
        return pain_message.kept(_kept(store, runner_id, fields, key, now), key), True
    except BadInput as error:
        return pain_message.refused(error, key), False
    except StoreError:  # it may name places, and a runner
        return pain_message.refused("the store takes nothing now: try again", key), False


def _kept(
    store: Store, runner_id: str, fields: Mapping[str, object], key: str | None, now: datetime
) -> Mapping[str, object]:
    given = Given(**fields)
    if given.side is None:
        heel = store.runner(runner_id).side or Side.BOTH
        given = Given(**{**fields, "side": heel.value})
    kept = tell_pain(store, runner_id, given, now, key)
    report = kept.report
    return {
        "day": kept.day.isoformat(),
        "moment": report.moment.value,
        "side": None if report.side is None else report.side.value,
        "score": report.score,
        "again": kept.repeated,
    }
