"""What the rules would have said of histories that real people recorded."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cli.progress import track
from cli.validate.histories.figures import figures
from cli.validate.histories.history import Told, told
from cli.validate.histories.pain import SCALE
from cli.validate.histories.run_log import steps_by_stride, streamed
from cli.validate.histories.sources import LIMIT, histories
from cli.validate.section import Claim, Section, table
from plantar.alert import Rule
from processing.activity import reduce_activity

#: A rule that speaks more often than this in some history gets a sentence. [1/month]
OFTEN = 2.0
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

METHOD = (
    "Each history goes the way of anybody's own recordings: into a store, days and ratios "
    "computed, every rule asked about every day, as `plantar backtest` does. The figures are "
    "cautions and alerts in a runner-month of 30 days (S1b: infos), in brackets the alerts among "
    "them; a dash stands where a rule had nothing to look at.\n\n"
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
    asked = (told(history) for history in track(list(histories(folder)), "looking back"))
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
                *(_rates(one, rule) for rule in rules),
                f"{one.test.a_month(one.test.episodes) or 0.0:.2f}",
            )
            for one in found
        ),
        REMARK,
        tuple(figures(found)),
        (_claim(found),),
        "\n\n".join([*_often(found), *_stream(folder), *_scale(found)]),
    )


def _rates(one: Told, rule: Rule) -> str:
    """Everything a rule said, and in brackets how much of it was an alert."""
    rate, alerts = one.a_month(rule), one.alerts_a_month(rule)
    if rate is None:
        return "-"
    return f"{rate:.2f} ({alerts:.2f})" if alerts else f"{rate:.2f}"


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
