"""What FIT calls a sport, and whether it is done on foot."""

from collector.files.fit_frames import Message
from plantar.measured import Sport

SPORTS = {
    "running": Sport.RUNNING,
    "walking": Sport.WALKING,
    "hiking": Sport.HIKING,
    "mountaineering": Sport.HIKING,
    "snowshoeing": Sport.HIKING,
    "cycling": Sport.CYCLING,
    "e_biking": Sport.CYCLING,
    "swimming": Sport.SWIMMING,
    "paddling": Sport.PADDLING,
    "rowing": Sport.PADDLING,
    "stand_up_paddleboarding": Sport.PADDLING,
    "kayaking": Sport.PADDLING,
    "rafting": Sport.PADDLING,
    "transition": Sport.TRANSITION,
}
#: Sports that say nothing themselves, where the sub-sport does.
VAGUE = {"generic", "fitness_equipment", "training", ""}
SUB_SPORTS = {
    "treadmill": Sport.RUNNING,
    "indoor_running": Sport.RUNNING,
    "indoor_walking": Sport.WALKING,
    "casual_walking": Sport.WALKING,
    "speed_walking": Sport.WALKING,
    "indoor_cycling": Sport.CYCLING,
    "spin": Sport.CYCLING,
    "indoor_rowing": Sport.PADDLING,
    "lap_swimming": Sport.SWIMMING,
    "open_water": Sport.SWIMMING,
}
SILENT = {"generic", "all", ""}


def sport_of(message: Message) -> tuple[Sport, str]:
    """The sport of a session or sport message, and what the file calls it."""
    name = _word(message, "sport")
    sub = _word(message, "sub_sport")
    sport = SPORTS.get(name, Sport.OTHER)
    if name in VAGUE:
        sport = SUB_SPORTS.get(sub, Sport.OTHER)
    return sport, (name or "unnamed") if sub in SILENT else f"{name or 'unnamed'}/{sub}"


def _word(message: Message, field: str) -> str:
    value = message.fields.get(field, "")
    return value if isinstance(value, str) else f"{field} {value}"
