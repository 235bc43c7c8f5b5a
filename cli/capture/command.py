"""`plantar capture`: what a sensor sends, into a file that can go with a report of a fault."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plantar.door import parsed, within
from plantar.errors import FileRejected, PlantarError
from plantar.sample import Foot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cli.capture.wanted import Wanted

#: Nobody captures for longer; `collect --keep-raw` does. [s]
MOST_S = 86_400.0
#: More than a day of a pair of soles, and less than is read again. [MB]
MOST_MB = 450.0


def capture(
    sensor: Annotated[
        str,
        typer.Argument(
            metavar="SENSOR",
            help="A paired sensor or pair, a number of the last scan, or an address.",
        ),
    ],
    seconds: Annotated[float, typer.Option(metavar="S", help="For how long.")] = 60.0,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new file; never another's place.")
    ] = None,
    profile: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="How it is read, if not as paired.")
    ] = None,
    side: Annotated[
        str | None, typer.Option(metavar="left|right", help="The foot of a sole that says none.")
    ] = None,
    most_mb: Annotated[float, typer.Option(metavar="MB", help="The file grows no larger.")] = 50.0,
    *,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Shoes and a foot pod made of software.")
    ] = False,
) -> None:
    """Write down every byte that a sensor sends, and when it came."""
    from cli.capture.capturing import Limits, captured
    from cli.capture.wanted import wanted
    from cli.radio import run

    within("--seconds", seconds, 1.0, MOST_S)
    within("--most-mb", most_mb, 0.1, MOST_MB)
    foot = None if side is None else parsed("--side", side, Foot)
    what = wanted(sensor, profile, foot, simulated=simulated)
    limits = Limits(seconds, round(most_mb * 1e6))
    _tell(run(captured(what, _files(what, out), limits, simulated=simulated)))


def _files(what: "Wanted", out: Path | None) -> list[Path]:
    """A new file for each sensor."""
    from cli import clock

    if out is None:
        word = what.called.replace(" ", "-").replace(":", "-")
        out = Path(f"capture-{word}-{clock.now():%Y%m%d-%H%M%S}.jsonl")
    files = [out]
    if len(what.sensors) > 1:
        files = [out.with_stem(f"{out.stem}-{one.foot}") for one in what.sensors]
    for path in files:
        if path.exists():
            raise FileRejected(path, "is there already; a capture overwrites nothing")
    return files


def _tell(files: "Sequence[Path]") -> None:
    """What came, read back from the files, and what they hold."""
    import logging

    from cli.out import say
    from cli.replay.reheard import Reheard
    from cli.replay.tables import write
    from collector.capture_reading import read_capture

    if not files:
        raise PlantarError("nothing came, and no file was written")
    logging.getLogger("collector").addHandler(logging.NullHandler())  # it was said just before
    captures = [read_capture(path) for path in files]
    reheard = Reheard(None)
    reheard.hear(captures)
    write(reheard, minutes=False)
    names = " ".join(str(path) for path in files)
    size = sum(path.stat().st_size for path in files)
    say(
        f"{size / 1e6:.1f} MB. It holds every byte that the sensor sent and when: how somebody "
        "walked, and whatever else it measures, such as a heart rate; its maker, model and "
        "firmware; and the name that it advertises, "
        + ", ".join(repr(one.head.name) for one in captures)
        + ": look whether that is a person's. It holds no name of a runner, no address and no "
        "serial number. You can send it with a report."
    )
    typer.echo(f"Hear it again:  ./run replay {names}")
