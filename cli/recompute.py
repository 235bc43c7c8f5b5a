"""`plantar recompute`: everything that follows from what was measured, again."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli import clock, out
from cli.home import opened_store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from plantar.runner import Runner
    from plantar.state import State
    from plantar.store import Store


def recompute(
    runner_id: Annotated[
        str | None, typer.Option("--runner", metavar="ID", help="One runner; all by default.")
    ] = None,
    *,
    jobs: Annotated[
        int, typer.Option("--jobs", min=1, max=256, help="Processes that share the runners.")
    ] = 1,
    dask: Annotated[
        str | None,
        typer.Option("--dask", metavar="ADDRESS", help="A Dask scheduler whose workers do it."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Compute days, ratios and alerts again from what is stored."""
    now = clock.now()
    with opened_store() as store:
        runners = store.runners() if runner_id is None else [store.runner(runner_id)]
        if dask is None and jobs == 1:
            states = _here(store, runners, now)
        else:
            states = _elsewhere(runners, now, jobs, dask)
    if json:
        out.write_json(
            [
                {
                    "runner": state.runner_id,
                    "as_of": state.as_of.isoformat(),
                    "attention": state.attention,
                    "source_class": state.source_class,
                    "ratio": state.ratio.ratio if state.ratio else None,
                    "method": state.ratio.method if state.ratio else None,
                    "rules": [alert.rule for alert in state.reasons],
                }
                for state in states
            ]
        )
        return
    rows = [
        (
            state.runner_id,
            state.attention,
            state.source_class or "-",
            out.figure(state.ratio.ratio if state.ratio else None, 2),
            ", ".join(f"{alert.rule} {alert.day}" for alert in state.reasons) or "-",
        )
        for state in states
    ]
    out.write_table(("runner", "attention", "source", "week / usual", "rules"), rows)


def _here(store: "Store", runners: "Sequence[Runner]", now: "datetime") -> "list[State]":
    from cli.progress import track
    from processing.again import again

    return [again(store, runner, now=now) for runner in track(runners, "computing")]


def _elsewhere(
    runners: "Sequence[Runner]", now: "datetime", jobs: int, dask: str | None
) -> "list[State]":
    """Let other processes do it: of this computer, or the workers of a scheduler."""
    from cli import jobs as pool
    from cli import on_dask
    from cli.home import home_of
    from cli.progress import advancing
    from plantar.errors import BadInput
    from processing.again import chunks

    if dask is not None and jobs != 1:
        raise BadInput("--jobs", jobs, "for this computer: --dask has workers of its own")
    size = on_dask.SIZE if dask is not None else pool.size(len(runners), jobs)
    asked = chunks(home_of().store_url, runners, now, size)
    found: dict[str, State] = {}
    with advancing(len(runners), "computing") as advance:
        for states in pool.computed(asked, jobs) if dask is None else on_dask.computed(asked, dask):
            found |= {state.runner_id: state for state in states}
            advance(len(states))
    return [found[runner.id] for runner in runners]
