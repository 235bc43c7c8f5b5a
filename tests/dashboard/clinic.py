"""A dozen invented runners, each with one story, for the pages to show."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from plantar.alert import Alert, Episode, Family, Level, NotEvaluated, Rule
from plantar.load import Activity, Day, DayStatus, LoadHistory, Ratio
from plantar.measured import SourceClass
from plantar.pain import PainMoment, PainReport, Side
from plantar.runner import Runner
from plantar.state import SPARK_DAYS, Attention, State
from plantar.store import Derived, Store
from processing.ratio import uncoupled
from processing.usual import Usual, usual

NOW = datetime(2026, 11, 23, 7, 12, tzinfo=UTC)
HISTORY = 130
P2_METHOD = "first-step pain against the median of 7 mornings"


@dataclass(frozen=True)
class Life:
    """What one runner's days are like; `ago` counts back from today."""

    id: str
    name: str
    runs: tuple[int, ...] = (1, 3, 6)  # weekdays
    run_wse: float = 36_000.0
    walk_wse: float = 9_000.0
    stand_wse: float = 2_500.0
    source_class: SourceClass = SourceClass.INSOLE
    source: str = "moticon SN5968/SN9171"
    side: Side | None = Side.LEFT
    limit: int | None = 5
    days: int = HISTORY
    until_ago: int = 0
    shape: Callable[[int], float] = lambda _ago: 1.0
    missing: Callable[[int], bool] = lambda _ago: False
    partial: Callable[[int], bool] = lambda _ago: False
    pain: Callable[[int], int | None] = lambda _ago: 2
    alerts: Callable[[date, Ratio], Sequence[Alert]] = lambda _today, _ratio: ()
    not_evaluated: tuple[str, ...] = ()
    known: bool = True


def run_alert(today: date, ago: int, value: float, longest: float, level: Level) -> Alert:
    day = today - timedelta(days=ago)
    code = {Level.CAUTION: "s1-caution", Level.ALERT: "s1-alert"}[level]
    if value > 2 * longest:
        code = "s1-double"
    inputs = (
        ("measure", "distance"),
        ("value", value),
        ("longest", longest),
        ("unit", "km"),
        ("percent", round((value / longest - 1) * 100)),
        ("longest_day", (day - timedelta(days=17)).isoformat()),
        ("session_start", f"{day.isoformat()}T18:04:00+01:00"),
    )
    threshold = 1.30 if level is Level.ALERT else 1.10
    return Alert(
        day,
        Rule.S1,
        level,
        code,
        inputs,
        threshold,
        "run distance / longest of 30 days",
        1,
        SourceClass.WATCH,
    )


def week_alert(day: date, ratio: Ratio, code: str) -> Alert:
    inputs = (
        ("percent", round(((ratio.ratio or 1) - 1) * 100)),
        ("acute", (ratio.acute or 0.0) / (1 if code == "s4-load" else 60)),
        ("chronic", (ratio.chronic or 0.0) / (1 if code == "s4-load" else 60)),
        ("ratio", round(ratio.ratio or 0.0, 3)),
        ("ceiling", 1.34),
        ("valid_acute", ratio.valid_acute),
    )
    threshold = 1.6 if code == "s4-load" else 1.3
    source = SourceClass.INSOLE
    return Alert(
        day,
        Rule.S4,
        Level.CAUTION,
        code,
        inputs,
        threshold,
        "uncoupled 7:21 and weekly ceiling",
        1,
        source,
    )


def morning_alert(today: date, ago: int, code: str, score: int, baseline: float) -> Alert:
    day = today - timedelta(days=ago)
    level = Level.CAUTION if code == "p2-once" else Level.ALERT
    inputs = (
        ("rise", score - baseline),
        ("score", score),
        ("baseline", baseline),
        ("load_day", (day - timedelta(days=1)).isoformat()),
        ("mornings", 2),
    )
    return Alert(day, Rule.P2, level, code, inputs, 2.0, P2_METHOD, 1)


