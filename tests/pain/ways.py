"""The ways by which pain comes in, each with its real parts."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from cli import wearers
from cli.wearers import Worn
from plantar import topics
from plantar.broker import Arrived, Broker, Letter
from plantar.pain import Recorded
from plantar.pain_message import DEVICE
from plantar.store import Store
from processing.pain_links import give_link
from tests.broker.broker_rig import PATIENCE_S
from tests.cli.conftest import Plantar
from tests.pain.form_server import Page, Server

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    kept: bool
    said: str


class Way(Protocol):
    def tell(self, runner_id: str, fields: Fields, *, again: bool = False) -> Answer:
        """Tell it; `again`: as a finger or a network does that sends the very same twice."""


@dataclass
class ByCommand:
    plantar: Plantar

    def tell(self, runner_id: str, fields: Fields, *, again: bool = False) -> Answer:
        del again  # a command is typed anew, or not at all
        given = {"moment": "first-steps", **fields}
        flags = [f"--{name}" for name in ("analgesic", "flare") if given.pop(name, "") == "yes"]
        words = [f"--{name}={word}" for name, word in given.items()]
        ran = self.plantar("pain", "add", "--runner", runner_id, *words, *flags)
        return Answer(ran.code == 0, ran.err)


@dataclass
class ByForm:
    server: Server
    store: Store
    _last: dict[str, Page] = field(default_factory=dict)

    def opened(self, runner_id: str) -> Page:
        token = give_link(self.store, runner_id, "a test", datetime.now(UTC))
        return self.server.get(f"/pijn/{token}")

    def tell(self, runner_id: str, fields: Fields, *, again: bool = False) -> Answer:
        page = self._last[runner_id] if again else self.opened(runner_id)
        self._last[runner_id] = page
        sent = {"key": page.key, "moment": "first-steps", "side": "usual", "day": "", **fields}
        answer = self.server.post(page.path, sent)
        if answer.code == 303:
            answer = self.server.followed(answer)
            return Answer(True, answer.text)
        return Answer(False, answer.text)


@dataclass
class ByButton:
    """A button at a real broker, and a centre that is a process of its own."""

    side: Broker
    home: Path
    _id: int = 0

    def tell(self, runner_id: str, fields: Fields, *, again: bool = False) -> Answer:
        self._id += not again
        wearers.add(self.home, Worn("pi-1", DEVICE), runner_id)
        answer = self.asked(json.dumps({**fields, "id": f"press {self._id}"}).encode())
        return Answer(answer["kept"], answer.get("reason", ""))

    def asked(self, message: bytes) -> dict[str, Any]:
        """What the centre answers to a message."""
        self.side.publish(Letter(topics.pain("pi-1"), message))
        while happened := self.side.next(PATIENCE_S):
            if isinstance(happened, Arrived):
                self.side.settle(happened)
                answer: dict[str, Any] = json.loads(happened.payload)
                return answer
        raise AssertionError("no answer")


def button_at(place: object, home: Path) -> ByButton:
    """A button that is let in and hears its answers."""
    listen = (topics.pain_answers("pi-1"),)
    return ByButton(Broker(place, listen, random.Random()), home)  # type: ignore[arg-type]  # noqa: S311 - spreads reconnects


def told(store: Store, runner_id: str) -> list[Recorded]:
    """All that is kept of a runner."""
    now = datetime.now(UTC)
    return store.pain_history(runner_id, now - timedelta(days=400), now + timedelta(days=400))
