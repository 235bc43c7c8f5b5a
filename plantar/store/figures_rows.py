"""Computed records as rows, and rows as records.

Everything comes back exactly, but for the sparks: a line of a few dozen pixels is kept in single
precision. The numbers an alert was decided from differ from rule to rule; they stand as a JSON
array, in which a number keeps all its digits.
"""

import json
import struct
from collections.abc import Sequence
from datetime import date
from typing import Any

from plantar.alert import Alert, Episode, Family, Level, NotEvaluated, Rule
from plantar.load import Activity, Day, DayStatus, Method, NoRatio, Ratio
from plantar.measured import SourceClass
from plantar.response import Response
from plantar.state import Attention, State
from plantar.store.columns import (
    maybe_date,
    maybe_iso,
    maybe_moment,
    maybe_us,
    moment,
    moment_us,
    names_text,
    text_names,
)
from plantar.store.rows import Row

NO_ACTIVITY: Row = (None,) * 4
NO_RATIO: Row = (None,) * 11


def _compact(cells: object) -> str:
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def _class_text(source_class: SourceClass | None) -> str | None:
    return None if source_class is None else source_class.value


def _text_class(word: str | None) -> SourceClass | None:
    return None if word is None else SourceClass(word)


def _activity_row(activity: Activity | None) -> Row:
    if activity is None:
        return NO_ACTIVITY
    return activity.load_wse, activity.upright_bw_min, activity.minutes, activity.steps


def _activity(row: Sequence[Any]) -> Activity | None:
    return None if row[0] is None else Activity(*row)


def day_row(runner_id: str, day: Day) -> Row:
    """A day as a row of its table."""
    return (
        runner_id,
        day.day.isoformat(),
        day.source_class.value,
        day.status.value,
        day.load_wse,
        day.upright_bw_min,
        *_activity_row(day.walking),
        *_activity_row(day.running),
        *_activity_row(day.standing),
        day.left_wse,
        day.right_wse,
        day.steps,
        day.coverage,
        names_text(day.sources),
        names_text(day.quality),
        day.uncertain_wse,
    )


def row_day(row: Sequence[Any]) -> Day:
    """The day in a row of its table."""
    return Day(
        day=date.fromisoformat(row[1]),
        source_class=SourceClass(row[2]),
        status=DayStatus(row[3]),
        load_wse=row[4],
        upright_bw_min=row[5],
        walking=_activity(row[6:10]),
        running=_activity(row[10:14]),
        standing=_activity(row[14:18]),
        left_wse=row[18],
        right_wse=row[19],
        steps=row[20],
        coverage=row[21],
        sources=text_names(row[22]),
        quality=text_names(row[23]),
        uncertain_wse=row[24],
    )


def alert_row(alert: Alert) -> Row:
    """An alert as the columns that every table with alerts has."""
    return (
        alert.day.isoformat(),
        alert.rule.value,
        alert.level.value,
        alert.code,
        _compact(alert.inputs),
        float(alert.threshold),
        alert.method,
        alert.rule_version,
        _class_text(alert.source_class),
    )


def row_alert(row: Sequence[Any]) -> Alert:
    """The alert in those columns."""
    day, rule, level, code, inputs, threshold, method, rule_version, source_class = row
    return Alert(
        day=date.fromisoformat(day),
        rule=Rule(rule),
        level=Level(level),
        code=code,
        inputs=tuple((name, number) for name, number in json.loads(inputs)),
        threshold=threshold,
        method=method,
        rule_version=rule_version,
        source_class=_text_class(source_class),
    )


def episode_columns(episode: Episode) -> dict[str, Any]:
    """What an episode says, without its key, its alerts and what was done about it."""
    return {
        "level": episode.level.value,
        "last_day": episode.last_day.isoformat(),
        "closed": maybe_iso(episode.closed),
        "withdrawn_at": None,
        "silent_since": maybe_iso(episode.silent_since),
    }


