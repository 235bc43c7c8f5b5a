"""A made trace with figures that follow from its formula: the one recording whose load is known."""

import json
from pathlib import Path

from cli.validate.recordings import force_of
from cli.validate.section import Claim, Section
from processing.force.analysis import analyse_force
from processing.force.contacts import Gait

#: What the sampled trace may differ by.
TOLERANCE = 0.01


def made_trace(folder: Path) -> Section:
    """Load, contacts and standing of the trace that stands in the vectors beside the recordings."""
    home = folder.parent / "vectors"
    claimed = "load of the made trace", f"within {100.0 * TOLERANCE:.0f} %"
    told = "A made trace with a known load"
    columns = ("quantity", "by formula", "found")
    if not (home / "vectors.json").is_file():
        return Section(told, "", columns, (), claims=(Claim.unseen(*claimed),))
    vector = json.loads((home / "vectors.json").read_text(encoding="utf-8"))["insole_trace"]
    expected = vector["expected"]
    found = analyse_force(force_of(home / vector["file"]), vector["body_weight_N"])
    steps = [step for foot in found.feet for step in foot.steps]
    walked, ran = (sum(step.gait is gait for step in steps) for gait in Gait)
    standing_s = dict(vector["segments"][:1])["stand"]
    load_wse = found.plantar_load_wse or 0.0
    upright_bw_s = 60.0 * (found.upright_load_bw_min or 0.0)
    rows = (
        ("walking steps", f"{expected['walk_contacts']}", f"{walked}"),
        ("running steps", f"{expected['run_contacts']}", f"{ran}"),
        ("standing", f"{standing_s:.0f} s", f"{found.standing_s or 0.0:.1f} s"),
        ("Daily Plantar Load", f"{expected['dpl_wse']:.2f} WSE", f"{load_wse:.2f} WSE"),
        ("force over time", f"{expected['impulse_bw_s']:.2f} BW·s", f"{upright_bw_s:.2f} BW·s"),
    )
    error = max(
        abs(load_wse / expected["dpl_wse"] - 1.0),
        abs(upright_bw_s / expected["impulse_bw_s"] - 1.0),
    )
    return Section(
        told,
        "Standing, 20 walking steps, 20 running steps and sitting, by the formula of a step, at "
        "100 Hz and 700 N.",
        columns,
        rows,
        "Shows: the way from force to load adds up, and walking is told from running. Does not "
        "show: anything about feet, which follow no formula.",
        claims=(Claim(*claimed, f"within {100.0 * error:.1f} %", error <= TOLERANCE),),
    )
