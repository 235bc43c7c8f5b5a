"""A runner of whom everything that people, files and devices can name is hostile."""

from datetime import UTC, datetime, timedelta

from plantar.account import Account
from plantar.alert import Level, Rule
from plantar.context import ContextKind, ContextNote
from plantar.measured import DayTotal, Gap, GapCause, Origin, OriginKind
from plantar.pain import PainMoment, PainReport
from plantar.plan import DeclaredShift, PlannedRun, RuleOverride
from plantar.rehab import Exercise, Phase, Programme, StrengthSession
from plantar.response import Reason, Response, ResponseKind
from plantar.sample import Foot
from plantar.sensor import SensorTold
from plantar.store import Batch, Store
from plantar.viewer import Role
from tests.dashboard.clinic import Life, fill, run_alert
from tests.dashboard.signed_in import KINESIST, account

HERS = "r-hostile"
#: What a browser would fetch or run, what Markdown would draw, what a format string would fill in,
#: and what turns the writing around.
EVIL = (
    "Zw<script>window.hit=1</script>\"'`<img src=//evil.example/a.png onerror=window.hit=2>"
    "![x](http://evil.example/b.png)[y](javascript:window.hit=3){0}{name}%s:red[z]$x^2$\u202etfel"
)
#: And longer than any window is wide.
ENDLESS = EVIL + "x" * 10_000


def hostile_house(store: Store) -> Account:
    """A runner of these names; who they are, and a kinesist and admin at once: of every page."""
    now = datetime.now(UTC)
    today = now.date()
    life = Life(
        HERS,
        ENDLESS,
        source=EVIL,
        alerts=lambda day, _ratio: (run_alert(day, 3, 21.1, 10.2, Level.ALERT),),
    )
    fill(store, now, (life,))
    colleague = account(store, "evil-colleague")
    store.rename_account(colleague.id, EVIL)
    who = account(store, "evil-own", KINESIST | {Role.RUNNER, Role.ADMIN}, HERS)
    store.rename_account(who.id, EVIL)
    store.add_pain(HERS, PainReport(now, PainMoment.EVENING, 8, note=EVIL, shoe=EVIL), now)
    store.keep_planned_run(HERS, PlannedRun(today, 9_000.0, None, colleague.id, EVIL))
    store.keep_declared_shift(HERS, DeclaredShift(today, 480.0, EVIL), now)
    store.add_override(HERS, RuleOverride(Rule.P2, "rise", 3.0, colleague.id, EVIL, today))
    exercises = (Exercise(EVIL, 3, 12, every_days=1),)
    store.keep_programme(HERS, Programme(today, (Phase(EVIL, 1, exercises),), colleague.id))
    store.keep_strength(HERS, StrengthSession(today, EVIL, 3, 12, 10.0, note=EVIL), now)
    store.keep_note(HERS, ContextNote(today, ContextKind.OTHER, text=EVIL, author=who.id), now)
    (episode,) = store.episodes(HERS)
    called = Response(ResponseKind.ACKNOWLEDGED, now, today, colleague.id, Reason.CALLED, EVIL)
    store.respond(HERS, episode, called)
    file = Origin("evil-import", OriginKind.IMPORT, EVIL, now)
    live = Origin("evil-live", OriginKind.STREAM, EVIL, now)
    an_hour = now - timedelta(hours=1)
    store.put(
        HERS,
        Batch(file, EVIL, (DayTotal(today, 100),)),
        Batch(live, EVIL, (Gap(an_hour, now, None, GapCause.LINK),)),
    )
    told = SensorTold("sole-x", now, EVIL[:60], now, Foot.LEFT, now, EVIL[3:63], EVIL[:40])
    store.keep_sensor(HERS, "soles", told)
    return who
