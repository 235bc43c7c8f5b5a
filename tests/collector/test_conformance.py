"""Bytes of a sole against the Open Plantar Profile: each rule fails for its own reason."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from collector.clock import NS_PER_S
from collector.conformance.family import judge_family
from collector.conformance.seen import Asked, Connection, Line, Outcome, Seen, conforms
from collector.conformance.sole_rules import judge
from collector.gatt import BATTERY_LEVEL, MODEL_NUMBER
from collector.notification import Notification
from collector.profile import Profile, full_uuid
from collector.profile_file import known_profile
from collector.sole import (
    CALIBRATION,
    DECLARATION,
    FRAMES,
    SOLE_SERVICE,
    WRAP,
    Ask,
    Declaration,
    FramesGone,
    Packet,
    ask_bytes,
    declaration_bytes,
    frames_bytes,
    gone_bytes,
)
from plantar.sample import Foot

DECLARED = Declaration(Foot.LEFT, 7, 100, 100, (0.0, 0.4, 1.0))
#: Frames in a notification.
MANY = 10
#: The count comes round while they listen.
FIRST = WRAP - 300
UNASKED = "missed frames: asking for 0 is refused"


def at(characteristic: str, payload: bytes, seconds: float) -> Notification:
    ns = round((1_000 + seconds) * NS_PER_S)
    return Notification(characteristic, payload, ns, ns)


def packet(nth: int, declared: Declaration = DECLARED) -> Packet:
    counts = np.arange(FIRST + nth * MANY, FIRST + (nth + 1) * MANY)
    zones = np.stack([counts % 50, counts % 7, counts % 11], axis=1).astype(float)
    return Packet(int(counts[0]) % WRAP, round(counts[0] * 1_000 / declared.rate_hz) % WRAP, zones)


def notified(nth: int, sent: Packet | None = None, late_s: float = 0.0) -> Notification:
    seconds = (nth + 1) * MANY / DECLARED.rate_hz + late_s
    return at(FRAMES, frames_bytes(sent or packet(nth), DECLARED), seconds)


def told(first: int, last: int) -> list[Notification]:
    declared = at(DECLARATION, declaration_bytes(DECLARED), first * 0.1)
    frames = [notified(nth, late_s=0.03 * (nth % 3)) for nth in range(first, last)]
    return [declared, *frames]


def good() -> Seen:
    first = [
        *told(0, 100),
        at(BATTERY_LEVEL, bytes([87]), 10.0),
        at(MODEL_NUMBER, b"Sole", 10.0),
        at(CALIBRATION, bytes.fromhex("4103 b014a469"), 10.0),
        at(DECLARATION, declaration_bytes(DECLARED), 10.0),
    ]
    kept, gone = Ask(packet(98).sequence, 2 * MANY), Ask(999_999, 5)
    return Seen(
        "Sole L",
        (SOLE_SERVICE,),
        Connection(
            tuple(first),
            (kept, Asked(ask_bytes(kept), None, tuple(again(98, 99)))),
            (gone, Asked(ask_bytes(gone), None, (gone_bytes(FramesGone(999_999, 5)),))),
            Asked(bytes(6), "ATT error 0x13"),
        ),
        Connection(tuple(told(140, 170))),
    )


def again(*numbers: int) -> list[bytes]:
    return [frames_bytes(packet(nth), DECLARED) for nth in numbers]


def first_with(seen: Seen, change: Callable[[list[Notification]], list[Notification]]) -> Seen:
    changed = tuple(change(list(seen.first.notifications)))
    return replace(seen, first=replace(seen.first, notifications=changed))


def wrong(seen: Seen) -> list[str]:
    return [one.rule for one in judge(seen) if one.outcome is Outcome.FAIL]


def line_of(seen: Seen, rule: str) -> Line:
    return next(one for one in judge(seen) if one.rule.startswith(rule))


def test_a_sole_that_keeps_the_profile_passes_every_rule() -> None:
    lines = judge(good())

    assert {one.rule: one.seen for one in lines if one.outcome is Outcome.FAIL} == {}
    assert conforms(lines)
    assert [one.rule for one in lines if one.outcome is Outcome.NOT_TRIED] == [
        "firmware revision is a text"
    ]


def test_what_a_sole_need_not_have_may_be_missing() -> None:
    seen = first_with(
        good(), lambda all_: [one for one in all_ if one.characteristic in (DECLARATION, FRAMES)]
    )
    seen = replace(seen, first=replace(seen.first, kept=None, gone=None, nothing=None))
    lines = judge(seen)

    assert conforms(lines)
    assert sum(one.outcome is Outcome.NOT_TRIED for one in lines) == 7


@pytest.mark.parametrize(
    ("change", "rules"),
    [
        (lambda seen: replace(seen, services=()), ["advertises the Sole service"]),
        (lambda seen: replace(seen, name=""), ["advertises a name"]),
        (
            lambda seen: first_with(seen, lambda all_: [*all_, redeclared(unit_mn=50)]),
            ["declaration is the same, read again"],
        ),
        (
            lambda seen: first_with(seen, lambda all_: [*all_, redeclared(boot=8)]),
            ["declaration is the same, read again", "boot is the same throughout"],
        ),
        (
            lambda seen: first_with(seen, lambda all_: [*all_, at(FRAMES, b"\0" * 12, 11.0)]),
            ["frames have the declared length"],
        ),
        (
            lambda seen: first_with(seen, lambda all_: [*all_, notified(3)]),
            ["sequence rises by the frames sent"],
        ),
        (
            lambda seen: first_with(seen, lambda all_: replaced(all_, device_ms=+9)),
            ["device clock agrees with sequence"],
        ),
        (
            lambda seen: first_with(seen, lambda all_: [slower(one) for one in all_]),
            ["rate is as declared"],
        ),
        (
            lambda seen: first_with(seen, lambda all_: [*all_, at(BATTERY_LEVEL, b"\xff", 11.0)]),
            ["battery level is valid"],
        ),
        (
            lambda seen: first_with(seen, lambda all_: [*all_, at(MODEL_NUMBER, b"\xff", 11.0)]),
            ["model number is a text"],
        ),
        (
            lambda seen: first_with(seen, lambda all_: [*all_, at(CALIBRATION, b"\1" * 6, 11.0)]),
            ["calibration is valid"],
        ),
        (
            lambda seen: replace(seen, again=None, trouble="not heard"),
            ["connects a second time"],
        ),
        (
            lambda seen: replace(seen, again=Connection(tuple(told(100, 130)))),
            [],
        ),
        (
            lambda seen: replace(seen, again=stood_still(seen)),
            ["sequence goes on between them"],
        ),
        (
            lambda seen: replace(seen, again=Connection((redeclared(boot=9), *told(140, 170)[1:]))),
            ["boot is the same in the next one"],
        ),
    ],
)
def test_a_rule_that_is_broken_is_named_and_no_other(
    change: Callable[[Seen], Seen], rules: list[str]
) -> None:
    seen = change(good())

    assert wrong(seen) == rules
    assert conforms(judge(seen)) is (not rules)


def redeclared(**other: int) -> Notification:
    return at(DECLARATION, declaration_bytes(replace(DECLARED, **other)), 10.5)


def replaced(heard: list[Notification], device_ms: int) -> list[Notification]:
    """One notification in the middle has its clock off."""
    off = replace(packet(50), device_ms=packet(50).device_ms + device_ms)
    return [notified(50, off) if one.payload == notified(50).payload else one for one in heard]


def slower(one: Notification) -> Notification:
    """The sole takes 3 % longer than it says."""
    since_ns = one.monotonic_ns - 1_000 * NS_PER_S
    return replace(one, monotonic_ns=one.monotonic_ns + round(0.03 * since_ns))


def stood_still(seen: Seen) -> Connection:
    """It counts on from where it was, as if no time had passed."""
    later = [replace(one, monotonic_ns=one.monotonic_ns + 7 * NS_PER_S) for one in told(100, 130)]
    return Connection(tuple(later))


def test_a_gap_is_told_and_is_no_fault() -> None:
    seen = first_with(good(), lambda all_: [*all_[:20], *all_[25:]])

    line = line_of(seen, "sequence rises")
    assert (line.outcome, line.seen) == (Outcome.PASS, "950 frames, 50 between them not sent")


def test_a_sole_that_says_nothing_leaves_the_rest_untried_and_does_not_pass() -> None:
    seen = first_with(good(), lambda all_: [one for one in all_ if one.characteristic != FRAMES])

    assert line_of(seen, "frames come").outcome is Outcome.FAIL
    assert line_of(seen, "rate").outcome is Outcome.NOT_TRIED
    assert not conforms(judge(seen))


def test_what_declares_nothing_is_no_such_sole() -> None:
    seen = first_with(good(), lambda _: [at(DECLARATION, b"\2\0", 0.0)])

    line = line_of(seen, "declaration is valid")
    assert line.outcome is Outcome.FAIL
    assert "version 2" in line.seen
    assert not conforms(judge(seen))


def asked(seen: Seen, **answers: object) -> Seen:
    return replace(seen, first=replace(seen.first, **answers))


def heavier(one: Packet) -> Packet:
    return replace(one, zones_n=one.zones_n + 1)


def kept_as(*answers: bytes, refusal: str | None = None) -> Seen:
    seen = good()
    assert seen.first.kept is not None
    ask, _ = seen.first.kept
    return asked(seen, kept=(ask, Asked(ask_bytes(ask), refusal, answers)))


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (kept_as(*again(98)), "asked for 20 from"),
        (kept_as(*again(98, 99, 99)), "30 came"),
        (kept_as(*again(99, 98)), "20 came"),
        (kept_as(refusal="ATT error 0x11"), "refused: ATT error 0x11"),
        (kept_as(gone_bytes(FramesGone(packet(98).sequence, 20))), "20 of 20 were told gone"),
        (kept_as(b"\1\2\3"), "sequence needs 4 bytes"),
        (
            kept_as(again(98)[0], frames_bytes(heavier(packet(99)), DECLARED)),
            "reads otherwise than when it was sent",
        ),
    ],
)  # fmt: skip
def test_frames_that_are_asked_for_come_exactly_and_the_same(seen: Seen, why: str) -> None:
    line = line_of(seen, "missed frames: sent ones")

    assert line.outcome is Outcome.FAIL
    assert why in line.seen
    assert not conforms(judge(seen))


@pytest.mark.parametrize(
    "answers", [(), tuple(again(3)), (gone_bytes(FramesGone(999_999, 4)),)], ids=str
)
def test_frames_that_nobody_measured_are_told_gone(answers: tuple[bytes, ...]) -> None:
    ask = Ask(999_999, 5)
    seen = asked(good(), gone=(ask, Asked(ask_bytes(ask), None, answers)))

    assert wrong(seen) == ["missed frames: others are told gone"]


def test_an_ask_of_nothing_has_to_be_refused() -> None:
    assert wrong(asked(good(), nothing=Asked(bytes(6)))) == [UNASKED]


def family(profile_id: str, *payloads: str, seconds: float = 10.0) -> dict[str, Line]:
    profile = known(profile_id)
    uuid = full_uuid(profile.listen[0].characteristic)
    heard = [at(uuid, bytes.fromhex(one), nth * 1.0) for nth, one in enumerate(payloads)]
    return {one.rule: one for one in judge_family(profile, (), heard, (), seconds)}


def known(profile_id: str) -> Profile:
    found = known_profile(profile_id)
    assert found is not None
    return found


def test_a_foot_pod_that_keeps_its_promise_passes() -> None:
    assert conforms(tuple(family("running-speed-and-cadence", *["00 8002 b4"] * 10).values()))


@pytest.mark.parametrize(
    ("payloads", "rule"),
    [
        (["00 8002 b4"] * 5, "pace: as often as promised"),
        (["00 8002 b4"] * 10 + ["00"], "everything it tells fits the profile"),
        ([], "tells something"),
    ],
)
def test_a_foot_pod_that_does_not_fails_by_name(payloads: list[str], rule: str) -> None:
    lines = family("running-speed-and-cadence", *payloads)

    assert [one.rule for one in lines.values() if one.outcome is Outcome.FAIL] == [rule]
    assert not conforms(tuple(lines.values()))


def test_a_watch_that_has_nothing_to_say_is_not_tried_and_may_be() -> None:
    lines = family("infinitime")

    assert lines["tells something"].outcome is Outcome.NOT_TRIED
    assert conforms(tuple(lines.values()))


def test_what_the_profile_listens_to_has_to_be_there() -> None:
    profile = known("infinitime")

    (has, *_) = judge_family(profile, (), (), profile.listen, 10.0)

    assert has.outcome is Outcome.FAIL
    assert "steps (00030001-78fc-48fe-8e23-433b3a1942d0)" in has.seen


def test_a_sole_has_to_say_which_foot_it_is_for() -> None:
    profile = known("open-plantar")
    frames = [one for one in told(0, 100) if one.characteristic == FRAMES]

    lines = {one.rule: one for one in judge_family(profile, (), frames, (), 10.0)}

    assert lines["the foot it is for"].outcome is Outcome.FAIL
    assert "frames before their declaration" in lines["everything it tells fits the profile"].seen
