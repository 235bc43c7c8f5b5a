"""Beside the chart: the week against usual, what explains it, per foot, and from where."""

import math
from datetime import datetime
from html import escape

from dashboard import present
from dashboard.charting import history
from dashboard.charting.history import Stretch
from dashboard.charting.weeks import beside, changes, counted
from dashboard.frame.explained import explained, heading
from dashboard.frame.palette import RUNNING, STANDING, WALKING, css
from plantar.load import Day, DayStatus
from plantar.state import State
from plantar.words import demo_words, sentences
from plantar.words.catalogue import NO_NUMBER, Words

#: Longest bar of the explanation. [%]
FULL = 100
ACTIVITY_COLOURS = {
    "running": css(RUNNING),
    "walking": css(WALKING),
    "standing": css(STANDING),
}


def aside(state: State, found: Stretch | None, words: Words) -> str:
    """What explains the week, in few lines, as HTML; every text in it is escaped."""
    parts = [_week(state, words)]
    if found is not None:
        parts.append(_explained(found, words) if _is_compared(state) else "")
        if (today := found.today()) is not None:
            parts.append(_today(today, words))
    return f'<div class="side">{"".join(parts)}</div>'


def figures(state: State, found: Stretch, words: Words) -> str:
    """The same week in full: sums, days measured, per foot, time on the feet; by columns."""
    parts = (
        _week_table(state, found, words),
        _feet(found.week(), words),
        _upright(found, words, compared=_is_compared(state)),
    )
    return "".join(f'<div class="side">{part}</div>' for part in parts if part)


def _is_compared(state: State) -> bool:
    # Without enough days before, there is nothing to compare with: no ratio says so.
    return state.ratio is not None and state.ratio.ratio is not None


def _today(today: Day, words: Words) -> str:
    """The figures that move while somebody walks."""
    said = [_wse(today.load_wse, words)]
    if today.status is not DayStatus.VALID:
        said[0] = f"≥ {said[0]}"
    if today.steps is not None:
        said.append(words.say("{steps} steps", steps=words.number(today.steps)))
    if today.upright_bw_min is not None:
        said.append(_bw_min(today.upright_bw_min, words))
    line = _p(" · ".join(said))
    if today.left_wse is not None or today.right_wse is not None:
        left, right = _wse(today.left_wse, words), _wse(today.right_wse, words)
        line += _muted(words.say("left {left} · right {right}", left=left, right=right))
    return _h(words.say("Today so far")) + line


def _week(state: State, words: Words) -> str:
    ratio = state.ratio
    number = "" if ratio is None or ratio.ratio is None else f"{words.number(ratio.ratio, 2)}×"
    big = f'<b class="big">{number}</b> ' if number else ""
    said = f'<p class="ratio">{big}<span>{escape(present.ratio_words(state, words))}</span></p>'
    days = words.say("{n} of {week} days", n=state.worn_days, week=present.WEEK_DAYS)
    means = ""
    if ratio is not None and ratio.acute is not None and ratio.chronic is not None:
        means = _muted(
            words.say(
                "{acute} against {chronic} WSE a day, {days} measured",
                acute=words.about(ratio.acute),
                chronic=words.about(ratio.chronic),
                days=days,
            )
        )
    title = heading(words.say("Week vs usual"), "week", words, state.runner_id)
    return title + said + means


def _week_table(state: State, found: Stretch, words: Words) -> str:
    ratio, before = state.ratio, found.before()
    sum_before = math.fsum(day.load_wse or 0.0 for day in before) if before else None
    both = beside(
        [
            (
                words.say("mean a day"),
                words.about(ratio.acute if ratio else None),
                words.about(ratio.chronic if ratio else None),
            ),
            (words.say("sum"), words.about(state.week_sum_wse), words.about(sum_before)),
            (words.say("days measured"), *counted(state.worn_days, len(before), words)),
        ],
        words,
    )
    table = changes(found, words)
    if state.band_low_wse is not None and state.band_high_wse is not None:
        band = f"{words.about(state.band_low_wse)} – {words.about(state.band_high_wse)}"
        table.insert(0, (words.say("usual day, 10th to 90th percentile"), band))
    return _h(words.say("Week vs usual, in WSE")) + both + _table(table)


