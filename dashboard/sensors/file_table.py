"""What came from files, as a table: the newest first."""

from collections.abc import Sequence
from html import escape
from typing import Final

from dashboard.sensors import sensor_table
from plantar.runner import Runner
from plantar.store import OriginRow
from plantar.words import demo_words
from plantar.words.catalogue import Words

#: Imports that are shown one by one.
MOST_IMPORTS: Final = 10


def table(imports: Sequence[OriginRow], runner: Runner, words: Words) -> str:
    """The last of them, each with when it was added and its rows."""
    rows = []
    for row in imports[:MOST_IMPORTS]:
        at = runner.days.local(row.origin.received_at)
        label = escape(demo_words.named(row.origin.label, words))
        when = f"{words.date(runner.days.day_of(row.origin.received_at), 'year')}, {at:%H:%M}"
        rows.append(
            (
                (words.say("file"), f'<bdi class="long">{label}</bdi>'),
                (words.say("added"), escape(when)),
                (words.say("rows"), words.number(row.rows)),
            )
        )
    return sensor_table.table(rows, words.say("From files"))
