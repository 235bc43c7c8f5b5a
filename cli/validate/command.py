"""`plantar validate`: the report on recordings with truth, made anew."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from cli.validate.lives.life import PEOPLE
from plantar.errors import BadInput

INTRODUCTION = """# Validation

Made by `plantar validate` from recordings that nobody here made, and from lives that were made up;
not typed. Figures are as found, with the settings that ship. What is not compared here has not
been validated.
"""
NOT_VALIDATED = """## What was not validated

- The load itself: no recording has a known load of the plantar fascia; exponent 4 is a convention.
- The model of a step from cadence: its duty factors are our tables, held against no force plate.
- Standing, sitting and leaning: no recording here labels them.
- The rules: no recording here tells what happened to a foot afterwards, and simulated lives tell
  only how often they speak.
- Running in soles, loads carried, stairs, slopes, and feet that limp for long.
"""


@dataclass(frozen=True, slots=True)
class Report:
    """The report as Markdown, its figures as SVG, and what the folder had nothing of."""

    text: str
    figures: dict[str, str]  # by where they stand, seen from the report
    absent: tuple[str, ...]


def validate(
    data: Annotated[
        Path, typer.Option(metavar="DIR", help="Recordings with truth, laid out as ours.")
    ] = Path("../shared/data"),
    out: Annotated[Path, typer.Option(metavar="FILE")] = Path("docs/validation.md"),
    people: Annotated[
        int, typer.Option(min=1, metavar="N", help="People of each simulated life.")
    ] = PEOPLE,
) -> None:
    """Run every recording with a known truth, live made-up lives, and write what came out."""
    if not data.is_dir():
        raise BadInput("--data", str(data), "a folder of recordings")
    made = report(data, people)
    for name, drawing in made.figures.items():
        path = out.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawing, encoding="utf-8")
    out.write_text(made.text, encoding="utf-8")
    figures = f" and {len(made.figures)} figures" if made.figures else ""
    typer.echo(f"wrote {out}{figures}", err=True)
    if made.absent:
        typer.echo(f"not in {data}: {'; '.join(made.absent)}", err=True)


def report(data: Path, people: int = PEOPLE) -> Report:
    """The report on a folder, and on so many people of each simulated life."""
    from cli.progress import track
    from cli.validate import (
        acceleration,
        activities,
        balance,
        contact_times,
        ratios,
        real_histories,
        short_walks,
        trace,
    )
    from cli.validate.drawing import svg
    from cli.validate.figure import FOLDER
    from cli.validate.lives.sections import simulated
    from cli.validate.section import summary

    makers = (
        contact_times.contact_times,
        balance.force_balance,
        trace.made_trace,
        acceleration.counted_steps,
        short_walks.short_walks,
        activities.on_foot,
        activities.off_foot,
        ratios.published,
    )
    sections = [make(data) for make in track(makers, "validating")]
    sections.append(real_histories.real_histories(data))  # shows how far it is by itself
    sections += simulated(data, people)  # so does this
    parts = [INTRODUCTION, summary(sections), *(one.written() for one in sections), NOT_VALIDATED]
    return Report(
        "\n".join(parts),
        {f"{FOLDER}/{one.file}.svg": svg(one) for part in sections for one in part.figures},
        tuple(section.title for section in sections if not section.rows),
    )
