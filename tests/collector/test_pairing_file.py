"""What is paired on this computer: written whole, read strictly, and never half."""

import random
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.pairing import PairedSensor
from collector.pairing_file import FILE_NAME, add, paired_sensors, remove
from collector.pairs import joined_pair, kind_of, new_id
from collector.profile import Profile
from collector.profile_file import known_profile, read_profile
from plantar.errors import FileRejected, PairingRefused
from plantar.sample import Foot

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OWN = """
id = "my-sole"
name = "Sole of mine"
tells = "two raw pressures"
verified = "captured"
side = "pairing"
match = { name = "ESP32*" }

[[listen]]
characteristic = "fff1"
framing = "packet"
format = "2H"
endian = "little"
names = ["heel", "ball"]

[listen.zones]
fields = ["heel", "ball"]
unit = "counts"
along = [0.1, 0.7]
"""
GOOD = {
    "id": '"sole-3f2a9c"',
    "address": '"F0:00:00:00:00:01"',
    "name": '"Plantar sim L"',
    "profile": '"open-plantar"',
    "runner": '"anna"',
    "foot": '"left"',
    "device": '"soles-91bd02"',
    "paired_at": "2026-03-02T09:00:00Z",
}


def profile(profile_id: str = "open-plantar") -> Profile:
    found = known_profile(profile_id)
    assert found is not None
    return found


def sole(foot: Foot = Foot.LEFT, name: str = "Plantar sim", **other: object) -> PairedSensor:
    told: dict[str, object] = {
        "id": f"sole-{foot[0]}",
        "address": f"F0:00:00:00:00:0{1 if foot is Foot.LEFT else 2}",
        "name": name,
        "profile": profile(),
        "runner_id": "anna",
        "paired_at": AT,
        "foot": foot,
        "device": "soles-91bd02",
        **other,
    }
    return PairedSensor(**told)  # type: ignore[arg-type]  # checked at its door


def written(home: Path, *tables: dict[str, str]) -> Path:
    path = home / FILE_NAME
    path.write_text(
        "".join(
            "[[sensor]]\n" + "".join(f"{entry} = {told}\n" for entry, told in one.items())
            for one in tables
        ),
        "utf-8",
    )
    return path


def test_nothing_is_paired_before_anything_was(tmp_path: Path) -> None:
    assert paired_sensors(tmp_path) == ()


def test_a_pair_and_a_pod_come_back_as_they_were(tmp_path: Path) -> None:
    pod = PairedSensor(
        *("pod-1", "F0:00:00:00:00:03", "", profile("running-speed-and-cadence"), "bart", AT),
        device="pod-1",
    )

    add(tmp_path, [sole(), sole(Foot.RIGHT)])
    add(tmp_path, [pod])

    assert paired_sensors(tmp_path) == (sole(), sole(Foot.RIGHT), pod)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_whatever_a_sensor_calls_itself_comes_back(tmp_path_factory: object, name: str) -> None:
    home = tmp_path_factory.mktemp("home")  # type: ignore[attr-defined]  # pytest's factory

    add(home, [sole(name=name)])

    assert paired_sensors(home)[0].name == name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_only_its_owner_reads_the_list_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    add(tmp_path, [sole()])
    remove(tmp_path, "sole-l")

    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert {one.name for one in tmp_path.iterdir()} == {FILE_NAME, f"{FILE_NAME}.lock"}


def test_two_commands_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    pods = [
        PairedSensor(
            *(f"pod-{n}", f"F0:00:00:00:00:{n:02}", "", profile("running-speed-and-cadence")),
            *("anna", AT),
            device=f"pod-{n}",
        )
        for n in range(24)
    ]

    with ThreadPoolExecutor(8) as hands:
        list(hands.map(lambda pod: add(tmp_path, [pod]), pods))

    assert {one.id for one in paired_sensors(tmp_path)} == {one.id for one in pods}


@pytest.mark.parametrize(
    ("entry", "told", "wanted"),
    [
        ("id", '"Sole 1"', "small letters"),
        ("id", None, "id: missing"),
        ("address", '""', "address: '', wanted is a text"),
        ("name", "7", "name: 7, wanted is a text"),
        ("profile", '"open-planter"', "profile: 'open-planter', wanted is a profile of Plantar's"),
        ("profile", '"../secrets"', "profile: '../secrets'"),
        ("runner", '"a/b"', "runner: 'a/b', wanted is the id of a runner"),
        ("foot", '"middle"', "foot: 'middle', wanted is one of left, right"),
        ("foot", None, "foot: missing, wanted is left or right"),
        ("device", '"Soles"', "device: 'Soles', wanted is small letters"),
        ("paired_at", '"yesterday"', "paired_at: 'yesterday', wanted is a moment"),
        ("paired_at", "2026-03-02T09:00:00", "wanted is a moment with a time zone"),
        ("feet", '"left"', "feet: unknown, known are id, address"),
    ],
)
def test_an_entry_that_cannot_be_is_named_with_its_file_and_what_was_wanted(
    tmp_path: Path, entry: str, told: str | None, wanted: str
) -> None:
    table = {**GOOD, entry: told}
    path = written(tmp_path, {name: value for name, value in table.items() if value is not None})

    with pytest.raises(FileRejected) as refused:
        paired_sensors(tmp_path)

    assert str(refused.value).startswith(f"{path}: sensor[1].")
    assert wanted in str(refused.value)


def test_a_pod_on_a_foot_is_refused(tmp_path: Path) -> None:
    written(tmp_path, {**GOOD, "profile": '"running-speed-and-cadence"'})

    with pytest.raises(FileRejected, match="foot: 'left', wanted is empty"):
        paired_sensors(tmp_path)


