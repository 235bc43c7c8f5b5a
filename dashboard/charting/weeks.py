"""A week beside the three before it: the mean, what it adds up to, and the days it rests on."""

from collections.abc import Sequence
from html import escape

from dashboard import present
from dashboard.charting.history import Stretch
from plantar.words.catalogue import Words
from processing.ratio import CHRONIC_DAYS
from processing.week import week_changes, weekly_ceilings


def beside(rows: Sequence[tuple[str, str, str]], words: Words) -> str:
    """A table of this week and the three before it, figure by figure."""
    heads = (words.say("this week"), words.say("3 weeks before"))
    # The corner is no header: it would head a column with nothing.
    head = "<td></td>" + "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(now)}</td><td>{escape(then)}</td></tr>'
        for name, now, then in rows
    )
    return f'<table class="beside"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def counted(this_week: int, before: int, words: Words) -> tuple[str, str]:
    """Measured days of the week, and of the three before it."""
    weeks = (this_week, present.WEEK_DAYS), (before, CHRONIC_DAYS)
    one, other = (words.say("{n} of {week}", n=n, week=days) for n, days in weeks)
    return one, other


def changes(found: Stretch, words: Words) -> list[tuple[str, str]]:
    """How the sum of the week stands to those of the weeks before: a description, no threshold."""
    loads = found.loads()
    change = week_changes(loads, found.expected)[-1]
    ceiling = weekly_ceilings(loads, found.expected)[-1]
    rows = []
    if change is not None:
        percent = f"{round(present.HUNDRED * change.change):+d}".replace("-", "−")
        rows.append((words.say("sum, against the week before"), f"{percent}%"))
    if ceiling is not None:
        times = f"{words.number(ceiling.ratio, 2)}×"
        rows.append((words.say("sum, against the highest of the 3 weeks before"), times))
    return rows
