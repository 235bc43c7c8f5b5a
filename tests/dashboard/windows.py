"""The pages about a runner of the invented clinic, opened in one window after another."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from playwright.sync_api import Browser, Page

from plantar.account import Account
from plantar.store import Store
from tests.dashboard.signed_in import RUNNER, account, sees_all, token_of
from tests.screens.clinic import ONE
from tests.screens.looking import browsing
from tests.screens.people import RUNNER as A_RUNNER
from tests.screens.states import MAIN, State, states

#: Of whom the pages about one runner are, in this clinic.
BEN = "r-017"


def main_states() -> dict[str, State]:
    """The state that stands for a page, by page, about a runner who is in this clinic."""
    found = [one for one in states() if one.name == MAIN and not one.is_plain]
    return {
        one.page: replace(one, runner=BEN if one.runner == ONE else one.runner, act=None, starts="")
        for one in found
    }


class Windows:
    """Windows by who looks and how, each opened once."""

    def __init__(self, browser: Browser, address: str, place: Store, stack: ExitStack) -> None:
        self._browser, self._address, self._place, self._stack = browser, address, place, stack
        self._open: dict[tuple[bool, str, bool], Page] = {}

    def of(self, state: State, size: str, *, dark: bool) -> Page:
        """The window in which a state is looked at."""
        is_own = state.who is not None and state.who == A_RUNNER
        key = is_own, size, dark
        if key not in self._open:
            token = token_of(self._place, self._account(is_own=is_own))
            window = browsing(self._browser, self._address, token, size, dark=dark)
            self._open[key] = self._stack.enter_context(window)
        return self._open[key]

    def _account(self, *, is_own: bool) -> Account:
        if not is_own:
            return sees_all(self._place)
        return account(self._place, "own-ben", RUNNER, BEN)


@contextmanager
def windows(browser: Browser, address: str, place: Store) -> Iterator[Windows]:
    """Windows that are closed at the end."""
    with ExitStack() as stack:
        yield Windows(browser, address, place, stack)
