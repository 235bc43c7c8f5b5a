"""Files of a watch's day against another program's decode of them."""

import csv
import itertools
from pathlib import Path

from cli.validate.section import table
from collector.files.door import read_file
from plantar.recording import DayTable

#: Activity types of the independent decode.
WALKING, RUNNING = "6", "1"


def day_files(home: Path) -> list[tuple[str, ...]]:
    """Day files beside another program's decode of them: steps, and of these running."""
    decoded = {path.stem: path for path in home.rglob("Monitoring*.csv")}
    rows: list[tuple[str, ...]] = []
    for path in sorted(home.rglob("Monitoring*.fit")):
        if path.stem not in decoded:
            continue
        tables = [one for one in read_file(path).recordings if isinstance(one, DayTable)]
        totals = list(itertools.chain.from_iterable(one.totals for one in tables))
        steps, ran = (sum(one.steps for one in totals), sum(o.steps_running or 0 for o in totals))
        walked, theirs = _decoded(decoded[path.stem])
        rows.append((path.name, str(walked), str(theirs), str(steps - ran), str(ran)))
    return rows


def _decoded(path: Path) -> tuple[int, int]:
    """The highest counts of walking and running; the counters only go up within a day."""
    most = {WALKING: 0, RUNNING: 0}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            fields = dict(zip(row[3::3], row[4::3], strict=False))
            kind, steps = fields.get("activity_type", ""), fields.get("steps", "")
            if row[0] == "Data" and kind in most and steps:
                most[kind] = max(most[kind], int(steps))
    return most[WALKING], most[RUNNING]


def written(days: list[tuple[str, ...]]) -> str:
    """As a table, where there are any."""
    if not days:
        return ""
    columns = ("day's file", "walking, decoded elsewhere", "running", "walking, told", "running")
    return table(columns, days)
