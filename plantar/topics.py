"""The topics of the broker: which way each thing goes between a collector and the centre.

A collector is named by its broker user, and the broker's rules let each user write and read the
topics of that name alone. `docs/wire.md` tells them.
"""

from typing import Final

from plantar.broker_place import USER
from plantar.errors import WireError

_VERSION: Final = "v1"
#: What workers read: one of them gets each bundle, from whatever collector.
ALL_ROWS: Final = f"$share/centre/plantar/{_VERSION}/+/rows"
#: Which collectors are connected.
ALL_STATES: Final = f"plantar/{_VERSION}/+/state"
#: What the centre could never keep, the last of each collector.
ALL_DEAD: Final = f"plantar-dead/{_VERSION}/+"
#: What buttons and tiles tell of pain; shared, so that the broker hands out nothing it kept.
ALL_PAIN: Final = f"$share/centre/plantar/{_VERSION}/+/pain"
ROWS: Final = "rows"
STATE: Final = "state"
PAIN: Final = "pain"


def rows(collector: str) -> str:
    """Where a collector sends its rows."""
    return f"plantar/{_VERSION}/{collector}/{ROWS}"


def state(collector: str) -> str:
    """Where it stands whether a collector is connected."""
    return f"plantar/{_VERSION}/{collector}/{STATE}"


def pain(collector: str) -> str:
    """Where a button or a tile tells pain."""
    return f"plantar/{_VERSION}/{collector}/{PAIN}"


def pain_answers(collector: str) -> str:
    """Where the centre says whether it kept that, to whoever told it."""
    return f"plantar-ack/{_VERSION}/{collector}/{PAIN}"


def answers(collector: str) -> str:
    """Where the centre says what it committed, to one collector."""
    return f"plantar-ack/{_VERSION}/{collector}"


def message(listener: str) -> str:
    """Where messages go for whoever listens as that broker user."""
    return f"plantar-message/{_VERSION}/{listener}"


def dead(collector: str) -> str:
    """Where the last thing stands that a collector sent and the centre can never keep."""
    return f"plantar-dead/{_VERSION}/{collector}"


def dead_of(topic: str) -> str:
    """The collector that a dead letter is of.

    Raises
    ------
    WireError
        It is no topic of dead letters.
    """
    match topic.split("/"):
        case ["plantar-dead", version, collector] if version == _VERSION and USER.fullmatch(
            collector
        ):
            return collector
        case _:
            raise WireError(f"topic {topic!r} is not one of dead letters")


def sender_of(topic: str) -> tuple[str, str]:
    """The collector that a topic is of, and what comes there.

    Raises
    ------
    WireError
        It is no topic of a collector.
    """
    match topic.split("/"):
        case ["plantar", version, collector, what] if (
            version == _VERSION and USER.fullmatch(collector) and what in {ROWS, STATE, PAIN}
        ):
            return collector, what
        case _:
            raise WireError(f"topic {topic!r} is not one of a collector")
