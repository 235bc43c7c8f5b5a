"""Which histories a folder holds, and what of each is used."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cli.validate.histories.diary import diary_runs
from cli.validate.histories.history import History
from cli.validate.histories.pain import diary
from cli.validate.histories.run_log import logged
from cli.validate.histories.watches import (
    fitbit_activities,
    fitbit_days,
    fitbit_minutes,
    google_fit_days,
    sums_a_day,
)
from collector.files.door import read_file
from plantar.recording import DayTable

if TYPE_CHECKING:
    from plantar.measured import Measured

LOG, TABLE, WATCH, DIARY, PAIN = "run log", "step table", "watches", "diaries", "pain diaries"
#: The limit of pain during load, where nobody agreed one: that of the pain-monitoring model.
LIMIT = 5
KNEE, FOOT = "Knee Pain", "Foot pain"


def histories(folder: Path) -> Iterator[History]:
    """Every history, in the order of the report."""
    log = folder / "training_load" / "runner_log"
    for path in sorted(log.glob("activities*.csv")):
        yield History("run log, each on its own", LOG, logged(path, joined=False))
        yield History("run log, joined by day", LOG, logged(path, joined=True))
    for path in sorted((folder / "exports" / "daily_steps").glob("*.csv")):
        for recording in read_file(path).recordings:
            if isinstance(recording, DayTable):
                yield History("step table", TABLE, recording.totals)
    for home in sorted((folder / "exports" / "pmdata").glob("p*")):
        yield from _pmdata(home)
    yield from _myaiguide(folder / "pain" / "myaiguide")


def _pmdata(home: Path) -> Iterator[History]:
    activities, minutes = home / "fitbit" / "exercise.json", home / "fitbit" / "steps.json"
    if activities.exists():
        walked = fitbit_minutes(minutes) if minutes.exists() else ()
        known: list[Measured] = [*fitbit_activities(activities), *walked, *sums_a_day(walked)]
        yield History(f"{home.name}, watch", WATCH, tuple(known))
    diary_of = home / "pmsys" / "srpe.csv"
    runs = diary_runs(diary_of) if diary_of.exists() else ()
    if runs:
        yield History(f"{home.name}, diary", DIARY, runs)


def _myaiguide(home: Path) -> Iterator[History]:
    steps = {
        "2": ("GoogleFitParticipant2.json", google_fit_days),
        "4": ("Participant4Fitbit.json", fitbit_days),
        "8": ("participant8Fitbit.json", fitbit_days),
    }
    diaries = [
        ("2", "Participant2PainNew.csv", KNEE),
        ("4", "Participant4Pain.csv", KNEE),
        ("8", "Participant8PainNew.csv", KNEE),
        ("8", "Participant8PainNew.csv", FOOT),
    ]
    for who, name, site in diaries:
        counted, read = steps[who]
        if (home / name).exists() and (home / counted).exists():
            pain = diary(home / name, [site])
            kind = site.split()[0].lower()
            yield History(f"P{who}, {kind}", PAIN, read(home / counted), pain, LIMIT)
