"""A file that is no whole export is refused with what is wrong in it, and nothing is kept."""

import hashlib
import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plantar.errors import FileRejected
from plantar.own import archive
from plantar.own.form import MANIFEST
from plantar.store.sql import open_store
from tests.plantar.conftest import empty_file
from tests.plantar.test_own_export import exported, files, taken_in
from tests.plantar.whole_store import fill_and_tell, held

Harm = Callable[[Path], None]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    with open_store(folder / "clinic.db") as store:
        fill_and_tell(store, "anna")
    exported(folder / "clinic.db", folder / "anna.zip")
    return folder / "anna.zip"


def written(path: Path, inside: dict[str, bytes]) -> None:
    """A zip with these files; whatever it is called, and however often."""
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        for name, content in inside.items():
            made.writestr(name, content)


def edited(name: str, before: str, after: str, *, noted: bool = True) -> Harm:
    """Change a text in a file; whoever means it brings the note up to date too."""

    def harm(path: Path) -> None:
        inside = files(path)
        text = inside[name].decode()
        assert before in text
        inside[name] = text.replace(before, after, 1).encode()
        if noted:
            _note_again(inside, name)
        written(path, inside)

    return harm


def _note_again(inside: dict[str, bytes], name: str) -> None:
    note = json.loads(inside[MANIFEST])
    note["files"][name] |= {
        "bytes": len(inside[name]),
        "sha256": hashlib.sha256(inside[name]).hexdigest(),
    }
    inside[MANIFEST] = json.dumps(note).encode()


def noting(**told: Any) -> Harm:  # noqa: ANN401  anything JSON holds
    def harm(path: Path) -> None:
        inside = files(path)
        inside[MANIFEST] = json.dumps(json.loads(inside[MANIFEST]) | told).encode()
        written(path, inside)

    return harm


def without(name: str) -> Harm:
    def harm(path: Path) -> None:
        inside = files(path)
        del inside[name]
        written(path, inside)

    return harm


def with_also(name: str, content: bytes = b"x") -> Harm:
    def harm(path: Path) -> None:
        written(path, files(path) | {name: content})

    return harm


