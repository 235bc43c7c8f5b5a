"""How much of the prescribed strength work was logged, for the commands that tell it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from plantar.runner import Runner
from plantar.store import Store

if TYPE_CHECKING:
    from processing.rehab.adherence import Adherence


def adherence_of(store: Store, runner_id: str, day: date) -> "Adherence | None":
    """The adherence of a runner on a day; None where no programme was in force."""
    from processing.rehab.adherence import adherence_on

    log = [noted.record for noted in store.strength_log(runner_id)]
    return adherence_on(day, store.programmes(runner_id), log)


def counted(adherence: "Adherence | None") -> dict[str, Any] | None:
    """The adherence as JSON tells it."""
    if adherence is None:
        return None
    return {
        "day": adherence.day.isoformat(),
        "done": adherence.done,
        "prescribed": adherence.prescribed,
        "days": adherence.days,
        "share": adherence.share,
    }


def told(adherence: "Adherence | None", runner: Runner) -> list[str]:
    """The adherence in sentences, in the runner's language."""
    from plantar.words import strength_sentences as say
    from plantar.words.catalogue import words

    if adherence is None:
        return []
    shown = words(runner.language)
    said = [say.adherence(adherence.done, adherence.prescribed, shown)]
    if adherence.share is None:
        said.append(say.no_share_yet(adherence.days, shown))
    elif adherence.is_noted:
        said.append(say.few_logged(shown))
    return said
