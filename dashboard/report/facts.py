"""Everything a report tells of one runner, from what the store holds: as the pages take it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from dashboard.charting import history, story
from dashboard.charting.story import Story
from plantar.alert import Episode
from plantar.day import each_day
from plantar.door import whole
from plantar.pain import PainMoment
from plantar.runner import Runner
from plantar.state import State
from plantar.store import Store
from processing.rehab.adherence import Adherence, adherence_on
from processing.rules.in_force import InForce
from processing.visit_report import (
    Completeness,
    Mornings,
    OwnThreshold,
    completeness,
    own_thresholds,
    then_and_now,
)

#: The period that is told of, unless another one is asked for. [weeks]
WEEKS = 12
#: A period of fewer compares a week with nothing; more are too thin to be read on paper. [weeks]
FEWEST_WEEKS, MOST_WEEKS = 5, 26
DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report tells, in numbers and records; the words come with the language."""

    runner: Runner
    now: datetime
    weeks: int
    state: State | None
    story: Story
    complete: Completeness
    then: Mornings | None  # the first week with a score
    last: Mornings  # the last week
    adherence: Adherence | None
    episodes: tuple[Episode, ...]  # those that are open
    thresholds: tuple[OwnThreshold, ...]
    names: Mapping[str, str]  # of who decided them

    @property
    def today(self) -> date:
        """The last day of the period."""
        return self.story.dates[-1]

    @property
    def is_measured(self) -> bool:
        """Whether some day of the period has a figure."""
        return any(day.load_wse is not None for day in self.story.shown())

    @property
    def is_scored(self) -> bool:
        """Whether some day of the period has a score of pain."""
        return any(day in self.story.dates for day, _ in self.story.pain)


def gather(store: Store, runner_id: str, *, now: datetime, weeks: int = WEEKS) -> Facts:
    """The facts of the weeks up to now.

    Raises
    ------
    UnknownRunner
        There is no runner of that id.
    BadInput
        So many weeks are not told of.
    """
    whole("weeks", weeks, FEWEST_WEEKS, MOST_WEEKS)
    runner = store.runner(runner_id)
    today = runner.days.day_of(now)
    state = store.state(runner.id)
    episodes = store.episodes(runner.id)
    dates = tuple(each_day(today - timedelta(days=DAYS_A_WEEK * weeks - 1), today))
    told = _story(store, runner, state, dates, tuple(episodes))
    mornings = _mornings(told)
    then, last = then_and_now(mornings, dates)
    log = [noted.record for noted in store.strength_log(runner.id)]
    return Facts(
        runner=runner,
        now=now,
        weeks=weeks,
        state=state,
        story=told,
        complete=completeness(told.days, mornings, dates, told.started if told.days else None),
        then=then,
        last=last,
        adherence=adherence_on(today, store.programmes(runner.id), log),
        episodes=tuple(one for one in episodes if one.closed is None),
        thresholds=own_thresholds(
            InForce(store.overrides(runner.id), store.clinic_thresholds()), today
        ),
        names=store.account_names(),
    )


def _story(
    store: Store,
    runner: Runner,
    state: State | None,
    dates: tuple[date, ...],
    episodes: tuple[Episode, ...],
) -> Story:
    """What the chart of the runner's page tells, of exactly these dates."""
    found = history.stored_stretch(store, runner, state, dates[-1])
    # First steps may have been taken before the day starts.
    since, until = (
        runner.days.begins(dates[0] - timedelta(days=1)),
        runner.days.bounds(dates[-1])[1],
    )
    reports = store.pain(runner.id, since, until)
    if found is not None:
        return replace(story.tell(runner, found, len(dates), reports, episodes), dates=dates)
    return Story(
        dates=dates,
        days={},
        ratios={},
        weeks={},
        usual={},
        pain=story.worst_scores(runner, reports),
        episodes=episodes,
        pain_limit=runner.pain_limit,
        started=dates[-1] + timedelta(days=1),  # nothing was measured, so nothing is missing
        told=story.by_day(runner, reports),
    )


def _mornings(told: Story) -> Mapping[date, int]:
    return {
        day: score
        for (day, moment), score in told.pain.items()
        if moment is PainMoment.FIRST_STEPS and told.dates[0] <= day <= told.dates[-1]
    }