def row_episode(
    row: Any,  # noqa: ANN401  columns by name
    alerts: tuple[Alert, ...],
    responses: tuple[Response, ...],
) -> Episode:
    """The episode in a row of its table."""
    return Episode(
        family=Family(row.family),
        opened=date.fromisoformat(row.opened),
        level=Level(row.level),
        last_day=date.fromisoformat(row.last_day),
        closed=maybe_date(row.closed),
        alerts=alerts,
        responses=responses,
        sent=Level(row.sent),
        sent_at=maybe_moment(row.sent_at),
        silent_since=maybe_date(row.silent_since),
        withdrawn_at=maybe_moment(row.withdrawn_at),
    )


def _ratio_row(ratio: Ratio | None) -> Row:
    if ratio is None:
        return NO_RATIO
    return (
        ratio.day.isoformat(),
        ratio.method.value,
        ratio.acute,
        ratio.chronic,
        ratio.ratio,
        ratio.valid_acute,
        ratio.valid_chronic,
        None if ratio.reason is None else ratio.reason.value,
        ratio.have,
        ratio.need,
        int(ratio.provisional),
    )


def _ratio(row: Sequence[Any]) -> Ratio | None:
    day, method, acute, chronic, number, valid_acute, valid_chronic, reason, have, need, early = row
    if method is None:
        return None
    return Ratio(
        day=date.fromisoformat(day),
        method=Method(method),
        acute=acute,
        chronic=chronic,
        ratio=number,
        valid_acute=valid_acute,
        valid_chronic=valid_chronic,
        reason=None if reason is None else NoRatio(reason),
        have=have,
        need=need,
        provisional=bool(early),
    )


def spark_blob(spark: tuple[float, ...]) -> bytes:
    """Pack a spark in single precision; nan stays nan."""
    return struct.pack(f"<{len(spark)}f", *spark)


def blob_spark(blob: bytes) -> tuple[float, ...]:
    """The spark in a blob."""
    return struct.unpack(f"<{len(blob) // 4}f", blob)


def state_row(state: State) -> Row:
    """A state as a row of its table."""
    return (
        state.runner_id,
        state.as_of.isoformat(),
        moment_us(state.computed_at),
        state.attention.value,
        state.level.value,
        maybe_iso(state.since),
        _compact([alert_row(alert) for alert in state.reasons]),
        _compact([(no.day.isoformat(), no.rule.value, no.reason) for no in state.not_evaluated]),
        _class_text(state.source_class),
        names_text(state.sources),
        *_ratio_row(state.ratio),
        state.usual_wse,
        state.band_low_wse,
        state.band_high_wse,
        state.week_sum_wse,
        state.worn_days,
        state.coverage,
        maybe_us(state.last_data_at),
        state.morning_pain,
        spark_blob(state.load_spark),
        spark_blob(state.acute_spark),
        spark_blob(state.pain_spark),
    )


def row_state(row: Sequence[Any]) -> State:
    """The state in a row of its table."""
    return State(
        runner_id=row[0],
        as_of=date.fromisoformat(row[1]),
        computed_at=moment(row[2]),
        attention=Attention(row[3]),
        level=Level(row[4]),
        since=maybe_date(row[5]),
        reasons=tuple(map(row_alert, json.loads(row[6]))),
        not_evaluated=tuple(
            NotEvaluated(date.fromisoformat(day), Rule(rule), reason)
            for day, rule, reason in json.loads(row[7])
        ),
        source_class=_text_class(row[8]),
        sources=text_names(row[9]),
        ratio=_ratio(row[10:21]),
        usual_wse=row[21],
        band_low_wse=row[22],
        band_high_wse=row[23],
        week_sum_wse=row[24],
        worn_days=row[25],
        coverage=row[26],
        last_data_at=maybe_moment(row[27]),
        morning_pain=row[28],
        load_spark=blob_spark(row[29]),
        acute_spark=blob_spark(row[30]),
        pain_spark=blob_spark(row[31]),
    )
