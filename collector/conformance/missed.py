"""What a sole has to answer that is asked for frames that did not come."""

from collections.abc import Mapping

from collector.conformance.seen import SENSOR, Asked, Connection, Line, Told, line, untried
from collector.sole import WRAP, Ask, Declaration, FramesGone, read_missed
from plantar.errors import SensorError


def missed_lines(connection: Connection, told: Told) -> tuple[Line, ...]:
    """What came of asking for frames; a sole need not have them asked for."""
    kept_rule = "missed frames: sent ones come again"
    gone_rule = "missed frames: others are told gone"
    none_rule = "missed frames: asking for 0 is refused"
    if connection.kept is None or connection.gone is None or told.declared is None:
        why = "it has none, which is allowed"
        return tuple(
            untried(rule, why, required=False) for rule in (kept_rule, gone_rule, none_rule)
        )
    ask, asked = connection.kept
    never, answer = connection.gone
    sent = {
        (packet.sequence + nth) % WRAP: zones.tobytes()
        for _, packet in told.packets
        for nth, zones in enumerate(packet.zones_n)
    }
    kept_seen, kept_holds = _came_again(ask, asked, told.declared, sent)
    gone_seen, gone_holds = _told_gone(never, answer, told.declared)
    lines = [
        line(kept_rule, kept_holds, kept_seen, required=False),
        line(gone_rule, gone_holds, gone_seen, required=False),
    ]
    if connection.nothing is not None:
        refusal = connection.nothing.refusal
        lines.append(
            line(none_rule, refusal is not None, refusal or "it was taken", required=False)
        )
    return tuple(lines)


def _came_again(
    ask: Ask, asked: Asked, declared: Declaration, sent: Mapping[int, bytes]
) -> tuple[str, bool]:
    """Whether exactly the frames came that were asked for, and read as before."""
    if asked.refusal is not None:
        return f"refused: {asked.refusal}", False
    wanted = [(ask.first + nth) % WRAP for nth in range(ask.frames)]
    came: list[int] = []
    try:
        for payload in asked.answers:
            answer = read_missed(SENSOR, payload, declared)
            if isinstance(answer, FramesGone):
                return f"{answer.frames} of {ask.frames} were told gone at once", False
            for nth, zones in enumerate(answer.zones_n):
                count = (answer.sequence + nth) % WRAP
                if sent.get(count, zones.tobytes()) != zones.tobytes():
                    return f"frame {count} reads otherwise than when it was sent", False
                came.append(count)
    except SensorError as error:
        return str(error), False
    if came != wanted:
        return f"asked for {ask.frames} from {ask.first} on, {len(came)} came: {came[:8]}", False
    return f"{ask.frames} frames from {ask.first} on, exactly these", True


def _told_gone(ask: Ask, asked: Asked, declared: Declaration) -> tuple[str, bool]:
    if asked.refusal is not None:
        return f"refused: {asked.refusal}", False
    try:
        answers = [read_missed(SENSOR, payload, declared) for payload in asked.answers]
    except SensorError as error:
        return str(error), False
    if answers != [FramesGone(ask.first, ask.frames)]:
        shown = "nothing" if not answers else f"{len(answers)} answers, {asked.answers[0].hex(' ')}"
        return f"asked for {ask.frames} from {ask.first} on, and told {shown}", False
    return f"{ask.frames} frames from {ask.first} on", True
