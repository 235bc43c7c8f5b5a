"""By what everybody is measured, and when it last brought something: the longest silent first."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from dashboard.present import SOURCES_SHORT
from dashboard.runners.runner_list import href
from plantar.runner import Runner
from plantar.state import State
from plantar.words import demo_words
from plantar.words.catalogue import NO_NUMBER, Words

#: From so long without anything new on it is said in ink, with a mark. [h]
LATE_HOURS = 48
HOURS_A_DAY = 24
SECONDS_AN_HOUR = 3600


def table(
    runners: Iterable[Runner],
    states: Iterable[State],
    names: Mapping[str, str],
    words: Words,
    now: datetime,
) -> str:
    """One line for every runner of whom anything was ever measured; empty where there is none."""
    known = {one.id: one for one in runners}
    measured = [one for one in states if one.last_data_at is not None and one.runner_id in known]
    if not measured:
        return ""
    heads = (
        words.say("Runner"),
        words.say("Measured by"),
        words.say("Kind"),
        words.say("Last data"),
    )
    head = "".join(f'<th scope="col" role="columnheader">{escape(one)}</th>' for one in heads)
    rows = "".join(
        _row(state, known[state.runner_id], names, heads, words, now)
        for state in sorted(measured, key=lambda one: (one.last_data_at or now, one.runner_id))
    )
    return (
        f'<div class="runners devices"><table role="table"><thead role="rowgroup">'
        f'<tr role="row">{head}</tr></thead><tbody role="rowgroup">{rows}</tbody></table></div>'
    )


def _row(  # noqa: PLR0917 - one line: of whom, of what, in which words, when
    state: State,
    runner: Runner,
    names: Mapping[str, str],
    heads: tuple[str, ...],
    words: Words,
    now: datetime,
) -> str:
    name, last = names.get(runner.id, runner.id), state.last_data_at or now
    hours = (now - last).total_seconds() / SECONDS_AN_HOUR
    # Counted in days a moment may be on another date than it sounds: then the date alone is said.
    day = words.date(runner.days.day_of(last), "weekday")
    ago = f"{words.ago(now - last)} · {day}" if hours < HOURS_A_DAY else day
    kind = NO_NUMBER if state.source_class is None else words.say(SOURCES_SHORT[state.source_class])
    cells = (demo_words.all_named(state.sources, words) or NO_NUMBER, kind)
    tds = "".join(
        f'<td role="cell" data-label="{escape(label)}"><bdi class="long">{escape(cell)}</bdi></td>'
        for label, cell in zip(heads[1:], cells, strict=False)
    )
    late = '<span class="late" aria-hidden="true">▲</span> ' if hours >= LATE_HOURS else ""
    return (
        f'<tr role="row"><th scope="row" role="rowheader"><a target="_self" '
        f'href="{href("runner", runner.id, words)}"><bdi class="long">{escape(name)}</bdi></a></th>'
        f'{tds}<td role="cell" data-label="{escape(heads[-1])}">'
        f"<span>{late}{escape(ago)}</span></td></tr>"
    )
