"""What a button or a tile says of pain, and what the centre answers; `docs/pain.md` tells both.

These are the only messages of ours that others write: an object of JSON with fields that may be
left out, or a score alone, as the simplest of buttons sends it.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

from plantar.errors import BadInput

#: A button is worn like any other device: `plantar wearer add pain-button RUNNER`.
DEVICE: Final = "pain-button"
#: No message of a button comes near. [B]
LONGEST: Final = 16_384
FIELDS: Final = ("score", "moment", "side", "at", "day", "note", "analgesic", "shoe", "flare")
ID: Final = "id"
VERSION: Final = 1


def told(message: bytes) -> tuple[dict[str, Any], str | None]:
    """The fields of a message as they came, and the id by which it counts once.

    Raises
    ------
    BadInput
        It is no object of JSON and no score, or has a field that there is not.
    """
    if len(message) > LONGEST:
        raise BadInput("message", f"{len(message)} bytes", f"at most {LONGEST}")
    text = message.decode("utf-8", "replace").strip()
    if not text.startswith("{"):
        return {"score": text}, None
    try:
        fields = json.loads(text, object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise BadInput("message", text[:60], f"an object of JSON: {error}") from error
    odd = sorted(fields.keys() - {*FIELDS, ID})
    if odd:
        raise BadInput(odd[0][:60], "there", "a field of pain: " + ", ".join((*FIELDS, ID)))
    key = fields.pop(ID, None)
    if key is not None and not isinstance(key, str):
        raise BadInput(ID, key, "a text")
    return fields, key


def kept(said: Mapping[str, object], key: str | None) -> bytes:
    """The answer that it is kept, and as what."""
    return _written({"kept": True, ID: key, **said})


def refused(error: BadInput | str, key: str | None) -> bytes:
    """The answer that it is not kept, and why."""
    why = {"field": error.field} if isinstance(error, BadInput) else {}
    return _written({"kept": False, ID: key, **why, "reason": str(error)})


def _written(answer: Mapping[str, object]) -> bytes:
    return json.dumps({"v": VERSION, **answer}, separators=(",", ":")).encode()


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field that is said twice")
    return fields