@pytest.mark.parametrize(
    ("other", "wanted"),
    [
        ({}, "id: 'sole-3f2a9c', wanted is a sensor that is paired once"),
        ({"id": '"b"'}, "address: 'f0:00:00:00:00:01', wanted is a sensor that is paired once"),
        ({"id": '"b"', "address": '"f0"'}, "foot: 'left', wanted is one sensor for each foot"),
        ({"id": '"b"', "address": '"f0"', "foot": '"right"', "runner": '"bart"'}, "of one runner"),
    ],
)
def test_sensors_that_clash_are_refused(tmp_path: Path, other: dict[str, str], wanted: str) -> None:
    written(tmp_path, GOOD, {**GOOD, **other})

    with pytest.raises(FileRejected, match=wanted):
        paired_sensors(tmp_path)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("sensor = 3", "sensor: 3, wanted is"),
        ("[[sensors]]", "sensors: unknown, known are sensor"),
        ("[[sensor]", "is no TOML"),
        ("\udcff", "is no TOML"),
        ("#" * 1_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_list_of_sensors_is_refused(
    tmp_path: Path, text: str, wanted: str
) -> None:
    (tmp_path / FILE_NAME).write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(FileRejected, match=wanted):
        paired_sensors(tmp_path)


def test_a_list_that_cannot_be_read_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text("[[sensor]", "utf-8")

    with pytest.raises(FileRejected):
        add(tmp_path, [sole()])

    assert (tmp_path / FILE_NAME).read_text("utf-8") == "[[sensor]"


def test_a_sensor_is_paired_once_whoever_wears_it(tmp_path: Path) -> None:
    add(tmp_path, [sole()])
    again = sole(id="sole-x", address="f0:00:00:00:00:01", runner_id="bart", device="soles-x")

    with pytest.raises(PairingRefused, match="is paired already: sole-l of anna, left foot"):
        add(tmp_path, [again])

    assert paired_sensors(tmp_path) == (sole(),)


def test_a_pair_is_forgotten_whole_or_one_sole_of_it(tmp_path: Path) -> None:
    add(tmp_path, [sole(), sole(Foot.RIGHT)])

    assert remove(tmp_path, "sole-l") == (sole(),)
    add(tmp_path, [sole()])
    assert {one.id for one in remove(tmp_path, "soles-91bd02")} == {"sole-l", "sole-r"}
    assert paired_sensors(tmp_path) == ()


def test_what_is_not_paired_cannot_be_forgotten(tmp_path: Path) -> None:
    add(tmp_path, [sole()])

    with pytest.raises(PairingRefused, match="no sensor 'pod-1' is paired; there are: sole-l"):
        remove(tmp_path, "pod-1")


def test_a_profile_of_ones_own_is_copied_and_read_from_there(tmp_path: Path) -> None:
    own, home = tmp_path / "mine.toml", tmp_path / "home"
    own.write_text(OWN, "utf-8")

    add(home, [own_sole(own)], own)
    own.unlink()

    (found,) = paired_sensors(home)
    assert found.profile.name == "Sole of mine"
    assert (home / "profiles" / "my-sole.toml").read_text("utf-8") == OWN


def test_a_profile_does_not_change_under_the_sensors_that_are_read_by_it(tmp_path: Path) -> None:
    own, home = tmp_path / "mine.toml", tmp_path / "home"
    own.write_text(OWN, "utf-8")
    add(home, [own_sole(own)], own)
    own.write_text(OWN.replace("2H", "2I"), "utf-8")

    with pytest.raises(FileRejected, match="is another profile, by which a paired sensor is read"):
        add(home, [own_sole(own, address="f1", id="sole-2", device="soles-2")], own)

    assert len(paired_sensors(home)) == 1
    remove(home, "sole-l")
    add(home, [own_sole(own)], own)
    assert "2I" in (home / "profiles" / "my-sole.toml").read_text("utf-8")


def test_no_profile_of_ones_own_passes_for_one_of_ours(tmp_path: Path) -> None:
    own = tmp_path / "mine.toml"
    own.write_text(OWN.replace("my-sole", "alfaone"), "utf-8")

    with pytest.raises(FileRejected, match="'alfaone', wanted is an id that no profile of ours"):
        add(tmp_path / "home", [sole()], own)


def own_sole(own: Path, **other: object) -> PairedSensor:
    return sole(profile=read_profile(own), **other)


def test_an_id_says_what_a_sensor_is_and_never_comes_twice() -> None:
    made = new_id("sole", (), random.Random(7))  # noqa: S311  a test's chance

    assert made.startswith("sole-")
    assert new_id("sole", {made}, random.Random(7)) != made  # noqa: S311  the same chance again
    kinds = [kind_of(profile(one)) for one in ("orphe-insole", "infinitime", "heart-rate")]
    assert kinds == ["sole", "counter", "sensor"]
    assert kind_of(profile("running-speed-and-cadence")) == "pod"


def test_a_sole_joins_the_one_that_lacks_it_and_no_other() -> None:
    left, right = sole(), sole(Foot.RIGHT)
    anna = ("anna", profile())

    assert joined_pair((), *anna, Foot.LEFT) is None
    assert joined_pair((left,), *anna, Foot.RIGHT) == left.device
    assert joined_pair((left, right), *anna, Foot.LEFT) is None
    assert joined_pair((left,), "bart", profile(), Foot.RIGHT) is None
    assert joined_pair((left,), "anna", profile("alfaone"), Foot.RIGHT) is None
    with pytest.raises(PairingRefused, match="two left soles make no pair: sole-l is the left one"):
        joined_pair((left,), *anna, Foot.LEFT)
    with pytest.raises(PairingRefused, match="several left soles without a right one"):
        joined_pair((left, sole(id="b", device="soles-b")), *anna, Foot.RIGHT)
