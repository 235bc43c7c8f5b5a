"""A programme as a file that a kinesist edits: TOML, read strictly and written back."""

import json
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from plantar.door import parsed
from plantar.errors import BadInput, FileRejected
from plantar.rehab import Exercise, Legs, Phase, Programme, ProgrammeKind

TOP = ("since", "until", "weeks_from", "author", "kind", "phase")
PHASE = ("name", "since_week", "exercise")
EXERCISE = tuple(field.name for field in fields(Exercise))


def programme_of(
    text: str, path: Path, *, since: date | None = None, author: str | None = None
) -> Programme:
    """The programme in the text of a file.

    Parameters
    ----------
    text : str
        The TOML of the file.
    path : Path
        Named in what is refused.
    since, author : optional
        Told beside the file, as for a template that names neither; they win over what it says.

    Raises
    ------
    FileRejected
        With the place in the file, the field and its value.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FileRejected(path, f"is not TOML: {error}") from error
    beside = {"since": since, "author": author}
    try:
        return _programme({**told, **{k: v for k, v in beside.items() if v is not None}})
    except BadInput as error:
        raise FileRejected(path, str(error)) from error


def toml_of(programme: Programme) -> str:
    """The programme as TOML that reads back as the same programme."""
    lines = [f"since = {programme.since.isoformat()}"]
    if programme.until is not None:
        lines.append(f"until = {programme.until.isoformat()}")
    if programme.weeks_from is not None:
        lines.append(f"weeks_from = {programme.weeks_from.isoformat()}")
    lines += [_line("author", programme.author), _line("kind", programme.kind.value)]
    for phase in programme.phases:
        lines += ["", "[[phase]]", _line("name", phase.name)]
        lines.append(_line("since_week", phase.since_week))
        for exercise in phase.exercises:
            told = {name: getattr(exercise, name) for name in EXERCISE}
            lines += ["", "[[phase.exercise]]"]
            lines += [_line(name, one) for name, one in told.items() if one not in (None, "")]
    return "\n".join(lines) + "\n"


def _programme(told: Mapping[str, Any]) -> Programme:
    _known(told, TOP, "")
    for name in ("since", "until", "weeks_from"):
        if isinstance(told.get(name), datetime) or not isinstance(told.get(name), date | None):
            raise BadInput(name, told[name], "a date without quotes, such as 2026-06-01")
    if "since" not in told:
        raise BadInput("since", None, "the date on which the programme begins")
    return Programme(
        since=told["since"],
        phases=tuple(
            _phase(one, f"phase {n}, ") for n, one in enumerate(_tables(told, "phase", ""), 1)
        ),
        author=told.get("author", ""),
        kind=parsed("kind", told.get("kind", ProgrammeKind.BUILD), ProgrammeKind),
        until=told.get("until"),
        weeks_from=told.get("weeks_from"),
    )


def _phase(told: Mapping[str, Any], where: str) -> Phase:
    _known(told, PHASE, where)
    exercises = tuple(
        _exercise(one, f"{where}exercise {n}, ")
        for n, one in enumerate(_tables(told, "exercise", where), 1)
    )
    with _Place(where):
        return Phase(told.get("name", ""), told.get("since_week", 0), exercises)


def _exercise(told: Mapping[str, Any], where: str) -> Exercise:
    _known(told, EXERCISE, where)
    with _Place(where):
        for name in ("name", "note"):
            if not isinstance(told.get(name, ""), str):
                raise BadInput(name, told[name], "a text in quotes")
        mode = parsed("mode", told.get("mode", Legs.ONE), Legs)
        asked = {"name": "", "sets": 0, "reps": 0, **told, "mode": mode}
        return Exercise(**asked)


class _Place:
    """Puts the place in a file before the field that was refused there."""

    def __init__(self, where: str) -> None:
        self._where = where

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, BadInput):
            raise BadInput(self._where + error.field, error.value, error.wanted) from error


def _known(told: Mapping[str, Any], names: Collection[str], where: str) -> None:
    for name in told:
        if name not in names:
            raise BadInput(where + name, told[name], "a field of it: " + ", ".join(names))


def _tables(told: Mapping[str, Any], name: str, where: str) -> list[Mapping[str, Any]]:
    tables = told.get(name, [])
    if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
        raise BadInput(where + name, tables, f"one or more tables, each under [[...{name}]]")
    return tables


def _line(name: str, value: object) -> str:
    # A JSON text is a TOML text, but for DEL, which TOML wants escaped.
    return f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
