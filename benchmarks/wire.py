"""Minutes a second by the broker until the outbox is empty, as ratios to other ways, in one run.

Beside ours stand mosquitto's own tools, which keep nothing, and what one would write without
Plantar: a paho subscriber that writes one point a message with influxdb-client.
"""

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path

from influx_server import influx  # beside this file

from cli import wearers
from collector.outbox.box import Outbox
from collector.outbox.post import Post
from collector.outbox.sender import Sender
from plantar.minute import StepMinute
from plantar.runner import Runner
from plantar.store.sql import open_store
from plantar.wire import written
from tests.broker.broker_rig import USERS, Mosquitto, Process, rows_of
from tests.collector.outbox_children import DEVICE, NOON, RUNNER

#: `mosquitto_pub -l` ends well and loses what is beyond about this.
LINES = 30_000
#: For others than us who sends is not held back by who hears: what finds no room in the broker's
#: queue would be dropped.
UNBOUNDED = "max_queued_messages 0\n"
#: Who subscribes says so in a line, and another when it has everything.
NAIVE = """
import json, sys
from influxdb_client import InfluxDBClient, Point
from influxdb_client.client.write_api import SYNCHRONOUS
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

port, word, most, url = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
write = InfluxDBClient(url=url, token="test-token", org="-").write_api(write_options=SYNCHRONOUS)
seen = 0

def on_message(client, _us, message):
    global seen
    told = json.loads(message.payload)
    point = Point("minute").tag("device", "pod").field("steps", told["steps"]).time(seen * 60, "s")
    write.write(bucket="minutes", record=point, write_precision="s")
    seen += 1
    if seen == most:
        print("done", flush=True)

client = Client(CallbackAPIVersion.VERSION2)
client.username_pw_set("centre", word)
client.on_message = on_message
client.on_subscribe = lambda *_: print("ready", flush=True)
client.connect("127.0.0.1", port)
client.subscribe("plantar/v1/+/rows", qos=1)
client.loop_forever()
"""
PUBLISHER = """
import sys
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

client = Client(CallbackAPIVersion.VERSION2)
client.max_inflight_messages_set(100)
client.username_pw_set("pi-1", sys.argv[2])
client.connect("127.0.0.1", int(sys.argv[1]))
client.loop_start()
sent = [client.publish("plantar/v1/pi-1/rows", line.encode(), qos=1) for line in sys.stdin]
for one in sent:
    one.wait_for_publish()
client.disconnect()
"""


def minutes(count: int) -> list[StepMinute]:
    """Minutes of a watch, each another."""
    return [StepMinute(NOON - timedelta(minutes=n), 1, 100.0 + n % 70, 60.0) for n in range(count)]


def lines(count: int) -> str:
    """The same minutes as rows, one a line."""
    return "".join(f"{written(one).decode()}\n" for one in minutes(count))


@contextmanager
def broker(settings: str = "") -> Iterator[Mosquitto]:
    """A broker with the rules that Plantar ships."""
    with tempfile.TemporaryDirectory() as folder:
        one = Mosquitto(Path(folder), settings).start()
        try:
            yield one
        finally:
            one.stop()


def by_tools() -> float:
    """What mosquitto's own tools bring across, counted where they arrive. [1/s]"""
    with broker(UNBOUNDED) as one, tempfile.TemporaryDirectory() as folder:
        told, heard = Path(folder) / "told", Path(folder) / "heard"
        told.write_text(lines(LINES))
        at = ("-p", str(one.port), "-q", "1", "-t", "plantar/v1/pi-1/rows")
        as_centre, as_pi = (
            ("-u", "centre", "-P", USERS["centre"]),
            ("-u", "pi-1", "-P", USERS["pi-1"]),
        )
        with told.open("rb") as says, heard.open("wb") as hears:  # a pipe would hold it up
            hearing = subprocess.Popen(
                ["mosquitto_sub", *at, *as_centre, "-C", str(LINES), "-W", "60"], stdout=hears
            )
            time.sleep(0.5)  # it does not say when it is subscribed
            begin = time.perf_counter()
            subprocess.run(["mosquitto_pub", *at, *as_pi, "-l"], stdin=says, check=True)
            hearing.wait(60.0)
            took = time.perf_counter() - begin
        arrived = heard.read_bytes().count(b"\n")
    assert arrived == LINES, f"{arrived} of {LINES} lines arrived"
    return LINES / took


