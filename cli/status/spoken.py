"""Numbers and phases in plain words, for one screen."""

from datetime import datetime, timedelta
from typing import Final

from collector.sensor_state import Phase, SensorClock, SensorState
from plantar.sample import ClockQuality, Foot

MINUTE_S: Final = 60.0
HOUR_S: Final = 3_600.0
DAY_S: Final = 86_400.0
#: Below this, tenths are worth reading. [s]
SHORT_S: Final = 10.0
#: Two days and more are told as days.
SOME_HOURS: Final = 48

FEET: Final = {Foot.LEFT: "left foot", Foot.RIGHT: "right foot", None: "no foot"}
PHASES: Final = {
    Phase.SEARCHING: "looked for: asleep, out of reach or empty",
    Phase.CONNECTING: "found, being connected to",
    Phase.STREAMING: "is heard",
    Phase.STALLED: "connected, and says nothing",
    Phase.BACKING_OFF: "lost, tried again soon",
    Phase.UNAUTHORISED: "not let in",
    Phase.REFUSED: "not what it was paired as",
    Phase.STOPPED: "let go",
}


def span(seconds: float) -> str:
    """How long something lasts, to about two digits."""
    if seconds < SHORT_S:
        return f"{max(seconds, 0.0):.1f} s".replace(".0 ", " ")
    if seconds < MINUTE_S:
        return f"{seconds:.0f} s"
    if seconds < HOUR_S:
        return f"{seconds / MINUTE_S:.0f} min"
    hours, rest = divmod(int(seconds), int(HOUR_S))
    if hours < SOME_HOURS:
        return f"{hours} h {rest // int(MINUTE_S):02d} min"
    return f"{seconds / DAY_S:.0f} d"


def ago(at: datetime, now: datetime) -> str:
    """How long ago; a clock that was set back makes nothing lie ahead."""
    return f"{span((now - at) / timedelta(seconds=1))} ago"


def phase(state: SensorState, now: datetime) -> str:
    """What the collector does about a sensor."""
    told = PHASES[state.phase]
    if state.phase is Phase.STREAMING:
        return told
    return f"{told} (for {span((now - state.since) / timedelta(seconds=1))})"


def clock(known: SensorClock) -> str:
    """How well a sensor's clock is known."""
    off = f"within {max(1, round(known.off_s * 1_000))} ms"
    match known.quality:
        case ClockQuality.ARRIVAL:
            return f"no clock of its own, {off}"
        case ClockQuality.SETTLING:
            return f"clock {off}, being compared"
        case ClockQuality.FITTED:
            drift = round(known.drift_ppm or 0.0)
            if known.drift_ppm is None or not drift:
                return f"clock {off}"
            return f"clock {off}, {abs(drift)} ppm {'slow' if drift > 0 else 'fast'}"


def counted(number: int, one: str, many: str) -> str:
    """A number of things."""
    return f"{number:,} {one if number == 1 else many}".replace(",", " ")


def size(some_bytes: int) -> str:
    """How much of a disk."""
    return f"{some_bytes / 1_000_000:.1f} MB"
