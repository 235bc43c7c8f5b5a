"""Which of what the rules said comes first: decided here, for every page, message and command.

Strongest first, of equals the newest. Where a place wants another order its function says why;
nobody else sorts, picks or drops what a rule said.
"""

from collections.abc import Iterable, Sequence

from plantar.alert import Alert, Episode, Family, Level, Rule


def strongest_first(alerts: Iterable[Alert]) -> list[Alert]:
    """The loudest first, of equals the newest."""
    return sorted(alerts, key=lambda one: (-one.level, -one.day.toordinal()))


# Of a runner, across their stories.


def of_runner(open_episodes: Iterable[Episode]) -> tuple[Alert, ...]:
    """What keeps the stories of a runner open: the latest word of each rule.

    They are the reasons of the state, which the overview, the runner's pages and `recompute` tell.
    """
    latest: dict[str, Alert] = {}
    for episode in open_episodes:
        for alert in sorted(episode.alerts, key=lambda one: one.day):
            latest[alert.rule] = alert
    return tuple(strongest_first(latest.values()))


def of_each_family(reasons: Sequence[Alert]) -> list[Alert]:
    """The first reason of load and the first of pain: the row of the overview, and the report."""
    first: dict[Family, Alert] = {}
    for alert in reasons:
        first.setdefault(alert.rule.family, alert)
    return list(first.values())


def jump_beside_pain(reasons: Sequence[Alert]) -> list[Alert]:
    """The same at the top of the runner's page, for a kinesist.

    Where pain has its own sentence, that of load tells the jump, and not that pain followed it.
    """
    found = of_each_family(reasons)
    jump = next((one for one in reasons if _is_of_load_alone(one)), None)
    if len(found) > 1 and jump is not None:
        found = [jump if one.rule is Rule.C1 else one for one in found]
    return found


def pain_first(reasons: Sequence[Alert]) -> list[Alert]:
    """The same on the runner's own page: who had a painful morning reads of that first.

    Also where load is louder; pain that was only noted stays behind it.
    """
    return sorted(of_each_family(reasons), key=lambda one: not _hurts(one))


# Of one story.


def of_episode(episode: Episode) -> list[Alert]:
    """What a story stands on: the last alert of each sentence.

    A story tells more than the reasons do: that a run was twice the longest stays said after a
    later one that was a little longer.
    """
    by_code = {alert.code: alert for alert in sorted(episode.alerts, key=lambda one: one.day)}
    return strongest_first(by_code.values())


def in_message(episode: Episode) -> tuple[Alert, ...]:
    """What a message tells: the latest word of each rule; of equals the older first, as a story."""
    latest = {alert.rule: alert for alert in episode.alerts}
    return tuple(sorted(latest.values(), key=lambda one: (-one.level, one.day, one.rule)))


def newest_first(episode: Episode) -> list[Alert]:
    """Everything that was said, for a list of days at the command line."""
    return list(reversed(episode.alerts))


def among_bars_of_load(episode: Episode) -> Alert | None:
    """The one by which a story of load is marked in a chart; None where it has none of its own.

    That pain followed is about a morning: among bars the day of the jump is what stands out.
    """
    jumps = (one for one in episode.alerts if _is_of_load_alone(one))
    return max(jumps, key=lambda one: (one.level, one.day), default=None)


def _is_of_load_alone(alert: Alert) -> bool:
    return alert.rule.family is Family.LOAD and alert.rule is not Rule.C1


def _hurts(alert: Alert) -> bool:
    return alert.rule.family is Family.PAIN and alert.level >= Level.CAUTION
