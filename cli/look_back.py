"""What every rule would have said of a runner, in a store or in files: as `plantar backtest`."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from plantar.errors import FileRejected
from plantar.plan import RuleOverride
from plantar.runner import Runner
from plantar.store import Store

if TYPE_CHECKING:
    from cli.intake import Verdict
    from collector.files.asked import DateOrder
    from processing.backtest import Backtest


def look_back(
    store: Store,
    runner_id: str,
    days: tuple[date | None, date | None] = (None, None),
    tried: Sequence[RuleOverride] = (),
    *,
    now: datetime,
) -> "Backtest | None":
    """Ask the rules about every day from the first to the last, up to yesterday.

    None where there is no day to ask about.
    """
    from processing.backtest import backtest
    from processing.evidence import first_day, stored_evidence
    from processing.recompute import recompute

    if store.dirty(runner_id).days:
        recompute(store, runner_id, now=now)
    evidence = stored_evidence(store, runner_id, now=now)
    begins = first_day(evidence)
    if begins is None:
        return None
    yesterday = store.runner(runner_id).days.day_of(now) - timedelta(days=1)
    first, last = max(days[0] or begins, begins), min(days[1] or yesterday, yesterday)
    return backtest(evidence, first, last, tried) if first <= last else None


def of_files(
    paths: Sequence[Path],
    days: tuple[date | None, date | None],
    tried: Sequence[RuleOverride],
    dates: "DateOrder | None",
    body_mass_kg: float | None,
    *,
    now: datetime,
) -> "list[Backtest]":
    """The same of files of one runner, put into a store that is gone afterwards.

    A file that cannot be read is named on standard error and left out; when none can be read the
    first one's refusal is raised.
    """
    from cli.imports import files_of
    from cli.intake import take_in
    from cli.progress import track
    from plantar.store.sql import open_store

    runner = Runner("files", body_mass_kg=body_mass_kg)
    with open_store("sqlite://") as store:
        store.add_runner(runner)
        verdicts = [
            take_in(store, runner, path, now=now, dates=dates)
            for path in track(files_of(paths), "reading")
        ]
        _tell_refused(paths, verdicts)
        span = store.span(runner.id)
        # A history may end long ago: nobody is asked about the days since.
        ends = min(now, runner.days.bounds(runner.days.day_of(span[1]))[1]) if span else now
        test = look_back(store, runner.id, days, tried, now=ends)
    return [] if test is None else [test]


def _tell_refused(paths: Sequence[Path], verdicts: "Sequence[Verdict]") -> None:
    refused = [one for one in verdicts if one.verdict == "rejected"]
    if not verdicts:
        raise FileRejected(paths[0], "holds no file")
    if len(refused) == len(verdicts):
        raise FileRejected(Path(refused[0].file), refused[0].reason or "cannot be read")
    for one in refused:
        typer.echo(f"left out: {Path(one.file).name}: {one.reason}", err=True)
