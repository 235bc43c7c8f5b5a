"""A message in words, as it goes out of the door."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from plantar.message import Item

#: Of what a program is told; another number where what stands there means something else.
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Letter:
    """What one recipient is told, in their language."""

    id: str  # the same for every try: by it a receiver drops doubles
    kind: str
    made_at: datetime
    language: str
    subject: str
    body: str
    pages_url: str | None = None
    items: tuple[Item, ...] = ()  # only for who chose to read details

    def for_programs(self) -> bytes:
        """The same in JSON: byte for byte the same for every try."""
        told: dict[str, Any] = {
            "version": VERSION,
            "id": self.id,
            "kind": self.kind,
            "made_at": self.made_at.isoformat(),
            "language": self.language,
            "subject": self.subject,
            "body": self.body,
            "pages_url": self.pages_url,
            "items": [_item(one) for one in self.items],
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _item(item: Item) -> dict[str, str | None]:
    return {
        "runner": item.runner_id,
        "family": item.family.value,
        "change": item.change.value,
        "level": item.level.name.lower(),
        "opened": item.opened.isoformat(),
        "closed": None if item.closed is None else item.closed.isoformat(),
    }
