"""What programs that run for long say of themselves: sentences for people, or lines of JSON.

Runners, sensors and collectors are named by their made-up ids alone; `docs/operations.md` tells the
fields. Set up here and nowhere else.
"""

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final

import typer

JSON: Final = "json"
OURS: Final = ("cli", "collector", "dashboard", "plantar", "processing")
#: Who tells people what they wait for; of others only what is wrong.
TELLING: Final = ("cli.process",)
#: Only a sensor's own sentences are known to be without its address: those of the radio's library
#: and of the system below it are not ours.
ADDRESS: Final = re.compile(r"\b(?:[0-9a-f]{2}[:_-]){5}[0-9a-f]{2}\b", re.IGNORECASE)

log = logging.getLogger(__name__)


class Lines(logging.Formatter):
    """The message alone, without addresses of radios."""

    def format(self, record: logging.LogRecord) -> str:
        """One sentence; below it where an error came from that nobody expected."""
        return ADDRESS.sub("(address)", super().format(record))


class JsonLines(Lines):
    """One JSON object in a line: time, level, logger, message, and the fields of the record."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, however many the message has."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        told |= {key: one for key, one in fields_of(record).items() if key not in told}
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return ADDRESS.sub("(address)", json.dumps(told, ensure_ascii=False, default=str))


class _OnError(logging.StreamHandler[Any]):
    """Writes on standard error, whatever that is by then."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def fields(**told: object) -> dict[str, dict[str, object]]:
    """Say something beside the message that a program can read: `log.info(..., extra=fields())`."""
    return {"fields": told}


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """What was said beside the message."""
    told: dict[str, Any] = getattr(record, "fields", {})
    return told


def begin(form: str) -> None:
    """Set logging up for a program that runs for long, as text or as JSON."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _OnError)]:
        root.removeHandler(handler)
    handler = _OnError()
    handler.setFormatter(JsonLines() if form == JSON else Lines("%(message)s"))
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO if form == JSON else logging.NOTSET)
    for name in TELLING:
        logging.getLogger(name).setLevel(logging.INFO)
    if form == JSON:
        sys.excepthook = _unexpected
        threading.excepthook = _unexpected_beside


def are_json() -> bool:
    """Whether programs read what is said here."""
    handlers = (one for one in logging.getLogger().handlers if isinstance(one, _OnError))
    return any(isinstance(one.formatter, JsonLines) for one in handlers)


def tell(text: str, *, wrong: bool = False, **told: object) -> None:
    """Tell people at a terminal, or programs, how it goes."""
    if are_json():
        log.log(logging.WARNING if wrong else logging.INFO, text, extra=fields(**told))
    else:
        typer.echo(text, err=wrong)


def _unexpected(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    log.critical("ended by an error that nobody expected", exc_info=(kind, error, trace))


def _unexpected_beside(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None:
        error = (told.exc_type, told.exc_value, told.exc_traceback)
        log.critical("a thread ended by an error that nobody expected", exc_info=error)
