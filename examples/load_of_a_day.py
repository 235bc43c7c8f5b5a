"""What walking, running and standing weigh in one day, in walking-step equivalents."""

from plantar.units import WSE_BW4S
from processing.gait_load import GaitLoad, running, standing, walking

PARTS: dict[str, GaitLoad] = {
    "6000 steps at 110 a minute": walking(6000, 110),
    "55 minutes of running at 165 a minute": running(55 * 165, 165, contact_time_s=0.25),
    "an hour of standing": standing(3600),
}

for doing, load in PARTS.items():
    print(f"{doing}: {load.m4_bw4s / WSE_BW4S:.0f} WSE, {load.m1_bws / 60:.0f} BW·min")
total = sum(PARTS.values(), GaitLoad())
print(f"the day: {total.m4_bw4s / WSE_BW4S:.0f} WSE, {total.m1_bws / 60:.0f} BW·min")
