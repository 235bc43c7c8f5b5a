"""The contract of the wire: golden bytes, the schemas beside them, and what they leave out."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from collector.outbox.post import client_id_of
from plantar import topics
from plantar.bundle import answer_read, dead_read, rows_read, state_read
from plantar.errors import BadInput, WireError
from plantar.wire import read, written
from plantar.wire_kinds import KINDS
from tests.plantar.measured_things import measured
from tests.wire.golden_things import MESSAGES, ROWS

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
SCHEMAS = ROOT / "docs/wire"
LINES = json.loads((SCHEMAS / "lines.schema.json").read_text("utf-8"))
READERS = {
    "rows": rows_read,
    "answer": answer_read,
    "unreadable": answer_read,
    "state": state_read,
    "dead": dead_read,
}
#: What a button says and hears: plain JSON, which test_pain_ways.py reads and writes.
OF_BUTTONS = ("pain", "painKept", "painRefused")
#: Messages whose lines are followed by bytes as they are.
FOLLOWED = ("rows", "dead")


def schema_of(kind: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{kind}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


VALIDATORS = {kind: schema_of(kind) for kind in KINDS}


def line_schema(name: str) -> Draft202012Validator:
    return Draft202012Validator(LINES["$defs"][name])


@pytest.mark.parametrize("name", ROWS)
def test_the_golden_bytes_of_a_row_are_what_is_written_and_read(name: str) -> None:
    golden = (GOLDEN / f"{name}.row").read_bytes()

    assert written(ROWS[name]) == golden
    assert read(golden) == ROWS[name]


@pytest.mark.parametrize("name", MESSAGES)
def test_the_golden_bytes_of_a_message_are_what_is_written_and_can_be_read(name: str) -> None:
    golden = (GOLDEN / f"{name}.message").read_bytes()

    assert golden == MESSAGES[name]
    READERS[name.partition("-")[0]](golden)


def test_every_kind_has_golden_bytes_and_a_schema_and_nothing_is_left_over() -> None:
    assert {json.loads(path.read_bytes())["kind"] for path in GOLDEN.glob("*.row")} == set(KINDS)
    assert {path.stem for path in GOLDEN.glob("*.row")} == set(ROWS)
    assert {path.stem for path in GOLDEN.glob("*.message")} == set(MESSAGES)
    schemas = {path.name.partition(".")[0] for path in SCHEMAS.glob("*.schema.json")}
    assert schemas == {*KINDS, "lines", "pain-button"}


@pytest.mark.parametrize("name", ROWS)
def test_golden_rows_fit_their_schema_and_no_field_may_be_missing_odd_or_more(name: str) -> None:
    fields = json.loads((GOLDEN / f"{name}.row").read_bytes())
    validator = VALIDATORS[fields["kind"]]

    assert validator.is_valid(fields)
    assert not validator.is_valid({**fields, "name": "anna"})
    assert not validator.is_valid({**fields, "v": 2})
    for field in fields:
        assert not validator.is_valid({**fields, field: {}}), field
        less = {name: told for name, told in fields.items() if name != field}
        if (fields["kind"], field) != ("gap", "foot"):  # the first rows of version 1 had none
            assert not validator.is_valid(less), field


@given(measured)
def test_whatever_is_written_fits_its_schema(record: Any) -> None:  # noqa: ANN401  all kinds
    fields = json.loads(written(record))

    assert VALIDATORS[fields["kind"]].is_valid(fields)


@given(st.sampled_from(sorted(ROWS)), st.data())
def test_what_a_schema_refuses_is_refused_at_the_door_too(name: str, data: st.DataObject) -> None:
    fields = json.loads((GOLDEN / f"{name}.row").read_bytes())
    field = data.draw(st.sampled_from(sorted(fields)))
    odd = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
    fields[field] = data.draw(odd | st.lists(odd, max_size=4))
    validator = VALIDATORS.get(str(fields["kind"]))
    if validator is not None and validator.is_valid(fields):
        return  # a door may be narrower, as for months that there are none of

    with pytest.raises(WireError):
        read(json.dumps(fields).encode())


def lines_of(name: str) -> tuple[Any, list[Any]]:
    """The head of a golden message, and its lines of JSON; of rows the first, of dead the one."""
    head, *rest = (GOLDEN / f"{name}.message").read_bytes().splitlines()
    lines = rest[:1] if name in FOLLOWED else rest
    return json.loads(head), [json.loads(line) for line in lines]


@pytest.mark.parametrize("name", MESSAGES)
def test_the_lines_of_golden_messages_fit_their_schemas(name: str) -> None:
    kind = name.partition("-")[0]
    head, lines = lines_of(name)

    assert line_schema(f"{kind}-head").is_valid(head)
    assert not line_schema(f"{kind}-head").is_valid({**head, "v": 2})
    for line in lines:
        assert line_schema(f"{kind}-line").is_valid(line)
        assert not line_schema(f"{kind}-line").is_valid([*line, 0])


def test_the_asyncapi_document_names_the_topics_kinds_and_files_that_there_are() -> None:
    document = yaml.safe_load((SCHEMAS / "asyncapi.yaml").read_text("utf-8"))

    assert document["asyncapi"] == "3.0.0"
    assert {one["address"] for one in document["channels"].values()} == {
        make("{collector}")
        for make in (
            *(topics.rows, topics.state, topics.answers, topics.dead),
            *(topics.pain, topics.pain_answers),
        )
    }
    assert set(document["components"]["messages"]) == {*READERS, *OF_BUTTONS}
    rows = document["components"]["messages"]["rows"]["x-rows"]
    assert {one["$ref"] for one in rows} == {f"{kind}.schema.json" for kind in KINDS}
    for found in refs(document):
        where, _, inside = found.partition("#")
        at: Any = json.loads((SCHEMAS / where).read_text("utf-8")) if where else document
        for step in filter(None, inside.split("/")):
            at = at[step]
        assert at, found


def refs(told: Any) -> list[str]:  # noqa: ANN401  whatever a document is made of
    if isinstance(told, dict):
        own = [told["$ref"]] if "$ref" in told else []
        return own + [one for part in told.values() for one in refs(part)]
    return [one for part in told for one in refs(part)] if isinstance(told, list) else []


def test_a_version_that_nobody_knows_is_refused_in_every_kind() -> None:
    for name in ROWS:
        later = (GOLDEN / f"{name}.row").read_bytes().replace(b'"v":1', b'"v":2', 1)
        with pytest.raises(WireError, match="version 2: this Plantar reads version 1"):
            read(later)
    for name in MESSAGES:
        later = (GOLDEN / f"{name}.message").read_bytes().replace(b'"v":1', b'"v":2', 1)
        with pytest.raises(WireError, match="version 2: this Plantar reads version 1"):
            READERS[name.partition("-")[0]](later)


def test_topics_and_client_ids_say_nothing_but_the_collectors_user() -> None:
    """Of a runner or device nothing; of the user a client id has a digest alone."""
    for make in (topics.rows, topics.state, topics.answers, topics.dead):
        parts = make("pi-1").split("/")
        assert set(parts) <= {
            *("plantar", "plantar-ack", "plantar-dead"),
            "v1",
            "pi-1",
            "rows",
            "state",
        }
    assert client_id_of("pi-1") == f"plantar-{hashlib.sha256(b'pi-1').hexdigest()[:15]}"
    assert "pi-1" not in client_id_of("pi-1")


def test_what_a_runner_wrote_beside_a_pain_score_does_not_travel() -> None:
    pain: Any = ROWS["pain"]
    with pytest.raises(BadInput, match="note"):
        replace(pain, report=replace(pain.report, note="it hurt on the stairs"))