def with_noted(name: str) -> Harm:
    """A file that leads elsewhere, and that the note names."""

    def harm(path: Path) -> None:
        inside = files(path) | {name: b"x"}
        note = json.loads(inside[MANIFEST])
        note["files"][name] = {"rows": 0, "bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        written(path, inside | {MANIFEST: json.dumps(note).encode()})

    return harm


def twice(path: Path) -> None:
    with warnings.catch_warnings(), ZipFile(path, "a") as made:
        warnings.simplefilter("ignore")  # that it is there already is what we want
        made.writestr("pain.csv", b"no")


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def a_byte_fell_over(path: Path) -> None:
    with ZipFile(path) as zipped:  # of what it holds, not of what names it
        member = zipped.getinfo("body_minute.csv")
    with path.open("r+b") as file:
        file.seek(member.header_offset + member.compress_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, 1)
        file.write(bytes([byte ^ 0x10]))


def a_bomb(path: Path) -> None:
    written(path, files(path) | {"pain.csv": bytes(30_000_000)})


def of_zip_in_its_place(path: Path) -> None:
    written(path, {"photo.jpg": b"x"})


def a_picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n" * 90)


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (truncated, "is no export of Plantar, or is cut off"),
        (a_byte_fell_over, r"\w+\.csv: is (damaged|not as it was written)"),
        (a_picture, "is no export of Plantar, or is cut off"),
        (of_zip_in_its_place, r"is no export of Plantar: it has no manifest\.json"),
        (without("gap.csv"), r"gap\.csv: is missing"),
        (twice, r"pain\.csv: is in it twice"),
        (a_bomb, r"pain\.csv: would become 30000000 bytes out of \d+"),
        (with_also("../../.bashrc"), r"\.\./\.\./\.bashrc: does not belong in it"),
        (with_also("/etc/cron.d/x"), "/etc/cron.d/x: does not belong in it"),
        (with_noted("../../.bashrc"), r"\.\./\.\./\.bashrc: is no file of an export"),
        (noting(format=2, plantar="7.0"), r"was written by a newer Plantar \(7\.0, format 2"),
        (noting(format="one"), r"manifest\.json: format: 'one' is not 1"),
        (noting(files=[]), r"manifest\.json: cannot be read"),
        (noting(runner=7), r"manifest\.json: runner: 7 is not a text"),
        (noting(runner="zoe"), r"runner\.json: row 1: id: 'anna' is not the 'zoe'"),
        (
            edited("pain.csv", ",first-steps,3,", ",first-steps,4,", noted=False),
            r"pain\.csv: is not as it was written",
        ),
        (
            edited("pain.csv", ",first-steps,3,", ",first-steps,11,"),
            r"pain\.csv: row \d+: score: 11 is not a whole number from 0 to 10",
        ),
        (
            edited("pain.csv", ",first-steps,3,", ",first-steps,drie,"),
            r"pain\.csv: row 5: score_0_to_10: 'drie' is not a whole number",
        ),
        (
            edited("pain.csv", ",first-steps,3,", ",sometimes,3,"),
            r"pain\.csv: row 5: .*'sometimes'",
        ),
        (
            edited("pain.csv", "2026-06-01T14:00:00+02:00", "2026-06-01T14:00:00+01:00"),
            r"pain\.csv: row 2: at: '2026-06-01T14:00:00\+01:00' is not the moment 17803152",
        ),
        (edited("pain.csv", "no,at,", "no,when,"), r"pain\.csv: row 1: has the columns"),
        (
            edited("foot_minute.csv", ",60.0,", ",-60.0,"),
            r"foot_minute\.csv: row 2: \w+_s: -60\.0 is not",
        ),
        (
            edited("foot_minute.csv", ",60.0,", ",nan,"),
            r"foot_minute\.csv: row 2: measured_s: 'nan' is not a number",
        ),
        (
            edited("foot_minute.csv", "\r\n1,1,", "\r\n9,1,"),
            r"foot_minute\.csv: row 2: source_no: 9 is not the number of a row of source",
        ),
        (
            edited("foot_minute.csv", ",left,", ",middle,"),
            r"foot_minute\.csv: row 2: .*'middle'",
        ),
        (
            edited("body_minute.csv", '{""0"":20.0}', '{""99"":20.0}'),
            r"body_minute\.csv: row 2: quiet_s_by_bin: .* is not seconds by the number",
        ),
        (
            edited("source.csv", "1,sole", "1,sole\r\n1,sole"),
            r"source\.csv: row 3: one of its key is there already",
        ),
        (
            edited("gap.csv", "link\r\n", ""),
            r"gap\.csv: row 2: \d+ cells, not \d+",
        ),
        (
            edited("wear_plan.json", '"all-day"', '"always"'),
            r"wear_plan\.json: row 1: .*always",
        ),
        (
            edited("programme.json", '"sets": 3', '"sets": -3'),
            r"programme\.json: row 1: sets: -3 is not",
        ),
        (edited("runner.json", '"nl"', '"xx"'), r"runner\.json: row 1: language: 'xx' is not"),
        (edited("runner.json", "[", "{"), r"runner\.json: is no JSON"),
        (
            edited("alert.csv", ",S2,", ",S99,"),
            r"alert\.csv: row 2: .*S99",
        ),
        (
            edited("response.csv", ",called-plan-adapted,", ",because,"),
            r"response\.csv: row 3: .*'because'",
        ),
        (
            edited("response.csv", ",called-plan-adapted,", ",,"),
            r"response\.csv: row 3: reason",
        ),
        (
            edited("episode_response.csv", "1,1\r\n", "1,99\r\n"),
            r"episode_response\.csv: row 2: response_no: 99 is not the number of a row of resp",
        ),
        (
            edited("context_note.csv", ",walked,", ",swam,"),
            r"context_note\.csv: row 2: .*'swam'",
        ),
        (
            edited("arrival.csv", "day\r\n20", "day\r\n30-"),
            r"arrival\.csv: row 2: .*'30-",
        ),
        (
            edited("origin.csv", "1,anna soles", "x,anna soles"),
            r"origin\.csv: row 2: no: 'x' is not a whole number",
        ),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    harm: Harm, said: str, made_once: Path, tmp_path: Path
) -> None:
    path, new = tmp_path / "anna.zip", tmp_path / "new.db"
    path.write_bytes(made_once.read_bytes())
    new.write_bytes(empty_file())
    before = held(str(new))
    harm(path)

    with pytest.raises(FileRejected, match=rf"anna\.zip: {said}"):
        taken_in(path, new)

    assert held(str(new)) == before
    assert sorted(one.name for one in tmp_path.iterdir() if one.suffix == ".zip") == ["anna.zip"]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    at=st.floats(0, 0.999), length=st.integers(1, 40), content=st.binary(min_size=40, max_size=40)
)
def test_whatever_happens_to_its_bytes_it_is_refused_or_the_same(
    at: float, length: int, content: bytes, made_once: Path, tmp_path: Path
) -> None:
    whole = made_once.read_bytes()
    place = int(at * len(whole))
    path = tmp_path / "anna.zip"
    path.write_bytes(whole[:place] + content[:length] + whole[place + length :])

    try:
        with archive.opened(path) as found:
            inside = {name: found.note.files[name].sha256 for name in found.note.files}
    except FileRejected:
        return
    assert inside == {
        name: hashlib.sha256(told).hexdigest()
        for name, told in files(made_once).items()
        if name != MANIFEST
    }
