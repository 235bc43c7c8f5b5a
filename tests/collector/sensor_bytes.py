"""What sensors of every known family send, byte by byte, and what it says.

`SPECIFICATION` bytes were made from a published description; `SIMULATED` ones are those of our own
simulated soles, byte for byte as the examples of docs/open-plantar-profile.md. `CAPTURED` ones came
out of a sensor. RSC values are the made-up ones of bluetooth-sig-python's and OpenTracks' tests
(MIT, Apache-2.0): facts, with the values that those projects read from them.
"""

from dataclasses import dataclass
from math import nan

from collector.decoding.reading import (
    ChargeLevel,
    Described,
    HeartBeat,
    Held,
    NotHeld,
    Pace,
    Reading,
    SensorTime,
    StepCount,
    StepSession,
    StepsSince,
    Zones,
)
from collector.profile import Verified
from collector.sole import MISSED, Declaration, FramesGone, SoleGain
from plantar.sample import Foot

NUS = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"
ORPHE = "f3f9c7ce-46ee-4205-89ac-abe64e626c0f"
DECLARED = "01 01 07000000 6400 6400 03 00 66 ff"


@dataclass(frozen=True)
class Sent:
    """Notifications of one sensor, in order, and what they tell together."""

    profile: str
    characteristic: str
    notifications: tuple[str, ...]
    told: tuple[Reading, ...]
    origin: Verified = Verified.SPECIFICATION
    before: tuple[tuple[str, str], ...] = ()


def text(*lines: str) -> tuple[str, ...]:
    """Text as the hexadecimal of notifications."""
    return tuple(line.encode().hex() for line in lines)


def rsc(payload: str, pace: Pace) -> Sent:
    """One measurement of a foot pod."""
    return Sent("running-speed-and-cadence", "2a53", (payload,), (pace,))


def orphe(head: str, *frames: str) -> str:
    """A packet of 104 bytes."""
    packet = head + "".join(frames)
    return packet.replace(" ", "").ljust(208, "0")


STILL = "0000 0000 0000  0000 0000 0800"  # turning and acceleration of a sole that lies
LEVEL = "4000 0000 0000 0000"  # and how it is turned

