"""The simulated lives in a table: every parameter, and where it comes from."""

from pathlib import Path

from cli.validate.lives import lived
from cli.validate.lives.compared import beside_real_people
from cli.validate.lives.jumps import BEFORE
from cli.validate.lives.life import (
    DAY_SPREAD,
    DAYS,
    HISTORY_DAYS,
    LIVES,
    PEOPLE_SPREAD,
    WEEKEND_SPREAD,
    Habit,
    Life,
)
from cli.validate.lives.percent import percent
from cli.validate.lives.simulate import CHOOSING_SEED, REPORTING_SEED, STRETCHES
from cli.validate.section import Section
from plantar.measured import SourceClass

OURS = "our choice"
TABLES = "open step tables, below"
DIARIES = "open diaries, below"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def described(people: int, folder: Path) -> Section:
    """Who is simulated."""
    names = tuple(life.name for life in LIVES)
    columns = ("", *names, "from")
    rows = (
        ("measured by", *(_sensor(life) for life in LIVES), OURS),
        ("steps a day beside runs and recorded walks", *(_steps(life) for life in LIVES), TABLES),
        ("standing (min a day)", *(_standing(life) for life in LIVES), OURS),
        ("runs (km)", *(_habits(life.runs) for life in LIVES), OURS),
        ("recorded walks (km)", *(_habits(life.walks) for life in LIVES), OURS),
        ("planned wear (h)", *(_wear(life) for life in LIVES), OURS),
        ("days not worn / worn in part", *(_gaps(life) for life in LIVES), OURS),
        ("usual morning score", *(_usual_score(life) for life in LIVES), OURS),
        ("its noise (standard deviation)", *(_noise(life) for life in LIVES), DIARIES),
    )
    return Section(
        "Simulated lives",
        f"The rules are asked about people who were made up: {people} of each of six kinds, "
        f"{DAYS} days each, of which the first {HISTORY_DAYS} are history and not counted. "
        "A person differs from the next by a factor of their own on everything (log-spread "
        f"{PEOPLE_SPREAD}) and on their weekends ({WEEKEND_SPREAD}); a day differs from the next "
        f"by noise (log-spread {DAY_SPREAD[0]} in the middle person). Everybody has two holidays "
        f"of {_range(lived.HOLIDAY_DAYS)} days with {_range(lived.HOLIDAY_FACTOR)} times the "
        f"steps, half of the runs and no shifts; half of the people are ill once for "
        f"{_range(lived.ILL_DAYS)} days with {lived.ILL_FACTOR} times the steps and nothing else. "
        "A day worn in part has 40-80 % of its wear, another 85-100 %. Pain is noise around a "
        "usual score: load has no effect on it at all, so that every word about pain is about "
        f"nothing. Of mornings {percent(LIVES[0].pain.mornings)} have a score, of days "
        f"{percent(LIVES[0].pain.during)} one during load; the agreed limit is "
        f"{LIVES[0].pain.limit}. From minutes on everything is the product's own: the model of a "
        "step, coverage, the rules, episodes and messages.",
        columns,
        rows,
        f"Seeds: thresholds were chosen on the people of seed {CHOOSING_SEED}; everything else in "
        f"this report is of other people, of seed {REPORTING_SEED}, looked at afterwards. A jump "
        f"is planted once in each of the days {_stretches()} of a person; the rules see the "
        f"{BEFORE} days before it. The lives are as steady as people of open step tables; nobody "
        "can tell from them how often somebody with heel pain would be written to.",
        below=beside_real_people(people, folder),
    )


def _stretches() -> str:
    return " and ".join(f"{first}-{last}" for first, last in STRETCHES)


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:g}-{ends[1]:g}"


def _sensor(life: Life) -> str:
    return "soles" if life.series is SourceClass.INSOLE else "watch"


def _steps(life: Life) -> str:
    if life.shifts:
        return f"{life.shifts.steps:g} a shift (log-spread {life.shifts.spread:g})"
    grows = f", +{percent(life.growth)} a week to {life.most_steps:g}" if life.growth else ""
    return f"{life.steps:g}{grows}"


def _standing(life: Life) -> str:
    if life.shifts:
        return f"{life.shifts.standing_min:g} a shift"
    return f"{life.standing_min:g}" if life.standing_min else "not measured"


def _habits(habits: tuple[Habit, ...]) -> str:
    told: list[str] = []
    for habit in habits:
        day = "any day" if habit.weekday is None else WEEKDAYS[habit.weekday]
        km = "/".join(f"{one:g}" for one in habit.km)
        grows = f", +{percent(habit.growth)} a week to {habit.most_km:g}" if habit.growth else ""
        since = f" from week {habit.from_week + 1}" if habit.from_week else ""
        kept = f"{percent(habit.kept)} kept, log-spread {habit.spread:g}"
        told.append(f"{day} {km}{since}{grows} ({kept})")
    return "; ".join(told) or "-"


def _wear(life: Life) -> str:
    if life.shifts:
        often = "/".join(str(one) for one in life.shifts.a_week)
        swapped = f"{percent(life.shifts.swapped)} swapped unplanned"
        return f"{often} shifts a week of {life.shifts.hours:g}, a new rota each week, {swapped}"
    if len(set(life.wear_h)) == 1:
        return f"{life.wear_h[0]:g}"
    return "/".join(f"{one:g}" for one in life.wear_h)


def _gaps(life: Life) -> str:
    return f"{percent(life.forgotten)} / {percent(life.partly)}"


def _usual_score(life: Life) -> str:
    then = f" going to {_range(life.pain.last)}" if life.pain.last else ""
    return _range(life.pain.first) + then


def _noise(life: Life) -> str:
    return f"{_range(life.pain.spread)}, {life.pain.memory:g} from one day to the next"
