"""What the rules would have said of histories that real people recorded."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from cli.progress import track
from cli.validate.figure import Axis, Figure, Mark, Series
from cli.validate.histories.diary import diary_runs
from cli.validate.histories.history import History, Told, told
from cli.validate.histories.pain import SCALE, diary
from cli.validate.histories.run_log import logged, steps_by_stride, streamed
from cli.validate.histories.watches import (
    fitbit_activities,
    fitbit_days,
    fitbit_minutes,
    google_fit_days,
    sums_a_day,
)
from cli.validate.section import Claim, Section, table
from collector.files.door import read_file
from plantar.alert import Rule
from plantar.measured import DayTotal, Measured
from plantar.recording import DayTable
from processing.activity import reduce_activity

#: A rule that speaks more often than this in some history gets a sentence. [1/month]
OFTEN = 2.0
#: The limit of pain during load, where nobody agreed one: that of the pain-monitoring model.
LIMIT = 5
LOG, TABLE, WATCH, DIARY, PAIN = "run log", "step table", "watches", "diaries", "pain diaries"
#: What to think of a rule that speaks often.
WHY = {
    Rule.S1: "runs of such a person differ much, and the longest of a month is soon passed",
    Rule.S1B: "runs lie far apart, so that many are a first one",
    Rule.S1W: "walks are recorded now and then, and differ much",
    Rule.S2: "days differ much in load, and the highest of a month is soon passed",
    Rule.S3: "days differ much in length, and the longest of a month is soon passed",
    Rule.S4: "weeks of much and of little follow each other",
    Rule.P1: "pain above the limit is usual for this person: the limit asks for a talk",
    Rule.P2: "scores of this person go up and down by two from day to day",
    Rule.P3: "weeks of this person differ by two points",
    Rule.C1: "jumps and rises are both frequent, and meet by chance",
}
#: The year of the step table that is drawn. [d]
DRAWN_DAYS = 365
KNEE, FOOT = "Knee Pain", "Foot pain"

METHOD = (
    "Each history goes the way of anybody's own recordings: into a store, days and ratios "
    "computed, every rule asked about every day, as `plantar backtest` does. The figures are "
    "cautions and alerts in a runner-month of 30 days (S1b: infos); a dash stands where a rule had "
    "nothing to look at.\n\n"
    "Which series: the *run log* has distance and minutes of every activity, without a time of day "
    "or a sport; one under 2.0 m/s on the whole is taken as a walk, and each is once on its own "
    "and once joined with those of its day. The *step table* has steps a day. The *watches* "
    "(PMData) tell runs and walks with minutes, steps and some distances, for p03 and p14 steps a "
    "minute too, of which the daily sums count where the minutes cover too little of a day; a "
    "treadmill is running from 140 steps a minute. The *diaries* (PMData) tell effort and minutes: "
    "only sessions called running count, by their minutes. Effort times minutes is no load of the "
    "sole and is not used; neither is soreness of muscles. The *pain diaries* (MyAIGuide) have "
    "steps a day beside them."
)
REMARK = (
    "Shows: how often somebody would have heard from Plantar, on lives that nobody made up. Does "
    "not show: whether it was worth hearing, since nobody noted what happened to a sole; nor how "
    "rules do on soles, of which no long history is open. The diaries are of knees and of a foot, "
    "none of a heel."
)


def real_histories(folder: Path) -> Section:
    """Alerts in a runner-month, per rule, in every history."""
    histories = list(_histories(folder))
    asked = (told(history) for history in track(histories, "looking back"))
    found = [one for one in asked if one is not None]
    rules = tuple(Rule)
    return Section(
        "Real histories",
        METHOD,
        ("history", "series that counts", "days", *(rule.value for rule in rules), "episodes"),
        tuple(
            (
                one.history.name,
                one.source_class or "-",
                str(one.test.days),
                *(_figure_of(one.a_month(rule)) for rule in rules),
                _figure_of(one.test.a_month(one.test.episodes)),
            )
            for one in found
        ),
        REMARK,
        tuple(_figures(found)),
        (_claim(found),),
        "\n\n".join([*_often(found), *_stream(folder), *_scale(found)]),
    )


def _figure_of(number: float | None) -> str:
    return "-" if number is None else f"{number:.2f}"


def _claim(found: Sequence[Told]) -> Claim:
    what = "a rule in a real history", f"at most {OFTEN:.0f} in a runner-month, or a sentence why"
    rates = [
        (rate, rule, one)
        for one in found
        for rule in Rule
        if (rate := one.a_month(rule)) is not None
    ]
    if not rates:
        return Claim.unseen(*what)
    rate, rule, one = max(rates, key=lambda item: item[0])
    return Claim(*what, f"at most {rate:.2f} ({rule}, {one.history.name})", rate <= OFTEN)


def _often(found: Sequence[Told]) -> Iterator[str]:
    """A sentence for each rule that speaks often, and where every rule is loudest."""
    if not found:
        return
    loud = []
    for rule in Rule:
        often = [one for one in found if (one.a_month(rule) or 0.0) > OFTEN]
        if often:
            names = ", ".join(one.history.name for one in often)
            loud.append(f"{rule} speaks more than twice a month in {names}: {WHY[rule]}.")
    yield "\n".join(f"- {one}" for one in loud) or (
        "No rule speaks more than twice a month in any of these histories."
    )
    most = [
        (rate, rule, one)
        for one in found
        for rule in Rule
        if (rate := one.a_month_asked(rule)) is not None
    ]
    rate, rule, one = max(most, key=lambda item: item[0])
    yield (
        "A history with holes is asked on fewer days than it lasts. Of the days on which a rule "
        f"could be asked, the loudest is {rule} in {one.history.name}, {rate:.2f} a month: "
        f"{WHY[rule]}."
    )


def _stream(folder: Path) -> Iterator[str]:
    """One run second by second: too short for any rule, and a check on its steps."""
    path = folder / "training_load" / "runner_log" / "stream_2026-07-08.json"
    if path.exists():
        steps = reduce_activity(streamed(path)).session.steps or 0
        other = steps_by_stride(path)
        yield (
            f"One run of the log is there second by second. One day is too short for any rule; its "
            f"cadence gives {steps} steps, distance over the watch's mean step {other:.0f} "
            f"({100.0 * (steps / other - 1.0):+.1f} %)."
        )


def _scale(found: Sequence[Told]) -> Iterator[str]:
    if not any(one.history.pain for one in found):
        return
    rows = [(f"{theirs:g}", word, str(ours)) for theirs, word, ours in SCALE]
    yield (
        "The pain diaries have a scale of their own. We read it so, with straight lines between "
        "and the nearest whole score; the last column is ours and nobody tested it. Nobody noted "
        "the time of day: the worst score of a day is tried both as first steps (P2, P3, C1) and "
        f"as during load, with a limit of {LIMIT} that nobody agreed (P1)."
    )
    yield table(("their score", "their word", "read as (0-10)"), rows)


def _figures(found: Sequence[Told]) -> Iterator[Figure]:
    if found:
        yield _by_rule(found)
    for one in found:
        if one.history.group == TABLE and Rule.S3 in one.asked:
            yield _year(one)


def _by_rule(found: Sequence[Told]) -> Figure:
    groups = list(dict.fromkeys(one.history.group for one in found))
    series = []
    for n, group in enumerate(groups):
        dots = [
            (at + 0.12 * (n - (len(groups) - 1) / 2), rate)
            for at, rule in enumerate(Rule)
            for one in found
            if one.history.group == group and (rate := one.a_month(rule)) is not None
        ]
        series.append(Series(group, [x for x, _ in dots], [y for _, y in dots], Mark.POINTS))
    return Figure(
        "real-histories",
        "How often each rule speaks, one mark for each history",
        Axis("rule", -0.5, len(Rule) - 0.5, tuple((n, rule.value) for n, rule in enumerate(Rule))),
        Axis("times in a runner-month [1]", low=0.0),
        tuple(series),
    )


def _year(one: Told) -> Figure:
    """The last year of a step table, and the days that were told."""
    totals = {t.day: t.steps for t in one.history.measured if isinstance(t, DayTotal)}
    last = one.history.last
    first = last - timedelta(days=DRAWN_DAYS - 1)
    days = [first + timedelta(days=n) for n in range(DRAWN_DAYS)]
    steps = [float(totals.get(day, float("nan"))) for day in days]
    told_days = [day for day in days if any(a.day == day and a.rule is Rule.S3 for a in one.alerts)]
    weeks = [day for day in days if any(a.day == day and a.rule is Rule.S4 for a in one.alerts)]
    months = [n for n, day in enumerate(days) if day.day == 1]
    return Figure(
        "a-year-of-steps",
        f"The last year of the step table (median {median(totals.values()):.0f} a day), and what "
        "was told",
        Axis(
            "first of the month",
            0.0,
            DRAWN_DAYS - 1.0,
            tuple((float(n), f"{days[n]:%m/%y}") for n in months),
        ),
        Axis("steps a day [1]", low=0.0),
        (
            Series("steps", [float(n) for n in range(DRAWN_DAYS)], steps),
            _dots("S3, a long day", told_days, first, totals),
            _dots("S4, a full week", weeks, first, totals),
        ),
    )


def _dots(name: str, days: Sequence[date], first: date, totals: dict[date, int]) -> Series:
    at = [float((day - first).days) for day in days]
    return Series(name, at, [float(totals[day]) for day in days], Mark.POINTS)


def _histories(folder: Path) -> Iterator[History]:
    log = folder / "training_load" / "runner_log"
    for path in sorted(log.glob("activities*.csv")):
        yield History("run log, each on its own", LOG, logged(path, joined=False))
        yield History("run log, joined by day", LOG, logged(path, joined=True))
    for path in sorted((folder / "exports" / "daily_steps").glob("*.csv")):
        for recording in read_file(path).recordings:
            if isinstance(recording, DayTable):
                yield History("step table", TABLE, recording.totals)
    for home in sorted((folder / "exports" / "pmdata").glob("p*")):
        yield from _pmdata(home)
    yield from _myaiguide(folder / "pain" / "myaiguide")


def _pmdata(home: Path) -> Iterator[History]:
    activities, minutes = home / "fitbit" / "exercise.json", home / "fitbit" / "steps.json"
    if activities.exists():
        walked = fitbit_minutes(minutes) if minutes.exists() else ()
        measured: tuple[Measured, ...] = fitbit_activities(activities)
        measured += (*walked, *sums_a_day(walked))
        yield History(f"{home.name}, watch", WATCH, measured)
    diary_of = home / "pmsys" / "srpe.csv"
    runs = diary_runs(diary_of) if diary_of.exists() else ()
    if runs:
        yield History(f"{home.name}, diary", DIARY, runs)


def _myaiguide(home: Path) -> Iterator[History]:
    steps = {
        "2": ("GoogleFitParticipant2.json", google_fit_days),
        "4": ("Participant4Fitbit.json", fitbit_days),
        "8": ("participant8Fitbit.json", fitbit_days),
    }
    diaries = [
        ("2", "Participant2PainNew.csv", KNEE),
        ("4", "Participant4Pain.csv", KNEE),
        ("8", "Participant8PainNew.csv", KNEE),
        ("8", "Participant8PainNew.csv", FOOT),
    ]
    for who, name, site in diaries:
        counted, read = steps[who]
        if (home / name).exists() and (home / counted).exists():
            pain = diary(home / name, [site])
            kind = site.split()[0].lower()
            yield History(f"P{who}, {kind}", PAIN, read(home / counted), pain, LIMIT)
