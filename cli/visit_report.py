"""`plantar report`: one page on a runner for the referring doctor, as PDF."""

from pathlib import Path
from typing import Annotated

import typer

from cli import clock
from cli.home import opened_store
from plantar.door import one_of
from plantar.errors import FileRejected
from plantar.runner import LANGUAGES
from plantar.whole_file import write_whole


def report(
    runner: Annotated[str, typer.Option(metavar="ID", help="Whose feet it is about.")],
    lang: Annotated[
        str | None, typer.Option(metavar="nl|en|fr", help="The runner's own by default.")
    ] = None,
    weeks: Annotated[int, typer.Option(metavar="N", help="So many weeks, up to today.")] = 12,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where it goes; here by default.")
    ] = None,
    text: Annotated[str, typer.Option(metavar="TEXT", help="What you tell the doctor.")] = "",
    next_: Annotated[str, typer.Option("--next", metavar="TEXT", help="The next step.")] = "",
    author: Annotated[str, typer.Option(metavar="WHO", help="Who wrote it.")] = "",
    *,
    name: Annotated[
        bool, typer.Option("--name", help="With the runner's name; else their id alone.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="In place of a file of that name.")
    ] = False,
) -> None:
    """Write a report on one page of A4: load, pain, exercises, and how complete the data are."""
    from dashboard.report import pdf
    from dashboard.report.facts import gather
    from dashboard.report.said import Said
    from plantar.words.catalogue import words

    if lang is not None:
        one_of("lang", lang, LANGUAGES)
    with opened_store() as store:
        facts = gather(store, runner, now=clock.now(), weeks=weeks)
        shown = store.display_names().get(runner, "") if name else ""
    said = Said(text, next_step=next_, author=author, name=shown)
    path = to or Path(pdf.file_name(facts))
    if path.exists() and not replace:
        raise FileRejected(path, "is there already: `--replace` writes over it")
    page = pdf.report(facts, said, words(lang or facts.runner.language))
    write_whole(path, page)
    typer.echo(f"{path}: one page, {len(page) // 1000} kB")
