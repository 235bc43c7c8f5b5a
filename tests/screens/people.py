"""Who looks at the pages in the pictures: each account once, with what it sees."""

from dataclasses import dataclass
from typing import Final

from plantar.consent import EVERYTHING, Scope
from plantar.viewer import Role

#: To whom everybody who is there consented.
EVERYBODY: Final = ("*",)


@dataclass(frozen=True, slots=True)
class Person:
    """An account, and whom it sees."""

    login: str
    name: str
    role: Role = Role.KINESIST
    own: str | None = None  # the runner whose feet are theirs
    sees: tuple[str, ...] = ()
    scopes: frozenset[Scope] = EVERYTHING


KINESIST: Final = Person("demo", "Demo", sees=EVERYBODY)
NEWCOMER: Final = Person("demo-new-here", "Demo new here")
CALM: Final = Person("demo-calm", "Demo calm", sees=("demo-steady", "demo-recovering"))
WAITING: Final = Person("demo-waiting", "Demo waiting", sees=("demo-away", "demo-nothing"))
LOAD_ALONE: Final = Person(
    "demo-load-alone",
    "Demo load alone",
    sees=("demo-jump-pain",),
    scopes=frozenset({Scope.LOAD}),
)
ADMIN: Final = Person("demo-admin", "Demo admin", Role.ADMIN)
RUNNER: Final = Person("demo-runner", "Demo 03", Role.RUNNER, "demo-jump-pain")
STEADY: Final = Person("demo-runner-steady", "Demo 01", Role.RUNNER, "demo-steady")
LEARNING: Final = Person("demo-runner-new", "Demo 06", Role.RUNNER, "demo-new")
PARTLY: Final = Person("demo-runner-partly", "Demo 14", Role.RUNNER, "demo-partly")
AWAY: Final = Person("demo-runner-away", "Demo 13", Role.RUNNER, "demo-away")
NOTHING: Final = Person("demo-runner-nothing", "Demo 15", Role.RUNNER, "demo-nothing")

PEOPLE: Final = (
    KINESIST,
    NEWCOMER,
    CALM,
    WAITING,
    LOAD_ALONE,
    ADMIN,
    RUNNER,
    STEADY,
    LEARNING,
    PARTLY,
    AWAY,
    NOTHING,
)
