"""The same five weeks by three methods, and with the last week not worn instead of rested."""

import math
from datetime import date

from plantar.load import LoadHistory
from processing.ratio import coupled, ewma, uncoupled

FIRST = date(2026, 1, 5)
WEEKS = [8000.0] * 28

worn = LoadHistory(FIRST, (*WEEKS, *[12_000.0] * 7))
rested = LoadHistory(FIRST, (*WEEKS, *[0.0] * 7))
unworn = LoadHistory(FIRST, (*WEEKS, *[math.nan] * 7))

for method in (uncoupled, coupled, ewma):
    last = method(worn)[-1]
    print(f"{last.method}: {last.ratio:.3f}")  # each method has thresholds of its own
print(f"a week of rest: {uncoupled(rested)[-1].ratio}")
print(f"a week in the drawer: {uncoupled(unworn)[-1].ratio}, {uncoupled(unworn)[-1].reason}")
