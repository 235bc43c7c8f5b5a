"""An episode, and the days of a chart, as text and tables: what a picture cannot be asked."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Final

from dashboard.access.authors import NO_NAMES, author
from dashboard.charting.beside import Beside
from dashboard.charting.sheet import exercised_words, feet, status_words, told_words
from dashboard.charting.story import Story
from dashboard.entry.context_words import told
from plantar.alert import Alert, Episode
from plantar.load import Activity, Day, DayStatus
from plantar.pain import PainMoment
from plantar.words import sentences
from plantar.words.catalogue import NO_NUMBER, Words, mark

#: The inputs of the rules, in words.
INPUTS: Final = {
    "measure": mark("compared by"),
    "value": mark("this time"),
    "longest": mark("longest of the 30 days before"),
    "planned": mark("planned for the day"),
    "plan_author": mark("planned by"),
    "runs": mark("runs of the day, together"),
    "unit": mark("unit"),
    "percent": mark("percent more"),
    "longest_day": mark("day of the longest"),
    "session_start": mark("start"),
    "least_extra": mark("at least so much more"),
    "days": mark("days"),
    "last_run_day": mark("run before"),
    "day_load": mark("load of the day (WSE)"),
    "highest": mark("highest of the 30 days before"),
    "highest_day": mark("day of the highest"),
    "valid_days": mark("days measured in full"),
    "left_out": mark("left out, walking or running (WSE)"),
    "highest_left_out": mark("left out of the highest (WSE)"),
    "day_declared": mark("estimated time on feet (min)"),
    "longest_declared": mark("longest estimated of the 30 days before"),
    "day_upright": mark("time on feet (BW·min)"),
    "longest_upright": mark("longest of the 30 days before"),
    "day_status": mark("how much of the day was measured"),
    "acute": mark("mean a day, this week"),
    "chronic": mark("mean a day, 3 weeks before"),
    "ratio": mark("ratio"),
    "ceiling": mark("week over the highest of the 3 weeks before"),
    "ceiling_threshold": mark("threshold of the week over the highest"),
    "valid_acute": mark("days measured this week"),
    "rise": mark("rise above usual"),
    "score": mark("morning score, 0–10"),
    "baseline": mark("usual morning score"),
    "load_day": mark("loaded day"),
    "mornings": mark("mornings with a score"),
    "during": mark("score during load, 0–10"),
    "agreed": mark("agreed limit"),
    "days_above": mark("days above the limit, of the last 3"),
    "usual_during": mark("usual score during load"),
    "scores": mark("scores in the 28 days before"),
    "week_rise": mark("rise from week to week"),
    "week_mean": mark("mean of the week"),
    "before_mean": mark("mean of the week before"),
    "mornings_before": mark("mornings with a score, week before"),
    "jump_day": mark("day of the jump"),
}

#: From here on a number is a load, and no more than three of its figures mean something.
A_LOAD = 1000
DECIMALS = 2
#: What a run was compared by.
MEASURES: Final = {
    "distance": mark("distance"),
    "duration": mark("duration"),
    "steps": mark("steps"),
}


def latest(episode: Episode) -> list[Alert]:
    """The last alert of each sentence, strongest first: what the episode stands on today."""
    by_code = {alert.code: alert for alert in sorted(episode.alerts, key=lambda one: one.day)}
    return sorted(by_code.values(), key=lambda alert: (-alert.level, -alert.day.toordinal()))


def alert_facts(alert: Alert, words: Words, names: Mapping[str, str] = NO_NAMES) -> str:
    """Everything a rule decided from, as a table; who planned a run by one of the names."""
    rows = [
        (
            words.say("rule"),
            words.say("{rule}, version {n}", rule=alert.rule.value, n=alert.rule_version),
        ),
        (words.say("day"), words.date(alert.day, "weekday")),
        *((_named(name, words), _input(name, value, words, names)) for name, value in alert.inputs),
        (words.say("threshold"), figure(alert.threshold, words)),
        (words.say("method"), sentences.method(alert, words)),
    ]
    cells = "".join(f"<tr><th>{escape(k)}</th><td>{escape(v)}</td></tr>" for k, v in rows)
    return (
        f'<div class="facts"><p>{escape(sentences.sentence(alert, words))}</p>'
        f"<table>{cells}</table></div>"
    )


def days_table(story: Story, words: Words) -> str:
    """The days of the chart as a table, newest first."""
    has_beside = bool(story.with_analgesic() | story.with_flare())
    heads = [
        words.say("day"),
        words.say("coverage"),
        words.say("load (WSE)"),
        words.say("running"),
        words.say("walking"),
        words.say("standing"),
        *([words.say("left"), words.say("right")] if story.has_feet() else []),
        words.say("upright (BW·min)"),
        words.say("week vs usual"),
        words.say("sum of the week"),
        words.say("days measured"),
        words.say("first steps"),
        words.say("during"),
        words.say("after 24 h"),
        words.say("evening"),
        *([words.say("beside the pain")] if has_beside else []),
        *([words.say("exercises")] if story.beside.exercised else []),
        *([words.say("told by hand, estimated")] if story.beside.minutes else []),
        *([words.say("notes")] if story.beside.notes else []),
    ]
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    rows = []
    for date_ in reversed(story.dates):
        if date_ < story.started:
            break
        day = story.days.get(date_)
        ratio = story.ratios.get(date_)
        week = story.weeks.get(date_)
        missing = day is None or day.load_wse is None
        coverage = words.say("not measured") if day is None else status_words(day, words)
        least = "≥ " if day is not None and day.status is not DayStatus.VALID else ""
        cells = [
            words.date(date_, "weekday"),
            coverage,
            NO_NUMBER if day is None or missing else least + words.number(day.load_wse),
            _load(None if day is None else day.running, words),
            _load(None if day is None else day.walking, words),
            _load(None if day is None else day.standing, words),
            *(_feet(day, words) if story.has_feet() else ()),
            words.number(None if day is None else day.upright_bw_min),
            words.number(None if ratio is None else ratio.ratio, 2),
            words.number(None if week is None else week.total),
            words.number(None if week is None else week.worn_days),
            *(
                words.number(story.pain.get((date_, moment))) + feet(story, date_, moment, words)
                for moment in (
                    PainMoment.FIRST_STEPS,
                    PainMoment.DURING,
                    PainMoment.AFTER_24H,
                    PainMoment.EVENING,
                )
            ),
            *([_said_beside(story, date_, words)] if has_beside else []),
            *_beside(story.beside, date_, words),
        ]
        body = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr{' class=missing' if missing else ''}>{body}</tr>")
    return (
        f'<div class="days" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _said_beside(story: Story, date_: date, words: Words) -> str:
    parts = [
        words.say("painkiller") if date_ in story.with_analgesic() else "",
        words.say("flare-up") if date_ in story.with_flare() else "",
    ]
    return ", ".join(filter(None, parts))


def _beside(beside: Beside, day: date, words: Words) -> list[str]:
    cells = [exercised_words(beside, day, words)] if beside.exercised else []
    cells += [told_words(beside, day, words)] if beside.minutes else []
    return cells + ([beside.letters(day) or NO_NUMBER] if beside.notes else [])


def notes_list(story: Story, words: Words) -> str:
    """The notes of the period by their letters, as HTML; empty where there are none."""
    rows = "".join(
        f"<tr><th>{letter}</th><td>{escape(words.date(note.day, 'weekday'))}</td>"
        f"<td>{escape(told(note, words))}</td></tr>"
        for letter, note in story.beside.notes
    )
    if not rows:
        return ""
    title = escape(words.say("Notes, by the letters in the chart"))
    return f'<div class="notes"><table><caption>{title}</caption>{rows}</table></div>'


def _feet(day: Day | None, words: Words) -> tuple[str, str]:
    left, right = (None, None) if day is None else (day.left_wse, day.right_wse)
    return words.number(left), words.number(right)


def _load(part: Activity | None, words: Words) -> str:
    return words.number(None if part is None else part.load_wse)


def _named(name: str, words: Words) -> str:
    if name.startswith("override_"):
        return words.say("threshold of one's own")
    if name.startswith("clinic_"):
        return words.say("threshold of the practice")
    return words.say(INPUTS[name]) if name in INPUTS else name


def _input(name: str, value: float | str, words: Words, names: Mapping[str, str]) -> str:
    if name == "plan_author" and isinstance(value, str):
        return author(value, names, words)
    if name.startswith(("override_", "clinic_")) and isinstance(value, str):
        decided, colon, reason = value.partition(": ")
        return f"{author(decided, names, words)}{colon}{reason}"
    return _written(name, value, words)


def _written(name: str, value: float | str, words: Words) -> str:
    if not isinstance(value, str):
        return figure(value, words)
    if value in MEASURES:
        return words.say(MEASURES[value])
    if name == "day_status":
        return words.say("in full") if value == DayStatus.VALID else words.say("in part")
    if name.endswith("_day"):
        return words.date(date.fromisoformat(value), "weekday")
    if name == "session_start":
        day, _, clock = value.partition("T")  # told in the runner's own time
        return f"{words.date(date.fromisoformat(day), 'weekday')}, {clock[:5]}"
    return value


def figure(number: float, words: Words) -> str:
    """A number with as many decimals as it has, two at most; a load to three figures."""
    if abs(number) >= A_LOAD:
        return words.about(number)
    digits = next(
        (d for d in range(DECIMALS) if round(number, d) == round(number, DECIMALS)), DECIMALS
    )
    return words.number(number, digits)
