"""What stands in an export for whoever opens it, in the runner's language."""

import textwrap
from typing import Final

from plantar.runner import Runner
from plantar.words.catalogue import Words, words

#: Read in whatever opens a text file. [characters]
WIDTH: Final = 80


def text(runner: Runner, plantar: str) -> str:
    """The text of the README."""
    told = words(runner.language)
    parts = _parts(told, runner, plantar)
    return "\n\n".join(textwrap.fill(part, WIDTH) for part in parts) + "\n"


def _parts(words: Words, runner: Runner, plantar: str) -> list[str]:
    return [
        words.say(
            "Everything that Plantar {version} has about {runner}.",
            version=plantar,
            runner=runner.id,
        ),
        words.say("It tells about a body. Whoever gets this file can read all of it."),
        words.say(
            "The .csv files open in any spreadsheet: text in UTF-8, a comma between cells, a point "
            "in numbers. The .json files open in any editor. The unit stands in the name of a "
            "column: s seconds, min minutes, m metres, kg kilograms, n newtons, wse walking-step "
            "equivalents."
        ),
        words.say(
            "A moment stands twice: on your clock, and as whole microseconds since 1970 in the "
            "column with _us. An empty cell was not measured or not said; it is never zero."
        ),
        words.say(
            "Your pain is in pain.csv, what sensors measured in the files that end in minute.csv, "
            "each day as it was computed in to-read/day.csv, and what Plantar said about it in "
            "alert.csv."
        ),
        words.say(
            "Another Plantar takes all of it in with: ./run import FILE. What lies in to-read is "
            "for you to read: it is computed there again, or is an agreement with people here."
        ),
        words.say(
            "Not in it: raw recordings of sensors, where a collector kept any, your passwords, and "
            "your name unless you asked for it."
        ),
        words.say("docs/export.md of Plantar describes every file and every column."),
    ]
