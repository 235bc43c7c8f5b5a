"""The pages as they are served, with a note of how long each run of a script took.

    python benchmarks/pages_server.py PORT NOTES [SCRIPT]

`SCRIPT` stands in the place of the pages, behind the same gate: an empty page to hold them against.
"""

import sys
import time
from pathlib import Path

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from dashboard import serve
from dashboard.web import doors

_run = ScriptRunner._run_script  # noqa: SLF001  the one place that sees a run begin and end


def noting(notes: Path) -> None:
    """Add a line to the notes for every run: whether of a fragment alone, and its milliseconds."""

    def timed(self: ScriptRunner, asked: object) -> None:
        began = time.perf_counter()
        try:
            _run(self, asked)  # type: ignore[arg-type]
        finally:
            part = "fragment" if getattr(asked, "fragment_id_queue", None) else "whole"
            with notes.open("a") as file:
                file.write(f"{part} {1e3 * (time.perf_counter() - began):.1f}\n")

    ScriptRunner._run_script = timed  # type: ignore[method-assign]  # noqa: SLF001


if __name__ == "__main__":
    port, notes, *script = sys.argv[1:]
    noting(Path(notes))
    if script:
        doors.SCRIPT = Path(script[0])  # type: ignore[misc]
    sys.argv = ["dashboard.serve", "--port", port]
    serve.main()
