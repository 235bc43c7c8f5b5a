"""A walker whose feet press on the ground as the load model says; the same for the same seed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from plantar.recording import Floats
from plantar.sample import Foot
from plantar.units import SECONDS_PER_MINUTE, body_weight_n


class Activity(StrEnum):
    """What the walker does."""

    WALK = "walk"
    RUN = "run"
    STAND = "stand"
    SIT = "sit"
    REST = "rest"  # feet up: nothing presses


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of one activity; what is said of steps only where there are steps."""

    activity: Activity
    duration_s: float
    cadence_spm: float = 0.0  # both feet
    duty: float = 0.0  # contact time over stride time
    dip: float = 0.0  # q: how deep the force dips in mid-stance
    speed_mps: float = 0.0


#: Four minutes that go round and round. Duty factors and dips: docs/load-model.md, wearable model;
#: speeds: our choice, steps of 0.72 m walking and 1.02 m running.
SCRIPT: Final = (
    Block(Activity.WALK, 60.0, 110.0, 0.630, 0.40, speed_mps=1.32),
    Block(Activity.STAND, 40.0),
    Block(Activity.RUN, 45.0, 165.0, 0.36, speed_mps=2.80),
    Block(Activity.WALK, 35.0, 106.0, 0.635, 0.36, speed_mps=1.27),
    Block(Activity.SIT, 45.0),
    Block(Activity.REST, 15.0),
)
#: The share of body weight on both feet together when there are no steps.
_QUIET_BW: Final = {Activity.STAND: 1.0, Activity.SIT: 0.18, Activity.REST: 0.0}
#: Getting onto the feet and off them again. [s]
_RAMP_S: Final = 0.3
#: How one leg takes over from the other while standing: share, and how often. [-], [Hz]
_SWAY: Final = 0.06
_SWAY_HZ: Final = 0.11
#: From one step to the next: step time and force. [-]
_STEP_TIME_SPREAD: Final = 0.015
_STEP_FORCE_SPREAD: Final = 0.02

#: Sixteen zones, two abreast but for the toes: 0 at the heel, 1 at the toes.
HEEL_TO_TOE: Final = tuple(
    round(255 * place) / 255
    for place in (
        *(0.06, 0.06, 0.15, 0.15, 0.26, 0.26, 0.38, 0.38),
        *(0.52, 0.52, 0.61, 0.61, 0.70, 0.70, 0.84, 0.90),
    )
)
#: Where the force enters and leaves the foot, and how far it spreads; along the foot.
_WALK_ROLL: Final = (0.08, 0.88)
_RUN_ROLL: Final = (0.30, 0.85)
_ROLL_SPREAD: Final = 0.13
_QUIET_CENTRE: Final = 0.36
_QUIET_SPREAD: Final = 0.32


@dataclass(frozen=True, slots=True, eq=False)
class _Contacts:
    """The contacts of one foot in one round, in order of onset; one row each."""

    onset_s: Floats
    time_s: Floats
    amplitude_bw: Floats
    dip: Floats
    first: Floats  # where the force enters the foot
    last: Floats  # where it leaves


