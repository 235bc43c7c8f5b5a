"""The numbers that a rule decided from, each with its unit and where it came from."""

from collections.abc import Mapping
from datetime import date
from html import escape
from typing import Final

from dashboard.access.authors import author
from dashboard.present import figure
from plantar.alert import Alert
from plantar.load import DayStatus
from plantar.words.catalogue import Words, mark

#: The inputs of the rules, in words.
INPUTS: Final = {
    "value": mark("this time"),
    "longest": mark("longest of the 30 days before"),
    "planned": mark("planned for the day"),
    "plan_author": mark("planned by"),
    "runs": mark("runs of the day, together"),
    "percent": mark("percent more"),
    "longest_day": mark("day of the longest"),
    "session_start": mark("start"),
    "least_extra": mark("at least so much more"),
    "days": mark("days"),
    "last_run_day": mark("run before"),
    "day_load": mark("load of the day (WSE)"),
    "highest": mark("highest of the 30 days before"),
    "highest_day": mark("day of the highest"),
    "valid_days": mark("days measured in full"),
    "left_out": mark("left out, walking or running (WSE)"),
    "highest_left_out": mark("left out of the highest (WSE)"),
    "day_declared": mark("estimated time on feet (min)"),
    "longest_declared": mark("longest estimated of the 30 days before"),
    "day_upright": mark("time on feet (BW·min)"),
    "longest_upright": mark("longest of the 30 days before"),
    "day_status": mark("how much of the day was measured"),
    "acute": mark("mean a day, this week"),
    "chronic": mark("mean a day, 3 weeks before"),
    "ratio": mark("ratio"),
    "ceiling": mark("week over the highest of the 3 weeks before"),
    "ceiling_threshold": mark("threshold of the week over the highest"),
    "valid_acute": mark("days measured this week"),
    "rise": mark("rise above usual"),
    "score": mark("morning score, 0–10"),
    "baseline": mark("usual morning score"),
    "load_day": mark("loaded day"),
    "mornings": mark("mornings with a score"),
    "during": mark("score during load, 0–10"),
    "agreed": mark("agreed limit"),
    "days_above": mark("days above the limit, of the last 3"),
    "usual_during": mark("usual score during load"),
    "scores": mark("scores in the 28 days before"),
    "week_rise": mark("rise from week to week"),
    "week_mean": mark("mean of the week"),
    "before_mean": mark("mean of the week before"),
    "mornings_before": mark("mornings with a score, week before"),
    "jump_day": mark("day of the jump"),
}
#: A mean a day, of load or of time on the feet.
A_DAY: Final = {True: mark("{value} WSE a day"), False: mark("{value} BW·min a day")}
UNITS: Final = {
    "percent": mark("{value} %"),
    "days": mark("{value} days"),
    "day_load": mark("{value} WSE"),
    "highest": mark("{value} WSE"),
    "left_out": mark("{value} WSE"),
    "highest_left_out": mark("{value} WSE"),
    "day_upright": mark("{value} BW·min"),
    "longest_upright": mark("{value} BW·min"),
    "day_declared": mark("{value} min"),
    "longest_declared": mark("{value} min"),
    "ratio": mark("{value} times"),
    "ceiling": mark("{value} times"),
    "ceiling_threshold": mark("{value} times"),
    "valid_days": mark("{value} days"),
    "valid_acute": mark("{value} days"),
    "rise": mark("{value} points"),
    "week_rise": mark("{value} points"),
    "score": mark("{value}/10"),
    "baseline": mark("{value}/10"),
    "during": mark("{value}/10"),
    "agreed": mark("{value}/10"),
    "usual_during": mark("{value}/10"),
    "week_mean": mark("{value}/10"),
    "before_mean": mark("{value}/10"),
    "mornings": mark("{value} mornings"),
    "mornings_before": mark("{value} mornings"),
    "scores": mark("{value} days"),
    "days_above": mark("{value} days"),
    "runs": mark("{value} runs"),
}
OF_OUTING: Final = {
    "km": mark("{value} km"),
    "min": mark("{value} min"),
    "steps": mark("{value} steps"),
}
#: These are told with their unit, or by their own rows.
NOT_TOLD: Final = ("unit", "measure")
#: These follow from the numbers beside them.
RECKONED: Final = ("percent", "ratio", "ceiling", "rise", "week_rise", "days_above")
#: Two numbers that are borders and no measurement.
BORDERS: Final = ("least_extra", "ceiling_threshold")


def inputs_table(alert: Alert, source: str, names: Mapping[str, str], words: Words) -> str:
    """The numbers as a table; `source` is what measured or told them."""
    rows = [
        (
            _named(name, words),
            _written(alert, name, value, names, words),
            _from(name, source, words),
        )
        for name, value in alert.inputs
        if name not in NOT_TOLD and not name.startswith(("override_", "clinic_"))
    ]
    heads = (words.say("number"), words.say("on that day"), words.say("from"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(written)}</td>'
        f"<td>{escape(whence)}</td></tr>"
        for name, written, whence in rows
    )
    return (
        f'<div class="days entered" tabindex="0"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _named(name: str, words: Words) -> str:
    return words.say(INPUTS[name]) if name in INPUTS else name


def _from(name: str, source: str, words: Words) -> str:
    if name in RECKONED:
        return words.say("reckoned from the others")
    if name in ("jump_day", "load_day"):
        return words.say("the load")
    if name in BORDERS:
        return words.say("threshold")
    if name == "agreed":
        return words.say("agreed with the kinesist")
    if name in ("planned", "plan_author"):
        return words.say("plan of the day")
    return source


def _written(
    alert: Alert, name: str, value: float | str, names: Mapping[str, str], words: Words
) -> str:
    if isinstance(value, str):
        return _text(name, value, names, words)
    number = figure(value, words)
    if name in ("acute", "chronic"):
        of_load = alert.code == "s4-load"
        return words.say(A_DAY[of_load], value=number)
    if name in UNITS:
        return words.say(UNITS[name], value=number)
    unit = str(dict(alert.inputs).get("unit", ""))
    if unit in OF_OUTING:
        return words.say(OF_OUTING[unit], value=number)
    return words.say("{value} BW·min", value=number) if name == "least_extra" else number


def _text(name: str, value: str, names: Mapping[str, str], words: Words) -> str:
    if name == "plan_author":
        return author(value, names, words)
    if name == "day_status":
        return words.say("in full") if value == DayStatus.VALID else words.say("in part")
    if name.endswith("_day"):
        return words.date(date.fromisoformat(value), "weekday")
    if name == "session_start":
        day, _, clock = value.partition("T")  # told in the runner's own time
        return f"{words.date(date.fromisoformat(day), 'weekday')}, {clock[:5]}"
    return value
