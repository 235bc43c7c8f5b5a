"""Looks at one state after another: what axe finds there, what sticks out, and a picture."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as NotThere

from tests.screens import axe, pictures
from tests.screens.looking import SIZES, browsing, settle, sticks_out, visit
from tests.screens.pictures import Taken
from tests.screens.place import undone
from tests.screens.states import MAIN, State

#: A page that does not come to be is asked for once more: it may have been the machine.
TRIES: Final = 2


@dataclass(frozen=True, slots=True)
class Look:
    """How one looks at a state."""

    size: str
    language: str = "nl"
    dark: bool = False

    @property
    def key(self) -> str:
        """What a picture's name says of it."""
        return "-".join([self.size, self.language, *(["dark"] if self.dark else [])])


def looks(state: State) -> Iterator[Look]:
    """How a state is kept: in the light, in Dutch; what stands for a page in dark and French too.

    Axe is asked of each in the dark as well.
    """
    for size in SIZES:
        yield Look(size)
        if state.name == MAIN:
            yield Look(size, dark=True)
            yield Look(size, "fr")


@dataclass(slots=True)
class Walk:
    """A walk, and what it found."""

    browser: Browser
    address: str
    home: Path  # of the clinic
    into: Path | None = None  # where pictures are kept
    whole: bool = False  # each page from top to foot
    only: Sequence[str] = ()  # these looks alone
    taken: list[Taken] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def at(self, state: State) -> None:
        """Look at a state in every way."""
        for look in looks(state):
            if self.only and look.key not in self.only:
                continue
            for at in range(TRIES):
                with undone(self.home, state):
                    trouble = self._seen(state, look)
                if trouble is None:
                    break
                if at == TRIES - 1:
                    self.wrong.append(trouble)

    def _seen(self, state: State, look: Look) -> str | None:
        """Look once; why that was not possible, where it was not."""
        name = f"{state.key}-{look.key}"
        token = None if state.who is None else state.who.login
        with browsing(self.browser, self.address, token, look.size, dark=look.dark) as page:
            try:
                visit(page, self.address, state, look.language)
                found = [f"{name}: {line}" for line in _found(page)]
                if self.into is not None:
                    pictures.take(page, self.into / f"{name}.png", whole=self.whole)
                if state.name != MAIN:  # the others are not kept in the dark
                    page.emulate_media(color_scheme="dark")
                    settle(page, state)
                    found += [f"{name}-dark: {line}" for line in _found(page)]
            except NotThere as trouble:
                return f"{name}: {str(trouble).splitlines()[0]}"
        picture = None if self.into is None else self.into / f"{name}.png"
        self.taken.append(Taken(state, look.key, picture))
        self.wrong += found
        print(f"{name}: {len(found)}", file=sys.stderr, flush=True)
        return None


def _found(page: Page) -> list[str]:
    found = axe.violations(page)
    if (beyond := sticks_out(page)) > 0:
        found.append(f"sticks out by {beyond} px")
    return found
