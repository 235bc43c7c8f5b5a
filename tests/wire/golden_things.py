"""Each kind of row and message once, of which the golden files have the bytes of version 1."""

from datetime import UTC, date, datetime
from typing import Final

from plantar.bundle import (
    answer_written,
    dead_written,
    rows_written,
    state_written,
    unreadable_written,
)
from plantar.measured import (
    Calibration,
    CalibrationMethod,
    DayTotal,
    Gap,
    GapCause,
    Session,
    Sport,
)
from plantar.minute import QUIET_BINS, BodyMinute, FootMinute, Moments, StepMinute
from plantar.pain import PainMoment, PainReport, Side
from plantar.sample import ClockQuality, Foot
from plantar.sensor import SensorTold
from plantar.wire import Answer, Receipt, parcel
from plantar.wire_kinds import PainTold, Told

AT: Final = datetime(2026, 3, 2, 9, 59, tzinfo=UTC)
MOMENT: Final = datetime(2026, 3, 2, 9, 59, 8, 250_000, tzinfo=UTC)
TOLD: Final = datetime(2026, 3, 2, 10, 5, tzinfo=UTC)
_THIRD: Final = Moments(9713.831994738925, 6747408.906475965, 3107781704906.691)

ROWS: Final[dict[str, Told]] = {
    "foot": FootMinute(
        at=AT,
        foot=Foot.LEFT,
        revision=3,
        rate_hz=100.0,
        measured_s=59.5,
        gap_s=0.5,
        total=Moments(19713.831994738925, 16747408.906475965, 23107781704906.69),
        walking=_THIRD,
        steps_walking=55,
        contacts=55,
        contact_time_sum_s=21.511380463925292,
        contacts_timed=54,
        peak_sum_n=70085.14726641435,
        impulse_sum_ns=19455.472457617678,
        regions=(_THIRD, Moments(), Moments(0.1, 0.2, 1e300)),
        quality=("single foot",),
    ),
    "foot-plain": FootMinute(AT, Foot.RIGHT, 0, 50.0, 0.0, 60.0, Moments()),
    "body": BodyMinute(
        AT, 2, 20.5, 10.0, (*(0.0,) * 27, 29.5, *(0.0,) * (QUIET_BINS - 28)), 0.0, ("leaning",)
    ),
    "step": StepMinute(AT, 1, 151.5, 60.0, True, 0.241, 2.75, None, ("é",)),
    "day": DayTotal(date(2026, 3, 2), 8_432, None),
    "session": Session(MOMENT, Sport.RUNNING, 1_800.25, 5_000.0, 4_800, 0.241, ()),
    "gap": Gap(AT, MOMENT, 825, GapCause.LINK, Foot.RIGHT),
    "calibration": Calibration(AT, 1.0625, 607.6, CalibrationMethod.STANDING, 0, ("warm",)),
    "pain": PainTold(PainReport(MOMENT, PainMoment.FIRST_STEPS, 4, Side.LEFT), TOLD),
    "sensor": SensorTold(
        sensor="sole-3f2a9c",
        at=TOLD,
        kind="open-plantar",
        paired_at=MOMENT,
        foot=Foot.LEFT,
        heard_at=TOLD,
        model="Maker Sole 2",
        firmware="1.4.0",
        battery_percent=62,
        clock=ClockQuality.FITTED,
        off_s=0.015,
        drift_ppm=-31.5,
        waiting=0,
    ),
    "sensor-silent": SensorTold("pod-91bd02", TOLD, "running-speed-and-cadence", MOMENT),
}
_RECEIPT: Final = Receipt("soles é", "foot/2026-03-02T09:59Z/left", 3, 305419896)
_STRANGER: Final = Receipt("pod", "step/2026-03-02T09:59Z", 1, 7)
_BUNDLE: Final = rows_written([parcel("soles é", ROWS["foot"]), parcel("pod", ROWS["step"])])

MESSAGES: Final[dict[str, bytes]] = {
    "rows": _BUNDLE,
    "rows-none": rows_written(()),
    "answer": answer_written(Answer((_RECEIPT,), {_STRANGER: "nobody here wears 'pod'"})),
    "unreadable": unreadable_written(b"rows", "a message of version 2"),
    "state-connected": state_written("connected"),
    "state-away": state_written("away"),
    "dead": dead_written("nobody here wears 'pod'", _BUNDLE),
}
