"""Whoever follows the page about their own insole gets what it says, entry by entry."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collector.decoding.decoders import decoders
from collector.decoding.reading import State, Zones
from collector.profile import Profile
from collector.profile_file import profile_from

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "examples" / "add_your_insole.md").read_text("utf-8")

#: Text that is nearly what a sole sends.
ALMOST = st.text(alphabet='\n{}[]",:tpcL.0123456789-eE ', max_size=120).map(str.encode)


def blocks(language: str) -> list[str]:
    """What stands between the fences of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)


def written(nth: int) -> Profile:
    return profile_from(blocks("toml")[nth], Path("my-sole.toml"))


@pytest.mark.parametrize(
    ("nth", "sent", "told"),
    [
        (
            0,
            bytes.fromhex("e803 204e0000 0a00 1400 1e00 2800 3200 3c00"),
            Zones((10.0, 20.0, 30.0, 40.0, 50.0, 60.0), 1000, 16, 20_000),
        ),
        (1, b"\nL,20000,10,20,30,40\n", Zones((10.0, 20.0, 30.0, 40.0), None, 32, 20_000)),
        (
            2,
            b'\n{"t":20000,"pct":[10,20,30,40]}\n',
            Zones((90.0, 80.0, 70.0, 60.0), None, 32, 20_000),
        ),
    ],
    ids=["packed", "text", "json"],
)
def test_a_profile_of_the_page_reads_what_the_page_sends(
    nth: int, sent: bytes, told: Zones
) -> None:
    (decode,) = decoders(written(nth)).values()

    decoded = decode(sent, State())

    assert (decoded.readings, decoded.malformed) == ((told,), ())
    assert sent.decode("latin-1").strip() in PAGE or sent.hex() in PAGE.replace(" ", "")
    (listen,) = written(nth).listen
    assert listen.sole is not None
    assert len(listen.sole.along) == len(told.values)


@pytest.mark.parametrize("nth", [0, 1, 2], ids=["packed", "text", "json"])
@given(st.lists(st.binary(max_size=600) | ALMOST, max_size=4))
def test_no_bytes_whatever_make_a_sole_of_the_page_raise(nth: int, sent: list[bytes]) -> None:
    (decode,) = decoders(written(nth)).values()
    state = State()
    for payload in sent:
        decoded = decode(payload, state)
        for reading in decoded.readings:
            assert isinstance(reading, Zones)
            assert len(reading.values) == (6, 4, 4)[nth]
        state = decoded.state


def test_a_sole_of_packed_numbers_takes_twenty_lines() -> None:
    lines = [line for line in blocks("toml")[0].splitlines() if line.strip()]

    assert len(lines) == 20


def test_the_word_that_starts_the_text_sole_is_the_one_the_page_names() -> None:
    assert [write.payload for write in written(1).start] == [b"begin"]


def test_the_program_of_the_page_prints_what_the_page_shows(tmp_path: Path) -> None:
    (tmp_path / "my-sole.toml").write_text(blocks("toml")[0], "utf-8")

    ran = subprocess.run(
        [sys.executable, "-c", blocks("python")[0]],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == blocks("text")[0]
