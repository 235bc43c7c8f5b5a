"""What two live soles cost: from the bytes of their notifications to rows in the outbox.

The way is the product's: decoding, hearing, laying the soles together, reducing, and an outbox that
is written every second, with the open minutes every ten. What counts is the time a core is busy
for a second of signal, and its ratio to what nobody can do without: copying the bytes, unpacking
them, or reading the same frames as JSON.

    python benchmarks/live_soles.py [--rate 200] [--seconds 60] [--rounds 5]
"""

import argparse
import json
import statistics
import struct
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from cli.live import LiveDevice
from collector.capture import head_of
from collector.clock import NS_PER_S, Anchor, Clock
from collector.decoding.decoders import decoders
from collector.decoding.reading import State
from collector.desk import LOOK_EVERY_S, Desk
from collector.hearing import Hearing
from collector.link_events import Began, Came, Connected
from collector.notification import Notification
from collector.outbox.box import Outbox
from collector.outbox.raw import RawWriter
from collector.outbox.writer import Writer
from collector.pairing import PairedSensor
from collector.profile_file import known_profile
from collector.radio import Listeners
from collector.simulated.gait import HEEL_TO_TOE, Walker
from collector.sole import DECLARATION, FRAMES, Declaration, Packet, declaration_bytes, frames_bytes
from plantar.recording import ForceRecording
from plantar.sample import Foot
from processing.force.warm import warm

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
#: As many frames of 16 zones as fit a notification of 244 bytes.
FRAMES_A_PACKET = 7
UNIT_MN = 100
BODY_N = 686.0
MINUTES_EVERY = 10
DEVICE = "soles"
#: Where notifications wait for a moment on the radio. [s]
WAITS_S = 0.02


@dataclass(frozen=True)
class Air:
    """What both soles say, in the order in which it is heard."""

    sensors: tuple[PairedSensor, ...]
    declared: tuple[Declaration, ...]
    said: tuple[tuple[int, Notification], ...]  # whose, and what
    bytes: int


def air(rate_hz: int, seconds: float) -> Air:
    """A walk on two soles of 16 zones."""
    profile = known_profile("open-plantar")
    assert profile is not None
    sensors = tuple(
        PairedSensor(f"sole-{foot}", f"F0:0{n}", foot, profile, "anna", START, foot, DEVICE)
        for n, foot in enumerate(Foot)
    )
    declared = tuple(Declaration(foot, 1, rate_hz, UNIT_MN, HEEL_TO_TOE) for foot in Foot)
    walker, chance = Walker(), np.random.default_rng(1)
    began_ns = round(START.timestamp() * NS_PER_S)
    said = []
    for who, foot in enumerate(Foot):
        frames, at_s = round(seconds * rate_hz), 0.0
        zones_n = walker.zones_n(foot, np.arange(frames) / rate_hz)
        zones_n = np.abs(zones_n + chance.normal(0.0, 0.3, zones_n.shape))
        for first in range(0, frames, FRAMES_A_PACKET):
            rows = zones_n[first : first + FRAMES_A_PACKET]
            packet = Packet(first, round(1e3 * first / rate_hz), rows)
            waits_s = chance.exponential(WAITS_S)
            at_s = max(at_s, (first + len(rows)) / rate_hz + waits_s)  # a link keeps the order
            at_ns = round(at_s * NS_PER_S)
            payload = frames_bytes(packet, declared[who])
            said.append((who, Notification(FRAMES, payload, at_ns, began_ns + at_ns)))
    said.sort(key=lambda one: one[1].monotonic_ns)
    return Air(sensors, declared, tuple(said), sum(len(one.payload) for _, one in said))


class Stages:
    """How long a core was busy with what."""

    def __init__(self, *, split: bool) -> None:
        self.spent_s: dict[str, float] = defaultdict(float)
        self._split = split
        self._inner_s = [0.0]

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """What is done meanwhile is this; what is inside it and has a name of its own is not."""
        if not self._split:
            yield
            return
        self._inner_s.append(0.0)
        begin_s = time.process_time()
        try:
            yield
        finally:
            took_s = time.process_time() - begin_s
            self.spent_s[name] += took_s - self._inner_s.pop()
            self._inner_s[-1] += took_s


