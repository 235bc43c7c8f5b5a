"""`plantar analyse`: what does this recording say? No store is touched."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli import out
from plantar.door import parsed, within
from plantar.errors import FileRejected

if TYPE_CHECKING:
    from cli.report import FootReport, Report
    from cli.step_rows import StepRow


def analyse(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    body_mass: Annotated[
        float | None,
        typer.Option("--body-mass", metavar="KG", help="Gives a gain; load needs none."),
    ] = None,
    dates: Annotated[
        str | None, typer.Option(metavar="dmy|mdy|ymd", help="Order of dates in a table.")
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option("--rate", metavar="HZ", help="Rows a second, for files without a clock."),
    ] = None,
    sole: Annotated[
        Path | None,
        typer.Option(metavar="LAYOUT.toml", help="Describes the sole of a table (docs/soles.md)."),
    ] = None,
    *,
    steps: Annotated[bool, typer.Option("--steps", help="Tell every step, too.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Write JSON on standard output.")] = False,
) -> None:
    """Say what recordings hold: steps, contact times, load."""
    from cli.progress import track
    from cli.report import Report, reports
    from collector.files.asked import DateOrder
    from collector.files.door import read_file

    if body_mass is not None:
        within("--body-mass", body_mass, 20.0, 300.0)
    if rate is not None:
        within("--rate", rate, 1.0, 10_000.0)
    order = None if dates is None else parsed("--dates", dates, DateOrder)
    told: list[Report] = []
    for path in track(files, "reading"):
        try:
            reading = read_file(path, dates=order, rate_hz=rate, sole=sole)
            told.extend(reports(path, reading, body_mass, each_step=steps))
        except FileRejected as refused:
            cause = refused.cause if refused.path == path else str(refused)
            told.append(Report(file=str(path), error=cause))
    if json:
        out.write_json([report.described() for report in told])
    else:
        for report in told:
            _print(report)
    if any(report.error for report in told):
        raise typer.Exit(1)


def _print(report: "Report") -> None:
    title = " · ".join(word for word in (report.file, report.part) if word)
    if report.error is not None:
        typer.secho(f"{title}: {report.error}", err=True, fg=typer.colors.RED)
        return
    typer.echo(title)
    rows = [
        ("format", report.format or "-"),
        ("sport", report.sport or "-"),
        ("start", report.start or "-"),
        ("duration", out.figure(report.duration_s, 1, "s")),
        ("steps", out.figure(report.steps)),
        ("steps walking", out.figure(report.steps_walking)),
        ("steps running", out.figure(report.steps_running)),
        ("contact time", out.figure(report.contact_time_s, 3, "s")),
        ("walking", out.figure(report.walking_s, 1, "s")),
        ("running", out.figure(report.running_s, 1, "s")),
        ("standing", out.figure(report.standing_s, 1, "s")),
        ("sitting", out.figure(report.sitting_s, 1, "s")),
        ("not worn", out.figure(report.not_worn_s, 1, "s")),
        ("gap", out.figure(report.gap_s, 2, "s")),
        ("plantar load", out.figure(report.plantar_load_wse, 1, "WSE")),
        ("upright load", out.figure(report.upright_load_bw_min, 2, "BW·min")),
        ("calibrated", _calibrated(report)),
    ]
    rows.extend((f"{side} foot", _foot(foot)) for side, foot in (report.feet or {}).items() if foot)
    rows.extend(("note", word) for word in report.quality)
    out.write_table(("", ""), rows)
    if report.step_rows is not None:
        _print_steps(report.step_rows)


def _print_steps(rows: "tuple[StepRow, ...]") -> None:
    columns = ("step", "foot", "gait", "start", "contact time", "peak", "impulse", "loading rate")
    out.write_table(
        columns,
        [
            (
                str(number),
                row.foot,
                row.gait,
                out.figure(row.start_s, 2, "s"),
                out.figure(row.contact_time_s, 3, "s"),
                _newtons(row.peak_n, row.peak_bw, 0, "N", "BW"),
                _newtons(row.impulse_ns, row.impulse_bw_s, 1, "N·s", "BW·s"),
                _newtons(row.loading_rate_n_s, row.loading_rate_bw_s, 0, "N/s", "BW/s"),
            )
            for number, row in enumerate(rows, start=1)
        ],
    )


def _newtons(sole_s: float | None, body_s: float | None, digits: int, n: str, bw: str) -> str:
    """In body weights where these are known, else in the sole's own newtons."""
    return out.figure(sole_s, digits, n) if body_s is None else out.figure(body_s, 2, bw)


def _foot(foot: "FootReport") -> str:
    return ", ".join(
        (
            f"{foot.contacts} contacts",
            f"contact time {out.figure(foot.contact_time_s, 3, 's')}",
            f"peak {out.figure(foot.peak_n, 0, 'N')}",
            f"gap {out.figure(foot.gap_s, 2, 's')}",
            *(f"{place} {100 * share:.0f} %" for place, share in (foot.regions or {}).items()),
        )
    )


def _calibrated(report: "Report") -> str:
    if report.calibrated is None:
        return "-"
    if not report.calibrated:
        return "no"
    return "yes" if report.gain is None else f"yes, gain {report.gain:.3f}"
