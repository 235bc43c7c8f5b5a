"""Logs: one place, as text or as JSON, and never with anybody's name in them."""

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cli import logs
from collector import pairing_file
from plantar.runner import Runner
from plantar.store.sql import open_store
from tests.cli.conftest import ROOT
from tests.cli.test_cli_collect import POD, SOLES, wait_for

NAME = "Tellingwe Nameson"
SENSOR = "Nameson's left shoe"
ADDRESS = POD.address


@pytest.fixture
def clean() -> Iterator[None]:
    """Logging as it was before."""
    root, hooks = logging.getLogger(), (sys.excepthook, __import__("threading").excepthook)
    levels = {name: logging.getLogger(name).level for name in (*logs.OURS, *logs.TELLING)}
    before = (list(root.handlers), root.level)
    yield
    root.handlers[:], root.level = before
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    sys.excepthook, __import__("threading").excepthook = hooks


def lines(err: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in err.splitlines()]


def test_a_line_of_json_has_when_how_grave_who_what_and_its_fields(
    clean: None, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.begin("json")
    logging.getLogger("collector.x").warning("two\nlines", extra=logs.fields(runner="r-1", rows=3))

    (told,) = lines(capsys.readouterr().err)

    assert told.pop("time", "").endswith("+00:00")  # type: ignore[attr-defined]
    assert told == {
        "level": "warning",
        "logger": "collector.x",
        "message": "two\nlines",
        "runner": "r-1",
        "rows": 3,
    }


def test_text_is_the_sentence_and_only_what_is_wrong(
    clean: None, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.begin("json")
    logs.begin("text")
    logging.getLogger("collector").info("all is well")
    logging.getLogger("collector").warning("the link is gone")

    assert capsys.readouterr().err == "the link is gone\n"


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("written", ["C0:FF:EE:00:11:22", "c0-ff-ee-00-11-22", "C0_FF_EE_00_11_22"])
def test_the_address_of_a_radio_is_left_out_whoever_tells_it(
    form: str, written: str, clean: None, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.begin(form)
    logging.getLogger("bleak").error("device /org/bluez/hci0/dev %s is gone", written)

    said = capsys.readouterr().err

    assert "(address) is gone" in said
    assert written not in said


def test_an_error_that_nobody_expected_is_in_the_log_too() -> None:
    broken = """
import threading
from cli import logs
logs.begin("json")
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
raise RuntimeError("out of the blue")
"""
    ran = subprocess.run(
        [sys.executable, "-c", broken], cwd=ROOT, capture_output=True, text=True, check=False
    )

    beside, last = lines(ran.stderr)
    assert ran.returncode == 1
    assert beside["level"] == last["level"] == "critical"
    assert "ZeroDivisionError" in str(beside["exception"])
    assert "RuntimeError: out of the blue" in str(last["exception"])


def test_what_ends_a_program_is_a_line_of_json_too(home: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main()", "process"],
        cwd=ROOT,
        env={**os.environ, "PLANTAR_HOME": str(home), "PLANTAR_LOG_FORMAT": "json"},
        capture_output=True,
        text=True,
        check=False,
    )

    (told,) = lines(ran.stderr)
    assert ran.returncode == 1
    assert told["level"] == "error"
    assert str(told["message"]).startswith("there is no broker: set broker_url")


@pytest.mark.long
@pytest.mark.radio
def test_nothing_that_a_collector_says_has_a_name_or_an_address_in_it(home: Path) -> None:
    soles = tuple(replace(one, name=f"{SENSOR} {one.foot}", runner_id="r-7") for one in SOLES)
    refused = replace(POD, name=SENSOR, runner_id="r-7", address=SOLES[0].address[:-1] + "F")
    pairing_file.add(home / "simulated", (*soles, refused))
    with open_store(home / "simulated" / "plantar.db") as store:
        store.add_runner(Runner("r-7", body_mass_kg=70.0), NAME)
    running = subprocess.Popen(
        [sys.executable, "-c", "from cli.main import main; main()", "collect", "--simulated"],
        cwd=ROOT,
        env={**os.environ, "PLANTAR_HOME": str(home), "PLANTAR_LOG_FORMAT": "json"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        with open_store(home / "simulated" / "plantar.db") as store:
            wait_for(lambda: store.span("r-7") is not None, running)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    finally:
        running.kill()

    told = lines(err)
    assert out == ""
    assert {one["sensor"] for one in told if "phase" in one} >= {one.id for one in SOLES}
    assert any(one["message"] == "sole-left: is heard" for one in told)
    for word in (*NAME.split(), "shoe", SOLES[0].address, refused.address):
        assert word.lower() not in (out + err).lower()