def by_us(count: int, in_a_message: int) -> float:
    """Minutes of a second from a full outbox to one that is empty, each committed. [1/s]"""
    with broker() as one, tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "centre"
        home.mkdir()
        with open_store(home / "plantar.db") as store:
            store.add_runner(Runner(RUNNER))
        wearers.add(home, wearers.Worn("pi-1", DEVICE), RUNNER)
        worker = Process(home, one).start().connected()
        chance = random.Random(1)  # noqa: S311 - spreads tries
        try:
            with (
                Outbox(Path(folder) / "outbox.db") as outbox,
                Post(one.place("pi-1"), chance, most_rows=in_a_message) as post,
            ):
                sender = Sender(outbox, post.deliver, chance)
                outbox.append(DEVICE, minutes(1), now=NOON)
                assert sender.drain()  # connected, and everything is loaded
                outbox.append(DEVICE, minutes(count + 1)[1:], now=NOON)
                begin = time.perf_counter()
                assert sender.drain(count)
                took = time.perf_counter() - begin
                assert outbox.state().waiting == 0
        finally:
            worker.stop()
        assert rows_of(home) == count + 1
    return count / took


def by_naive(count: int, url: str, points: Callable[[], int]) -> float:
    """What is written without Plantar: a point for every message. [1/s]"""
    with broker(UNBOUNDED) as one:
        before = points()
        words = [sys.executable, "-c", NAIVE, str(one.port), USERS["centre"], str(count), url]
        hears = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert hears.stdout is not None
        try:
            assert hears.stdout.readline() == "ready\n"
            told = lines(count)
            begin = time.perf_counter()
            says = subprocess.Popen(
                [sys.executable, "-c", PUBLISHER, str(one.port), USERS["pi-1"]],
                stdin=subprocess.PIPE,
                text=True,
            )
            says.communicate(told)
            assert hears.stdout.readline() == "done\n"
            took = time.perf_counter() - begin
        finally:
            hears.kill()
            hears.wait()
        assert points() >= max(before, count)
    return count / took


def tell(name: str, rates: list[float], to: dict[str, list[float]]) -> None:
    """One row of the table: a rate, and the ratios of each round."""
    ratios = []
    for others in to.values():
        found = [ours / theirs for ours, theirs in zip(rates, others, strict=True)]
        ratios.append(f"{statistics.median(found):8.2f} ({min(found):.2f}-{max(found):.2f})")
    print(f"{name:34}{statistics.median(rates):10.0f}/s" + "".join(f"{one:>26}" for one in ratios))


def main() -> None:
    """Print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--single", type=int, default=20_000)
    parser.add_argument("--bundled", type=int, default=60_000)
    parser.add_argument("--naive", type=int, default=3_000)
    asked = parser.parse_args()
    if shutil.which("mosquitto_pub") is None:
        sys.exit("mosquitto-clients is not here: sudo apt install mosquitto-clients")
    rates: dict[str, list[float]] = {name: [] for name in ("tools", "one", "20", "60", "naive")}
    loads = []
    with influx() as server:
        for _ in range(asked.rounds):
            loads.append(os.getloadavg()[0])
            ways: dict[str, Callable[[], float]] = {
                "tools": by_tools,
                "one": partial(by_us, asked.single, 1),
                "20": partial(by_us, asked.bundled, 20),
                "60": partial(by_us, asked.bundled, 60),
            }
            if server is not None:
                ways["naive"] = partial(by_naive, asked.naive, server.url, server.points)
            for name, measure in ways.items():
                rates[name].append(measure())
                print(f"{name}: {rates[name][-1]:.0f}/s", file=sys.stderr, flush=True)
    to = {"mosquitto's tools": rates["tools"]} | ({"naive": rates["naive"]} if server else {})
    print(f"load average {min(loads):.1f}-{max(loads):.1f}; ratios: median (least-most)")
    print(f"{'':34}{'':>12}" + "".join(f"{'x ' + name:>26}" for name in to))
    for name, key in (
        ("mosquitto's tools", "tools"),
        ("one minute a message", "one"),
        ("20 minutes a message", "20"),
        ("60 minutes a message", "60"),
        *((("paho, a point a message", "naive"),) if server else ()),
    ):
        tell(name, rates[key], to)
    if server is None:
        print("Left out: paho with influxdb-client, for want of influxd and nginx")
    print(json.dumps(rates))


if __name__ == "__main__":
    main()