def collected(told: Air, folder: Path, stages: Stages, *, raw: bool) -> int:
    """The product's way; how many frames were handed on."""
    now_ns = 0
    began_ns = round(START.timestamp() * NS_PER_S)
    anchor = Anchor(Clock(lambda: now_ns, lambda: began_ns + now_ns))
    live = LiveDevice(DEVICE, BODY_N)

    def reduce(_device: str, chunk: ForceRecording) -> None:
        with stages.of("reduce"):
            live.take_chunk(chunk)

    nobody = Listeners(reduce, lambda *_: None, lambda _, gap: live.take_gap(gap), lambda _: None)
    desk = Desk(nobody, anchor)
    hearings = [Hearing(one, anchor, lambda at: at.date()) for one in told.sensors]
    with Outbox(folder / f"outbox-{raw}.db") as outbox:
        writer = Writer(outbox)
        packing = _raw(told, outbox) if raw else None
        for nth, (hearing, declared) in enumerate(zip(hearings, told.declared, strict=True)):
            value = Notification(DECLARATION, declaration_bytes(declared), 0, began_ns)
            if packing is not None:
                packing.note(told.sensors[nth].id, Began(began_ns))
                packing.note(told.sensors[nth].id, Came(value, read=True))
                packing.note(told.sensors[nth].id, Connected(0))
            hearing.take(value)
            hearing.connected(START, 0.0)
        look_ns, second_ns = round(LOOK_EVERY_S * NS_PER_S), NS_PER_S
        look_due_ns, due_ns, rounds = look_ns, second_ns, 0
        for who, notification in told.said:
            now_ns = notification.monotonic_ns
            if packing is not None:
                with stages.of("raw"):
                    packing.note(told.sensors[who].id, Came(notification))
            with stages.of("decode, hear"):
                heard = hearings[who].take(notification)
            with stages.of("pair"):
                desk.hand_on(hearings[who], heard)
                if now_ns >= look_due_ns:
                    look_due_ns += look_ns
                    desk.look(hearings, now_ns / NS_PER_S)
            hearings[who].to_write()
            if now_ns >= due_ns:
                due_ns += second_ns
                rounds += 1
                at = START + timedelta(microseconds=now_ns // 1000)
                _record(live, writer, at, stages, minutes=rounds % MINUTES_EVERY == 0)
                if packing is not None and rounds % MINUTES_EVERY == 0:
                    with stages.of("raw"):
                        packing.write(at)
        desk.finish()
        if packing is not None:
            with stages.of("raw"):
                packing.write(at)
    return sum(one.tally.frames for one in hearings)


def _raw(told: Air, outbox: Outbox) -> RawWriter:
    by_id = {one.id: one for one in told.sensors}
    return RawWriter(
        outbox,
        lambda sensor, began: head_of(by_id[sensor], began, "0"),
        dict.fromkeys(by_id, DEVICE),
    )


def _record(
    live: LiveDevice, writer: Writer, now: datetime, stages: Stages, *, minutes: bool
) -> None:
    with stages.of("minutes"):
        records = live.changed() if minutes else live.gaps()
    with stages.of("outbox"):
        writer.note(DEVICE, records, live.reached if minutes else None, live.standing())
        if writer.waiting:
            writer.write(now)


def decoded(told: Air) -> None:
    """Decoding alone."""
    decode = decoders(told.sensors[0].profile)[FRAMES]
    states = [State(declaration=one) for one in told.declared]
    for who, one in told.said:
        decode(one.payload, states[who])


def copied(told: Air) -> Callable[[], None]:
    """Copying the same bytes, packet by packet."""
    sources = [np.frombuffer(one.payload, np.uint8) for _, one in told.said]
    target = np.empty(max(map(len, sources)), np.uint8)

    def copy() -> None:
        for one in sources:
            np.copyto(target[: len(one)], one)

    return copy


def unpacked(told: Air) -> None:
    """Unpacking every number, by the standard library, and nothing else."""
    for _, one in told.said:
        struct.unpack(f"<IIB{(len(one.payload) - 9) // 2}H", one.payload)


def as_json(told: Air) -> list[str]:
    """The same frames as a sole of a tinkerer sends them: a line of JSON each."""
    lines = []
    for _, one in told.said:
        numbers = np.frombuffer(one.payload[9:], "<u2").reshape(-1, 16)
        lines += [json.dumps({"n": n, "z": row.tolist()}) for n, row in enumerate(numbers)]
    return lines


def loaded(lines: Sequence[str]) -> None:
    """Reading them, and nothing else."""
    for one in lines:
        json.loads(one)


def seconds(run: Callable[[], object]) -> float:
    """How long a call keeps a core busy."""
    begin = time.process_time()
    run()
    return time.process_time() - begin


def once(told: Air, lines: Sequence[str], copy: Callable[[], None]) -> dict[str, float]:
    """Every way in turn."""
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        whole = Stages(split=False)
        (folder / "split").mkdir()
        found = {
            "all": seconds(lambda: collected(told, folder, whole, raw=False)),
            "all, raw kept": seconds(lambda: collected(told, folder, whole, raw=True)),
        }
        stages = Stages(split=True)
        collected(told, folder / "split", stages, raw=True)
    found |= {f"  {name}": spent for name, spent in stages.spent_s.items()}
    found["decode alone"] = seconds(lambda: decoded(told))
    found["np.copyto"] = seconds(copy)
    found["struct.unpack"] = seconds(lambda: unpacked(told))
    found["json.loads"] = seconds(lambda: loaded(lines))
    return found


def main() -> None:
    """Print shares of a core and ratios, medians of some rounds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    warm()
    told = air(asked.rate, asked.seconds)
    lines, copy = as_json(told), copied(told)
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        frames = collected(told, Path(name), Stages(split=False), raw=True)
    many = 2 * round(asked.seconds * asked.rate)
    assert frames == many, f"{frames} of {many} frames were handed on"
    print(
        f"2 soles of 16 zones at {asked.rate} Hz, {asked.seconds:g} s, {many} frames,"
        f" {told.bytes / 1e6:.1f} MB in {len(told.said)} notifications"
    )
    rounds = [once(told, lines, copy) for _ in range(asked.rounds)]
    columns = ("% of a core", "least", "most", "x loads", "x unpack", "x copy")
    print(" " * 20 + "".join(f"{one:>12}" for one in columns))
    for way in rounds[0]:
        shares = sorted(100.0 * one[way] / asked.seconds for one in rounds)
        ratios = [
            statistics.median(one[way] / one[to] for one in rounds)
            for to in ("json.loads", "struct.unpack", "np.copyto")
        ]
        figures = (statistics.median(shares), shares[0], shares[-1], *ratios)
        print(f"{way:20}" + "".join(f"{one:12.2f}" for one in figures))


if __name__ == "__main__":
    main()
