"""The centre for collectors on other computers: a message in, what is to be published out."""

import logging
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cli.centre import Centre, Wearer
from cli.wearers import FILE_NAME, Worn, wearers
from plantar import topics
from plantar.broker import Letter
from plantar.bundle import (
    answer_written,
    dead_written,
    rows_read,
    rows_written,
    state_read,
    unreadable_written,
)
from plantar.errors import FileRejected, WireError
from plantar.measured import Origin, OriginKind
from plantar.store import Store
from plantar.wire import Answer, Parcel

log = logging.getLogger(__name__)

DAMAGED = "damaged on the way: these are not the bytes that were sent"


@dataclass(slots=True)
class Worker:
    """Commits what collectors send; the same message again changes nothing."""

    store: Store
    home: Path  # where `wearers.toml` lies
    _known: Mapping[Worn, str] = field(default_factory=dict)
    _known_at: tuple[int, int] | None = None  # when that file was written, and how long it is

    def take(self, topic: str, message: bytes, *, now: datetime) -> Sequence[Letter]:
        """Deal with one message; what it returns is true once this has returned.

        Raises
        ------
        StoreError
            The store takes nothing now: the same rows come again.
        """
        try:
            collector, what = topics.sender_of(topic)
        except WireError as error:
            log.warning("left out: %s", error)
            return ()
        if what == topics.STATE:
            _tell_state(collector, message)
            return ()
        try:
            parcels = rows_read(message)
        except WireError as error:
            log.warning("%s: what it sent cannot be read, and is a dead letter: %s", topic, error)
            answer = unreadable_written(message, str(error))
            dead = dead_written(str(error), message)
            return (
                Letter(topics.dead(collector), dead, kept=True),
                Letter(topics.answers(collector), answer),
            )
        answered = self._committed(collector, parcels, now)
        return (
            *_dead_letters(collector, parcels, answered),
            Letter(topics.answers(collector), answer_written(answered)),
        )

    def _committed(self, collector: str, parcels: Sequence[Parcel], now: datetime) -> Answer:
        sound = [one for one in parcels if zlib.crc32(one.payload) == one.receipt.check]
        damaged = {one.receipt: DAMAGED for one in parcels if one not in sound}
        answer = Centre(self.store, self._wearers(collector, now)).take(sound)
        return Answer(answer.committed, {**(answer.refused or {}), **damaged})

    def _wearers(self, collector: str, now: datetime) -> Mapping[str, Wearer]:
        self._look_again()
        return {
            worn.device: Wearer(
                runner_id,
                Origin(
                    f"live {runner_id} {collector} {worn.device}",
                    OriginKind.STREAM,
                    worn.device,
                    now,
                ),
            )
            for worn, runner_id in self._known.items()
            if worn.collector == collector
        }

    def _look_again(self) -> None:
        """Read who wears what, when somebody changed it; a damaged list changes nothing."""
        try:
            seen = (self.home / FILE_NAME).stat()
        except OSError:
            self._known, self._known_at = {}, None
            return
        at = (seen.st_mtime_ns, seen.st_size)
        if at == self._known_at:
            return
        self._known_at = at
        try:
            self._known = wearers(self.home)
        except FileRejected as error:
            log.error("%s; what was known before holds", error)  # noqa: TRY400 - the sentence says it all


def _tell_state(collector: str, message: bytes) -> None:
    try:
        log.warning("collector %s: %s", collector, state_read(message))
    except WireError as error:
        log.warning("collector %s: %s", collector, error)


def _dead_letters(collector: str, parcels: Sequence[Parcel], answer: Answer) -> Sequence[Letter]:
    """One for each reason, with the rows that it holds for; they stay in their outbox too."""
    refused = answer.refused or {}
    letters = []
    for reason in dict.fromkeys(refused.values()):
        rows = [one for one in parcels if refused.get(one.receipt) == reason]
        log.warning("collector %s: %d rows are dead letters: %s", collector, len(rows), reason)
        dead = dead_written(reason, rows_written(rows))
        letters.append(Letter(topics.dead(collector), dead, kept=True))
    return letters
