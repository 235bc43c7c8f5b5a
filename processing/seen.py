"""What is left of a runner's figures for somebody who may see only some of them."""

import math
from collections.abc import Iterable
from dataclasses import replace

from plantar.alert import Alert, Episode, Family, Level, NotEvaluated, Rule
from plantar.consent import Scope
from plantar.context import ContextKind, ContextNote
from plantar.rehab import StrengthSession
from plantar.response import Response
from plantar.state import Attention, State
from plantar.store import AlertOnce, Answer, Noted
from plantar.store.things import StrengthWork

Scopes = frozenset[Scope]


def shows(rule: Rule, scopes: Scopes) -> bool:
    """Whether what a rule said may be seen: C1 speaks of pain and of load, the others of one."""
    if rule is Rule.C1:
        return {Scope.LOAD, Scope.PAIN} <= scopes
    return (Scope.PAIN if rule.family is Family.PAIN else Scope.LOAD) in scopes


def alerts(told: Iterable[Alert], scopes: Scopes) -> list[Alert]:
    """The alerts that may be seen."""
    return [alert for alert in told if shows(alert.rule, scopes)]


def alerts_once(told: Iterable[AlertOnce], scopes: Scopes) -> list[AlertOnce]:
    """The alerts that may be seen, withdrawn or not."""
    return [once for once in told if shows(once.alert.rule, scopes)]


def episodes(told: Iterable[Episode], scopes: Scopes) -> list[Episode]:
    """The episodes that may be seen, each as loud as what is seen of it."""
    found = []
    for one in told:
        if (Scope.PAIN if one.family is Family.PAIN else Scope.LOAD) not in scopes:
            continue
        left = tuple(alerts(one.alerts, scopes))
        responses = tuple(_response(each, scopes) for each in one.responses)
        episode = replace(one, responses=responses)
        if left == episode.alerts:
            found.append(episode)
        elif left:
            loudest = max(alert.level for alert in left)
            last = max(alert.day for alert in left)
            first = min(alert.day for alert in left)
            found.append(replace(episode, alerts=left, level=loudest, opened=first, last_day=last))
    return found


def strength(
    told: Iterable[Noted[StrengthSession]], scopes: Scopes
) -> list[Noted[StrengthSession]]:
    """Strength sessions, without how they felt for who may not see pain."""
    return [replace(one, record=_session(one.record, scopes)) for one in told]


def strength_work(told: StrengthWork, scopes: Scopes) -> StrengthWork:
    """Strength work of a list, as `strength`."""
    return replace(told, sessions=tuple(_session(one, scopes) for one in told.sessions))


def _session(told: StrengthSession, scopes: Scopes) -> StrengthSession:
    return told if Scope.PAIN in scopes else replace(told, worst_pain=None, note="")


def state(told: State, scopes: Scopes) -> State:
    """Where a runner stands, by what may be seen; how loud it is follows from that alone."""
    if {Scope.LOAD, Scope.PAIN} <= scopes:
        return told
    reasons = tuple(alerts(told.reasons, scopes))
    level = max((alert.level for alert in reasons), default=Level.OK)
    left = replace(
        told,
        reasons=reasons,
        not_evaluated=tuple(one for one in told.not_evaluated if _asked(one, scopes)),
        level=level,
        since=min((alert.day for alert in reasons), default=None),
        attention=_attention(told, level, scopes),
    )
    if Scope.PAIN not in scopes:
        left = replace(left, morning_pain=None, pain_spark=(math.nan,) * len(told.pain_spark))
    if Scope.LOAD not in scopes:
        left = replace(
            left,
            source_class=None,
            sources=(),
            ratio=None,
            usual_wse=None,
            band_low_wse=None,
            band_high_wse=None,
            week_sum_wse=None,
            worn_days=0,
            coverage=None,
            last_data_at=None,
            load_spark=(math.nan,) * len(told.load_spark),
            acute_spark=(math.nan,) * len(told.acute_spark),
        )
    return left


def _asked(one: NotEvaluated, scopes: Scopes) -> bool:
    return shows(one.rule, scopes)


def _attention(told: State, level: Level, scopes: Scopes) -> Attention:
    if level is Level.ALERT:
        return Attention.CALL_TODAY
    if level is Level.CAUTION:
        return Attention.LOOK_THIS_WEEK
    if told.attention in (Attention.NO_DATA, Attention.BUILDING) or Scope.LOAD not in scopes:
        # Without load nothing says that it is quiet.
        return told.attention if Scope.LOAD in scopes else Attention.NO_DATA
    if told.ratio is None:
        return Attention.NO_DATA
    return Attention.QUIET if told.ratio.reason is None else Attention.BUILDING


def _response(told: Response, scopes: Scopes) -> Response:
    return told if Scope.PAIN in scopes else replace(told, pain=None)


def answers(told: Iterable[Answer], scopes: Scopes) -> list[Answer]:
    """The answers to episodes that may be seen, without the score for who may not see pain."""
    return [
        replace(one, response=_response(one.response, scopes))
        for one in told
        if (Scope.PAIN if one.family is Family.PAIN else Scope.LOAD) in scopes
    ]


def notes(told: Iterable[Noted[ContextNote]], scopes: Scopes) -> list[Noted[ContextNote]]:
    """What was told in passing: hours belong to load, words to pain."""
    if Scope.PAIN in scopes:
        return list(told)
    left = (one for one in told if one.record.kind is not ContextKind.OTHER)  # nothing but words
    return [replace(one, record=replace(one.record, text="")) for one in left]
