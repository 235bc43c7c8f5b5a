"""`plantar recompute`: everything that follows from what was measured, again."""

from typing import Annotated

import typer

from cli import clock, out
from cli.home import opened_store


def recompute(
    runner_id: Annotated[
        str | None, typer.Option("--runner", metavar="ID", help="One runner; all by default.")
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Compute days, ratios and alerts again from what is stored."""
    from cli.progress import track
    from plantar.day import each_day
    from processing.recompute import recompute as bring_up_to_date

    now = clock.now()
    states = []
    with opened_store() as store:
        runners = store.runners() if runner_id is None else [store.runner(runner_id)]
        for runner in track(runners, "computing"):
            span = store.span(runner.id)
            if span is not None:
                first, last = map(runner.days.day_of, span)
                store.mark_dirty(runner.id, each_day(first, last))
            states.append(bring_up_to_date(store, runner.id, now=now))
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