class Walker:
    """A walker who goes round a script for ever; time begins at 0."""

    def __init__(
        self, seed: int = 1, body_mass_kg: float = 70.0, script: tuple[Block, ...] = SCRIPT
    ) -> None:
        self._weight_n = body_weight_n(body_mass_kg)
        self._script = script
        self._starts_s = np.cumsum([0.0, *(block.duration_s for block in script)])
        steps = _steps(script, self._starts_s, np.random.default_rng(seed))
        self._contacts = {foot: _contacts(steps[n::2]) for n, foot in enumerate(Foot)}
        self._onsets_s = np.array([onset_s for onset_s, *_ in steps])

    @property
    def round_s(self) -> float:
        """How long one round of the script takes. [s]"""
        return float(self._starts_s[-1])

    def block(self, at_s: float) -> Block:
        """The stretch of the script that a moment falls into."""
        n = int(np.searchsorted(self._starts_s, at_s % self.round_s, "right")) - 1
        return self._script[n]

    def activity(self, at_s: float) -> Activity:
        """What the walker does at a moment."""
        return self.block(at_s).activity

    def steps(self, until_s: float) -> int:
        """How many steps, of both feet, began since the walker did."""
        rounds, now_s = divmod(until_s, self.round_s)
        in_this_round = int(np.searchsorted(self._onsets_s, now_s, "right"))
        return int(rounds) * len(self._onsets_s) + in_this_round

    def zones_n(self, foot: Foot, at_s: Floats) -> Floats:
        """Force under each zone of a foot.

        Parameters
        ----------
        foot : Foot
            Which foot.
        at_s : array, shape (moments,)
            Time since the walker began. [s]

        Returns
        -------
        array, shape (moments, 16)
            Force under each zone of `HEEL_TO_TOE`. [N]
        """
        now_s = np.asarray(at_s, dtype=np.float64) % self.round_s
        step_bw, centre = self._stepping(foot, now_s)
        quiet_bw = self._quiet(foot, now_s)
        rolling = _spread(centre, _ROLL_SPREAD) * step_bw[:, None]
        resting = _spread(np.array([_QUIET_CENTRE]), _QUIET_SPREAD) * quiet_bw[:, None]
        return self._weight_n * (rolling + resting)

    def _stepping(self, foot: Foot, now_s: Floats) -> tuple[Floats, Floats]:
        """Force of the contact under way [BW], and where along the foot it acts."""
        contacts = self._contacts[foot]
        if not len(contacts.onset_s):
            return np.zeros_like(now_s), np.zeros_like(now_s)
        n = np.searchsorted(contacts.onset_s, now_s, "right") - 1
        u = (now_s - contacts.onset_s[n]) / contacts.time_s[n] - 0.5
        shape = np.cos(np.pi * u) - contacts.dip[n] * np.cos(3 * np.pi * u)
        force_bw = np.where((n >= 0) & (np.abs(u) < 0.5), contacts.amplitude_bw[n] * shape, 0.0)  # noqa: PLR2004  u = -1/2..1/2
        progress = np.clip(u + 0.5, 0.0, 1.0)
        return force_bw, contacts.first[n] + progress * (contacts.last[n] - contacts.first[n])

    def _quiet(self, foot: Foot, now_s: Floats) -> Floats:
        """Share of body weight on this foot while there are no steps. [BW]"""
        sway = _SWAY * np.sin(2 * np.pi * _SWAY_HZ * now_s)
        share = 0.5 + sway if foot is Foot.LEFT else 0.5 - sway
        force_bw = np.zeros_like(now_s)
        for n, block in enumerate(self._script):
            since_s, until_s = now_s - self._starts_s[n], self._starts_s[n + 1] - now_s
            ramp = np.clip(np.minimum(since_s, until_s) / _RAMP_S, 0.0, 1.0)
            force_bw += _QUIET_BW.get(block.activity, 0.0) * ramp
        return share * force_bw


def _steps(
    script: tuple[Block, ...], starts_s: Floats, rng: np.random.Generator
) -> list[tuple[float, ...]]:
    """Every step of one round, left and right in turn; one tuple per row of `_Contacts`."""
    steps: list[tuple[float, ...]] = []
    for block, start_s in zip(script, starts_s[:-1].tolist(), strict=True):
        if not block.cadence_spm:
            continue
        step_s = SECONDS_PER_MINUTE / block.cadence_spm
        contact_s = 2 * block.duty * step_s
        # A of load-model.md 1.4: the mean force over a stride is body weight
        amplitude_bw = np.pi / (4 * block.duty * (1 + block.dip / 3))
        first, last = _RUN_ROLL if block.activity is Activity.RUN else _WALK_ROLL
        onset_s = start_s
        while onset_s + contact_s <= start_s + block.duration_s:
            stretch = 1 + _STEP_TIME_SPREAD * float(rng.uniform(-1, 1))
            force = amplitude_bw * (1 + _STEP_FORCE_SPREAD * float(rng.uniform(-1, 1)))
            steps.append((onset_s, contact_s * stretch, force, block.dip, first, last))
            onset_s += step_s * stretch
    return steps


def _contacts(steps: list[tuple[float, ...]]) -> _Contacts:
    rows = np.array(steps, dtype=np.float64).reshape(len(steps), 6)
    return _Contacts(*rows.T)


def _spread(centre: Floats, width: float) -> Floats:
    """How a force is shared among the zones, for each centre; every row sums to one."""
    near = np.exp(-0.5 * ((np.array(HEEL_TO_TOE) - centre[:, None]) / width) ** 2)
    shares: Floats = near / near.sum(axis=1, keepdims=True)
    return shares