SENT = (
    rsc("00 8002 b4", Pace(180, 1, 2.5, running=False)),
    rsc("01 8002 b4 5500", Pace(180, 1, 2.5, stride_m=0.85, running=False)),
    rsc("02 8002 b4 10270000", Pace(180, 1, 2.5, distance_m=1000.0, running=False)),
    rsc("03 8002 b4 5500 10270000", Pace(180, 1, 2.5, 0.85, 1000.0, running=False)),
    rsc("00 8005 dc", Pace(220, 1, 5.5, running=False)),
    rsc("01 9a01 78 5000", Pace(120, 1, 1.6015625, stride_m=0.8, running=False)),
    rsc("00 0100 00", Pace(0, 1, 0.00390625, running=False)),
    rsc("02 0005 50 ffff0001", Pace(80, 1, 5.0, distance_m=1684275.1, running=False)),
    rsc("04 0003 5a", Pace(90, 1, 3.0, running=True)),
    Sent("heart-rate", "2a37", ("10 48 0004",), (HeartBeat(72, (1.0,)),)),
    Sent("heart-rate", "2a37", ("01 2c01",), (HeartBeat(300),)),
    Sent("heart-rate", "2a37", ("06 3c",), (HeartBeat(60, skin_contact=True),)),
    Sent("heart-rate", "2a37", ("04 3c",), (HeartBeat(None, skin_contact=False),)),
    Sent("heart-rate", "2a37", ("18 3c 0a00 0004 0002",), (HeartBeat(60, (1.0, 0.5), None, 10),)),
    Sent("battery", "2a19", ("64",), (ChargeLevel(100),), Verified.SIMULATED),
    Sent(
        "device-information",
        "2a24",
        text("Simulated sole\0"),
        (Described("model", "Simulated sole"),),
        Verified.SIMULATED,
    ),
    Sent("device-information", "2a29", text(" "), ()),
    Sent(
        "current-time",
        "2a2b",
        ("ea07 0b 17 08 05 1e 01 80 00",),
        (SensorTime(2026, 11, 23, 8, 5, 30.5),),
    ),
    Sent("current-time", "2a2b", ("0000 00 00 08 05 1e 00 00 00",), ()),
    Sent(
        "infinitime",
        "00030001-78fc-48fe-8e23-433b3a1942d0",
        ("d2040000",),
        (StepCount(1234, 32),),
    ),
    Sent(
        "thingy-52",
        "ef680405-9b35-4933-9b10-52ffa9740042",
        ("2a000000 10270000",),
        (StepCount(42, 32, 10_000),),
    ),
    Sent(
        "orphe-insole",
        ORPHE,
        (orphe("38 ffff 08 05 1e 03e7", LEVEL, STILL, "0002" * 6, LEVEL, STILL, "0001" * 6),),
        (
            Zones((1.0,) * 6, 131_070, 17, 29_130_999),
            Zones((2.0,) * 6, 131_071, 17, 29_131_009),
        ),
    ),
    Sent(
        "orphe-insole",
        ORPHE,
        (orphe("36 0001 00 00 00 0000", *(STILL + f"{n:04x}" * 6 for n in (4, 3, 2, 1))),),
        tuple(Zones((float(n),) * 6, 3 + n, 18, 5 * (n - 1), asked_for=True) for n in (1, 2, 3, 4)),
    ),
    Sent(
        "orphe-insole",
        ORPHE,
        (orphe("37 0000 17 3b 3b 03e7", *(STILL + f"{n:04x}" * 6 for n in (4, 3, 2, 1))),),
        (
            Zones((1.0,) * 6, 0, 18, 86_399_999),
            Zones((2.0,) * 6, 1, 18, 4),
            Zones((3.0,) * 6, 2, 18, 9),
            Zones((4.0,) * 6, 3, 18, 14),
        ),
    ),
    Sent("orphe-insole", ORPHE, (orphe("32 0001 00 00 00 0000"),), ()),
    Sent("orphe-insole", ORPHE, ("35 01 0102 0a 0003",), (Held(258, 3),)),
    Sent("orphe-insole", ORPHE, ("35 02 0102 0003",), (NotHeld(258, 3),)),
    Sent("orphe-insole", ORPHE, ("35 04",), ()),
    Sent(
        "physical-activity-monitor",
        "2b40",
        ("03 00 0100 0200 3c000000 07000000",),
        (StepSession(1, 2, 60, 7),),
    ),
    Sent(
        "open-plantar",
        "8c1d0002-5f3a-4b0e-9c62-d1e7f04a9b35",
        (DECLARED,),
        (Declaration(Foot.RIGHT, 7, 100, 100, (0.0, 0.4, 1.0)),),
        Verified.SIMULATED,
    ),
    Sent(
        "open-plantar",
        "8c1d0003-5f3a-4b0e-9c62-d1e7f04a9b35",
        ("e8030000 10270000 02 0a00 0000 f401 1400 ffff e803",),
        (Zones((1.0, 0.0, 50.0), 1000, 32, 10_000), Zones((2.0, nan, 100.0), 1001, 32, None)),
        Verified.SIMULATED,
        (("8c1d0002-5f3a-4b0e-9c62-d1e7f04a9b35", DECLARED),),
    ),
    Sent(
        "open-plantar",
        "8c1d0004-5f3a-4b0e-9c62-d1e7f04a9b35",
        ("4103 b014a469",),
        (SoleGain(0.833, 1_772_360_880),),
        Verified.SIMULATED,
    ),
    Sent(
        "open-plantar",
        MISSED,
        (
            "e8030000 00000000 00 0300",
            "eb030000 2e270000 02 0a00 0000 f401 1400 ffff e803",
        ),
        (
            FramesGone(1000, 3),
            Zones((1.0, 0.0, 50.0), 1003, 32, 10_030, asked_for=True),
            Zones((2.0, nan, 100.0), 1004, 32, None, asked_for=True),
        ),
        Verified.SIMULATED,
        (("8c1d0002-5f3a-4b0e-9c62-d1e7f04a9b35", DECLARED),),
    ),
    Sent(
        "alfaone",
        "79430002-f6c2-09a3-e9f9-128abca31297",
        ("0100 0200 0300 ffff",),
        (Zones((1.0, 2.0, 3.0, -1.0)),),
    ),
    Sent(
        "bangle-js",
        NUS,
        text(
            'lf a line\n{"t":"act","st', 'p":12,"mov":3,"hrm":70}\r\n{"t":"status","bat":80}\n{"t"'
        ),
        (StepsSince(12),),
    ),
    Sent("bangle-js", NUS, text('\n{"t":"act","stp":12,"rt":1}\n'), ()),
)

