"""A day in words: the chart's tooltip, and the coverage that its table gives."""

from datetime import date
from itertools import count
from typing import Final

from dashboard.charting import runs
from dashboard.charting.beside import Beside
from dashboard.charting.pain_panel import LINES
from dashboard.charting.story import Story
from dashboard.charting.strips import KINDS, MINUTES_AN_HOUR
from dashboard.entry.context_words import told
from dashboard.present import HUNDRED, MOMENTS, SIDES
from plantar.load import Activity, Day, DayStatus
from plantar.pain import PainMoment, Side
from plantar.words.catalogue import NO_NUMBER, Words, mark

#: The activities of a day, by the names that its record gives them.
ACTIVITIES: Final = {
    "running": mark("running"),
    "walking": mark("walking"),
    "standing": mark("standing"),
}
#: Before the cells of a tooltip stand its place on the axis and a height. [1]
FIRST_CELL = 2


def template(story: Story, words: Words) -> str:
    """The lines that every day has, with a place for its figures: they are sent but once."""
    places = (f"{{@[{n}]}}" for n in count(FIRST_CELL))
    lines = [next(places), words.say("{load} step equivalents", load=next(places))]
    lines += [f"{words.say(ACTIVITIES[name])} {next(places)}" for name in _activities(story)]
    lines.append(words.say("worn {share}", share=next(places)))
    lines.append(words.say("week vs usual {ratio}×", ratio=next(places)))
    lines.append(
        words.say("{sum} WSE in {n} of {week} days", sum=next(places), n=next(places), week=7)
    )
    lines += [
        words.say("pain {moment} {score}/10", moment=words.say(MOMENTS[one]), score=next(places))
        + _one_side(story, one, words)
        for one in _moments(story)
    ]
    return "\n".join(lines) + next(places)


def cells(story: Story, date_: date, words: Words) -> list[str | int]:
    """The figures of a day for the places of the template, and what only this day has."""
    day, ratio, week = story.days.get(date_), story.ratios.get(date_), story.weeks.get(date_)
    found: list[str | int] = [
        words.date(date_, "weekday"),
        _total(day, words),
        *(words.about(None if day is None else _load(day, name)) for name in _activities(story)),
        _worn(day, words),
        words.number(None if ratio is None else ratio.ratio, 2),
        words.about(None if week is None else week.total),
        NO_NUMBER if week is None or week.total is None else week.worn_days,
        *(_score(story, date_, moment) for moment in _moments(story)),
    ]
    rest = [*_of_day(day, words), *_of_pain(story, date_, words), *_runs(story, date_, words)]
    rest += beside_lines(story.beside, date_, words)
    return [*found, "".join(f"\n{line}" for line in rest)]


def _total(day: Day | None, words: Words) -> str:
    if day is None or day.load_wse is None:
        return NO_NUMBER
    least = "" if day.status is DayStatus.VALID else "≥ "
    return least + words.about(day.load_wse)


def _activities(story: Story) -> list[str]:
    """The activities that any day of the story has some load of."""
    return [name for name in ACTIVITIES if any(_load(day, name) for day in story.shown())]


def _load(day: Day, name: str) -> float | None:
    part: Activity | None = getattr(day, name)
    return None if part is None else part.load_wse


def _worn(day: Day | None, words: Words) -> str:
    if day is None or day.load_wse is None or day.coverage is None:
        return NO_NUMBER
    return words.say("{percent}%", percent=round(day.coverage * HUNDRED))


def _moments(story: Story) -> list[PainMoment]:
    told = {moment for _, moment in story.pain}
    return [moment for moment in LINES if moment in told]


def _score(story: Story, date_: date, moment: PainMoment) -> str | int:
    return story.pain.get((date_, moment), NO_NUMBER)


def _sides(story: Story, moment: PainMoment) -> set[Side | None]:
    told = (one for of_day in story.told.values() for one in of_day)
    return {one.side for one in told if one.moment is moment}


