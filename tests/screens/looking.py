"""A page in a browser, looked at once it moves no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page

from tests.dashboard.browser_rig import DESK, PHONE
from tests.dashboard.signed_in import in_browser
from tests.screens.states import State

SIZES: Final[dict[str, dict[str, int]]] = {"desk": DESK, "phone": PHONE}
#: Streamlit says of itself when it has drawn everything; a chart is drawn a moment later.
DRAWN: Final = """() => {
  const app = document.querySelector('[data-testid=stApp]');
  if (!app || app.dataset.testScriptState !== 'notRunning') return false;
  if (!document.querySelector('.foot')) return false;
  if (document.querySelector('[data-testid=stSkeleton], [data-stale=true]')) return false;
  return [...document.querySelectorAll('[data-testid=stECharts], .stECharts')]
    .every(one => one.querySelector('svg path, canvas'))
    && !document.getAnimations().some(one => one instanceof CSSTransition);
}"""
#: That nothing changed for so long. [ms]
STILL_MS: Final = 300
STILL: Final = """(ms) => new Promise(resolve => {
  let timer;
  const watch = new MutationObserver(again);
  function again() { clearTimeout(timer); timer = setTimeout(() => {
    watch.disconnect(); resolve(true); }, ms); }
  watch.observe(document.documentElement,
    { subtree: true, childList: true, attributes: true, characterData: true });
  again();
})"""
LONGEST_MS: Final = 60_000


@contextmanager
def browsing(
    browser: Browser, address: str, token: str | None, size: str, *, dark: bool = False
) -> Iterator[Page]:
    """A page of somebody, of that size, in light or in dark; nothing on it moves."""
    context: BrowserContext = browser.new_context(
        viewport=SIZES[size],  # type: ignore[arg-type]
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        timezone_id="Europe/Brussels",
        locale="nl-BE",
        has_touch=size == "phone",
    )
    context.set_default_timeout(LONGEST_MS)
    if token is not None:
        in_browser(context, address, token)
    try:
        yield context.new_page()
    finally:
        context.close()


def visit(page: Page, address: str, state: State, language: str) -> None:
    """Go to a state, and wait until it is there."""
    page.goto(f"{address}{state.path(language)}")
    settle(page, state)
    if state.act is not None:
        state.act(page)
        page.evaluate(STILL, STILL_MS)
        settle(page, state)
    page.mouse.move(0, 0)


def settle(page: Page, state: State) -> None:
    """Wait until everything is drawn, and nothing changes any more."""
    if not state.is_plain:
        page.wait_for_function(DRAWN)
    page.evaluate("document.fonts.ready.then(() => true)")
    page.evaluate(STILL, STILL_MS)


def whole_height(page: Page) -> int:
    """How high the page is, below the window too. [px]"""
    main = "document.querySelector('[data-testid=stMain]') ?? document.documentElement"
    return int(page.evaluate(f"({main}).scrollHeight"))


def sticks_out(page: Page) -> int:
    """How far the page is wider than its window. [px]"""
    main = "document.querySelector('[data-testid=stMain]') ?? document.documentElement"
    return int(page.evaluate(f"(one => one.scrollWidth - one.clientWidth)({main})"))
