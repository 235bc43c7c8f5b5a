"""From moments in newtons to the two loads that are shown."""

from plantar.minute import Moments
from plantar.units import SECONDS_PER_MINUTE, WSE_BW4S


def plantar_load_wse(both_feet: Moments, body_n: float) -> float:
    """Daily Plantar Load of a stretch. [WSE]

    Parameters
    ----------
    both_feet : Moments
        Of left and right together. [N^p·s]
    body_n : float
        Body weight in the same newtons: the true one over the gain. [N]
    """
    return both_feet.m4_n4s / body_n**4 / WSE_BW4S


def upright_load_bw_min(both_feet: Moments, body_n: float) -> float:
    """Upright Load Time of a stretch. [BW·min]"""
    return both_feet.m1_ns / body_n / SECONDS_PER_MINUTE
