"""The units that numbers carry, and the few conversions between them.

=========== ======================================================================
N           newton, force under a sole
BW          body weight, as a force
N·s, BW·s   impulse
WSE         walking-step equivalents, the unit of Daily Plantar Load
BW·min      the unit of Upright Load Time
spm         steps per minute, both feet together; FIT files and foot pods count one leg
NRS         numeric rating scale of pain, 0-10
=========== ======================================================================
"""

#: Standard gravity, CGPM 1901. [m/s²]
STANDARD_GRAVITY = 9.80665
#: Two steps, one of each foot, make a stride.
STEPS_PER_STRIDE = 2
SECONDS_PER_MINUTE = 60.0
#: Fourth moment of one modelled walking step at 110 steps a minute: the unit of load. [BW⁴·s]
WSE_BW4S = 0.427243809


def body_weight_n(body_mass_kg: float) -> float:
    """Weight of a body of that mass. [N]"""
    return body_mass_kg * STANDARD_GRAVITY


def steps_per_minute(strides_per_minute: float) -> float:
    """Cadence of both feet, from the cadence of one leg. [1/min]"""
    return STEPS_PER_STRIDE * strides_per_minute
