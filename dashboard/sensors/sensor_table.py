"""Sensors as tables: those of one runner, and those of a whole practice, oldest heard first.

A table on a desk is a card for each row on a phone: every cell knows what it is called.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape

from dashboard.frame.palette import CAUTION, css
from dashboard.sensors import sensor_words
from plantar.runner import Runner
from plantar.sensor import SensorTold
from plantar.store import RunnersSensor
from plantar.words.catalogue import Words
from processing.sensors import LOW_PERCENT, troubles

Cell = tuple[str, str]  # what it is called, and its HTML


def table(rows: Sequence[Sequence[Cell]], caption: str) -> str:
    """Rows of the same cells, of which the first is their name."""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in rows[0])
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return (
        f'<div class="sensors" tabindex="0" role="region" aria-label="{escape(caption)}"><table>'
        f'<caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _cells(row: Sequence[Cell]) -> str:
    (_, first), *others = row
    rest = "".join(
        f'<td data-name="{escape(name)}"><div>{html}</div></td>' for name, html in others
    )
    return f'<th scope="row">{first}</th>{rest}'


def of_runner(
    sensors: Sequence[RunnersSensor],
    heard: Mapping[str, datetime | None],
    runner: Runner,
    now: datetime,
    words: Words,
) -> str:
    """The sensors of one runner; `heard` says of each when it was, by its id."""
    days = runner.days
    rows = []
    for one in sensors:
        told, heard_at = one.told, heard[one.told.sensor]
        wrong = troubles(told, heard_at, now)
        paired = words.date(days.day_of(told.paired_at), "year")
        rows.append(
            (
                (words.say("sensor"), _named(told, words)),
                (words.say("to do"), _to_do(sensor_words.to_do(wrong, words), words)),
                (words.say("last heard"), _heard(told, heard_at, now, words)),
                (words.say("battery"), battery(told, now, words)),
                (words.say("clock"), escape(sensor_words.clock(told, words))),
                (words.say("firmware"), escape(told.firmware or words.say("not told"))),
                (words.say("paired since"), escape(paired)),
            )
        )
    return table(rows, words.say("What is worn"))


def of_practice(
    sensors: Sequence[RunnersSensor], names: Mapping[str, str], now: datetime, words: Words
) -> str:
    """The sensors of several runners, in the order given; nothing when there are none."""
    if not sensors:
        return ""
    rows = []
    for one in sensors:
        told = one.told
        wrong = troubles(told, told.heard_at, now)
        name = names.get(one.runner_id, one.runner_id)
        rows.append(
            (
                (words.say("runner"), f'<bdi class="long">{escape(name)}</bdi>'),
                (words.say("sensor"), _named(told, words)),
                (words.say("to do"), _to_do(sensor_words.to_do(wrong, words), words)),
                (words.say("last heard"), _heard(told, told.heard_at, now, words)),
                (words.say("battery"), battery(told, now, words)),
                (words.say("firmware"), escape(told.firmware or words.say("not told"))),
            )
        )
    return table(rows, words.say("Every sensor, the longest silent first"))


def battery(told: SensorTold, now: datetime, words: Words) -> str:
    """How full it is, as a bar and a number, and when that was told."""
    if told.battery_percent is None:
        return escape(words.say("not told"))
    low = " low" if told.battery_percent <= LOW_PERCENT else ""
    when = escape(words.say("told {ago}", ago=words.ago(now - (told.heard_at or told.at))))
    return (
        f'<span class="battery{low}" aria-hidden="true">'
        f'<i style="width:{told.battery_percent}%"></i></span>'
        f"{words.number(told.battery_percent)} % "
        f'<small class="muted">{when}</small>'
    )


def _named(told: SensorTold, words: Words) -> str:
    model = "" if told.model is None else f"<br><small>{escape(told.model)}</small>"
    return f"{escape(sensor_words.kind(told, words))}{model}"


def _to_do(said: str, words: Words) -> str:
    if not said:
        well = escape(words.say("nothing to do"))
        return f'<span class="muted">{well}</span>'
    return f'<b style="color:{css(CAUTION)}">▲ {escape(said)}</b>'


def _heard(told: SensorTold, heard_at: datetime | None, now: datetime, words: Words) -> str:
    said = escape(sensor_words.heard(heard_at, now, words))
    if not told.waiting:
        return said
    waits = words.plural(
        "{n} row waits on its computer", "{n} rows wait on its computer", told.waiting
    )
    return f'{said}<br><small class="muted">{escape(waits)}</small>'
