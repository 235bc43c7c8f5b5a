"""A day in words: the chart's tooltip, and the coverage that its table gives."""

from datetime import date

from dashboard import present, runs
from dashboard.beside import Beside
from dashboard.context_words import told
from dashboard.pain_panel import LINES
from dashboard.present import HUNDRED, MOMENTS, SIDES
from dashboard.story import Story
from dashboard.strips import KINDS, MINUTES_AN_HOUR
from plantar.load import Activity, Day, DayStatus
from plantar.pain import PainMoment
from plantar.words.catalogue import NO_NUMBER, Words


def day_sheet(story: Story, date_: date, words: Words) -> str:
    """A date in words: what was measured, by what share of the wear, and how it hurt."""
    lines = [words.date(date_, "weekday")]
    if date_ > story.dates[-1]:
        return "\n".join([*lines, *_runs(story, date_, words)])
    day = story.days.get(date_)
    if day is None or day.load_wse is None:
        lines.append(words.say("no figure"))
    else:
        total = words.say("{load} step equivalents", load=words.about(day.load_wse))
        if day.status is not DayStatus.VALID:
            total = words.say("at least {load}", load=total)
        lines.append(total)
        if day.uncertain_wse > 0:
            lines.append(
                words.say(
                    "of which {load} may be walking or running",
                    load=words.about(day.uncertain_wse),
                )
            )
        lines += [
            f"{name} {words.about(part.load_wse)}"
            for name, part in _activities(day, words)
            if part is not None and part.load_wse > 0
        ]
    if day is not None:
        lines.append(status_words(day, words))
    ratio = story.ratios.get(date_)
    if ratio is not None and ratio.ratio is not None:
        lines.append(words.say("week vs usual {ratio}×", ratio=words.number(ratio.ratio, 2)))
    week = story.weeks.get(date_)
    if week is not None and week.total is not None:
        lines.append(present.sum_words(week.total, week.worn_days, words))
    lines += [
        words.say("pain {moment} {score}/10", moment=words.say(MOMENTS[moment]), score=score)
        + feet(story, date_, moment, words)
        for moment in LINES
        if (score := story.pain.get((date_, moment))) is not None
    ]
    if date_ in story.with_analgesic():
        lines.append(words.say("painkiller"))
    if date_ in story.with_flare():
        lines.append(words.say("flare-up"))
    lines += _runs(story, date_, words)
    lines += beside_lines(story.beside, date_, words)
    return "\n".join(lines)


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


def _activities(day: Day, words: Words) -> list[tuple[str, Activity | None]]:
    return [
        (words.say("running"), day.running),
        (words.say("walking"), day.walking),
        (words.say("standing"), day.standing),
    ]
