"""`plantar programme`: strength work as the kinesist writes it down, in a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import clock, out
from cli.adherence import adherence_of, counted, told
from cli.home import opened_store
from cli.of_runner import date_of, maybe_date_of, today_of
from plantar.errors import BadInput, FileRejected
from plantar.rehab import Exercise, Legs, Programme, programme_on

if TYPE_CHECKING:
    from plantar.runner import Runner
    from plantar.store import Store

app = typer.Typer(
    help="Keep a runner's strength programme; no load in it ever rises by itself.",
    no_args_is_help=True,
)

#: No programme is longer than this. [byte]
LARGEST_FILE = 1_000_000

RunnerId = Annotated[str, typer.Argument(metavar="RUNNER")]


@app.command("set")
def set_(
    runner_id: RunnerId,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="TOML, as in examples/.")],
    since: Annotated[str | None, typer.Option(metavar="DATE", help="First day.")] = None,
    by: Annotated[str | None, typer.Option(metavar="WHO", help="Who wrote it.")] = None,
) -> None:
    """Keep the programme in a file, in place of the one that began on the same day."""
    from processing.rehab.programme_file import programme_of

    begins = maybe_date_of("since", since)
    programme = programme_of(_text(path), path, since=begins, author=by)
    with opened_store() as store:
        store.keep_programme(runner_id, programme)
    count = len(programme.phases)
    phases = "1 phase" if count == 1 else f"{count} phases"
    typer.echo(f"programme from {programme.since}, {phases}, by {programme.author}", err=True)


@app.command()
def withdraw(
    runner_id: RunnerId,
    since: Annotated[str, typer.Argument(metavar="DATE", help="The day on which it began.")],
) -> None:
    """Take a programme back."""
    with opened_store() as store:
        store.withdraw_programme(runner_id, date_of("DATE", since))
    typer.echo(f"withdrew the programme from {since}", err=True)


@app.command()
def show(
    runner_id: RunnerId,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="Today by default.")] = None,
    *,
    toml: Annotated[bool, typer.Option("--toml", help="As a file to edit and set again.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Show the programmes, the phase of the day, and how much was logged."""
    with opened_store() as store:
        runner = store.runner(runner_id)
        day = maybe_date_of("on", on) or today_of(runner, clock.now())
        programmes = store.programmes(runner_id)
        adherence = adherence_of(store, runner_id, day)
        said = [*told(adherence, runner), *_after_the_pain(store, runner, day)]
    if toml:
        _write_toml(programme_on(programmes, day), day)
    elif json:
        shown = [_described(one, day, programmes) for one in programmes]
        adhered = counted(adherence)
        out.write_json({"day": day.isoformat(), "programmes": shown, "adherence": adhered})
    else:
        out.write_table(
            ("programme", "week", "phase", "exercise", "of", "by"),
            [row for one in programmes for row in _rows(one, day, programmes)],
        )
        for sentence in said:
            typer.echo(sentence)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise FileRejected(path, f"cannot be read: {error.strerror}") from error
    if len(content) > LARGEST_FILE:
        raise FileRejected(path, "is too large for a programme")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise FileRejected(path, "is no text in UTF-8") from error


def _after_the_pain(store: "Store", runner: "Runner", day: date) -> list[str]:
    """The question of going on with maintenance, and pain that came back, where mornings say so."""
    from dashboard.runner.rehab_panel import rehab_of, watch_facts
    from plantar.words.catalogue import words

    rehab = rehab_of(store, runner, day)
    return watch_facts(rehab.programme, rehab.watch, words(runner.language))


def _write_toml(programme: Programme | None, day: date) -> None:
    from processing.rehab.programme_file import toml_of

    if programme is None:
        raise BadInput("--on", str(day), "a day on which a programme is in force")
    typer.echo(toml_of(programme), nl=False)


def _described(programme: Programme, day: date, among: list[Programme]) -> dict[str, Any]:
    in_force = programme_on(among, day) == programme
    phase = programme.phase_on(day) if in_force else None
    return {
        "since": programme.since.isoformat(),
        "until": None if programme.until is None else programme.until.isoformat(),
        "weeks_from": (programme.weeks_from or programme.since).isoformat(),
        "kind": programme.kind,
        "author": programme.author,
        "in_force": in_force,
        "week": programme.week_on(day) if in_force else None,
        "phase": None if phase is None else phase.name,
        "phases": [
            {
                "name": one.name,
                "since_week": one.since_week,
                "exercises": [
                    {
                        "name": exercise.name,
                        "sets": exercise.sets,
                        "reps": exercise.reps,
                        "load_kg": exercise.load_kg,
                        "tempo": exercise.tempo,
                        "every_days": exercise.every_days,
                        "per_week": exercise.per_week,
                        "mode": exercise.mode,
                        "note": exercise.note,
                    }
                    for exercise in one.exercises
                ],
            }
            for one in programme.phases
        ],
    }


def _rows(programme: Programme, day: date, among: list[Programme]) -> list[tuple[str, ...]]:
    phase_now = programme.phase_on(day) if programme_on(among, day) == programme else None
    until = "" if programme.until is None else f" to {programme.until}"
    return [
        (
            f"{programme.kind} from {programme.since}{until}",
            f"{phase.since_week}+" if phase is not phase_now else f"now {programme.week_on(day)}",
            phase.name,
            exercise.name,
            _dose(exercise),
            programme.author,
        )
        for phase in programme.phases
        for exercise in phase.exercises
    ]


def _dose(exercise: Exercise) -> str:
    often = (
        f"every {exercise.every_days} d" if exercise.every_days else f"{exercise.per_week} a week"
    )
    load = None if exercise.load_kg is None else f"{exercise.load_kg:g} kg"
    legs = "one leg" if exercise.mode is Legs.ONE else "both legs"
    parts = (f"{exercise.sets} x {exercise.reps}", load, exercise.tempo, legs, often)
    return ", ".join(filter(None, (*parts, exercise.note)))
