"""The days of a chart, and the notes in it, as tables: what a picture cannot be asked."""

from datetime import date
from html import escape

from dashboard.charting.beside import Beside
from dashboard.charting.sheet import exercised_words, feet, status_words, told_words
from dashboard.charting.story import Story
from dashboard.entry.context_words import told
from plantar.load import Activity, Day, DayStatus
from plantar.pain import PainMoment
from plantar.words.catalogue import NO_NUMBER, Words


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
