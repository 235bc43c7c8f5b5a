"""Mornings beside the load of the day before, in words: the table first, then the correlation."""

from html import escape
from typing import Final

from plantar.words.catalogue import NO_NUMBER, Words, mark
from processing.pain_and_load import (
    LEAST_PAIRS,
    Association,
    EventTable,
    Mornings,
    NotShown,
)

NOT_SHOWN: Final = {
    NotShown.FEW_PAIRS: mark("Fewer than {least} days with a load and a score the next morning."),
    NotShown.FEW_EFFECTIVE: mark("Days resemble the days before them too much to compare them."),
    NotShown.FEW_SCORES: mark("The scores hardly differ: there is nothing to rank."),
}
DIGITS = 2


def panel(table: EventTable, found: Association | NotShown, words: Words) -> str:
    """The panel as HTML; every text in it is escaped."""
    rows = [
        (words.say("mornings after a jump in load"), table.after),
        (words.say("other mornings"), table.others),
    ]
    cells = "".join(f"<tr><td>{escape(k)}</td><td>{_group(v, words)}</td></tr>" for k, v in rows)
    if isinstance(found, NotShown):
        said, numbers = words.say(NOT_SHOWN[found], least=LEAST_PAIRS), ""
    else:
        said, numbers = _sentence(found, words), _numbers(found, words)
    help_ = words.say(
        "Load and score are each taken against their own 7-day median, so that a slow rise or fall "
        "does not count. People also move less when it hurts. What goes together is no cause."
    )
    title = words.say("Load, and the morning after")
    return (
        f"<h2>{escape(title)}</h2>"
        f"<table>{cells}</table>"
        f"<p>{escape(said)}</p>"
        + (f'<p class="muted">{escape(numbers)}</p>' if numbers else "")
        + f'<p class="muted">{escape(help_)}</p>'
    )


def _group(mornings: Mornings, words: Words) -> str:
    if mornings.median is None:
        return NO_NUMBER
    return escape(
        words.plural(
            "median {score}/10 · {n} morning",
            "median {score}/10 · {n} mornings",
            mornings.count,
            score=words.number(mornings.median, 0 if mornings.median.is_integer() else 1),
        )
    )


def _sentence(found: Association, words: Words) -> str:
    if not found.is_clear:
        return words.say(
            "In this diary heavier days did not clearly go with more morning pain, nor with less."
        )
    if found.rho > 0:
        return words.say("In this diary heavier days went with more morning pain.")
    return words.say("In this diary heavier days went with less morning pain.")


def _numbers(found: Association, words: Words) -> str:
    said = words.say(
        "Rank correlation {rho}, 95% interval {low} to {high}, {n} days.",
        rho=words.number(found.rho, DIGITS),
        low=words.number(found.low, DIGITS),
        high=words.number(found.high, DIGITS),
        n=found.pairs,
    )
    provisional = words.say("Provisional.")
    return f"{said} {provisional}" if found.provisional else said
