"""A collector in a process of its own, to be killed: it feeds its outbox and empties it."""

import asyncio
import random
from pathlib import Path

from collector.outbox.box import Outbox
from collector.outbox.post import Post
from collector.outbox.sender import Sender
from collector.outbox.writer import Writer
from plantar.broker_place import BrokerPlace
from tests.collector.outbox_children import DEVICE, NOON, REVISIONS, say, told


def feed(folder: Path, place: BrokerPlace, begin: int, minutes: int) -> None:
    """Feed minutes from a place on, and send until none is left; says which one is recorded."""
    asyncio.run(_feed(folder, place, begin, minutes))


async def _feed(folder: Path, place: BrokerPlace, begin: int, minutes: int) -> None:
    with (
        Outbox(folder / "outbox.db") as outbox,
        Post(place, random.Random(), answer_s=3.0) as post,  # noqa: S311 - spreads reconnects
    ):
        sender = Sender(outbox, post.deliver, random.Random(), at_once=40)  # noqa: S311 - spreads retries
        stop, writer = asyncio.Event(), Writer(outbox)
        sending = asyncio.create_task(sender.keep(stop))
        for place_in_feed in range(begin, minutes * REVISIONS, 10):
            for one in range(place_in_feed, min(place_in_feed + 10, minutes * REVISIONS)):
                writer.note(DEVICE, (told(one),), None)
            assert await asyncio.to_thread(writer.write, NOON)
            sender.wake()
            say(folder, place_in_feed)
            await asyncio.sleep(0.002)
        while outbox.state().waiting:
            sender.wake()
            await asyncio.sleep(0.02)
        stop.set()
        await sending
        say(folder, "drained")
