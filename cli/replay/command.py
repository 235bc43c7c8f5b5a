"""`plantar replay`: a capture heard again, without a radio and without keeping anything."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plantar.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collector.capture import Capture
    from collector.replay import Step

Simulated = Annotated[
    bool, typer.Option("--simulated", help="With what a simulated collector kept.")
]


def replay(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="Captures; those of two soles go together."),
    ] = None,
    raw: Annotated[
        str | None,
        typer.Option(metavar="DEVICE", help="What `collect --keep-raw` kept of a device."),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="ISO", help="Raw from then on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="ISO", help="Raw up to then.")] = None,
    body_mass: Annotated[
        float | None, typer.Option(metavar="KG", help="Of who walked; for calibration alone.")
    ] = None,
    *,
    step: Annotated[bool, typer.Option("--step", help="Every event, and what it told.")] = False,
    simulated: Simulated = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Tell what a capture holds, by the same way that live sensors are heard."""
    import logging

    from cli import out
    from cli.replay import as_json, steps, tables
    from cli.replay.reheard import Reheard
    from plantar.runner import Runner

    if bool(files) == (raw is not None):
        raise BadInput("FILE", None, "a capture, or --raw and a device")
    if raw is None and (since or until):
        raise BadInput("--since", since or until, "given with --raw only")
    weight_n = None if body_mass is None else Runner("nobody", body_mass_kg=body_mass).body_weight_n
    logging.getLogger("collector").addHandler(logging.NullHandler())  # what is wrong is told below
    runs = _read(files) if files else _kept(raw or "", since, until, simulated=simulated)
    stepped: list[dict[str, object]] = []

    def on_step(one: "Step") -> None:
        if step and json:
            stepped.append(steps.as_step(one))
        elif step:
            typer.echo(steps.step_line(one))

    reheard = Reheard(weight_n, on_step)
    for captures in runs:
        reheard.hear(captures)
    if json:
        out.write_json(as_json.as_json(reheard) | ({"steps": stepped} if step else {}))
    else:
        tables.write(reheard)


def _read(files: "Sequence[Path]") -> "list[list[Capture]]":
    from collector.capture_reading import read_capture

    return [[read_capture(path) for path in files]]


def _kept(
    device: str, since: str | None, until: str | None, *, simulated: bool
) -> "list[list[Capture]]":
    from cli.home import home_of
    from collector.outbox.raw_kept import kept_captures

    outbox = home_of(simulated=simulated).outbox
    return kept_captures(outbox, device, _moment("--since", since), _moment("--until", until))


def _moment(option: str, text: str | None) -> "datetime | None":
    """A moment; by UTC, as gaps and minutes are told, where it names no zone."""
    from datetime import UTC, datetime

    if text is None:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput(option, text, "a moment such as 2026-03-02T09:00, in UTC") from error
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
