"""Every page there is: who draws it, what a browser calls it, and what must be shared for it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from dashboard.access.ask import LOAD, PAIN, PLAN
from dashboard.views import (
    add,
    alerts,
    context,
    exercises,
    looks,
    messages,
    numbers,
    overview,
    own,
    pain,
    people,
    programme,
    report,
    runner,
    runners,
    sensors,
    settings,
    sharing,
    today,
    why,
)
from dashboard.visit import Visit
from plantar.consent import Scope
from plantar.words.catalogue import mark


@dataclass(frozen=True, slots=True)
class Entry:
    """One page."""

    draw: Callable[[Visit], None]
    title: str  # what a browser calls it
    #: What must be shared of a runner for it to be of any use: all of one of these; none: nothing.
    needs: tuple[frozenset[Scope], ...] = ()


#: Every page, by the last part of its address.
PAGES: Final[dict[str, Entry]] = {
    "overview": Entry(overview.page, mark("Overview")),
    "runner": Entry(runner.page, mark("Runner")),
    "today": Entry(today.page, mark("Today"), (LOAD, PAIN)),
    "sensors": Entry(sensors.page, mark("Sensors"), (LOAD,)),
    "pain": Entry(pain.page, mark("Enter pain"), (PAIN,)),
    "context": Entry(context.page, mark("What happened?"), (LOAD, PAIN)),
    "exercises": Entry(exercises.page, mark("Exercises"), (LOAD, PLAN)),
    "add": Entry(add.page, mark("Add data"), (LOAD, PLAN)),
    "runners": Entry(runners.page, mark("Runners")),
    "people": Entry(people.page, mark("People")),
    "sharing": Entry(sharing.page, mark("Sharing")),
    "looks": Entry(looks.page, mark("Who looked")),
    "why": Entry(why.page, mark("Why?"), (LOAD, PAIN)),
    "alerts": Entry(alerts.page, mark("Alerts"), (LOAD, PAIN)),
    "messages": Entry(messages.page, mark("Messages")),
    "numbers": Entry(numbers.page, mark("What do these numbers mean?")),
    "own": Entry(own.page, mark("My data")),
    "settings": Entry(settings.page, mark("Settings"), (LOAD, PLAN)),
    "programme": Entry(programme.page, mark("Programme"), (LOAD, PLAN)),
    # On paper nothing says that a part was not shared: a report of half of it would mislead.
    "report": Entry(report.page, mark("Report for the doctor"), (LOAD | PAIN,)),
}
FIRST: Final = "overview"
TITLES: Final = {name: entry.title for name, entry in PAGES.items()}
