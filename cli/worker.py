"""The centre for collectors on other computers: messages in, what is to be published out."""

import logging
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from cli import pain_button
from cli.centre import Wearer, answer, keep
from cli.taken import Taken
from cli.wearers import FILE_NAME, Worn, wearers
from plantar import pain_message, topics
from plantar.broker import Letter
from plantar.bundle import (
    answer_written,
    bundled,
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

DAMAGED: Final = "damaged on the way: these are not the bytes that were sent"
#: Rows that one answer is about: with the longest of names it stays below what a message may have.
MOST_ANSWERED: Final = 200


@dataclass(slots=True)
class Worker:
    """Commits what collectors send; the same message again changes nothing."""

    store: Store
    home: Path  # where `wearers.toml` lies
    taken: Taken = field(default_factory=Taken)  # since this worker began
    _known: Mapping[Worn, str] = field(default_factory=dict)
    _known_at: tuple[int, int] | None = None  # when that file was written, and how long it is
    _wearers: dict[Worn, Wearer] = field(default_factory=dict)

    def take(self, messages: Sequence[tuple[str, bytes]], *, now: datetime) -> list[Letter]:
        """Deal with messages, in one commit; what it returns is true once this has returned.

        Parameters
        ----------
        messages : sequence of (str, bytes)
            What came, with the topic that it came on, in whatever order.
        now : datetime
            What was measured later than this cannot be.

        Returns
        -------
        list of Letter
            Answers to those who sent, and dead letters.

        Raises
        ------
        StoreError
            The store takes nothing now: the same rows come again.
        """
        letters: list[Letter] = []
        asked: dict[str, list[Parcel]] = defaultdict(list)
        pains: list[tuple[str, bytes]] = []
        unreadable = strange = 0
        for topic, message in messages:
            try:
                collector, what = topics.sender_of(topic)
            except WireError as error:
                log.warning("left out: %s", error)
                strange += 1
                continue
            if what == topics.STATE:
                strange += not _tell_state(collector, message)
                continue
            if what == topics.PAIN:
                pains.append((collector, message))
                continue
            try:
                asked[collector] += rows_read(message)
            except WireError as error:
                unreadable += 1
                letters += _unreadable(collector, message, str(error))
        answers = self._committed(asked, now)
        for collector, answered in answers.items():
            letters += _dead_letters(collector, asked[collector], answered)
            letters += _answers(collector, answered)
        kept = 0
        for collector, message in pains:
            runner_id = self._known.get(Worn(collector, pain_message.DEVICE))
            told, is_kept = pain_button.answer(self.store, runner_id, message, now)
            letters.append(Letter(topics.pain_answers(collector), told))
            kept += is_kept
        self.taken += Taken(
            messages=len(messages),
            committed=kept + sum(len(one.committed) for one in answers.values()),
            refused=len(pains) - kept + sum(len(one.refused or {}) for one in answers.values()),
            unreadable=unreadable,
            strange=strange,
        )
        return letters

    def _committed(
        self, asked: Mapping[str, Sequence[Parcel]], now: datetime
    ) -> Mapping[str, Answer]:
        self._look_again()
        sent = [
            (self._wearer(Worn(collector, one.receipt.device), now), one)
            for collector, parcels in asked.items()
            for one in parcels
            if _is_sound(one)
        ]
        reasons = iter(keep(self.store, sent, now))
        return {
            collector: answer(
                parcels, [next(reasons) if _is_sound(one) else DAMAGED for one in parcels]
            )
            for collector, parcels in asked.items()
        }

    def _wearer(self, worn: Worn, now: datetime) -> Wearer | None:
        known = self._wearers.get(worn)
        if known is None and (runner_id := self._known.get(worn)) is not None:
            stream = f"live {runner_id} {worn.collector} {worn.device}"
            origin = Origin(stream, OriginKind.STREAM, worn.device, now)
            known = self._wearers[worn] = Wearer(runner_id, origin)
        return known

    def _look_again(self) -> None:
        """Read who wears what, when somebody changed it; a damaged list changes nothing."""
        try:
            seen = (self.home / FILE_NAME).stat()
        except OSError:
            self._known, self._known_at = {}, None
            self._wearers.clear()
            return
        at = (seen.st_mtime_ns, seen.st_size)
        if at == self._known_at:
            return
        self._known_at = at
        try:
            self._known = wearers(self.home)
            self._wearers.clear()
        except FileRejected as error:
            log.error("%s; what was known before holds", error)  # noqa: TRY400 - the sentence says it all


def _is_sound(parcel: Parcel) -> bool:
    return zlib.crc32(parcel.payload) == parcel.receipt.check


def _tell_state(collector: str, message: bytes) -> bool:
    """Say whether a collector is connected; False when it said something else."""
    try:
        log.warning("collector %s: %s", collector, state_read(message))
    except WireError as error:
        log.warning("collector %s: %s", collector, error)
        return False
    return True


def _unreadable(collector: str, message: bytes, reason: str) -> Iterator[Letter]:
    log.warning("collector %s: a message is a dead letter: %s", collector, reason)
    yield Letter(topics.dead(collector), dead_written(reason, message), kept=True)
    yield Letter(topics.answers(collector), unreadable_written(message, reason))


def _dead_letters(collector: str, parcels: Sequence[Parcel], told: Answer) -> Iterator[Letter]:
    """One for each reason, with the rows that it holds for; they stay in their outbox too."""
    refused = told.refused or {}
    for reason in dict.fromkeys(refused.values()):
        rows = [one for one in parcels if refused.get(one.receipt) == reason]
        log.warning("collector %s: %d rows are dead letters: %s", collector, len(rows), reason)
        for some in bundled(rows):
            dead = dead_written(reason, rows_written(some))
            yield Letter(topics.dead(collector), dead, kept=True)


def _answers(collector: str, told: Answer) -> Iterator[Letter]:
    """The centre's word, in as many messages as it takes; to a bundle of no rows too."""
    refused = list((told.refused or {}).items())
    for first in range(0, max(len(told.committed), len(refused), 1), MOST_ANSWERED):
        part = slice(first, first + MOST_ANSWERED)
        some = Answer(told.committed[part], dict(refused[part]))
        yield Letter(topics.answers(collector), answer_written(some))
