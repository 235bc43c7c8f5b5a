"""How thresholds were chosen: what each setting says about nothing, and what it catches."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from cli.validate.figure import Axis, Bound, Figure, Series
from cli.validate.lives.jumps import (
    Plant,
    doubled_run,
    rest_week,
    six_shifts,
    sore_mornings,
    week_above,
)
from cli.validate.lives.jumps_section import LEAST_WEEKS
from cli.validate.lives.life import NURSE, OFFICE, PATIENT, RUNNER, SPORADIC, Life
from cli.validate.lives.lived import WEEK, Lived
from cli.validate.lives.measured import true_load
from cli.validate.lives.percent import percent_of
from cli.validate.lives.real_people import six_years
from cli.validate.lives.simulate import CHOOSING_SEED, Asked, Crowd, asked, hear
from cli.validate.lives.steady_section import MOST_STEADY
from cli.validate.section import Section, table
from plantar.alert import Rule
from plantar.load import Day
from plantar.plan import RuleOverride
from processing.backtest import MONTH_DAYS
from processing.rules.decide import Evidence
from processing.rules.thresholds import DEFAULTS

#: S4: the ratio and the weekly ceiling that a week has to pass.
WEEKS = ((1.60, 1.30), (1.50, 1.20), (1.40, 1.20), (1.40, 1.10), (1.30, 1.10))
WEEK_LIVES = (OFFICE, RUNNER)
WEEK_60 = "+60 %"
RESTED = "after a rest week"
#: S1: what is tried, in words and as thresholds.
RUNS = (
    ("as it ships", ()),
    ("S1 from 2 km more", ((Rule.S1, "least_extra_km", 2.0),)),
    ("S1 above 1.20", ((Rule.S1, "caution_ratio", 1.2),)),
)
#: P2 and its neighbours, idem.
PAIN = (
    ("as it ships", ()),
    ("P2 from a rise of 3", ((Rule.P2, "rise", 3.0),)),
    ("P3 from a rise of 1", ((Rule.P3, "rise", 1.0),)),
    ("C1 from a rise of 1", ((Rule.C1, "rise", 1.0),)),
)
SORE: Mapping[str, Plant] = {"+2": sore_mornings(2.0), "+3": sore_mornings(3.0)}


def chosen(people: int, fewer: int, folder: Path) -> Section:
    """Trade-offs, on the people that thresholds were chosen on; fewer for those of one life."""
    weeks = {
        (life.name, setting): _week(life, setting, people)
        for life in WEEK_LIVES
        for setting in WEEKS
    }
    real = six_years(folder)
    rows = [
        (
            f"{ratio:.2f} and {ceiling:.2f}{_shipped(ratio, ceiling)}",
            *(text for life in WEEK_LIVES for text in _told(weeks[life.name, (ratio, ceiling)])),
            *_of_real_days(real, (ratio, ceiling)),
        )
        for ratio, ceiling in WEEKS
    ]
    columns = ["S4: ratio and ceiling above"]
    for life in WEEK_LIVES:
        columns += [f"{life.name}: messages", "S4", "+60 % weeks caught", "told after a rest week"]
    columns += ["a real step table of six years: messages", "S4"]
    return Section(
        "How thresholds were chosen",
        f"On {people} people of a life of seed {CHOOSING_SEED}, none of whom is in the tables "
        f"above; {fewer} in the tables of one life. Every setting that catches more says more "
        f"about nothing, and a runner is not to get more than {MOST_STEADY} messages. A week of a "
        "tenth, holidays or not, makes an ordinary one after it look like a jump to the ratio; the "
        "ceiling is there to hear the difference. So S4 ships with a higher ceiling than catches "
        "most. Messages and words are per runner-month.",
        tuple(columns),
        tuple(rows),
        below="\n\n".join([_about_runs(fewer), _about_pain(fewer), _about_shifts(people)]),
        figures=(_curve(weeks),),
    )


def _week(life: Life, setting: tuple[float, float], people: int) -> Asked:
    crowd = Crowd(CHOOSING_SEED, people, _week_thresholds(setting))
    return asked(life, crowd, {WEEK_60: week_above(0.6), RESTED: rest_week})


def _of_real_days(days: Sequence[Day], setting: tuple[float, float]) -> tuple[str, str]:
    """What the same setting says about days that somebody really walked."""
    if not days:
        return "-", "-"
    heard = hear(Evidence(tuple(days), (True,) * len(days)), _week_thresholds(setting))
    months = len(days) / MONTH_DAYS
    weeks = sum(alert.rule is Rule.S4 for alert in heard.alerts)
    return f"{len(heard.messages) / months:.2f}", f"{weeks / months:.2f}"


def _week_thresholds(setting: tuple[float, float]) -> tuple[RuleOverride, ...]:
    ratio, ceiling = setting
    return _tried((Rule.S4, "load_ratio", ratio), (Rule.S4, "load_ceiling", ceiling))


def _tried(*thresholds: tuple[Rule, str, float]) -> tuple[RuleOverride, ...]:
    return tuple(
        RuleOverride(rule, name, value, "validation", "tried", date.min)
        for rule, name, value in thresholds
    )


def _shipped(ratio: float, ceiling: float) -> str:
    return (
        " (ships)" if (ratio, ceiling) == (DEFAULTS.S4.load_ratio, DEFAULTS.S4.load_ceiling) else ""
    )


def _told(one: Asked) -> tuple[str, str, str, str]:
    return (
        f"{one.steady.a_month():.2f}",
        f"{one.steady.a_month(Rule.S4):.2f}",
        percent_of(one.caught[WEEK_60].caught, one.caught[WEEK_60].planted),
        percent_of(one.caught[RESTED].caught, one.caught[RESTED].planted),
    )


def _curve(weeks: Mapping[tuple[str, tuple[float, float]], Asked]) -> Figure:
    drawn = [
        Series(
            life.name,
            [weeks[life.name, setting].steady.a_month() for setting in WEEKS],
            [100.0 * weeks[life.name, setting].caught[WEEK_60].share for setting in WEEKS],
        )
        for life in WEEK_LIVES
    ]
    return Figure(
        "weeks-trade-off",
        "S4 from 1.60 down to 1.30: what it catches, and what it says",
        Axis("messages per runner-month [-]"),
        Axis("weeks of +60 % caught [%]", 40.0, 100.0),
        tuple(drawn),
        (Bound(100.0 * LEAST_WEEKS, "asked for"), Bound(MOST_STEADY, "at most", upright=True)),
    )


def _about_runs(people: int) -> str:
    rows = []
    plants: Mapping[str, Plant] = {WEEK_60: week_above(0.6), "run": doubled_run}
    for name, thresholds in RUNS:
        one = asked(SPORADIC, Crowd(CHOOSING_SEED, people, _tried(*thresholds)), plants)
        shares = (percent_of(found.caught, found.planted) for found in one.caught.values())
        messages, words = one.steady.a_month(), one.steady.a_month(Rule.S1)
        rows.append((name, f"{messages:.2f}", f"{words:.2f}", *shares))
    columns = ("sporadic runner", "messages", "S1", "+60 % weeks caught", "doubled runs caught")
    return (
        "Runs of a sporadic runner differ so much that the longest of a month is soon passed. The "
        "cut-points of S1 are those of a cohort, and stay: other ones spare few messages.\n\n"
        + table(columns, rows)
    )


def _about_pain(people: int) -> str:
    rows = []
    for name, thresholds in PAIN:
        one = asked(PATIENT, Crowd(CHOOSING_SEED, people, _tried(*thresholds)), SORE)
        rules = (one.steady.a_month(rule) for rule in (Rule.P2, Rule.P3, Rule.C1))
        found = (one.caught[sore] for sore in SORE)
        shares = (percent_of(sore.caught, sore.planted) for sore in found)
        rows.append((name, *(f"{a_month:.2f}" for a_month in rules), *shares))
    columns = ("returning patient", "P2", "P3", "C1", "three mornings of +2 told", "of +3")
    return (
        "About pain the rules stay as they were: a rise of 2 is what a kinesist wants to hear of, "
        "and at 3 most of them would go unheard.\n\n" + table(columns, rows)
    )


def _about_shifts(people: int) -> str:
    """Six shifts by sums and by means, straight from what was lived."""
    ratio = DEFAULTS.S4.upright_ratio
    ordinary: list[tuple[float, float]] = []
    six: list[tuple[float, float]] = []
    crowd = Crowd(CHOOSING_SEED, people)
    for lived, jumps in crowd.planted(NURSE, {"six shifts": six_shifts}):
        for _, planted in jumps:
            six.append(_rises(planted.lived, planted.first))
            ordinary.append(_rises(lived, planted.first))
    rows = [
        (name, _above([one[n] for one in six], ratio), _above([one[n] for one in ordinary], ratio))
        for n, name in enumerate(("mean of the shifts, as it ships", "sum of the week"))
    ]
    columns = (f"nurse: week above {ratio:.2f} of the three before, by", "six shifts", "as lived")
    return (
        "S4 compares means of worn days, and six shifts of the usual weight have the usual mean: "
        "it cannot see them. By sums it would, and it would speak of many an ordinary rota too; "
        "so the sum of the week and the number of worn days are shown, and S4 stays silent.\n\n"
        + table(columns, rows)
    )


def _rises(lived: Lived, at: int) -> tuple[float, float]:
    """Time on the feet of a week over that of the three before it, by worn day and by sum."""
    upright = true_load(lived).upright_bw_min
    worn = upright > 0.0
    week, before = slice(at, at + WEEK), slice(at - 3 * WEEK, at)
    by_sum = upright[week].sum() / max(1.0, upright[before].sum() / 3.0)
    by_mean = upright[week].sum() / max(1, worn[week].sum())
    usual = upright[before].sum() / max(1, worn[before].sum())
    return float(by_mean / max(1.0, usual)), float(by_sum)


def _above(rises: Sequence[float], ratio: float) -> str:
    return percent_of(sum(one > ratio for one in rises), len(rises))
