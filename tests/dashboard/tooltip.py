"""What the tooltip of the chart says of a day: its template, filled as the browser fills it."""

from datetime import date

from dashboard.charting import chart
from dashboard.charting.story import Story
from plantar.words.catalogue import Words


def day_sheet(shown: Story, day: date, words: Words) -> str:
    """The text over a day."""
    base = chart.option(shown, words)["baseOption"]
    at = (shown.dates + shown.ahead()).index(day)
    row, text = base["dataset"]["source"][at], str(base["tooltip"]["formatter"])
    for n, cell in enumerate(row):
        text = text.replace(f"{{@[{n}]}}", str(cell))
    assert "{@" not in text
    return text
