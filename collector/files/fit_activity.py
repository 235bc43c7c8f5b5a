"""Activities in FIT files: one recording per session, with its cadence.

FIT counts one leg: ``total_strides`` are strides, ``cadence`` is strides a minute; Plantar counts
both feet. Strides are exact where the watch counts them; without, steps are the time integral of
cadence. Only sessions on foot have strides here: the same fields hold pedal turns on a bicycle and
strokes in the water. In a transition between two sports cycles and cadence contradict each other,
so it adds no steps.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import numpy as np

from collector.files import fit_track
from collector.files.asked import Asked
from collector.files.fit_frames import EPOCH_S, FIRST_DATE, Frames, Message, device
from collector.files.fit_sport import sport_of
from collector.files.head import Head
from collector.files.words import counted
from plantar.errors import FileRejected
from plantar.measured import MOST_STEPS_A_DAY, Sport
from plantar.recording import ActivityRecording, CadenceTrack, Reading
from plantar.units import STEPS_PER_STRIDE

FORMAT = "fit-activity"
#: Watches write a last record when the clock has stopped already. [s]
LATE_RECORD_S = 10
#: A session without an end ends with its records, at the latest after two days. [s]
LONGEST_S = 2 * 86_400
#: Strides and cadence of good recordings agree within 2 %; our choice, not evidence. [1]
AGREE_WITHIN = 0.05
#: Records that cover less of a cut-off session than this are worth a word; our choice. [1]
COVERED = 0.9
MS_PER_S = 1000.0


@dataclass(frozen=True, slots=True)
class Leg:
    """A session and the span of its records, in the device's seconds."""

    told: Message  # the session message, or the sport message of a leg that never ended
    first_s: int
    last_s: int  # exclusive
    ended: bool  # a session message was written


def reading(head: Head, found: Frames, asked: Asked) -> Reading:
    """Every session of the file, in the order of time."""
    messages = found.messages
    records = [m for m in messages if m.name == "record" and m.seconds() is not None]
    legs = _legs(head, found, records)
    clock = _Clock.of(head, messages, legs[0].first_s, asked)
    pauses = fit_track.pauses(messages)
    notes = []
    taken: set[int] = set()
    recordings = []
    for n, leg in enumerate(legs, start=1):
        inside = [r for r in records if leg.first_s <= (r.seconds() or 0) < leg.last_s]
        taken.update(map(id, inside))
        track = fit_track.track(inside, leg.first_s, pauses)
        recording = _recording(
            leg, track, inside, clock=clock, sensor=device(messages), broken=found.broken
        )
        recordings.append(_with_part(recording, n, len(legs)))
    if lost := len(records) - len(taken):
        last = max(r.seconds() or 0 for r in records if id(r) not in taken)
        years = f", as late as {clock.at(last).year}" if last >= legs[-1].last_s else ""
        notes.append(f"{counted(lost, 'record')} outside every session{years}: left out")
        recordings[-1] = _with_quality(recordings[-1], notes[-1])
    partial = None
    if found.broken:
        partial = f"{found.broken}; kept are {_counted(recordings, records)}"
    return Reading(FORMAT, tuple(recordings), partial, tuple(notes))


def _counted(recordings: list[ActivityRecording], records: list[Message]) -> str:
    return f"{counted(len(recordings), 'session')} and {counted(len(records), 'record')}"


def _legs(head: Head, found: Frames, records: list[Message]) -> list[Leg]:
    """The sessions, and the leg that was going on when the file broke off."""
    sessions = [m for m in found.messages if m.name == "session"]
    spans = sorted(
        ((_begin(s, records), s) for s in sessions if _begin(s, records) is not None),
        key=lambda span: span[0] or 0,
    )
    legs = []
    for (begin, told), after in zip(spans, [*spans[1:], None], strict=False):
        first = begin or 0
        last = _end(told, first)
        next_first = after[0] if after else None
        legs.append(Leg(told, first, min(last, next_first or last), ended=True))
    unfinished = _unfinished(found, records, legs)
    if unfinished is not None:
        legs.append(unfinished)
    if not legs:
        raise FileRejected(head.path, _why_no_session(found, records))
    return legs