LIVES = (
    Life(
        "r-017",
        "Ben Zwaenepoel",
        shape=lambda ago: 2.1 if ago < 5 else 1.0,
        pain=lambda ago: (7, 7, 6, 5, 3)[ago] if ago < 5 else (3, 4, 3, 3, 2, 3)[ago % 6],
        alerts=lambda today, ratio: (
            run_alert(today, 3, 21.1, 10.2, Level.ALERT),
            morning_alert(today, 1, "p2-after-load", 7, 3),
            week_alert(today, ratio, "s4-load"),
        ),
    ),
    Life(
        "r-004",
        "Hilde Aerts",
        source_class=SourceClass.WATCH,
        source="garmin fenix5",
        side=Side.RIGHT,
        shape=lambda ago: 1.55 if ago < 3 else 1.0,
        alerts=lambda today, _ratio: (run_alert(today, 2, 16.4, 11.8, Level.ALERT),),
    ),
    Life(
        "r-022",
        "Kaat Ooms",
        pain=lambda ago: 5 if ago in (0, 2) else (2, 1, 2, 3)[ago % 4],
        alerts=lambda today, _ratio: (morning_alert(today, 0, "p2-repeated", 5, 2),),
    ),
    Life(
        "r-009",
        "Niels Dubois",
        shape=lambda ago: 2.0 if ago < 7 else 1.0,
        side=Side.BOTH,
        alerts=lambda today, ratio: (week_alert(today, ratio, "s4-load"),),
    ),
    Life(
        "r-031",
        "Ruth Kerkhofs",
        runs=(),
        walk_wse=13_000.0,
        stand_wse=7_500.0,
        shape=lambda ago: 1.6 if ago < 6 else 1.0,
        missing=lambda ago: ago % 7 in (5, 6) and ago > 6,
        pain=lambda ago: (2, 3, 2)[ago % 3],
        alerts=lambda today, ratio: (week_alert(today, ratio, "s4-upright"),),
    ),
    Life(
        "r-012",
        "Gert Verbeke",
        pain=lambda ago: 5 if ago == 0 else (2, 3, 3)[ago % 3],
        alerts=lambda today, _ratio: (morning_alert(today, 0, "p2-once", 5, 3),),
        source_class=SourceClass.WATCH,
        source="polar vantage",
    ),
    Life("r-001", "Anna Peeters", pain=lambda ago: (1, 1, 0, 2, 1)[ago % 5]),
    Life(
        "r-002",
        "Karel Raes",
        missing=lambda ago: ago in (2, 3, 11, 12, 13, 24, 25, 40, 41, 42, 43, 60, 61, 75, 76, 77),
        partial=lambda ago: ago in (6, 17, 30, 52),
        pain=lambda ago: None if ago % 5 == 2 or 20 < ago < 27 else (3, 2, 3)[ago % 3],
        side=Side.RIGHT,
    ),
    Life("r-003", "Lotte Maes", shape=lambda ago: 0.0 if 8 <= ago < 15 else 1.0, limit=None),
    Life(
        "r-005",
        "Sofie Claes",
        source_class=SourceClass.DAY_TOTALS,
        source="stepdata csv",
        runs=(),
        side=None,
        limit=None,
        pain=lambda _ago: None,
        not_evaluated=("no-distance-no-duration",),
    ),
    Life("r-040", "Jan <script>alert(1)</script>", days=9, pain=lambda ago: 4 if ago < 6 else None),
    Life("r-008", "Wim Baert", until_ago=5, side=Side.RIGHT),
    Life("r-050", "Nieuwe loper", known=False),
)


def fill(store: Store, now: datetime = NOW, lives: Sequence[Life] = LIVES) -> None:
    """Put every life into a store, computed as the pipeline would."""
    today = now.date()
    for life in lives:
        store.add_runner(
            Runner(life.id, "Europe/Brussels", 68.0, "nl", life.side, life.limit), life.name
        )
        if not life.known:
            continue
        days = _days(life, today)
        for report in _pain(life, today):
            store.add_pain(life.id, report, report.at)
        state, alerts, episodes = _derived(life, days, now)
        store.save(
            Derived(
                runner_id=life.id,
                settled=store.dirty(life.id),
                days=days,
                days_from=days[0].day,
                days_until=days[-1].day,
                alerts=alerts,
                episodes=episodes,
                alerts_from=days[0].day,
                state=state,
            )
        )


def _days(life: Life, today: date) -> tuple[Day, ...]:
    chance = random.Random(life.id)  # noqa: S311 (invented lives, no secret)
    return tuple(
        _day(life, today - timedelta(days=ago), ago, chance)
        for ago in range(life.days - 1, life.until_ago - 1, -1)
    )


def _day(life: Life, day: date, ago: int, chance: random.Random) -> Day:
    if life.missing(ago):
        return Day(day, life.source_class, DayStatus.MISSING, coverage=0.1)
    shape = life.shape(ago)
    walk = shape * life.walk_wse * chance.uniform(0.7, 1.3)
    stand = shape * life.stand_wse * chance.uniform(0.5, 1.5)
    run = shape * life.run_wse * chance.uniform(0.7, 1.25) if day.weekday() in life.runs else 0.0
    if ago < 5 and shape > 1.9 and life.runs:
        run = max(run, 30_000.0 * chance.uniform(0.4, 1.6))
    insole = life.source_class is SourceClass.INSOLE
    stand = stand if insole else 0.0
    share = 0.55 if life.partial(ago) else chance.uniform(0.84, 1.0)
    load = (walk + stand + run) * (0.5 if life.partial(ago) else 1.0)
    scale = 0.5 if life.partial(ago) else 1.0
    totals = life.source_class is SourceClass.DAY_TOTALS
    return Day(
        day,
        life.source_class,
        DayStatus.PARTIAL if life.partial(ago) else DayStatus.VALID,
        load_wse=load,
        upright_bw_min=scale * (walk / 77 + run / 900 + stand / 17.5),
        walking=Activity(walk * scale, walk * scale / 77, walk * scale / 110),
        running=None if totals else Activity(run * scale, run * scale / 900, run * scale / 990),
        standing=Activity(stand * scale, stand * scale / 17.5) if insole else None,
        left_wse=load * 0.46 if insole else None,
        right_wse=load * 0.54 if insole else None,
        coverage=None if totals else share,
        sources=(life.source,),
        steps=round(scale * (walk + run / 6)),
    )


