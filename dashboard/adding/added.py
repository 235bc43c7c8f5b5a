"""What became of a file that somebody brought, in the words and the shapes of a page."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from html import escape
from typing import Final

from dashboard.present import SOURCES
from plantar.measured import SourceClass
from plantar.upload import TRIES, Told, Upload, UploadState, Why
from plantar.words.catalogue import Words, mark

#: How long a file may wait before it is said that nobody seems to read.
LATE: Final = timedelta(seconds=15)
MEGABYTE: Final = 1_000_000
KILOBYTE: Final = 1_000

WORDS: Final = {
    UploadState.WAITING: mark("waiting"),
    UploadState.TAKEN: mark("being read"),
    UploadState.ASKS: mark("one question"),
    UploadState.ACCEPTED: mark("added"),
    UploadState.PARTIAL: mark("partly added"),
    UploadState.DUPLICATE: mark("was there already"),
    UploadState.REJECTED: mark("refused"),
    UploadState.UNDONE: mark("undone"),
}
SIGNS: Final = {
    UploadState.WAITING: "○",
    UploadState.TAKEN: "◔",
    UploadState.ASKS: "?",
    UploadState.ACCEPTED: "✓",
    UploadState.PARTIAL: "◐",
    UploadState.DUPLICATE: "=",
    UploadState.REJECTED: "✕",
    UploadState.UNDONE: "↶",
}
WHYS: Final = {
    Why.EMPTY: mark("The file is empty."),
    Why.KNOWN: mark("An export of {kind}: Plantar does not read those yet."),
    Why.ARCHIVE: mark("A packed file: unpack it, and add the files that are in it."),
    Why.OFFICE: mark("A workbook or document: save the table as CSV, and add that."),
    Why.NO_RECORDING: mark("This is not a recording of feet or steps."),
    Why.UNKNOWN: mark("Plantar does not know this kind of file."),
    Why.TOO_LARGE: mark("Too large for this page: import it on the computer that runs Plantar."),
    Why.FUTURE: mark("It tells of a day that has not been yet."),
    Why.NO_CLOCK: mark("It does not say on which day it was recorded."),
    Why.COUNTS: mark("It tells counts of the sensor, not newtons: no load follows from those."),
    Why.EXPORT: mark("An export of Plantar: whoever runs this Plantar takes it in."),
    Why.BROKE: mark("It could not be read through, however often it was tried."),
    Why.CONTENT: mark("Something in it cannot be."),
}
#: What a format is called; makers keep their own name in every language.
FORMATS: Final = {
    "moticon-opengo": mark("Moticon OpenGo"),
    "pedar-asc": mark("pedar recording"),
    "stappone-csv": mark("StappOne recording"),
    "physionet-force": mark("recording of force"),
    "force-table": mark("table of force"),
    "sole-table": mark("recording of a sole"),
    "oxford-steps": mark("acceleration of a phone"),
    "mobgap-csv": mark("acceleration of the lower back"),
    "mobgap-mat": mark("acceleration of the lower back"),
    "foot-imu": mark("acceleration of a foot"),
    "fit-activity": mark("FIT activity"),
    "fit-monitoring": mark("FIT day figures"),
    "daily-steps": mark("table of steps a day"),
}


def head(upload: Upload, words: Words) -> str:
    """The shape and the word of its state, and its name: as HTML."""
    state = upload.state
    sign = f'<span class="sign" aria-hidden="true">{SIGNS[state]}</span>'
    word = f'<b class="verdict">{escape(words.say(WORDS[state]))}</b>'
    name = f'<bdi class="long">{escape(upload.name)}</bdi>'
    return f'<p class="added {state.value}">{sign} {word} {name}</p>'


def lines(upload: Upload, now: datetime, words: Words) -> list[str]:
    """What there is to say below that, as plain texts."""
    told = upload.told
    match told.state:
        case UploadState.WAITING | UploadState.TAKEN:
            said = _open(upload, now, words)
        case UploadState.ASKS:
            said = words.say("Its dates can be read in more than one way. Which is right?")
        case UploadState.REJECTED:
            said = why(told, words)
        case UploadState.DUPLICATE:
            said = words.say("The same file was added before: nothing is counted twice.")
        case UploadState.PARTIAL:
            said = words.say("The file breaks off; what came before is kept.")
        case UploadState.ACCEPTED:
            said = ""
        case UploadState.UNDONE:
            said = words.say("Nothing of it counts any more.")
    kept = (UploadState.ACCEPTED, UploadState.PARTIAL)
    about = [what(told, words)] if told.state in (*kept, UploadState.DUPLICATE) else []
    about += [counts(told, words)] if told.state in kept else []
    return [*about, said] if said else about


def exact(told: Told) -> str:
    """The exact sentence of whoever read it, with line, field and value; empty where all is said.

    It is in English, as the command line says it.
    """
    return "" if told.state in (UploadState.ASKS, UploadState.UNDONE) else told.reason


def why(told: Told, words: Words) -> str:
    """Why nothing of it was kept."""
    return words.say(WHYS[told.why or Why.CONTENT], kind=told.format)


def what(told: Told, words: Words) -> str:
    """What kind of file it is, by which method load follows from it, and of which days it tells."""
    known = told.format in FORMATS
    parts = [words.say(FORMATS[told.format]) if known else told.format]
    if told.source_class in set(SourceClass):
        parts.append(words.say(SOURCES[SourceClass(told.source_class)]))
    if told.first is not None and told.last is not None:
        parts.append(period(told.first, told.last, words))
    return " · ".join(parts)


def period(first: date, last: date, words: Words) -> str:
    """From a day to a day."""
    if first == last:
        return words.date(first, "year")
    begin = words.date(first, "year" if first.year != last.year else "short")
    return words.say("{first} to {last}", first=begin, last=words.date(last, "year"))


def counts(told: Told, words: Words) -> str:
    """How many of what it counts are new, other than before, or the same."""
    parts = [_new(told, words)]
    if told.changed:
        parts.append(words.plural("{n} other than before", "{n} other than before", told.changed))
    if told.unchanged:
        parts.append(words.plural("{n} as before", "{n} as before", told.unchanged))
    return ", ".join(parts)


def _new(told: Told, words: Words) -> str:
    match told.unit:
        case "days":
            return words.plural("{n} new day", "{n} new days", told.new)
        case "sessions":
            return words.plural("{n} new session", "{n} new sessions", told.new)
        case _:
            return words.plural("{n} new minute", "{n} new minutes", told.new)


def size(size_bytes: int, words: Words) -> str:
    """How large a file is."""
    if size_bytes < KILOBYTE:
        return words.say("{n} B", n=size_bytes)
    if size_bytes < MEGABYTE:
        return words.say("{n} kB", n=words.number(size_bytes / KILOBYTE))
    return words.say("{n} MB", n=words.number(size_bytes / MEGABYTE, 1))


def is_late(upload: Upload, now: datetime) -> bool:
    """Whether it waits for so long that nobody seems to read."""
    return upload.state is UploadState.WAITING and now - upload.at >= LATE


def _open(upload: Upload, now: datetime, words: Words) -> str:
    if is_late(upload, now):
        return words.say(
            "Waits for the processing, which does not run now. The file is kept, and its turn "
            "comes by itself; you may leave this page."
        )
    if upload.tries > 1:
        return words.say("Begun again: try {n} of {of}.", n=min(upload.tries, TRIES), of=TRIES)
    return size(upload.size, words)


def tally(uploads: Sequence[Upload], words: Words) -> str:
    """How it stands with all of them, in one sentence."""
    order = list(UploadState)
    found = sorted((one.state for one in uploads), key=order.index)
    parts = [
        f"{words.say(WORDS[state])}: {words.number(found.count(state))}"
        for state in dict.fromkeys(found)
    ]
    return " · ".join(parts)