def _begin(session: Message, records: list[Message]) -> int | None:
    """When a session began: as it says, or counted back from its end, or at its first record."""
    start = session.seconds("start_time")
    if start is not None:
        return start
    end, took = session.seconds(), session.number("total_elapsed_time")
    if end is not None and took is not None:
        return end - int(took)
    return records[0].seconds() if records else end


def _end(session: Message, first: int) -> int:
    took = session.number("total_elapsed_time") or session.number("total_timer_time")
    if took is None:
        end = session.seconds()
        took = min(max((end or first + LONGEST_S) - first, 0), LONGEST_S)
    return first + int(took) + 1 + LATE_RECORD_S


def _unfinished(found: Frames, records: list[Message], legs: list[Leg]) -> Leg | None:
    """A leg on foot that has records and a sport, but for which no session was written."""
    if legs and not found.broken:
        return None
    after = max((leg.last_s for leg in legs), default=0)
    rest = [s for r in records if (s := r.seconds()) is not None and s >= after]
    sports = [m for m in found.messages if m.name == "sport"] or [
        m for m in records if "activity_type" in m.fields
    ]
    if not rest or len(sports) <= len(legs) or not _some_cadence(records, after):
        return None
    told = sports[-1]
    if told.name == "record":
        sport = {"sport": told.fields["activity_type"]}
        told = Message("sport", sport, sport)
    if not sport_of(told)[0].on_foot:
        return None
    first = min(rest)
    return Leg(told, first, min(max(rest), first + LONGEST_S) + 1, ended=False)


def _some_cadence(records: list[Message], after: int) -> bool:
    return any(r.number("cadence") for r in records if (r.seconds() or 0) >= after)


def _why_no_session(found: Frames, records: list[Message]) -> str:
    names = {m.name for m in found.messages}
    absent = [name for name in ("session", "lap", "activity") if name not in names]
    what = f"without {_listed(absent)} message" + ("s" if len(absent) > 1 else "")
    rest = f"its {len(records)} records" if records else "there are no records"
    doubt = (
        f"{rest} do not say that it was on foot"
        if _some_cadence(records, 0)
        else f"{rest} carry no cadence"
    )
    doubt = doubt if records else rest
    begin = found.broken or "intact"
    return f"{begin}, but {what}, and {doubt}: nothing to count steps from"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@dataclass(frozen=True, slots=True)
class _Clock:
    """From the device's seconds to a moment."""

    offset_s: int
    doubt: str | None

    @classmethod
    def of(cls, head: Head, messages: list[Message], first_s: int, asked: Asked) -> "_Clock":
        """A clock that was set; or one counted from switching on, with the local time told once."""
        if first_s >= FIRST_DATE:
            return cls(EPOCH_S, None)
        for m in messages:
            local, device = m.seconds("local_timestamp"), m.seconds()
            if m.name == "activity" and local is not None and device is not None:
                wall = datetime.fromtimestamp(EPOCH_S + local - device + first_s, UTC)
                if asked.zone is None:
                    doubt = "start is local time without its zone, taken as UTC"
                else:
                    wall, doubt = wall.replace(tzinfo=asked.zone), ""
                return cls(int(wall.timestamp()) - first_s, doubt or None)
        raise FileRejected(
            head.path, "the clock of the device was never set: nothing tells the day"
        )

    def at(self, seconds: int) -> datetime:
        """The moment of a second of the device."""
        return datetime.fromtimestamp(0, UTC) + timedelta(seconds=self.offset_s + seconds)


