"""By which gain and body weight soles are read, as a table."""

from collections.abc import Sequence
from html import escape

from dashboard.sensors import sensor_table, sensor_words
from plantar.measured import Calibration
from plantar.runner import Runner
from plantar.store import Sourced
from plantar.words import demo_words
from plantar.words.catalogue import Words


def table(calibrations: Sequence[Sourced[Calibration]], runner: Runner, words: Words) -> str:
    """A line for each source: its factor, the body weight, how it was found, since when."""
    rows = []
    for one in calibrations:
        held, by_name = one.record, demo_words.named(one.source, words)
        by = words.say(sensor_words.METHODS[held.method])
        if held.strides:
            by = words.plural("{by}: {n} stride", "{by}: {n} strides", held.strides, by=by)
        rows.append(
            (
                (words.say("source"), f'<span class="long">{escape(by_name)}</span>'),
                (words.say("factor"), f"× {words.number(held.gain, 2)}"),
                (words.say("body weight"), f"{words.number(held.body_weight_n)} N"),
                (words.say("how"), escape(by)),
                (
                    words.say("since"),
                    escape(words.date(runner.days.day_of(held.since), "year")),
                ),
            )
        )
    return sensor_table.table(rows, words.say("Calibration of the soles"))
