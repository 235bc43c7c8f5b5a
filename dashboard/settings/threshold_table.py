"""The thresholds as tables: what holds today, and who decided what."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape

from dashboard.access.authors import NO_NAMES, author
from dashboard.settings.threshold_words import ALL, FIELDS, RULES, named, value_of, written
from plantar.clinic import ClinicThreshold
from plantar.plan import RuleOverride
from plantar.words.catalogue import Words
from processing.rules.in_force import InForce
from processing.rules.thresholds import DEFAULTS

Decided = ClinicThreshold | RuleOverride


def in_force_table(
    clinic: Sequence[ClinicThreshold], own: Sequence[RuleOverride] | None, today: date, words: Words
) -> str:
    """Every threshold by its rule: as it ships, of the practice, and of a runner where one is."""
    holding = InForce(own or (), clinic)
    of_clinic = {(one.rule, one.field): one.value for one in holding.clinic_on(today)}
    of_runner = {(one.rule, one.field): one.value for one in holding.on(today)}
    heads = [words.say("threshold"), words.say("as it ships"), words.say("the practice")]
    if own is not None:
        heads.append(words.say("this runner"))
    rows, before = [], None
    for rule, field in ALL:
        if rule is not before:
            title = f"<b>{rule.value}</b> {escape(words.say(RULES[rule]))}"
            rows.append(f'<tr class="rule"><th colspan="{len(heads)}">{title}</th></tr>')
        before = rule
        cells = [value_of(DEFAULTS, (rule, field)), of_clinic.get((rule, field))]
        if own is not None:
            cells.append(of_runner.get((rule, field)))
        figures = [escape(written((rule, field), cell, words)) for cell in cells]
        last = max(n for n, cell in enumerate(cells) if cell is not None)
        figures[last] = f"<b>{figures[last]}</b>"
        tds = "".join(f"<td>{figure}</td>" for figure in figures)
        rows.append(f'<tr><th scope="row">{escape(words.say(FIELDS[field]))}</th>{tds}</tr>')
    return _table("thresholds", heads, rows)


def decided_table(
    decided: Iterable[Decided], today: date, words: Words, names: Mapping[str, str] = NO_NAMES
) -> str:
    """Who decided what, and why, the last first; what is past and what is to come says so."""
    heads = [words.say("threshold"), words.say("holds"), words.say("by, and why")]
    ships, rows = words.say("as it ships"), []
    for one in sorted(decided, key=_order, reverse=True):
        threshold = one.rule, one.field
        value = ships if one.value is None else written(threshold, one.value, words)
        cells = (
            f"{escape(named(threshold, words))}: <b>{escape(value)}</b>",
            escape(_holds(one, today, words)),
            f"<b>{escape(author(one.author, names, words))}</b>: {escape(one.reason)}",
        )
        rows.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return _table("decided", heads, rows)


def _holds(one: Decided, today: date, words: Words) -> str:
    """From when until when, and whether that is over."""
    since = words.date(one.since, "year")
    if one.until is None:
        return words.say("from {day}", day=since)
    until = words.date(one.until, "year")
    if one.until < today:
        return words.say("from {day} until {last}, over", day=since, last=until)
    return words.say("from {day} until {last}", day=since, last=until)


def _order(one: Decided) -> tuple[object, ...]:
    if isinstance(one, ClinicThreshold):
        return one.since, one.decided_at
    return one.since, one.rule, one.field


def _table(kind: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    return (
        f'<div class="days {kind}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