def _one_side(story: Story, moment: PainMoment, words: Words) -> str:
    """The foot that every score of a moment is of; where there are more, each day says which."""
    sides = _sides(story, moment)
    side = next(iter(sides)) if len(sides) == 1 else None
    return "" if side is None else f" ({words.say(SIDES[side])})"


def _of_day(day: Day | None, words: Words) -> list[str]:
    if day is None:
        return []
    said = [] if day.status is DayStatus.VALID and day.coverage is not None else [day]
    lines = [status_words(one, words) for one in said]
    if day.load_wse is not None and day.uncertain_wse > 0:
        about = words.about(day.uncertain_wse)
        lines.append(words.say("of which {load} may be walking or running", load=about))
    return lines


def _of_pain(story: Story, date_: date, words: Words) -> list[str]:
    lines = [
        f"{words.say(MOMENTS[moment])}{said}"
        for moment in _moments(story)
        if len(_sides(story, moment)) > 1 and (said := feet(story, date_, moment, words))
    ]
    if date_ in story.with_analgesic():
        lines.append(words.say("painkiller"))
    if date_ in story.with_flare():
        lines.append(words.say("flare-up"))
    return lines


def _runs(story: Story, date_: date, words: Words) -> list[str]:
    run = story.runs.get(date_)
    return [] if run is None else [runs.told(run, words)]


def feet(story: Story, date_: date, moment: PainMoment, words: Words) -> str:
    """Which foot a score is of; the score of each where they were told apart."""
    told = [one for one in story.told.get(date_, ()) if one.moment is moment and one.side]
    if not told:
        return ""
    names = [(words.say(SIDES[one.side]), one.score) for one in told if one.side]
    if len(names) == 1:
        return f" ({names[0][0]})"
    return f" ({', '.join(f'{name} {words.number(score)}' for name, score in names)})"


def beside_lines(beside: Beside, day: date, words: Words) -> list[str]:
    """What was told and exercised on a day: estimates say that they are."""
    return [
        *_told(beside, day, words),
        *_exercised(beside, day, words),
        *_notes(beside, day, words),
    ]


def told_words(beside: Beside, day: date, words: Words) -> str:
    """The hours told by hand of a day; a dash where none were."""
    return ", ".join(_told(beside, day, words)) or NO_NUMBER


def exercised_words(beside: Beside, day: date, words: Words) -> str:
    """What was done and missed on a day; a dash where nothing was."""
    return ", ".join(_exercised(beside, day, words)) or NO_NUMBER


def _told(beside: Beside, day: date, words: Words) -> list[str]:
    of_day = beside.minutes.get(day, {})
    return [
        words.say(
            "{what}: {hours} h",
            what=words.say(KINDS[kind][1]),
            hours=words.number(of_day[kind] / MINUTES_AN_HOUR, 1),
        )
        for kind in KINDS
        if kind in of_day
    ]


def _exercised(beside: Beside, day: date, words: Words) -> list[str]:
    one = beside.exercised.get(day)
    if one is None:
        return []
    said = []
    if one.done:
        said.append(words.say("done: {names}", names=", ".join(dict.fromkeys(one.done))))
    if one.missed:
        said.append(words.say("missed: {names}", names=", ".join(one.missed)))
    return said


def _notes(beside: Beside, day: date, words: Words) -> list[str]:
    return [f"{letter}: {told(note, words)}" for letter, note in beside.notes if note.day == day]


def status_words(day: Day, words: Words) -> str:
    """How much of a day was measured."""
    if day.load_wse is None:
        if day.status is DayStatus.NOT_EXPECTED:
            return words.say("no wear planned")
        return words.say("not measured")
    if day.coverage is None:
        return words.say("coverage unknown")
    share = words.say("{percent}% of wear", percent=round(day.coverage * HUNDRED))
    if day.status is DayStatus.VALID:
        return share
    return words.say("measured in part, {share}", share=share)
