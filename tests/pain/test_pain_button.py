"""A button at a real broker, as plain as buttons are, and what a centre says to it."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from cli import pain_button, wearers
from cli.wearers import Worn
from plantar import topics
from plantar.errors import StoreError
from plantar.pain import Side
from plantar.pain_message import DEVICE, LONGEST
from plantar.runner import Runner
from plantar.store import Store
from plantar.store.sql import open_store
from tests.broker.broker_rig import ROOT, USERS
from tests.pain.test_pain_form import NOW
from tests.pain.ways import ByButton, told

SCHEMAS = json.loads((ROOT / "docs/wire/pain-button.schema.json").read_text("utf-8"))["$defs"]


def fits(name: str, answer: object) -> bool:
    return Draft202012Validator(SCHEMAS[name]).is_valid(answer)


@pytest.mark.broker
def test_a_score_alone_is_of_the_painful_heel_now_and_a_fault_is_told_back(
    button: ByButton, store: Store, runner: Callable[..., str]
) -> None:
    runner_id = runner()
    wearers.add(button.home, Worn("pi-1", DEVICE), runner_id)

    kept, vier = button.asked(b"4"), button.asked(b"vier")

    assert (kept["kept"], kept["score"], kept["side"], kept["again"]) == (True, 4, "left", False)
    assert vier["reason"] == "score: 'vier' is not a whole number from 0 to 10"
    (one,) = told(store, runner_id)
    assert (one.report.score, one.report.side) == (4, Side.LEFT)
    wearers.remove(button.home, Worn("pi-1", DEVICE))
    assert "plantar wearer add pain-button" in button.asked(b"5")["reason"]
    assert len(told(store, runner_id)) == 1


@pytest.mark.broker
@pytest.mark.clients
@pytest.mark.skipif(shutil.which("mosquitto_pub") is None, reason="there is no mosquitto_pub")
def test_the_command_of_the_docs_tells_pain(
    button: ByButton, store: Store, runner: Callable[..., str], place: Path
) -> None:
    """As docs/pain.md writes it, but for where the broker is, its certificate, and the user."""
    runner_id = runner()
    wearers.add(button.home, Worn("pi-2", DEVICE), runner_id)
    page = (ROOT / "docs/pain.md").read_text("utf-8")
    assert '-t plantar/v1/button-1/pain -m \'{"score": 4, "moment": "first-steps", "side"' in page
    port = str(button.side.place.port)
    who = ["-h", "127.0.0.1", "-p", port, "-u", "pi-2", "-P", USERS["pi-2"], "-V", "mqttv5"]
    message = '{"score": 4, "moment": "first-steps", "side": "left"}'
    with subprocess.Popen(
        ["mosquitto_sub", *who, "-t", topics.pain_answers("pi-2"), "-C", "1", "-W", "30"],
        stdout=subprocess.PIPE,
    ) as hearing:
        while hearing.poll() is None and not told(store, runner_id):
            subprocess.run(
                ["mosquitto_pub", *who, "-q", "1", "-t", topics.pain("pi-2"), "-m", message],
                check=True,
                timeout=30,
            )
        said, _ = hearing.communicate(timeout=40)

    answer = json.loads(said)
    assert fits("kept", answer)
    assert (answer["kept"], answer["moment"]) == (True, "first-steps")
    assert len(told(store, runner_id)) == 1


CASES: dict[str, tuple[bytes, str]] = {
    "no JSON": (b"{4}", "message: '{4}' is not an object of JSON"),
    "a list": (b"[4]", "score: '[4]' is not a whole number"),
    "nothing": (b"", "score: '' is not a whole number"),
    "11": (b"11", "score: '11' is not a whole number from 0 to 10"),
    "twice": (b'{"score":4,"score":5}', "a field that is said twice"),
    "a field of another": (b'{"score":4,"runner":"bert"}', "runner: 'there' is not a field"),
    "a number for an id": (b'{"score":4,"id":7}', "id: 7 is not a text"),
    "NaN": (b'{"score":NaN}', "score: 'nan' is not a whole number"),
    "Infinity": (b'{"score":1e999}', "score: 'inf' is not a whole number"),
    "a flag": (b'{"score":true}', "score: 'True' is not a whole number"),
    "bytes": (b"\xff\xfe", "is not a whole number"),
    "5 MB": (b"4" * (LONGEST + 1), f"message: '{LONGEST + 1} bytes' is not at most {LONGEST}"),
    "deep": (b'{"score":' + b"[" * 9_000 + b"}", "is not an object of JSON"),
}


@pytest.fixture
def anna() -> Store:
    store = open_store("sqlite://")
    store.add_runner(Runner("anna", side=Side.LEFT))
    return store


@pytest.mark.parametrize("case", CASES)
def test_whatever_is_no_answer_is_refused_with_its_field_and_value(anna: Store, case: str) -> None:
    message, reason = CASES[case]

    said, is_kept = pain_button.answer(anna, "anna", message, NOW)

    assert not is_kept
    assert reason in json.loads(said)["reason"]
    assert fits("refused", json.loads(said))
    assert told(anna, "anna") == []
    anna.close()


MESSAGES = st.binary(max_size=60) | st.text(max_size=60).map(
    lambda text: text.encode("utf-8", "replace")
)


@settings(max_examples=10, deadline=None)
@given(st.lists(MESSAGES, min_size=5, max_size=10))
def test_any_message_has_an_answer_that_fits_its_schema(messages: list[bytes]) -> None:
    with open_store("sqlite://") as store:
        store.add_runner(Runner("anna"))
        for message in messages:
            beside = b'{"score":4,"note":' + json.dumps(repr(message)).encode() + b"}"
            for one in (message, beside):
                said, is_kept = pain_button.answer(store, "anna", one, NOW)
                assert fits("kept" if is_kept else "refused", json.loads(said))


def test_a_store_that_is_away_is_told_to_whoever_pressed_and_names_nothing() -> None:
    class Away:
        def runner(self, _runner_id: str) -> Runner:
            raise StoreError("/home/somebody/plantar.db: is busy")

    said, is_kept = pain_button.answer(Away(), "anna", b"4", NOW)  # type: ignore[arg-type]

    assert (is_kept, json.loads(said)["reason"]) == (
        False,
        "the store takes nothing now: try again",
    )


def test_four_as_a_template_writes_it_is_four(anna: Store) -> None:
    for message in (b'{"score":4.0}', b'{"score":"4.0"}', b'{"score":"4","side":null}'):
        said, _ = pain_button.answer(anna, "anna", message, NOW)
        assert json.loads(said)["score"] == 4

    assert json.loads(said)["again"]
    assert len(anna.pain_history("anna", NOW.replace(year=2020), NOW.replace(year=2030))) == 1
    anna.close()