def _explained(found: Stretch, words: Words) -> str:
    shares = {
        name: share
        for name, share in history.explained(found).items()
        if share.before > 0 or share.now > 0
    }
    if not shares:
        return ""
    names = {
        "running": words.say("running"),
        "walking": words.say("walking"),
        "standing": words.say("standing"),
    }
    longest = max(1.0, *(max(share.before, share.now) for share in shares.values()))
    rows = "".join(
        f"<tr><td>{escape(names[name])}</td><td style='width:38%'>"
        f'<div class="then" style="width:{share.before / longest * FULL:.0f}%"></div>'
        f'<div class="bar" style="width:{share.now / longest * FULL:.0f}%;'
        f'background:{ACTIVITY_COLOURS[name]}"></div></td>'
        f'<td><span class="muted">{words.about(share.before)} →</span> '
        f"<b>{words.about(share.now)}</b></td></tr>"
        for name, share in shares.items()
    )
    return (
        _h(words.say("What explains the change"))
        + _muted(
            words.say(
                "WSE in a mean measured day: {before} days before → {n} days this week",
                before=len(found.before()),
                n=len(found.week()),
            )
        )
        + f"<table>{rows}</table>"
    )


def _feet(week: list[Day], words: Words) -> str:
    feet = history.per_foot(week)
    title = _h(words.say("Load per foot, this week"))
    if not week:
        return title + _muted(words.say("No valid day this week yet."))
    if feet is None or sum(feet) <= 0:
        return title + _muted(words.say("This source does not tell the feet apart."))
    left, right = feet
    share = round(left / (left + right) * FULL)
    rows = [
        (words.say("left"), _foot(left, share, words)),
        (words.say("right"), _foot(right, FULL - share, words)),
    ]
    bar = (
        f'<div class="feet"><div style="width:{share}%;background:{css(RUNNING)}"></div>'
        f'<div style="flex:1;background:{css(WALKING)}"></div></div>'
    )
    return title + bar + _table(rows)


def _upright(found: Stretch, words: Words, *, compared: bool) -> str:
    week = found.week()
    if not any(day.upright_bw_min is not None for day in week):
        return ""
    now = history.mean_of(week, lambda day: day.upright_bw_min)
    before = history.mean_of(found.before(), lambda day: day.upright_bw_min)
    sums = [
        math.fsum(day.upright_bw_min or 0.0 for day in days) if days else None
        for days in (week, found.before())
    ]
    rows = [
        (words.say("mean a day"), words.about(now), words.about(before if compared else None)),
        (words.say("sum"), words.about(sums[0]), words.about(sums[1])),
        (words.say("days measured"), *counted(len(week), len(found.before()), words)),
    ]
    note = ""
    if any(day.standing is None for day in week):
        note = _muted(words.say("At least this much: this source does not measure standing."))
    return _h(words.say("Time on the feet, in BW·min")) + beside(rows, words) + note


def source(state: State, words: Words, now: datetime) -> str:
    """Where the figures come from, in one quiet line; how they are made, for whoever asks."""
    known = state.source_class
    name = words.say("no source") if known is None else words.say(present.SOURCES[known])
    seen = words.say("never")
    if state.last_data_at is not None:
        seen = words.ago(now - state.last_data_at)
    line = " · ".join(
        (
            name[:1].upper() + name[1:],
            present.coverage_words(state, words),
            words.say("last data {ago}", ago=seen),
        )
    )
    method = "" if state.ratio is None else words.say(present.METHODS[state.ratio.method])
    how = [
        words.say("Method: {method}.", method=method) if method else "",
        words.say("Compares this week with the 3 weeks before. Does not predict injury."),
        words.say("WSE: step equivalents; 1 is one walking step at 110 steps a minute."),
        words.say("BW·min: minutes times body weight on the soles."),
        *not_evaluated(state, words),
        *(demo_words.named(one, words) for one in state.sources),
    ]
    told = "".join(_muted(one) for one in how if one)
    asks = explained(words, "coverage", state.runner_id)
    ask = escape(words.say("How these numbers are made"))
    return (
        f'<div class="side source"><p class="muted">{escape(line)}&nbsp;{asks}</p>'
        f"<details><summary>{ask}</summary>{told}</details></div>"
    )


def not_evaluated(state: State, words: Words) -> list[str]:
    """The rules that could not be asked, said quietly."""
    silent = dict.fromkeys(
        words.say(
            "Rule {rule} could not be asked: {why}",
            rule=answer.rule.value,
            why=sentences.not_evaluated(answer, words),
        )
        for answer in state.not_evaluated
    )
    return list(silent)


def _foot(load_wse: float, share: int, words: Words) -> str:
    return words.say("{load} WSE · {percent}%", load=words.about(load_wse), percent=share)


def _wse(load: float | None, words: Words) -> str:
    return NO_NUMBER if load is None else words.say("{load} WSE", load=words.about(load))


def _bw_min(upright: float | None, words: Words) -> str:
    if upright is None:
        return NO_NUMBER
    return words.say("{upright} BW·min", upright=words.about(upright))


def _table(rows: list[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{escape(k)}</td><td>{escape(v)}</td></tr>" for k, v in rows)
    return f"<table>{cells}</table>"


def _h(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _muted(text: str) -> str:
    return f'<p class="muted">{escape(text)}</p>'
