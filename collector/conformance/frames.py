"""What frames of a sole have to be: as long as they say, in order, and on time."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from collector.conformance.seen import Line, Told, apart, line, untried
from collector.sole import Declaration, Packet

#: What the profile lets a sole's clock be off. [1]
MOST_DRIFT: Final = 250e-6
#: What a radio may hold a notification back, so that a rate is known no better. [s] (our choice)
JITTER_S: Final = 0.05
#: Two moments in whole milliseconds differ by one more or less. [ms]
ROUNDING_MS: Final = 1.0


def frame_lines(told: Told) -> tuple[Line, ...]:
    """How the frames of a connection came."""
    rules = (
        "frames come",
        "frames have the declared length",
        "sequence rises by the frames sent",
        "device clock agrees with sequence",
        "rate is as declared",
    )
    many = len(told.packets) + len(told.wrong_frames)
    declared = told.declared
    if declared is None or not many:
        why = "there is no declaration" if declared is None else "nothing came"
        come = untried(rules[0], why) if declared is None else line(rules[0], False, why)
        return come, *(untried(rule, why) for rule in rules[1:])
    fit = f"{len(told.packets)} of {many} notifications"
    lengths = fit if not told.wrong_frames else f"{fit}: {told.wrong_frames[0]}"
    sizes = sorted({len(packet) for _, packet in told.packets})
    held = f", {'-'.join(map(str, sizes[:: len(sizes) - 1 or 1]))} frames in each" if sizes else ""
    lines = (
        line(rules[0], holds=True, seen=f"{many} notifications{held}"),
        line(rules[1], not told.wrong_frames, lengths),
    )
    if len(told.packets) < 2:  # noqa: PLR2004  from one to the next
        return *lines, *(untried(rule, "too few notifications") for rule in rules[2:])
    return (
        *lines,
        _sequenceline(rules[2], told.packets),
        _clockline(rules[3], told.packets, declared),
        _rateline(rules[4], told.packets, declared),
    )


def _sequenceline(rule: str, packets: Sequence[tuple[float, Packet]]) -> Line:
    missed = 0
    for (_, before), (_, packet) in pairwise(packets):
        step = apart(packet.sequence, before.sequence)
        if step < len(before):
            seen = f"after {before.sequence} with {len(before)} frames came {packet.sequence}"
            return line(rule, holds=False, seen=seen)
        missed += step - len(before)
    frames = sum(len(packet) for _, packet in packets)
    return line(rule, holds=True, seen=f"{frames} frames, {missed} between them not sent")


def _clockline(rule: str, packets: Sequence[tuple[float, Packet]], declared: Declaration) -> Line:
    """Frames are evenly spaced at the nominal rate, by the sole's own clock."""
    first = packets[0][1]
    worst_ms = 0.0
    for _, packet in packets:
        counted_ms = apart(packet.sequence, first.sequence) * 1_000 / declared.rate_hz
        off_ms = apart(packet.device_ms, first.device_ms) - counted_ms
        worst_ms = max(worst_ms, abs(off_ms), key=abs)
    span_ms = apart(packets[-1][1].sequence, first.sequence) * 1_000 / declared.rate_hz
    return line(
        rule,
        worst_ms <= ROUNDING_MS + MOST_DRIFT * span_ms,
        f"at most {worst_ms:.1f} ms apart in {span_ms / 1_000:.1f} s",
    )


def _rateline(rule: str, packets: Sequence[tuple[float, Packet]], declared: Declaration) -> Line:
    """Frames counted against the time in which they came, by the earliest of each third."""
    counted_s = [
        apart(packet.sequence + len(packet), packets[0][1].sequence) / declared.rate_hz
        for _, packet in packets
    ]
    delays = [
        (counted, at_s - packets[0][0] - counted)
        for counted, (at_s, _) in zip(counted_s, packets, strict=True)
    ]
    third = max(1, len(delays) // 3)
    early = min(delays[:third], key=lambda one: one[1])
    late = min(delays[-third:], key=lambda one: one[1])
    span_s = late[0] - early[0]
    if span_s <= 0:
        return untried(rule, "too few notifications")
    drift = (late[1] - early[1]) / span_s
    known = MOST_DRIFT + JITTER_S / span_s
    return line(
        rule,
        abs(drift) <= known,
        f"{declared.rate_hz / (1 + drift):.2f} Hz for {declared.rate_hz} Hz, known to "
        f"{known:.1%} in {span_s:.0f} s",
    )