#: Bytes that no profile reads: the family they were sent to, the characteristic, the reason.
REFUSED = (
    ("running-speed-and-cadence", "2a53", "", "length"),
    ("running-speed-and-cadence", "2a53", "00", "length"),
    ("running-speed-and-cadence", "2a53", "00 01 02", "length"),
    ("running-speed-and-cadence", "2a53", "07 8002 b4", "length"),
    ("running-speed-and-cadence", "2a53", "00 8002 b4 00", "length"),
    # Captured from a foot pod, of a characteristic whose meaning its finders only guess
    # (qdomyos-zwift issue 827): read as a pace it would be cut short.
    ("running-speed-and-cadence", "2a53", "0f9f020c00", "length"),
    ("running-speed-and-cadence", "2a53", "0ff4020d00", "length"),
    ("heart-rate", "2a37", "", "length"),
    ("heart-rate", "2a37", "00", "length"),
    ("heart-rate", "2a37", "01 48", "length"),
    ("heart-rate", "2a37", "00 48 00", "length"),
    ("heart-rate", "2a37", "10 48", "length"),
    ("heart-rate", "2a37", "10 48 00 04 00", "length"),
    ("heart-rate", "2a37", "01 2d01", "value"),
    ("battery", "2a19", "65", "value"),
    ("battery", "2a19", "ff", "value"),
    ("battery", "2a19", "5000", "length"),
    ("device-information", "2a24", "fffe", "text"),
    ("current-time", "2a2b", "ea07 0b 17 08 05 1e 01 80", "length"),
    ("current-time", "2a2b", "ea07 02 1d 08 05 1e 01 80 00", "value"),
    ("current-time", "2a2b", "ea07 0b 17 18 05 1e 01 80 00", "value"),
    ("infinitime", "00030001-78fc-48fe-8e23-433b3a1942d0", "d20400", "length"),
    ("thingy-52", "ef680405-9b35-4933-9b10-52ffa9740042", "2a000000", "length"),
    ("orphe-insole", ORPHE, "", "kind"),
    ("orphe-insole", ORPHE, "39" + "00" * 103, "kind"),
    ("orphe-insole", ORPHE, "38" + "00" * 102, "length"),
    ("orphe-insole", ORPHE, "37 0000 18" + "00" * 100, "value"),
    ("orphe-insole", ORPHE, "35 02 0102", "kind"),
    ("physical-activity-monitor", "2b40", "03 00 0100 0200", "length"),
    ("physical-activity-monitor", "2b40", "03 01 0100 0200 3c000000 07000000 1234", "unverified"),
    ("physical-activity-monitor", "2b40", "01 00 0100 0200 3c000000 07000000", "unverified"),
    ("open-plantar", "8c1d0003-5f3a-4b0e-9c62-d1e7f04a9b35", "00" * 15, "kind"),
    ("open-plantar", "8c1d0002-5f3a-4b0e-9c62-d1e7f04a9b35", "02", "value"),
    ("open-plantar", "8c1d0004-5f3a-4b0e-9c62-d1e7f04a9b35", "f301 00000000", "value"),
    ("open-plantar", "8c1d0004-5f3a-4b0e-9c62-d1e7f04a9b35", "d107 00000000", "value"),
    ("open-plantar", "8c1d0004-5f3a-4b0e-9c62-d1e7f04a9b35", "e803 000000", "value"),
    ("open-plantar", MISSED, "e8030000 00000000 00 0300", "kind"),
    ("alfaone", "79430002-f6c2-09a3-e9f9-128abca31297", "0100 0200 0300", "length"),
    ("bangle-js", NUS, b'\n{"t":"act","stp":-4}\n'.hex(), "value"),
    ("bangle-js", NUS, b'\n{"t":"act","stp":"12"}\n'.hex(), "text"),
    ("bangle-js", NUS, b'\n{"t":"act"}\n'.hex(), "text"),
)
