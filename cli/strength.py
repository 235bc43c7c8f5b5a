"""`plantar strength`: strength work as it was done."""

from datetime import date, datetime
from typing import Annotated, Any

import typer

from cli import clock, out
from cli.adherence import adherence_of, counted, told
from cli.home import opened_store
from cli.of_runner import AddsByDefault, group, maybe_date_of, not_later, today_of, whose
from plantar.day import LocalDays
from plantar.door import parsed
from plantar.errors import BadInput
from plantar.rehab import Exercise, Legs, StrengthSession, exercises_on, plain_name
from plantar.runner import Runner
from plantar.store import Noted, Store

app = group(
    AddsByDefault,
    "Log strength work. Told with its hours, it is left out of the plantar load.",
)


@app.command()
def add(
    ctx: typer.Context,
    exercise: Annotated[str, typer.Option(metavar="NAME", help="As the programme calls it.")],
    sets: Annotated[int, typer.Option(metavar="N")],
    reps: Annotated[int, typer.Option(metavar="N", help="In each set.")],
    load_kg: Annotated[float | None, typer.Option("--load-kg", metavar="KG")] = None,
    mode: Annotated[
        str | None, typer.Option(metavar="unilateral|bilateral", help="As prescribed, by default.")
    ] = None,
    tempo: Annotated[
        str | None, typer.Option(metavar="3-2-3", help="As prescribed, by default.")
    ] = None,
    pain: Annotated[int | None, typer.Option(metavar="0-10", help="Worst during it.")] = None,
    at: Annotated[str | None, typer.Option(metavar="ISO", help="When it began.")] = None,
    minutes: Annotated[
        float | None, typer.Option("--min", metavar="MIN", help="How long, beside --at.")
    ] = None,
    on: Annotated[
        str | None, typer.Option(metavar="DATE", help="Without --at; today by default.")
    ] = None,
    note: Annotated[str, typer.Option()] = "",
) -> None:
    """Log one exercise of one day. `add` may be left out."""
    from processing.recompute import recompute

    now = clock.now()
    with opened_store() as store:
        runner = store.runner(whose(ctx))
        start = _start(at, minutes, now, runner.days)
        today = today_of(runner, now)
        day = _day(on, start, runner.days, today)
        asked = _asked(store, runner.id, exercise, day)
        session = StrengthSession(
            day=day,
            exercise=exercise,
            sets=sets,
            reps=reps,
            load_kg=load_kg,
            mode=_mode(mode, asked),
            tempo=tempo or (asked.tempo if asked else None),
            worst_pain=pain,
            start=start,
            duration_s=None if minutes is None else 60.0 * minutes,
            note=note,
        )
        noted = store.keep_strength(runner.id, session, now)
        if start is not None:
            recompute(store, runner.id, now=now)
        said = _left_out(minutes, runner) + told(adherence_of(store, runner.id, today), runner)
    typer.echo(f"logged {_what(session)}, {day} (id {noted.id})", err=True)
    if asked is None:
        typer.echo(f"{exercise!r} is in no programme of that day", err=True)
    for sentence in said:
        typer.echo(sentence, err=True)


@app.command()
def withdraw(
    ctx: typer.Context,
    session_id: Annotated[str, typer.Argument(metavar="ID", help="As `list` tells it.")],
) -> None:
    """Take a strength session back."""
    from processing.recompute import recompute

    with opened_store() as store:
        session = store.withdraw_strength(whose(ctx), session_id)
        recompute(store, whose(ctx), now=clock.now())
    typer.echo(f"withdrew {_what(session)}, {session.day}", err=True)


@app.command("list")
def list_(
    ctx: typer.Context,
    *,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """List what was done, and how much that is of what was prescribed."""
    with opened_store() as store:
        runner = store.runner(whose(ctx))
        log = store.strength_log(runner.id)
        adherence = adherence_of(store, runner.id, today_of(runner, clock.now()))
    if json:
        out.write_json(
            {"sessions": [_described(one) for one in log], "adherence": counted(adherence)}
        )
        return
    out.write_table(
        ("id", "day", "at", "exercise", "done", "under tension", "pain", "note"),
        [_row(one, runner.days) for one in log],
        unbroken=("id", "day"),
    )
    for sentence in told(adherence, runner):
        typer.echo(sentence)


def _start(
    text: str | None, minutes: float | None, now: datetime, days: LocalDays
) -> datetime | None:
    """When it began: a local time without a zone is the runner's."""
    if minutes is None and text is not None:
        raise BadInput("--min", "", "how long it lasted, beside --at")
    if text is None:
        if minutes is not None:
            raise BadInput("--at", "", "when it began, beside --min")
        return None
    try:
        start = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInput("--at", text, "a moment such as 2026-06-01T18:30") from error
    start = start if start.tzinfo else start.replace(tzinfo=days.clock())
    if start > now:
        raise BadInput("--at", text, "now or earlier")
    return start


def _day(on: str | None, start: datetime | None, days: LocalDays, today: date) -> date:
    told_day = maybe_date_of("--on", on)
    if start is not None:
        return told_day or days.day_of(start)
    day = told_day or today
    not_later("--on", day, today)
    return day


def _asked(store: Store, runner_id: str, name: str, day: date) -> Exercise | None:
    """The exercise of that name that is prescribed on that day."""
    named = plain_name(name)
    prescribed = exercises_on(store.programmes(runner_id), day)
    return next((one for one in prescribed if plain_name(one.name) == named), None)


def _mode(text: str | None, asked: Exercise | None) -> Legs:
    if text is not None:
        return parsed("--mode", text, Legs)
    return Legs.ONE if asked is None else asked.mode


def _left_out(minutes: float | None, runner: Runner) -> list[str]:
    from plantar.words.catalogue import words
    from plantar.words.strength_sentences import left_out

    return [] if minutes is None else [left_out(round(minutes), words(runner.language))]


def _what(session: StrengthSession) -> str:
    return f"{session.exercise}, {_done(session)}"


def _done(session: StrengthSession) -> str:
    load = None if session.load_kg is None else f"{session.load_kg:g} kg"
    legs = "one leg" if session.mode is Legs.ONE else "both legs"
    return ", ".join(filter(None, (f"{session.sets} x {session.reps}", load, legs)))


def _row(noted: Noted[StrengthSession], days: LocalDays) -> tuple[str, ...]:
    session = noted.record
    began = "-"
    if session.start is not None and session.duration_s is not None:
        local = days.local(session.start)
        began = f"{local:%H:%M}, {session.duration_s / 60.0:g} min"
    return (
        noted.id,
        session.day.isoformat(),
        began,
        session.exercise,
        _done(session),
        out.figure(session.under_tension_s, 0, "s"),
        "-" if session.worst_pain is None else f"{session.worst_pain}/10",
        session.note or "-",
    )


def _described(noted: Noted[StrengthSession]) -> dict[str, Any]:
    session = noted.record
    return {
        "id": noted.id,
        "day": session.day.isoformat(),
        "exercise": session.exercise,
        "sets": session.sets,
        "reps": session.reps,
        "load_kg": session.load_kg,
        "mode": session.mode,
        "tempo": session.tempo,
        "under_tension_s": session.under_tension_s,
        "worst_pain": session.worst_pain,
        "start": None if session.start is None else session.start.isoformat(),
        "duration_s": session.duration_s,
        "note": session.note,
    }
