"""The rules of the Open Plantar Profile, one by one: docs/open-plantar-profile.md."""

from collections.abc import Callable, Mapping
from functools import cache, partial

from collector import gatt
from collector.conformance.frames import MOST_DRIFT, frame_lines
from collector.conformance.missed import missed_lines
from collector.conformance.seen import SENSOR, Line, Seen, Told, apart, line, read, untried
from collector.decoding.decoders import Decode, decoders
from collector.decoding.reading import ChargeLevel, Described, State
from collector.profile_file import beside_profiles
from collector.sole import CALIBRATION, SOLE_SERVICE, read_calibration
from plantar.errors import SensorError

#: After a reconnect, notifications that were on their way. [s] (our choice)
AGAIN_S = 1.0


@cache
def _beside() -> Mapping[str, Decode]:
    """How values are read that sensors of any family may have."""
    return {
        characteristic: decode
        for profile in beside_profiles()
        for characteristic, decode in decoders(profile).items()
    }


def judge(seen: Seen) -> tuple[Line, ...]:
    """Try every rule."""
    first = read(seen.first)
    again = None if seen.again is None else read(seen.again)
    return (
        line(
            "advertises the Sole service",
            SOLE_SERVICE in seen.services,
            ", ".join(seen.services) or "no service",
        ),
        line("advertises a name", bool(seen.name), repr(seen.name) if seen.name else "none"),
        *declaration_lines(first),
        *frame_lines(first),
        *value_lines(first),
        *missed_lines(seen.first, first),
        *again_lines(first, again, seen.trouble),
    )


def declaration_lines(told: Told) -> tuple[Line, ...]:
    """What the sole declares, and whether it stays with it."""
    valid, same = "declaration is valid", "declaration is the same, read again"
    boot = "boot is the same throughout"
    declared = told.declared
    if declared is None:
        why = told.wrong_declaration or "it has none, or does not let it be read"
        no = "there is no declaration"
        return line(valid, holds=False, seen=why), untried(same, no), untried(boot, no)
    shown = (
        f"{declared.foot}, boot {declared.boot}, {declared.rate_hz} Hz, "
        f"{declared.unit_mn} mN, {declared.zones} zones"
    )
    first = line(valid, told.wrong_declaration is None, told.wrong_declaration or shown)
    if len(told.declarations) == 1:
        no = "it was read once only"
        return first, untried(same, no), untried(boot, no)
    last = told.declarations[-1]
    boots = list(dict.fromkeys(one.boot for one in told.declarations))
    return (
        first,
        line(same, last == declared, "equal" if last == declared else f"then {last}"),
        line(boot, len(boots) == 1, f"boot {', then '.join(map(str, boots))}"),
    )


def value_lines(told: Told) -> tuple[Line, ...]:
    """Values that it need not have, and that have to be right where it has them."""

    def gain(payload: bytes) -> str:
        found = read_calibration(SENSOR, payload).gain
        return "not calibrated" if found is None else f"gain {found:.3f}"

    def beside(payload: bytes, characteristic: str) -> str:
        decoded = _beside()[characteristic](payload, State())
        if decoded.malformed:
            raise SensorError(SENSOR, decoded.malformed[0].cause, payload)
        match decoded.readings:
            case (ChargeLevel(percent=percent),):
                return f"{percent} %"
            case (Described(text=text),):
                return repr(text)
            case _:
                return "empty"

    def of(characteristic: str) -> Callable[[bytes], str]:
        return partial(beside, characteristic=characteristic)

    readers: dict[str, tuple[str, Callable[[bytes], str]]] = {
        gatt.BATTERY_LEVEL: ("battery level is valid", of(gatt.BATTERY_LEVEL)),
        gatt.MODEL_NUMBER: ("model number is a text", of(gatt.MODEL_NUMBER)),
        gatt.FIRMWARE_REVISION: ("firmware revision is a text", of(gatt.FIRMWARE_REVISION)),
        CALIBRATION: ("calibration is valid", gain),
    }
    lines = []
    for characteristic, (rule, reader) in readers.items():
        payload = told.values.get(characteristic)
        if payload is None:
            lines.append(untried(rule, "it has none, which is allowed", required=False))
            continue
        try:
            lines.append(line(rule, holds=True, seen=reader(payload), required=False))
        except SensorError as error:
            lines.append(line(rule, holds=False, seen=str(error), required=False))
    return tuple(lines)


def again_lines(first: Told, again: Told | None, trouble: str) -> tuple[Line, ...]:
    """What a second connection told, beside the first."""
    comes = "connects a second time"
    boots, goes_on = "boot is the same in the next one", "sequence goes on between them"
    if again is None:
        never = line(comes, holds=False, seen=trouble)
        return never, untried(boots, trouble), untried(goes_on, trouble)
    came = line(comes, holds=True, seen=f"{len(again.packets)} notifications")
    if first.declared is None or again.declared is None:
        no = "there is no declaration"
        return came, untried(boots, no), untried(goes_on, no)
    before, after = first.declared.boot, again.declared.boot
    same = line(boots, before == after, f"{before}, then {after}")
    if not first.packets or not again.packets:
        return came, same, untried(goes_on, "there are no frames to compare")
    (then_s, last), (now_s, newest) = first.packets[-1], again.packets[-1]
    counted = apart(newest.sequence, last.sequence)
    passed = (now_s - then_s) * first.declared.rate_hz
    most_off = AGAIN_S * first.declared.rate_hz + MOST_DRIFT * passed
    seen = f"{counted} frames in {now_s - then_s:.1f} s, {passed:.0f} were due"
    return came, same, line(goes_on, abs(counted - passed) <= most_off, seen)
