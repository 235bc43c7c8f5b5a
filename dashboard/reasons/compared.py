"""A number beside what it was held against: a bar each, and a line where the rule begins."""

from html import escape
from typing import Final

from dashboard.frame.palette import LEVEL_COLOURS, MUTED, css
from plantar.alert import Level
from plantar.words import sentences
from plantar.words.catalogue import Words, mark
from processing.explain.speaks_from import Against, Compared, Mark, Unit

#: Room right of the longest bar. [-]
ROOM = 1.08
FULL = 100.0
#: Further right than this a label is set against the end of its line. [%]
LATE = 55.0

AGAINST: Final = {
    Against.LONGEST: mark("longest of the 30 days before"),
    Against.PLAN: mark("planned for the day"),
    Against.HIGHEST: mark("highest of the 30 days before"),
    Against.WEEKS_BEFORE: mark("mean a day, 3 weeks before"),
    Against.HIGHEST_WEEK: mark("highest of the 3 weeks before"),
    Against.LIMIT: mark("agreed limit"),
    Against.USUAL: mark("usual"),
    Against.WEEK_BEFORE: mark("mean of the week before"),
}
UNITS: Final = {
    Unit.KM: mark("{value} km"),
    Unit.MINUTES: mark("{value} min"),
    Unit.ESTIMATED_MIN: mark("{value} min (estimated)"),
    Unit.STEPS: mark("{value} steps"),
    Unit.WSE: mark("{value} WSE"),
    Unit.WSE_A_DAY: mark("{value} WSE a day"),
    Unit.BW_MIN: mark("{value} BW·min"),
    Unit.BW_MIN_A_DAY: mark("{value} BW·min a day"),
    Unit.SCORE: mark("{value}/10"),
    Unit.MEAN_SCORE: mark("{value}/10"),
}
THIS: Final = {
    Unit.DAYS: mark("days since the run before"),
    Unit.KM: mark("this time"),
    Unit.MINUTES: mark("this time"),
    Unit.STEPS: mark("this time"),
    Unit.WSE: mark("load of this day"),
    Unit.WSE_A_DAY: mark("mean a day, this week"),
    Unit.BW_MIN: mark("time on the feet, this day"),
    Unit.BW_MIN_A_DAY: mark("time on the feet a day, this week"),
    Unit.ESTIMATED_MIN: mark("time on the feet, told by hand"),
    Unit.SCORE: mark("score"),
    Unit.MEAN_SCORE: mark("mean of this week"),
    Unit.TIMES: mark("sum of this week"),
}


def drawn(one: Compared, level: Level, words: Words) -> str:
    """Two bars and the borders as HTML; the sentence under it says the same."""
    most = max(one.value, one.reference or 0.0, *(border.at for border in one.marks))
    scale = FULL / (ROOM * most) if most > 0.0 else 0.0
    rows = []
    if one.reference is not None and one.against is not Against.NOTHING:
        rows.append(
            _row(
                words.say("{what}:", what=words.say(AGAINST[one.against])),
                number(one.reference, one.unit, words),
                scale * one.reference,
                css(MUTED),
            )
        )
    rows.append(
        _row(
            words.say("{what}:", what=words.say(THIS[one.unit])),
            number(one.value, one.unit, words),
            scale * one.value,
            css(LEVEL_COLOURS[level]),
        )
    )
    lines = "".join(_line(border, scale, one.unit, words) for border in one.marks)
    return (
        f'<div class="compare"><div class="plot">{"".join(rows)}{lines}</div>'
        f"<p>{escape(turn(one, words))}</p></div>"
    )


def turn(one: Compared, words: Words) -> str:
    """From where on the rule spoke, and where this was: what would have changed the answer."""
    border, was = one.spoke_from, number(one.value, one.unit, words)
    at = number(border.at, one.unit, words)
    if border.above:
        return words.say(
            "Up to {border} the rule would have said nothing; this was {value}.",
            border=at,
            value=was,
        )
    return words.say(
        "Below {border} the rule would have said nothing; this was {value}.", border=at, value=was
    )


def number(value: float, unit: Unit, words: Words) -> str:
    """A number with its unit, as this language writes it."""
    match unit:
        case Unit.DAYS:
            return words.plural("{n} day", "{n} days", value)
        case Unit.TIMES:
            return f"{words.number(value, 2)}×"
        case Unit.KM | Unit.MEAN_SCORE:
            written = words.number(value, 1)
        case Unit.MINUTES | Unit.ESTIMATED_MIN:
            written = words.number(round(value))
        case Unit.SCORE:
            written = words.number(value, 0 if value.is_integer() else 1)
        case _:
            written = words.about(value)
    return words.say(UNITS[unit], value=written)


def _row(name: str, value: str, width: float, colour: str) -> str:
    return (
        f'<div class="one"><span class="of">{escape(name)} <b>{escape(value)}</b></span>'
        f'<i style="width:{width:.1f}%;background:{colour}"></i></div>'
    )


def _line(border: Mark, scale: float, unit: Unit, words: Words) -> str:
    at = number(border.at, unit, words)
    said = sentences.level(border.level, words)
    if border.level is Level.INFO:
        said = words.say("told")
    if border.above:
        text = words.say("{said}: above {border}", said=said, border=at)
    else:
        text = words.say("{said}: from {border}", said=said, border=at)
    left = scale * border.at
    end = ' class="late"' if left > LATE else ""
    return (
        f'<div class="border"><u style="left:{left:.1f}%"></u>'
        f'<span{end} style="--at:{left:.1f}%">{escape(text)}</span></div>'
    )
