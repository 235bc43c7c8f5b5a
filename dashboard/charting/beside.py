"""What stands beside the measured days: what was told of them, and the strength work done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from string import ascii_lowercase

from plantar.context import ContextKind, ContextNote
from plantar.plan import DeclaredShift
from plantar.store import Store
from processing.rehab.due import Exercised, exercised

#: Kinds of time on the feet that a strip of estimates adds up, bottom to top; a shift is both
#: standing and walking. Barefoot hours lie within others, and are a note alone.
SHIFT, STOOD, WALKED, RAN = "shift", "stood", "walked", "ran"
ESTIMATED = (SHIFT, STOOD, WALKED, RAN)
_OF_KIND = {ContextKind.STOOD: STOOD, ContextKind.WALKED: WALKED, ContextKind.RAN: RAN}


@dataclass(frozen=True, slots=True)
class Beside:
    """What was told by hand and what was exercised, by day; none of it is measured."""

    notes: tuple[tuple[str, ContextNote], ...] = ()  # by letter, in order of day
    minutes: Mapping[date, Mapping[str, float]] = field(default_factory=dict)  # of ESTIMATED
    exercised: Mapping[date, Exercised] = field(default_factory=dict)
    has_programme: bool = False

    def letters(self, day: date) -> str:
        """The letters of a day's notes."""
        return " ".join(letter for letter, note in self.notes if note.day == day)


#: Nothing was told, and nothing prescribed.
NOTHING = Beside()


def beside(store: Store, runner_id: str, first: date, last: date) -> Beside:
    """Everything that stands beside the days from first to last."""
    programmes = store.programmes(runner_id)
    log = [noted.record for noted in store.strength_log(runner_id)]
    notes = [noted.record for noted in store.notes(runner_id)]
    shown = [note for note in notes if first <= note.day <= last]
    shifts = [noted.record for noted in store.declared_shifts(runner_id)]
    return Beside(
        notes=tuple(zip(map(letter, range(len(shown))), shown, strict=True)),
        minutes=_minutes(shown, (one for one in shifts if first <= one.day <= last)),
        exercised=exercised(programmes, log, first, last),
        has_programme=any(
            one.since <= last and (one.until is None or one.until >= first) for one in programmes
        ),
    )


def letter(n: int) -> str:
    """A, b, … z, aa, ab: the name of the n-th note, from 0."""
    more, last = divmod(n, len(ascii_lowercase))
    return (letter(more - 1) if more else "") + ascii_lowercase[last]


def _minutes(
    notes: Iterable[ContextNote], shifts: Iterable[DeclaredShift]
) -> dict[date, dict[str, float]]:
    told: dict[date, dict[str, float]] = {}
    for day, kind, minutes in (
        *((one.day, SHIFT, one.upright_min) for one in shifts),
        *(
            (one.day, _OF_KIND[one.kind], one.minutes)
            for one in notes
            if one.kind in _OF_KIND and one.minutes is not None
        ),
    ):
        of_day = told.setdefault(day, {})
        of_day[kind] = of_day.get(kind, 0.0) + minutes
    return {day: told[day] for day in sorted(told)}
