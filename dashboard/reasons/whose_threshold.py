"""The thresholds that a rule had on a day: each with whose it was, by whom, since when and why."""

from collections.abc import Mapping

from dashboard.access.authors import author
from dashboard.numbers.pieces import table
from dashboard.reasons.rule_words import fields
from dashboard.settings.threshold_words import value_of, written
from plantar.alert import Alert
from plantar.clinic import ClinicThreshold
from plantar.plan import RuleOverride
from plantar.words.catalogue import NO_NUMBER, Words
from processing.rules.in_force import InForce


def thresholds_table(
    alert: Alert, agreed: InForce, names: Mapping[str, str], words: Words, pain_limit: int | None
) -> str:
    """Every threshold of the alert's rule on its day."""
    limits = agreed.thresholds(alert.day)
    holding: tuple[RuleOverride | ClinicThreshold, ...] = (
        *agreed.clinic_on(alert.day),
        *agreed.on(alert.day),
    )
    decided = {one.field: one for one in holding if one.rule is alert.rule}
    rows = [
        (
            said,
            written((alert.rule, field), value_of(limits, (alert.rule, field)), words),
            *_whose(decided.get(field), names, words),
        )
        for field, said in fields(alert.rule, words)
    ]
    if "agreed" in dict(alert.inputs):
        rows.append((words.say("agreed limit"), *_agreed(alert, pain_limit, words)))
    heads = (
        words.say("threshold"),
        words.say("on that day"),
        words.say("whose"),
        words.say("by whom, since when, why"),
    )
    return table(heads, rows)


def _whose(
    one: RuleOverride | ClinicThreshold | None, names: Mapping[str, str], words: Words
) -> tuple[str, str]:
    if one is None:
        return words.say("as it ships"), words.say("of the rule itself")
    whose = words.say("this runner") if isinstance(one, RuleOverride) else words.say("the practice")
    said = words.say(
        "{who}, from {day}: {why}",
        who=author(one.author, names, words),
        day=words.date(one.since, "year"),
        why=one.reason,
    )
    return whose, said


def _agreed(alert: Alert, pain_limit: int | None, words: Words) -> tuple[str, str, str]:
    then = float(alert.input("agreed"))
    said = NO_NUMBER
    if pain_limit is not None and pain_limit != then:
        said = words.say("by now it is {limit}/10", limit=pain_limit)
    return (
        words.say("{value}/10", value=words.number(then)),
        words.say("this runner"),
        said,
    )
