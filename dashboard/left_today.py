"""What is left today before a rule of load speaks: the answer in minutes, with its pace."""

from html import escape
from typing import Final

from plantar.alert import Rule
from plantar.words.catalogue import Words, mark
from processing.what_is_left import Doing, Left

NAMES: Final = {
    Doing.WALKING: mark("walking"),
    Doing.RUNNING: mark("running"),
    Doing.STANDING: mark("standing"),
}
#: What would be said by then, by rule.
WOULD_SAY: Final = {
    Rule.S1: mark("a run beyond the longest of 30 days"),
    Rule.S1W: mark("a walk beyond the longest of 30 days"),
    Rule.S2: mark("a day above the highest of 30 days"),
    Rule.S3: mark("longer on the feet than on any of 30 days"),
    Rule.S4: mark("a week above the 3 weeks before"),
}
#: Of the rules that answer about a way of being on the feet.
ASKED: Final = {
    Doing.WALKING: (Rule.S1W, Rule.S2, Rule.S3, Rule.S4),
    Doing.RUNNING: (Rule.S1, Rule.S2, Rule.S3, Rule.S4),
    Doing.STANDING: (Rule.S2, Rule.S3, Rule.S4),
}
#: Words of S1 on a day that has a plan.
BEYOND_PLAN: Final = ("s1-plan-caution", "s1-plan-alert", "s1-plan-double")
HOUR_MIN = 60


def panel(left: tuple[Left, ...], words: Words) -> str:
    """The panel as HTML; every text in it is escaped."""
    rows = "".join(_row(one, words) for one in left)
    note = words.say(
        "So many minutes more, at your own pace of 4 weeks where it is known. Below it nothing is "
        "promised; it is no advice."
    )
    title = words.say("Left today before a rule speaks")
    if any(one.from_nothing for one in left):
        nothing = words.say("Nothing was measured yet today: counted from nothing.")
        note = f"{nothing} {note}"
    return (
        f"<h2>{escape(title)}</h2>"
        f'<table class="left">{rows}</table>'
        f'<p class="muted">{escape(note)}</p>'
    )


def _row(left: Left, words: Words) -> str:
    name, answer = escape(words.say(NAMES[left.doing])), escape(_answer(left, words))
    why = f'<p class="muted">{escape(_why(left, words))}</p>'
    return f"<tr><th>{name}</th><td><b>{answer}</b>{why}</td></tr>"


def _answer(left: Left, words: Words) -> str:
    if left.minutes is not None:
        return duration(left.minutes, words)
    if _silent(left) == set(ASKED[left.doing]):
        return words.say("cannot be said")
    return words.say("no rule would speak today")


def _why(left: Left, words: Words) -> str:
    parts = []
    if left.rule is not None:
        said = words.say(WOULD_SAY[left.rule]) if left.rule in WOULD_SAY else left.rule.value
        if left.word is not None and left.word.code in BEYOND_PLAN:
            said = words.say("more running than planned")
        parts.append(words.say("then {rule} speaks: {said}", rule=left.rule.value, said=said))
    if silent := sorted(rule.value for rule in _silent(left)):
        parts.append(words.say("could not be asked: {rules}", rules=", ".join(silent)))
    if left.uncertain_wse > 0:
        about = words.about(left.uncertain_wse)
        parts.append(
            words.say("{load} of today may be walking or running: S2 leaves it out", load=about)
        )
    return " · ".join(parts)


def _silent(left: Left) -> set[Rule]:
    return {one.rule for one in left.not_evaluated if one.rule in ASKED[left.doing]}


def duration(minutes: float, words: Words) -> str:
    """Hours and minutes, rounded down: what is left is never told too long."""
    hours, rest = divmod(int(minutes), HOUR_MIN)
    if hours:
        return words.say("{hours} h {minutes} min", hours=hours, minutes=rest)
    return words.say("{minutes} min", minutes=rest)