def _recording(
    leg: Leg,
    track: CadenceTrack,
    records: list[Message],
    *,
    clock: _Clock,
    sensor: str,
    broken: str | None,
) -> ActivityRecording:
    sport, sport_name = sport_of(leg.told)
    duration_s = _duration(leg, track)
    strides = _cycles(leg.told) if sport.on_foot else None
    until_s = leg.told.number("total_elapsed_time")
    counted = fit_track.steps(track, until_s)
    quality = [clock.doubt] if clock.doubt else []
    if not leg.ended:
        quality.append("no session message: built from its records")
    quality += _covered(track, duration_s, broken)
    if any(extra.casefold() == "cadence" for r in records for extra in r.extras):
        quality.append("a foot pod's own cadence stands beside the watch's: the watch's is used")
    if sport.on_foot:
        strides, doubts = _agreed(strides, counted)
        quality += doubts
    else:
        quality.append(_not_on_foot(sport, sport_name, _cycles(leg.told), counted))
    return ActivityRecording(
        sport=sport,
        sport_name=sport_name,
        start=clock.at(leg.first_s),
        duration_s=duration_s,
        distance_m=leg.told.number("total_distance"),
        strides=strides,
        contact_time_s=_contact_time(leg.told) if sport.on_foot else None,
        track=track,
        sensor=sensor,
        quality=tuple(quality),
    )


def _duration(leg: Leg, track: CadenceTrack) -> float | None:
    if leg.ended:
        timer = leg.told.number("total_timer_time")
        return leg.told.number("total_elapsed_time") if timer is None else timer
    return float(track.time_s[-1]) if len(track.time_s) else None


def _cycles(session: Message) -> int | None:
    """Cycles of the session, whatever the profile calls them for its sport."""
    for name in ("total_strides", "total_cycles"):
        cycles = session.number(name)
        if cycles is not None and 0 <= cycles * STEPS_PER_STRIDE <= MOST_STEPS_A_DAY:
            return int(cycles)
    return None


def _contact_time(session: Message) -> float | None:
    ms = session.number("avg_stance_time")
    return ms / MS_PER_S if ms else None


def _covered(track: CadenceTrack, duration_s: float | None, broken: str | None) -> list[str]:
    if not broken or not duration_s:
        return []
    seen_s = float(track.time_s[-1]) if len(track.time_s) else 0.0
    if seen_s >= COVERED * duration_s:
        return []
    return [f"records cover {seen_s:.0f} of {duration_s:.0f} s"]


def _agreed(strides: int | None, counted: float) -> tuple[int | None, list[str]]:
    """Strides, and what cadence says against them."""
    if strides is None:
        none = np.isnan(counted)
        return None, ["no strides and no cadence: steps unknown"] if none else []
    steps = strides * STEPS_PER_STRIDE
    if np.isnan(counted) or abs(counted - steps) <= AGREE_WITHIN * max(counted, steps):
        return strides, []
    doubt = f"strides and cadence disagree: {steps} steps by strides, {counted:.0f} by cadence"
    return strides or None, [doubt]  # no stride at all while cadence ran: a counter that is off


def _not_on_foot(sport: Sport, name: str, cycles: int | None, counted: float) -> str:
    if sport is Sport.TRANSITION:
        by = [] if cycles is None else [f"{cycles * STEPS_PER_STRIDE} by its cycles"]
        by += [] if np.isnan(counted) else [f"{counted:.0f} by its cadence"]
        told = f" ({', '.join(by)})" if by else ""
        return f"transition: no steps are added{told}"
    if sport is Sport.OTHER:
        return f"not known to be on foot: {name}"
    return f"not on foot: {sport}"


def _with_part(recording: ActivityRecording, n: int, of: int) -> ActivityRecording:
    part = None if of == 1 else f"session {n} of {of}: {recording.sport_name}"
    return replace(recording, part=part)


def _with_quality(recording: ActivityRecording, doubt: str) -> ActivityRecording:
    return replace(recording, quality=(*recording.quality, doubt))
