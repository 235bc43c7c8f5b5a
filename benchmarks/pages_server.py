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
    """Add a line for every run: of what, and its milliseconds by the clock and of a processor."""

    def timed(self: ScriptRunner, asked: object) -> None:
        began, busy = time.perf_counter(), time.thread_time()
        try:
            _run(self, asked)  # type: ignore[arg-type]
        finally:
            part = "fragment" if getattr(asked, "fragment_id_queue", None) else "whole"
            with notes.open("a") as file:
                spent = time.perf_counter() - began, time.thread_time() - busy
                file.write(f"{part} {1e3 * spent[0]:.1f} {1e3 * spent[1]:.1f}\n")

    ScriptRunner._run_script = timed  # type: ignore[method-assign]  # noqa: SLF001  as above


if __name__ == "__main__":
    port, notes, *script = sys.argv[1:]
    noting(Path(notes))
    if script:
        doors.SCRIPT = Path(script[0])  # type: ignore[misc]
    sys.argv = ["dashboard.serve", "--port", port]
    serve.main()
