"""`plantar validate`: the report on recordings with truth, made anew."""

from pathlib import Path
from typing import Annotated

import typer

from plantar.errors import BadInput

INTRODUCTION = """# Validation

Made by `plantar validate` from recordings that nobody here made; not typed. Figures are as found,
with the settings that ship. What is not compared here has not been validated.
"""
NOT_VALIDATED = """## What was not validated

- The load itself: no recording has a known load of the plantar fascia; exponent 4 is a convention.
- The model of a step from cadence: its duty factors are our tables, held against no force plate.
- Standing, sitting and leaning: no recording here labels them.
- The rules: no recording here tells what happened to a foot afterwards.
- Running in soles, loads carried, stairs, slopes, and feet that limp for long.
"""


def validate(
    data: Annotated[
        Path, typer.Option(metavar="DIR", help="Recordings with truth, laid out as ours.")
    ] = Path("../shared/data"),
    out: Annotated[Path, typer.Option(metavar="FILE")] = Path("docs/validation.md"),
) -> None:
    """Run every recording with a known truth and write what came out."""
    if not data.is_dir():
        raise BadInput("--data", str(data), "a folder of recordings")
    out.write_text(report(data), encoding="utf-8")
    typer.echo(f"wrote {out}", err=True)


def report(data: Path) -> str:
    """The report on a folder, as Markdown."""
    from cli.progress import track
    from cli.validate import acceleration, activities, ratios, soles

    makers = (
        soles.contact_times,
        soles.force_balance,
        acceleration.counted_steps,
        activities.on_foot,
        activities.off_foot,
        ratios.published,
    )
    sections = [make(data).written() for make in track(makers, "validating")]
    return "\n".join([INTRODUCTION, *sections, NOT_VALIDATED])