def _pain(life: Life, today: date) -> list[PainReport]:
    chance = random.Random(life.name)  # noqa: S311 (invented lives, no secret)
    reports = []
    for ago in range(min(life.days, 60) - 1, life.until_ago - 1, -1):
        day, score = today - timedelta(days=ago), life.pain(ago)
        if score is None:
            continue
        at = datetime(day.year, day.month, day.day, 6, 40, tzinfo=UTC)
        reports.append(PainReport(at, PainMoment.FIRST_STEPS, score, life.side))
        if ago and day.weekday() in life.runs:
            later = at + timedelta(hours=11)
            during = max(0, score - chance.choice((0, 1, 2)))
            reports.append(PainReport(later, PainMoment.DURING, during, life.side))
            after = max(0, score - chance.choice((0, 0, 1)))
            reports.append(
                PainReport(later + timedelta(minutes=5), PainMoment.AFTER_24H, after, life.side)
            )
    return reports


def _derived(
    life: Life, days: tuple[Day, ...], now: datetime
) -> tuple[State, tuple[Alert, ...], tuple[Episode, ...]]:
    today = now.date()
    known = {day.day: day for day in days}
    first = days[0].day
    dates = [first + timedelta(days=n) for n in range((today - first).days + 1)]
    history = LoadHistory(first, tuple(_valid_load(known.get(day)) for day in dates))
    ratios, bands = uncoupled(history), usual(history)
    spoken = tuple(sorted(life.alerts(today, ratios[-1]), key=lambda a: (-a.level, a.day)))
    episodes = tuple(_episode(family, spoken) for family in _families(spoken))
    level = max((alert.level for alert in spoken), default=Level.OK)
    week = [known[day] for day in dates[-7:] if day in known]
    worn = [day for day in week if day.status is DayStatus.VALID]
    scores = {
        report.at.date(): float(report.score)
        for report in _pain(life, today)
        if report.moment is PainMoment.FIRST_STEPS
    }
    spark = [today - timedelta(days=ago) for ago in range(SPARK_DAYS - 1, -1, -1)]
    recent = [scores[day] for day in spark[-3:] if day in scores]
    band = bands[-1]
    acute = {ratio.day: ratio.acute for ratio in ratios}
    state = State(
        runner_id=life.id,
        as_of=today,
        computed_at=now,
        attention=_attention(life, level, ratios[-1]),
        level=level,
        since=min((episode.opened for episode in episodes), default=None),
        reasons=spoken,
        not_evaluated=tuple(NotEvaluated(today, Rule.S1, why) for why in life.not_evaluated),
        source_class=life.source_class,
        sources=(life.source,),
        ratio=ratios[-1],
        usual_wse=band.mean if isinstance(band, Usual) else None,
        band_low_wse=band.low if isinstance(band, Usual) else None,
        band_high_wse=band.high if isinstance(band, Usual) else None,
        week_sum_wse=sum(day.load_wse or 0.0 for day in worn) or None,
        worn_days=len(worn),
        coverage=_coverage(week),
        last_data_at=now - timedelta(days=life.until_ago, hours=len(life.name) % 9, minutes=18),
        morning_pain=int(recent[-1]) if recent else None,
        load_spark=tuple(_any_load(known.get(day)) for day in spark),
        acute_spark=tuple(_nan(acute.get(day)) for day in spark),
        pain_spark=tuple(scores.get(day, math.nan) for day in spark),
    )
    return state, spoken, episodes


def _families(alerts: Sequence[Alert]) -> list[Family]:
    return sorted({alert.rule.family for alert in alerts})


def _episode(family: Family, alerts: Sequence[Alert]) -> Episode:
    own = tuple(alert for alert in alerts if alert.rule.family is family)
    days = [alert.day for alert in own]
    return Episode(family, min(days), max(alert.level for alert in own), max(days), None, own)


def _attention(life: Life, level: Level, ratio: Ratio) -> Attention:
    if life.until_ago >= 3:
        return Attention.NO_DATA
    if level is Level.ALERT:
        return Attention.CALL_TODAY
    if level is Level.CAUTION:
        return Attention.LOOK_THIS_WEEK
    return Attention.BUILDING if ratio.ratio is None else Attention.QUIET


def _coverage(week: Sequence[Day]) -> float | None:
    shares = [day.coverage for day in week if day.coverage is not None]
    return sum(shares) / len(shares) if shares else None


def _valid_load(day: Day | None) -> float:
    return _any_load(day) if day is not None and day.status is DayStatus.VALID else math.nan


def _any_load(day: Day | None) -> float:
    return math.nan if day is None or day.load_wse is None else day.load_wse


def _nan(number: float | None) -> float:
    return math.nan if number is None else number


def steady(id_: str, name: str) -> Life:
    """One more life without a story."""
    return replace(LIVES[6], id=id_, name=name)
