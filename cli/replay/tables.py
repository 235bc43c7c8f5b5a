"""What captures told, for people."""

from collections.abc import Sequence
from typing import Final, assert_never

import typer

from cli import out
from cli.replay.reheard import Heard, Reheard
from plantar.measured import Gap
from plantar.minute import BodyMinute, FootMinute, Minute, StepMinute

#: More gaps than this are counted, and not listed. (our choice)
LISTED_GAPS: Final = 40


def write(reheard: Reheard, *, minutes: bool = True) -> None:
    """All of it."""
    for one in reheard.heard:
        _write_head(one)
    _write_tallies(reheard.heard)
    _write_malformed(reheard.heard)
    _write_gaps(reheard.gaps)
    if minutes:
        _write_minutes(reheard.minutes)


def called(heard: Heard) -> str:
    """What a sensor is called in a table."""
    sensor = heard.part.hearing.sensor
    return sensor.foot or sensor.id


def _write_head(heard: Heard) -> None:
    part = heard.part
    capture, hearing = part.capture, part.hearing
    head, cut_off = capture.head, capture.cut_off
    foot = f", {head.foot} foot" if head.foot else ""
    name = head.name or "a sensor without a name"
    typer.echo(f"{capture.path.name}: {name}, read as {head.profile.id}{foot}")
    typer.echo(
        f"  {heard.began:%Y-%m-%d %H:%M:%S} UTC, {heard.lasts_s:.1f} s, connected"
        f" {_times(part.links)}, {len(capture.events)} events; Plantar {head.plantar}"
    )
    about = [hearing.described[w] for w in ("maker", "model", "firmware") if w in hearing.described]
    if hearing.battery_percent is not None:
        about.append(f"battery {hearing.battery_percent} %")
    if about:
        typer.echo(f"  {', '.join(about)}")
    if cut_off is not None:
        typer.echo(
            f"  Cut off: line {cut_off.line} was not written to its end. Its {cut_off.length} bytes"
            " are left out, all before them is read."
        )
    if part.refused is not None:
        typer.echo(f"  Refused: {part.refused}")
    elif hearing.misfits.trouble is not None:
        typer.echo(f"  It {hearing.misfits.trouble}")


def _times(many: int) -> str:
    return "once" if many == 1 else f"{many} times"


def _write_tallies(heard: Sequence[Heard]) -> None:
    """One column for each sensor, so that it stays narrow."""
    columns = [_tally(one) for one in heard]
    kinds = sorted({kind for one in heard for kind in one.readings})
    rows = [
        ("readings: " + kind, *(str(one.readings.get(kind, 0)) for one in heard)) for kind in kinds
    ]
    rows += [(name, *(one[name] for one in columns)) for name in columns[0]]
    out.write_table(("", *map(called, heard)), rows)


def _tally(heard: Heard) -> dict[str, str]:
    hearing = heard.part.hearing
    tally, clock = hearing.tally, hearing.clock
    off_ms = None if clock is None else 1000.0 * clock.off_s
    drift = (
        None
        if clock is None or clock.drift_ppm is None
        else f"{round(clock.drift_ppm, 1) + 0.0:+.1f} ppm"
    )
    sole = hearing.sole is not None
    counted = {
        "frames handed on" if sole else "samples handed on": tally.frames,
        "missing": tally.missing,
        "sent twice": tally.duplicates,
        "too late": tally.late,
        "caught up with": tally.caught_up,
        "malformed": tally.malformed,
        "no room": tally.overflowed,
        "started anew": tally.reboots,
    }
    return {name: str(many) for name, many in counted.items()} | {
        "clock": "-" if clock is None else str(clock.quality),
        "  off by about": out.figure(off_ms, 1, "ms"),
        "  drift": drift or "-",
    }


def _write_malformed(heard: Sequence[Heard]) -> None:
    rows = [
        (
            called(one),
            reason,
            str(one.reasons[reason]),
            one.last[reason].cause,
            one.last[reason].hex or "nothing",
        )
        for one in heard
        for reason in sorted(one.reasons)
    ]
    if rows:
        out.write_table(("sensor", "does not fit", "times", "the last", "its bytes"), rows)


def _write_gaps(gaps: Sequence[tuple[str, Gap]]) -> None:
    if not gaps:
        typer.echo("No gaps.")
        return
    rows = [
        (
            gap.foot or name,
            f"{gap.since:%H:%M:%S.%f}"[:-3],
            f"{gap.until:%H:%M:%S.%f}"[:-3],
            f"{(gap.until - gap.since).total_seconds():.2f}",
            "not known" if gap.missing is None else str(gap.missing),
            gap.cause,
        )
        for name, gap in gaps[:LISTED_GAPS]
    ]
    out.write_table(("gap", "since (UTC)", "until", "s", "missing", "cause"), rows)
    if len(gaps) > LISTED_GAPS:
        typer.echo(f"{len(gaps) - LISTED_GAPS} more gaps; --json lists all of them.")


def _write_minutes(minutes: Sequence[tuple[str, Minute]]) -> None:
    if not minutes:
        typer.echo("No minutes.")
        return
    feet, bodies, steps = [], [], []
    for name, one in minutes:
        match one:
            case FootMinute():
                feet.append(_foot(one))
            case BodyMinute():
                quiet_s = sum(one.quiet_s)
                spent = (one.walking_s, one.running_s, quiet_s, one.not_worn_s)
                bodies.append((f"{one.at:%H:%M}", *(f"{each:.1f}" for each in spent)))
            case StepMinute():
                steps.append((f"{one.at:%H:%M}", name, f"{one.steps:.1f}", f"{one.moving_s:.1f}"))
            case _:
                assert_never(one)
    if feet:
        columns = ("minute", "foot", "walked", "ran", "contact", "m1 N s", "m2 N2s", "m4 N4s", "s")
        out.write_table(columns, feet)
    if bodies:
        out.write_table(("minute", "walking s", "running s", "no steps s", "not worn s"), bodies)
    if steps:
        out.write_table(("minute", "sensor", "steps", "moving s"), steps)


def _foot(one: FootMinute) -> tuple[str, ...]:
    contact_ms = (
        1000.0 * one.contact_time_sum_s / one.contacts_timed if one.contacts_timed else None
    )
    moments = (one.total.m1_ns, one.total.m2_n2s, one.total.m4_n4s)
    return (
        f"{one.at:%H:%M}",
        str(one.foot),
        str(one.steps_walking),
        str(one.steps_running),
        out.figure(contact_ms, 0, "ms"),
        *(f"{each:.2e}".replace("e+", "e") for each in moments),
        f"{one.measured_s:.1f}",
    )
