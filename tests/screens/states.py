"""Every page, and every state that it can be in: where it is found, and what is seen there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from playwright.sync_api import Page

from dashboard.pages import PAGES
from plantar.pain_link import PATH
from tests.screens import acts, clinic
from tests.screens.clinic import ONE
from tests.screens.people import (
    ADMIN,
    AWAY,
    CALM,
    KINESIST,
    LEARNING,
    LOAD_ALONE,
    NEWCOMER,
    NOTHING,
    PARTLY,
    RUNNER,
    STEADY,
    WAITING,
    Person,
)

#: The form for pain, by a link.
FORM: Final = f"{PATH}/{clinic.MORNING}"
#: The state of a page that stands for it.
MAIN: Final = "main"


@dataclass(frozen=True, slots=True)
class State:
    """One page in one state."""

    page: str  # of PAGES, or the path of a plain page
    name: str
    seen: str  # what it shows, in one line
    who: Person | None = KINESIST  # None: nobody is signed in
    runner: str | None = None  # whom it is about
    act: Callable[[Page], None] | None = None  # what is done there before one looks
    starts: str = ""  # the page on which one begins, where another one leads here
    writes: bool = False  # whether that changes what others see afterwards

    @property
    def is_plain(self) -> bool:
        """Whether Streamlit does not draw it."""
        return self.page.startswith("/")

    @property
    def key(self) -> str:
        """What its pictures are called."""
        page = self.page.strip("/").split("/", maxsplit=1)[0] or "overview"
        return page if self.name == MAIN else f"{page}-{self.name}"

    def path(self, language: str) -> str:
        """Its address, without the host."""
        asked = {"lang": language} | ({} if self.runner is None else {"runner": self.runner})
        begun = self.starts or self.page
        page = begun if self.is_plain else "/" + ("" if begun == "overview" else begun)
        return f"{page}?{urlencode(asked)}"


STATES: Final[tuple[State, ...]] = (
    # The way in.
    State("/sign-in", MAIN, "Where one signs in", None),
    State(
        "/sign-in",
        "wrong",
        "A name and a password that do not belong together",
        None,
        act=acts.wrong_password,
    ),
    State("/in", MAIN, "A code that came without a link", None),
    State(f"/in/{clinic.SET_UP}", "set-up", "The first account of a place", None),
    State(f"/in/{clinic.INVITED}", "invited", "An invitation for a kinesist", None),
    State(f"/in/{clinic.RUNNERS}", "runner", "An invitation for a runner", None),
    State(f"/in/{clinic.SHARED}", "share", "A runner asks a kinesist to look along", KINESIST),
    State(f"/in/{clinic.PASSWORD}", "password", "A link for a new password", None),
    State("/in/gone-gone-gone", "expired", "A link that opens nothing any more", None),
    State("/sign-out", MAIN, "The way out"),
    # Pain without a script.
    State(FORM, MAIN, "Pain told by a link from a message", None),
    State(
        FORM,
        "refused",
        "An answer that was not given whole",
        None,
        act=acts.refused_pain,
    ),
    State(FORM, "saved", "Kept", None, act=acts.told_pain, writes=True),
    State(f"{PATH}/no-such-link", "gone", "A link that is none", None),
    # Who needs attention today?
    State("overview", MAIN, "Who needs attention today, and why"),
    State("overview", "nobody-yet", "A practice without runners", NEWCOMER),
    State("overview", "nobody-listed", "A search that finds nobody", act=acts.search_nobody),
    State("overview", "all-quiet", "Nobody needs attention", CALM),
    State("overview", "no-data", "Of nobody came any data", WAITING),
    # What happened, and what explains it?
    State("runner", MAIN, "A runner with an alert", runner=ONE),
    State("runner", "quiet", "A quiet runner", runner="demo-steady"),
    State("runner", "caution", "A week above what is usual", runner="demo-week-up"),
    State("runner", "learning", "The first weeks: no ratio yet", runner="demo-new"),
    State("runner", "partial", "Worn for part of the days", runner="demo-partly"),
    State("runner", "stale", "The last days are not there", runner="demo-silent"),
    State("runner", "no-data", "A sensor that is silent", runner="demo-away"),
    State("runner", "nothing", "Nothing was measured yet", runner="demo-nothing"),
    State("runner", "not-shared", "Load is shared, and pain is not", LOAD_ALONE, ONE),
    State("runner", "unknown", "Unknown and forbidden look the same", runner="demo-nobody"),
    State("runner", "numbers", "The numbers behind an alert", runner=ONE, act=acts.open_numbers),
    # How am I doing?
    State("today", MAIN, "A runner whose mornings got worse", RUNNER),
    State("today", "quiet", "A quiet runner", STEADY),
    State("today", "learning", "The first weeks", LEARNING),
    State("today", "partial", "Worn for part of the days", PARTLY),
    State("today", "stale", "A sensor that is silent", AWAY),
    State("today", "nothing", "Nothing was measured yet", NOTHING),
    State("today", "told", "Told by one tap", STEADY, act=acts.tap_score, writes=True),
    # Is every alert answered?
    State("alerts", MAIN, "What is open"),
    State("alerts", "snoozed", "What was put off", act=acts.second_tab),
    State("alerts", "handled", "What was dealt with", act=acts.third_tab),
    State("alerts", "reason", "A reason is chosen", act=acts.first_pill),
    State("alerts", "none", "Nothing to answer", CALM),
    State("alerts", "no-data", "A sensor that is silent", WAITING),
    State("alerts", "own", "A runner's own", RUNNER, ONE),
    # What a runner tells.
    State("pain", MAIN, "How do the first steps feel?", runner=ONE),
    State("pain", "own", "A runner's own form", RUNNER, ONE),
    State("context", MAIN, "What no sensor saw", runner=ONE),
    State("exercises", MAIN, "Today's exercises", runner=ONE),
    State("exercises", "none", "No programme was agreed", runner="demo-walker"),
    State("programme", MAIN, "The programme, and what was done of it", runner=ONE),
    State("programme", "none", "No programme yet", runner="demo-walker"),
    State("report", MAIN, "The report for the doctor", runner=ONE),
    State("report", "learning", "A report of nine days", runner="demo-new"),
    State("report", "not-shared", "Not everything is shared", LOAD_ALONE, ONE),
    # Thresholds, people and messages.
    State("settings", MAIN, "Thresholds, and what they would have said"),
    State("settings", "runner", "Thresholds of one runner", runner=ONE),
    State("settings", "devices", "What is worn, the longest silent first", act=acts.devices),
    State("people", MAIN, "Accounts and invitations"),
    State("people", "admin", "Who keeps accounts and sees no runner", ADMIN),
    State("runners", MAIN, "Everybody who is looked after"),
    State("runners", "one", "What is agreed with a runner", runner=ONE),
    State("runners", "nobody-yet", "Nobody is yet", NEWCOMER),
    State("messages", MAIN, "Who is written to"),
    State("messages", "none", "Nobody is yet", NEWCOMER),
    State("messages", "own", "A runner's own", RUNNER),
    State("/account", MAIN, "One's own account"),
    State("/account", "runner", "A runner's own account", RUNNER),
    # What is measured, and what it means.
    State("add", MAIN, "Files from a watch or a sole", runner=ONE),
    State("add", "whose", "Files of whom?"),
    State("add", "nobody-yet", "A file is always of somebody", NEWCOMER),
    State("sensors", MAIN, "Sensors, coverage and gaps", runner=ONE),
    State("sensors", "nothing", "No sensor yet", runner="demo-nothing"),
    State("numbers", MAIN, "What do these numbers mean?"),
    State("why", MAIN, "Why: the rule, the minutes", runner=ONE, act=acts.ask_why, starts="runner"),
    State("why", "gone", "A flag that is not there any more", runner="demo-steady"),
    # A runner's own.
    State("own", MAIN, "A runner's own data", RUNNER, ONE),
    State("sharing", MAIN, "Who may see what", RUNNER, ONE),
    State("sharing", "nobody", "Nobody may", STEADY, "demo-steady"),
    State("looks", MAIN, "Who looked", RUNNER, ONE),
)


def states() -> Iterator[State]:
    """The states of every page there is, in the order of a walk; a page unknown here has one."""
    named = {state.page for state in STATES}
    yield from (state for state in STATES if state.is_plain or state.page in PAGES)
    for page, entry in PAGES.items():
        if page not in named:
            yield State(page, MAIN, entry.title, runner=ONE if entry.needs else None)
