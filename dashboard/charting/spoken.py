"""The chart as a few sentences: for whoever cannot see it, and for whoever has no time to."""

from dashboard.charting import runs
from dashboard.charting.runs import Kept
from dashboard.charting.story import Story
from plantar.load import DayStatus
from plantar.pain import PainMoment
from plantar.which_first import among_bars_of_load
from plantar.words import sentences
from plantar.words.catalogue import Words


def summary(story: Story, words: Words) -> str:
    """What the chart shows, in the order in which it is drawn."""
    said = [_measured(story, words), *_week(story, words), *_jumps(story, words)]
    said += [_pain(story, words), *_runs(story, words), *_exercises(story, words)]
    return " ".join(said)


def _measured(story: Story, words: Words) -> str:
    days = [day for day in story.shown() if day.status is DayStatus.VALID]
    asked = [day for day in story.dates if day >= story.started]
    return words.say(
        "{first} to {last}: {n} of {all} days measured in full.",
        first=words.date(asked[0] if asked else story.dates[0], "short"),
        last=words.date(story.dates[-1], "short"),
        n=len(days),
        all=len(asked),
    )


def _week(story: Story, words: Words) -> list[str]:
    ratio = story.ratios.get(story.dates[-1])
    if ratio is None or ratio.acute is None:
        return []
    if ratio.chronic is None:
        return [
            words.say(
                "This week {acute} step equivalents a day; there is no usual load yet.",
                acute=words.about(ratio.acute),
            )
        ]
    return [
        words.say(
            "This week {acute} step equivalents a day, usually {chronic}.",
            acute=words.about(ratio.acute),
            chronic=words.about(ratio.chronic),
        )
    ]


def _jumps(story: Story, words: Words) -> list[str]:
    alerts = [alert for one in story.episodes if (alert := among_bars_of_load(one)) is not None]
    shown = [alert for alert in alerts if alert.day in story.dates]
    return [
        words.say(
            "{day}: {reason}.",
            day=words.date(alert.day, "weekday"),
            reason=sentences.reason(alert, words),
        )
        for alert in sorted(shown, key=lambda alert: alert.day)
    ]


def _pain(story: Story, words: Words) -> str:
    if story.hides_pain:
        return words.say("Pain is not shared with you.")
    scores = {
        day: score
        for (day, moment), score in story.pain.items()
        if moment is PainMoment.FIRST_STEPS and day in story.dates
    }
    if not scores:
        return words.say("No first-step pain was told; that is not the same as no pain.")
    last = max(scores)
    said = words.say(
        "First-step pain on {n} mornings, from {low} to {high}/10, last {last}/10 on {day}.",
        n=len(scores),
        low=min(scores.values()),
        high=max(scores.values()),
        last=scores[last],
        day=words.date(last, "short"),
    )
    above = set(story.above_limit()) & set(story.dates)
    if story.pain_limit is not None:
        days = words.plural(
            "Above the agreed {limit}/10 on {n} day.",
            "Above the agreed {limit}/10 on {n} days.",
            len(above),
            limit=story.pain_limit,
        )
        said = f"{said} {days}"
    analgesic = story.with_analgesic() & set(story.dates)
    if analgesic:
        pills = words.plural("Painkiller on {n} day.", "Painkiller on {n} days.", len(analgesic))
        said = f"{said} {pills}"
    return said


def _runs(story: Story, words: Words) -> list[str]:
    if not story.runs:
        return []
    counts = runs.counted(story.runs)
    return [
        words.say(
            "Planned runs: {ran} done, {missed} missed, {ahead} to come, {unknown} not known.",
            ran=counts[Kept.RAN],
            missed=counts[Kept.MISSED],
            ahead=counts[Kept.TO_COME],
            unknown=counts[Kept.UNKNOWN],
        )
    ]


def _exercises(story: Story, words: Words) -> list[str]:
    of_days = story.beside.exercised
    if not of_days:
        return []
    return [
        words.say(
            "Exercises: {done} done, {missed} missed.",
            done=sum(len(one.done) for one in of_days.values()),
            missed=sum(len(one.missed) for one in of_days.values()),
        )
    ]
