"""The pages with 500 runners, in a real browser, against an empty page of the same Streamlit.

The store of practice.py, made once a day by the real pipeline; the server as it is started by
`plantar up`, and beside it the same with an empty page behind the same gate; Chromium with a cache
that is warm. Every figure of time is a ratio to the empty page, or the time of a script inside the
server. Two kinesists read in turn, each of their own half of the runners, and every answer is
searched for the other's names. Sessions at once, and those reads, are WebSockets without a browser.

    python benchmarks/pages.py [--runners 500] [--rounds 7] [--sessions 20] [--reads 1000]
                                   [--write docs/dashboard-speed.md]
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

from pages_served import HERE, Served, Wire, context_of, kinesist, served
from playwright.sync_api import Browser, Page, sync_playwright
from practice import practice

from dashboard.web.cookies import SIGNED_IN, name_of
from plantar.store.sql import open_store
from tests.dashboard.socket_session import session

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
ROW = "tr[data-open]"
#: The goals that the pages were given.
TIMES_EMPTY, SCRIPT_MS, FILTER_KB, RUNNER_KB, SESSION_MB = 2.5, 300, 200, 50, 2
#: Rounds before both caches are warm.
COLD = 2


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table."""

    what: str
    measured: str
    goal: str = ""
    reached: bool | None = None

    def __str__(self) -> str:
        held = {None: "", True: "yes", False: "**no**"}[self.reached]
        return f"| {self.what} | {self.measured} | {self.goal} | {held} |"


def visit(page: Page, url: str, shown: str) -> float:
    """Go there; how long until it is shown. [ms]"""
    page.bring_to_front()  # browsers let what lies behind wait
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.locator(shown).first.wait_for()
    return 1e3 * (time.perf_counter() - began)


