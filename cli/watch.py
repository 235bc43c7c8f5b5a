"""`plantar watch`: what arrives in a folder is imported, each file once."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from plantar.door import parsed
from plantar.errors import BadInput, PlantarError, StoreError, UnknownRunner

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.adding.watching import Folder, Verdict
    from plantar.store import Store

#: A file that is the same this long is whole. [s] [B] Our choice: copying pauses for less.
LOOK_EVERY_S: Final = 2.0
REFUSED: Final = 1
COLOURS: Final = {
    "accepted": typer.colors.GREEN,
    "partial": typer.colors.YELLOW,
    "asks": typer.colors.YELLOW,
    "rejected": typer.colors.RED,
}


def watch(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="With everything below it.")],
    runner_id: Annotated[str, typer.Option("--runner", metavar="ID")],
    dates: Annotated[
        str | None, typer.Option(metavar="dmy|mdy|ymd", help="Order of dates in a table.")
    ] = None,
    every: Annotated[float, typer.Option(metavar="SECONDS", help="How often to look.")] = (
        LOOK_EVERY_S
    ),
    *,
    once: Annotated[bool, typer.Option("--once", help="What is there now, then end.")] = False,
    json: Annotated[bool, typer.Option("--json", help="A line of JSON for each file.")] = False,
) -> None:
    """Import what is in a folder and what arrives there, each file once, until Ctrl-C."""
    import signal

    from cli.adding.watching import Folder
    from collector.files.asked import DateOrder

    if not 0.0 < every <= 3_600.0:  # noqa: PLR2004 - an hour
        raise BadInput("--every", every, "more than 0 and at most 3600 seconds")
    order: DateOrder | None = None if dates is None else parsed("--dates", dates, DateOrder)
    watched = Watching(Folder(folder, runner_id, order), every, json=json)
    # Ctrl-C and a service that is told to end do the same: what was not committed never was.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        code = watched.once() if once else watched.until_stopped()
    except KeyboardInterrupt:
        _tell("Stopped. A file with a verdict is kept; of any other nothing is.")
        code = 0
    if code:
        raise typer.Exit(code)


class Watching:
    """Looks at a folder now and then; one that is away, or a store that is, is waited for."""

    def __init__(self, folder: "Folder", every_s: float, *, json: bool) -> None:
        self._folder, self._every_s, self._json = folder, every_s, json
        self._trouble = ""
        self._computed = False  # whoever was here before may have been ended before it was
        self.refused = 0

    def once(self) -> int:
        """Deal with what is there and whole now; 1 where something of it is refused."""
        with _opened() as store:
            self._check(store)
            try:
                self._folder.whole()
                _wait(self._every_s)
                self.look(store)
            except OSError as error:
                raise PlantarError(_away(self._folder.path, error)) from error
        return REFUSED if self.refused else 0

    def until_stopped(self) -> int:
        """Look again and again."""
        _tell(f"Watching {self._folder.path} for runner {self._folder.runner_id}. Ctrl-C stops it.")
        from cli.adding.store_file import StoreFile

        file = StoreFile.of_home()
        while True:
            try:
                file.must_be_there()
                with _opened() as store:
                    file.opened()
                    self._check(store)
                    while True:
                        file.must_be_the_same()
                        self._guarded(lambda: self.look(store))
                        _wait(self._every_s)
            except UnknownRunner:
                raise
            except StoreError as error:
                self._say(f"{error}; it is tried again")
            _wait(self._every_s)

    def look(self, store: "Store") -> None:
        """Deal with the files that are whole, and bring figures up to date where something came."""
        paths = self._folder.whole()
        for verdict in self._folder.take_in(store, paths):
            self._computed = self._computed and not verdict.upload.told.origin_id
            self._write(verdict)
        if not self._computed:
            from cli import clock
            from processing.recompute import recompute

            recompute(store, self._folder.runner_id, now=clock.now())
            self._computed = True
        # Only now: a store that another process writes to is read from all the while.
        self._say("")

    def _guarded(self, look: "Callable[[], None]") -> None:
        try:
            look()
        except OSError as error:
            self._say(f"{_away(self._folder.path, error)}; it is looked for again")

    def _check(self, store: "Store") -> None:
        store.runner(self._folder.runner_id)

    def _say(self, trouble: str) -> None:
        """Say a trouble once, and once that it is over."""
        if trouble and trouble != self._trouble:
            _tell(f"plantar: {trouble}")
        elif self._trouble and not trouble:
            _tell("plantar: it is there again")
        self._trouble = trouble

    def _write(self, verdict: "Verdict") -> None:
        """A line for what is new, and for a twin by another name; of what was dealt with, none."""
        upload = verdict.upload
        if not verdict.is_new and upload.name == _named(verdict):
            return
        told = upload.told
        word = told.state.value if verdict.is_new else "duplicate"
        self.refused += verdict.is_new and word in ("rejected", "asks")
        if self._json:
            _json_line(verdict, word)
            return
        line = f"{word:<9} {_named(verdict)}"
        if told.origin_id:
            line += f" ({told.format}, {told.unit}: {told.new} new, {told.changed} changed, "
            line += f"{told.unchanged} unchanged) id {told.origin_id}"
        typer.secho(line, fg=COLOURS.get(word))
        if told.reason and verdict.is_new:
            typer.echo(f"          {told.reason}")
        sys.stdout.flush()


def _named(verdict: "Verdict") -> str:
    from plantar.upload import shown_name

    return shown_name(verdict.path.name)


def _json_line(verdict: "Verdict", word: str) -> None:
    import json

    told = verdict.upload.told
    line: dict[str, Any] = {
        "file": str(verdict.path),
        "format": told.format or None,
        "verdict": word,
        "new": told.new if verdict.is_new else 0,
        "changed": told.changed if verdict.is_new else 0,
        "unchanged": told.unchanged,
        "reason": told.reason or None,
        "id": told.origin_id or None,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)  # noqa: T201  the command's output


def _opened() -> Any:  # noqa: ANN401  a context of a Store
    from cli.home import opened_store

    return opened_store()


def _away(folder: Path, error: OSError) -> str:
    why = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read: {error}"
    return f"{folder}: {why}"


def _tell(text: str) -> None:
    typer.echo(text, err=True)


def _wait(seconds: float) -> None:
    import time

    time.sleep(seconds)
