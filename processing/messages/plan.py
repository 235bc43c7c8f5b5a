"""What is to be written to whom now, put in the outbox: read, think, keep; nothing is sent here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from plantar.alert import Episode, Level
from plantar.consent import EVERYTHING, Scope
from plantar.day import zone
from plantar.message import Kind, Message, Told
from plantar.recipient import Recipient, Wanted
from plantar.runner import Runner
from plantar.store import Store
from processing.episode_life import as_followed
from processing.messages.digest import digest
from processing.messages.items import any_open, change_of, id_of, item, told, wants
from processing.seen import episodes as shown
from processing.unsent import due as due_now
from processing.who_sees import own_accounts

#: What an account may see now, by runner.
Sees = Callable[[str], Mapping[str, frozenset[Scope]]]
#: How long after its hour the reminder of a morning still makes sense. Our choice. [h]
REMINDER_HOURS = 4


@dataclass
class Planning:
    """Puts messages in the outbox, look by look; what did not change is not read again."""

    store: Store
    sees: Sees
    _quiet: dict[str, datetime] = field(default_factory=dict)  # nothing to say, as of that state

    def look(self, now: datetime) -> int:
        """Put in what is to be said by now; how many messages that were."""
        everybody = [one for one in self.store.recipients() if not one.paused]
        if not everybody:
            return 0
        runners = {one.id: one for one in self.store.runners()}
        seen = {one.id: self.sees(one.account) for one in everybody if one.account}
        made = sum(
            self._write(runners[runner_id], _who(runner_id, everybody, seen), now)
            for runner_id in self._changed(everybody, seen)
            if runner_id in runners
        )
        done = self.store.mornings_done()
        for one in everybody:
            where = _where(one, runners, now)
            day = one.morning_of(now, where)
            if day is None or done.get(one.id, day - timedelta(days=1)) >= day:
                continue
            made += self._morning(one, seen.get(one.id, {}), where, now)
        return made

    def _changed(
        self, everybody: Sequence[Recipient], seen: Mapping[str, Mapping[str, frozenset[Scope]]]
    ) -> list[str]:
        """The runners of whom something may have to be told."""
        told_of = {one.runner_id for one in everybody if one.runner_id is not None}
        for one in everybody:
            if one.at_once:
                told_of |= seen[one.id].keys()
        return [
            state.runner_id
            for state in self.store.states()
            if state.runner_id in told_of
            and self._quiet.get(state.runner_id) != state.computed_at
            and not self._has_nothing(state.runner_id, state.computed_at)
        ]

    def _has_nothing(self, runner_id: str, computed_at: datetime) -> bool:
        if any_open(self.store.episodes(runner_id)):
            self._quiet.pop(runner_id, None)
            return False
        self._quiet[runner_id] = computed_at
        return True

    def _write(
        self, runner: Runner, who: Sequence[tuple[Recipient, frozenset[Scope]]], now: datetime
    ) -> int:
        silence = any(Wanted.NO_DATA in one.wants for one, _ in who)
        due = due_now(self.store, runner.id, now, silence=silence)
        messages: list[Message] = []
        about: dict[tuple[str, object], Episode] = {}
        known: list[tuple[str, Told]] = []
        for one, scopes in who:
            theirs: list[Episode] = []
            for each in due:
                # What they may not see is not in it, and may make it less loud.
                left = [part for part in shown([each], scopes) if _at_once(one, part)]
                theirs += left
                if left:
                    about[each.family, each.opened] = each
            if not theirs:
                continue
            messages.append(_message(one, runner, theirs, now))
            if one.account is not None:
                known += [(one.id, told(runner.id, each)) for each in theirs]
        if not messages:
            return 0
        kept = self.store.enqueue(runner.id, list(about.values()), messages, known, at=now)
        return len(messages) if kept else 0

    def _morning(
        self,
        one: Recipient,
        sees: Mapping[str, frozenset[Scope]],
        where: tzinfo,
        now: datetime,
    ) -> int:
        day = one.morning_of(now, where)
        if day is None:
            return 0
        message: Message | None = None
        news: tuple[Told, ...] = ()
        if one.account is not None:
            own = own_accounts(self.store.accounts())
            known = {
                runner_id: [
                    as_followed(each, own.get(runner_id, ()))
                    for each in shown(self.store.episodes(runner_id), sees[runner_id])
                ]
                for runner_id in sorted(sees)
            }
            found = digest(one, known, self.store.told(one.id), now)
            news = found.told
            if found.items:
                due = one.may_arrive(now, where)
                key = id_of(one.id, Kind.DIGEST.value, day.isoformat())
                message = Message(key, one.id, Kind.DIGEST, now, due, found.items)
        elif Wanted.REMINDER in one.wants and _is_morning(one, where, now):
            due = one.may_arrive(now, where)
            key = id_of(one.id, Kind.REMINDER.value, day.isoformat())
            message = Message(key, one.id, Kind.REMINDER, now, due)
        kept = self.store.keep_morning(one.id, day, message, news)
        return int(kept and message is not None)


def _where(one: Recipient, runners: dict[str, Runner], now: datetime) -> tzinfo:
    """By whose clock somebody lives: a runner's is that of where they are."""
    if one.time_zone is not None:
        return zone(one.time_zone)  # of an account
    return runners[one.runner_id or ""].days.zone_at(now)


def _who(
    runner_id: str,
    everybody: Sequence[Recipient],
    seen: Mapping[str, Mapping[str, frozenset[Scope]]],
) -> list[tuple[Recipient, frozenset[Scope]]]:
    """Who may hear of a runner at once, and what of them."""
    found: list[tuple[Recipient, frozenset[Scope]]] = []
    for one in everybody:
        if one.runner_id == runner_id:
            found.append((one, EVERYTHING))
        elif one.at_once and runner_id in seen[one.id]:
            found.append((one, seen[one.id][runner_id]))
    return found


def _at_once(one: Recipient, episode: Episode) -> bool:
    """Whether somebody hears of an episode now: who looks after many, of alerts alone."""
    if one.account is not None and episode.level is not Level.ALERT:
        return False
    return wants(one, episode.family, episode.level)


def _message(one: Recipient, runner: Runner, about: Sequence[Episode], now: datetime) -> Message:
    told_of = [
        (each.family.value, each.opened.isoformat(), each.level.value, str(each.sent_at))
        for each in about
    ]
    where = runner.days.zone_at(now) if one.time_zone is None else zone(one.time_zone)
    details = one.health_details
    return Message(
        id_of(one.id, Kind.EPISODES.value, runner.id, told_of),
        one.id,
        Kind.EPISODES,
        now,
        one.may_arrive(now, where),
        tuple(item(runner.id, each, change_of(each), details=details) for each in about),
    )


def _is_morning(one: Recipient, where: tzinfo, now: datetime) -> bool:
    """Whether a reminder still makes sense: after a night without power it may be noon."""
    from_then = one.morning_began(now, where)
    return now - from_then <= timedelta(hours=REMINDER_HOURS)