def p95(times: Sequence[float]) -> float:
    """What 95 of 100 stay below; of few the most."""
    return sorted(times)[max(0, -(-95 * len(times) // 100) - 1)]


def spread(values: Sequence[float], form: str = ".2f") -> str:
    """Median, least and most."""
    return f"{statistics.median(values):{form}} ({min(values):{form}}-{max(values):{form}})"


def warm(
    pages: Page, empty: Page, at: Served, nothing: Served, rounds: int
) -> tuple[list[float], list[float]]:
    """Ratio and milliseconds of the overview to the empty page, in turn."""
    ratios, times = [], []
    for round_ in range(rounds + COLD):
        base = visit(empty, nothing.address, ".nothing")
        rows = visit(pages, f"{at.address}/?lang=nl", ROW)
        if round_ >= COLD:
            ratios.append(rows / base)
            times.append(rows)
        tell(f"overview, round {round_ + 1} of {rounds + COLD}")
    return ratios, times


def filters(page: Page, wire: Wire) -> tuple[list[float], list[float]]:
    """Kilobytes and milliseconds of each change of the filter."""
    sizes, times = [], []
    page.bring_to_front()
    for name in ("Rustig", "Iedereen", "Geen gegevens", "Vandaag bellen"):
        before, first = wire.taken, page.locator(ROW).first.get_attribute("data-open")
        began = time.perf_counter()
        page.get_by_role("radio", name=name).click()
        while page.locator(ROW).first.get_attribute("data-open") == first:
            page.wait_for_timeout(5)
        times.append(1e3 * (time.perf_counter() - began))
        page.wait_for_timeout(1_000)
        sizes.append((wire.taken - before) / 1e3)
        tell(f"filter: {name}")
    page.get_by_role("radio", name="Iedereen").click()
    page.wait_for_timeout(1_000)
    return sizes, times


def crossed(
    at: Served, users: Sequence[tuple[str, set[str], set[str]]], reads: int
) -> tuple[int, int]:
    """Of so many reads in turn by users: how many there were, and how many were wrong.

    `users` are a secret, what is theirs, and what is somebody else's. A read is wrong where it
    holds anything of somebody else's, or nothing of theirs. Each is a session of its own, since one
    that has seen a message is sent its name alone.
    """
    done = wrong = 0
    for (token, theirs, others), _ in zip(cycle(users), range(reads), strict=False):
        with session(at.address, token) as one:
            told = one.read("lang=nl")
        wrong += _holds(told, others) or not _holds(told, theirs)
        done += 1
        tell(f"reads in turn, {done} of {reads}")
    return done, wrong


def _holds(told: bytes, names: set[str]) -> bool:
    return any(name.encode() in told for name in names)


def tell(said: str) -> None:
    """How far it is, beside the table."""
    sys.stderr.write(f"\r{said:60}")
    sys.stderr.flush()


def measure(browser: Browser, home: Path, asked: argparse.Namespace, figures: list[Figure]) -> None:
    """Everything, in one run; what was measured stays when the rest does not come."""
    path = home / "practice.sqlite"
    shutil.copy(practice(asked.runners), path)
    with open_store(path) as store:
        everybody = sorted(runner.id for runner in store.runners())
        names = store.display_names()
        half = len(everybody) // 2
        whole = kinesist(store, "all", everybody)
        users = [
            (kinesist(store, "odd", everybody[:half]), *_both(names, everybody, half)),
            (kinesist(store, "even", everybody[half:]), *_both(names, everybody, half)[::-1]),
        ]
    with ExitStack() as stack:
        at = stack.enter_context(served(home, path))
        nothing = stack.enter_context(served(home, path, str(HERE / "pages_empty.py")))
        context = context_of(browser, at.address, whole)
        context.add_cookies(
            [{"name": name_of(SIGNED_IN, tls=False), "value": whole, "url": nothing.address}]
        )
        page, empty = context.new_page(), context.new_page()
        wire = Wire()
        wire.watch(page)
        ratios, times = [], []
        runs = at.since(lambda: _into(ratios, times, warm(page, empty, at, nothing, asked.rounds)))
        goal = statistics.median(ratios) <= TIMES_EMPTY
        figures.append(
            Figure(
                "overview, rows visible / empty page",
                f"{spread(ratios)} x",
                f"{TIMES_EMPTY} x",
                goal,
            )
        )
        figures.append(Figure("the same by the clock", f"{spread(times, '.0f')} ms"))
        sizes, changes = filters(page, wire)
        runs += at.since(lambda: filters(page, wire))
        runs = runs[2:]  # the first ones load what all later ones have
        figures += [
            *_script("overview", runs, goal=SCRIPT_MS),
            Figure(
                "filter, over the WebSocket",
                f"{spread(sizes, '.0f')} kB",
                f"{FILTER_KB} kB",
                max(sizes) <= FILTER_KB,
            ),
            Figure("filter, until the rows are others", f"{spread(changes, '.0f')} ms"),
        ]
        parts = at.since(lambda: page.wait_for_timeout(11_000), "fragment")
        figures += _script("a look for something new, every 5 s", parts)
        figures += _pages(at, page, wire, everybody)
        context.close()
        before = at.rss_mb()
        seats = []
        for n in range(asked.sessions):
            seat = stack.enter_context(session(at.address, whole))
            seat.read("lang=nl")
            seats.append(seat)
            tell(f"sessions, {n + 1} of {asked.sessions}")
        time.sleep(2.0)
        each = (at.rss_mb() - before) / asked.sessions
        figures.append(
            Figure(
                f"memory of each of {asked.sessions} sessions at once",
                f"{each:.2f} MB",
                f"{SESSION_MB} MB",
                each <= SESSION_MB,
            )
        )
        done, wrong = crossed(at, users, asked.reads)
        figures.append(
            Figure(
                f"{done} reads in turn of two kinesists, each {half} of the runners",
                f"{wrong} with a name of the other's, or none of their own",
                "0",
                wrong == 0,
            )
        )


def _both(names: dict[str, str], everybody: list[str], half: int) -> tuple[set[str], set[str]]:
    return _told(names, everybody[:half]), _told(names, everybody[half:])


def _told(names: dict[str, str], runner_ids: Sequence[str]) -> set[str]:
    """What tells of runners: their ids, and their names as JSON holds them."""
    shown = {f"<bdi>{json.dumps(names[one])[1:-1]}</bdi>" for one in runner_ids}
    return shown | set(runner_ids) | {f"<bdi>{names[one]}</bdi>" for one in runner_ids}


def _script(
    name: str, runs: Sequence[tuple[float, float]], goal: float | None = None
) -> list[Figure]:
    """How long a script runs: by the clock, and of a processor, which others do not lengthen."""
    clock, busy = ([run[n] for run in runs] for n in (0, 1))

    def both(times: Sequence[float]) -> str:
        return f"{statistics.median(times):.0f} and {p95(times):.0f} ms"

    reached = None if goal is None else p95(clock) <= goal
    limit = "" if goal is None else f"p95 {goal} ms"
    return [
        Figure(
            f"{name}, script, p50 and p95 of {len(runs)}, by the clock", both(clock), limit, reached
        ),
        Figure("the same, of a processor alone", both(busy)),
    ]


def _into(first: list[float], second: list[float], found: tuple[list[float], list[float]]) -> None:
    first += found[0]
    second += found[1]


def _pages(at: Served, page: Page, wire: Wire, everybody: list[str]) -> list[Figure]:
    figures = []
    loaded = everybody[len(everybody) // 2]
    for name, url, shown, goal in (
        ("runner page", f"runner?runner={loaded}&lang=nl", ".st-key-chart svg g text", RUNNER_KB),
        ("alerts", "alerts?lang=nl", "h1", None),
        ("settings", "settings?lang=nl", "h1", None),
    ):
        taken: list[float] = []

        def go(url: str = url, shown: str = shown, taken: list[float] = taken) -> None:
            for _ in range(3):
                before = wire.taken
                visit(page, f"{at.address}/{url}", shown)
                page.wait_for_timeout(1_500)
                taken.append((wire.taken - before) / 1e3)

        runs = at.since(go)
        reached = None if goal is None else max(taken) <= goal
        figures += [
            Figure(
                f"{name}, over the WebSocket",
                f"{spread(taken, '.0f')} kB",
                "" if goal is None else f"{goal} kB",
                reached,
            ),
            *_script(name, runs),
        ]
        tell(name)
    return figures


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runners", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--reads", type=int, default=1_000)
    parser.add_argument("--write", type=Path, help="Put the table there, between its marks.")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        figures: list[Figure] = []
        try:
            measure(browser, Path(folder), asked, figures)
        finally:
            _say(asked, figures)
        browser.close()


def _say(asked: argparse.Namespace, figures: Sequence[Figure]) -> None:
    """Print the table, and put it where it was asked for."""
    lines = ["| what | measured | goal | reached |", "|---|---|---|---|", *map(str, figures)]
    told = (
        f"{asked.runners} runners x 365 days, {asked.rounds} rounds, {os.cpu_count()} cores, "
        f"load average {os.getloadavg()[0]:.1f}, {datetime.now(UTC):%d %B %Y}"
    )
    table = "\n".join((told, "", *lines))
    sys.stderr.write("\n")
    print(table)
    if asked.write is not None:
        text = asked.write.read_text("utf-8")
        before, begin, rest = text.partition("<!-- measured -->\n")
        _, end, after = rest.partition("<!-- /measured -->")
        asked.write.write_text(f"{before}{begin}\n{table}\n\n{end}{after}", "utf-8")


if __name__ == "__main__":
    main()
