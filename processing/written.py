"""The messages that a runner's episodes bring: every evening it is asked what is unsent."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time

from plantar.alert import Alert, Episode, Family, Level, Rule
from plantar.day import each_day
from processing.unsent import unsent

EVENING = time(20, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: the evening it goes out, how loud it is, and what it is about."""

    day: date
    level: Level
    families: tuple[Family, ...]
    rule: Rule | None = None  # the loudest that it tells, the first of equals; None: of no rule


def written(episodes: Sequence[Episode], last: date) -> tuple[Message, ...]:
    """The messages about a runner's episodes, as they were known on each evening up to a day."""
    stories = [_Story(one) for one in episodes]
    told: list[Message] = []
    for day in each_day(min((one.opened for one in episodes), default=last), last):
        known = [story for story in stories if story.is_open(day)]
        for story in known:
            story.look_at(day)
        if not any(story.has_news for story in known):
            continue
        evening = datetime.combine(day, EVENING)
        due = unsent([story.known() for story in known], evening)
        if due:
            families = tuple(sorted(one.family for one in due))
            loudest = next(story for story in known if story.is_of(due[0].family))
            told.append(Message(day, due[0].level, families, loudest.rule))
            for story in known:
                story.write(families, evening)
    return tuple(told)


class _Story:
    """An episode as one evening after another knows it; a family has one open at a time."""

    def __init__(self, episode: Episode) -> None:
        self._episode = episode
        self._loudest = _loudest(episode.alerts)
        # One that no rule opened is as loud as it is from its first day on.
        self._level = Level.OK if episode.alerts else episode.level
        self._sent = Level.OK
        self._sent_at: datetime | None = None
        self.rule: Rule | None = None  # that made it as loud as it is

    def is_open(self, day: date) -> bool:
        """Whether it has opened by a day and not closed."""
        closed = self._episode.closed
        return self._episode.opened <= day and (closed is None or day < closed)

    def is_of(self, family: Family) -> bool:
        """Whether it is about this."""
        return self._episode.family is family

    def look_at(self, day: date) -> None:
        """Take in what was said about a day."""
        alert = self._loudest.get(day)
        if alert is not None and alert.level > self._level:
            self._level, self.rule = alert.level, alert.rule

    @property
    def has_news(self) -> bool:
        """Whether it is louder by now than anybody was told."""
        return self._level > self._sent

    def known(self) -> Episode:
        """What is known of it so far."""
        return replace(
            self._episode, level=self._level, closed=None, sent=self._sent, sent_at=self._sent_at
        )

    def write(self, families: Sequence[Family], evening: datetime) -> None:
        """Remember it where it was among what was written about."""
        if self._episode.family in families:
            self._sent, self._sent_at = self._level, evening


def _loudest(alerts: Sequence[Alert]) -> dict[date, Alert]:
    """The loudest of each day, the first of equals."""
    by_day: defaultdict[date, list[Alert]] = defaultdict(list)
    for alert in alerts:
        by_day[alert.day].append(alert)
    return {day: max(said, key=lambda alert: alert.level) for day, said in by_day.items()}
