"""`plantar doctor`: does everything work that collecting needs, and if not, what mends it?"""

import asyncio
import platform
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from typing import Annotated, Final

import typer

from cli import out
from cli.doctor.judged import judge_air
from cli.doctor.place import place
from cli.home import home_of
from collector.doctor.finding import Finding, Verdict, broken, ok
from plantar.errors import SettingsError

#: The exit code when something is broken.
SOMETHING_BROKEN: Final = 1
#: Simulated sensors advertise ten times a second. [s]
LISTEN_S: Final = 1.0
_COLOUR: Final = {
    Verdict.OK: typer.colors.GREEN,
    Verdict.LOOK: typer.colors.YELLOW,
    Verdict.BROKEN: typer.colors.RED,
}


def doctor(
    *,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Look at the simulated sensors and their home.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Look at all that collecting needs, and name the fix of what is broken; 1 when anything is."""
    found = tuple(_findings(simulated=simulated))
    if json:
        out.write_json({"findings": [_told(one) for one in found], "broken": _broken(found)})
    else:
        _show(found)
    if _broken(found):
        raise typer.Exit(SOMETHING_BROKEN)


def _findings(*, simulated: bool) -> Iterator[Finding]:
    python = f"Python {platform.python_version()}"
    yield ok("computer", f"{platform.system()} {platform.release()}, {python}")
    yield from asyncio.run(_air()) if simulated else _radio()
    try:
        home = home_of(simulated=simulated)
    except SettingsError as error:
        yield broken("settings", str(error), "mend that setting; nothing else can be looked at")
        return
    yield from place(home, simulated=simulated)


def _radio() -> Sequence[Finding]:
    """Of this computer's own Bluetooth; the air is listened to when nothing else is broken."""
    try:
        from collector.doctor.listening import listening
        from collector.radio import Radio
    except ImportError as error:
        fix = "./run with a network: it fetches what is missing"
        return (broken("bleak", f"cannot be loaded: {error}", fix),)
    found = [ok("bleak", metadata.version("bleak"))]
    if sys.platform == "linux":
        from collector.doctor.linux import judge_linux
        from collector.doctor.look_linux import linux_facts

        found += judge_linux(asyncio.run(linux_facts()))
    if not _broken(found):
        found.append(asyncio.run(listening(Radio(), sys.platform)))
    return found


async def _air() -> Sequence[Finding]:
    try:
        from cli.radio import radio
        from collector.doctor.listening import hear
    except ImportError as error:
        fix = "./run with a network: it fetches what is missing"
        return (broken("simulated air", f"cannot be loaded: {error}", fix),)
    async with radio(simulated=True) as air:
        return (judge_air(await hear(air, LISTEN_S)),)


def _broken(found: Sequence[Finding]) -> int:
    return sum(one.verdict is Verdict.BROKEN for one in found)


def _told(finding: Finding) -> dict[str, str | None]:
    return {
        "subject": finding.subject,
        "verdict": finding.verdict.value,
        "found": finding.found,
        "fix": finding.fix,
    }


def _show(found: Sequence[Finding]) -> None:
    for one in found:
        typer.secho(f"{one.verdict.value:<8}", fg=_COLOUR[one.verdict], nl=False)
        typer.echo(out.beside(f"{one.subject:<15}", one.found, indent=8))
        if one.fix is not None:
            typer.echo(out.beside(" " * 23 + "fix: ", one.fix))
    broken_ones = _broken(found)
    if broken_ones:
        typer.echo(f"\n{broken_ones} broken: mend from the top, then ask again.")
    elif any(one.verdict is Verdict.LOOK for one in found):
        typer.echo("\nNothing is broken; what says `look` is worth one.")
    else:
        typer.echo("\nAll is well.")
