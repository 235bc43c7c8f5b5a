"""How loudly a rule speaks."""

from enum import IntEnum


class Level(IntEnum):
    """How loudly a rule speaks."""

    OK = 0
    INFO = 1
    CAUTION = 2  # look this week
    ALERT = 3  # call today
