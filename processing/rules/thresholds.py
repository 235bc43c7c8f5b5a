"""What every rule compares with, in one place: the defaults, with where each of them comes from.

The sources stand with the rules and in docs/load-model.md, section 4.
"""

from dataclasses import dataclass

from plantar.alert import Level

#: What is beyond a threshold is beyond it by more than rounding: 11.0/10.0 is not beyond 1.10.
#: Nor is a reference this small anything to compare with.
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class RunJump:
    """S1: a run against the longest of a month."""

    window_days: float = 30.0  # Frandsen 2025
    #: Our choice: a week holds the long run once. Fewer days know only how somebody began.
    history_days: float = 7.0
    caution_ratio: float = 1.10  # Frandsen 2025
    alert_ratio: float = 1.30  # a cut-point of Frandsen 2025; that it is an alert, our triage
    least_extra_km: float = 1.0  # our choice, whatever the ratio
    least_extra_min: float = 10.0  # our choice, where minutes decide

    @property
    def cuts(self) -> tuple[tuple[float, Level], ...]:
        """How loud from which ratio on."""
        return (self.caution_ratio, Level.CAUTION), (self.alert_ratio, Level.ALERT)

    def least_extra(self, measure: str) -> float:
        """How much more it has to be at least. [km] or [min]"""
        return self.least_extra_km if measure == "distance" else self.least_extra_min


@dataclass(frozen=True, slots=True)
class RunReturn:
    """S1b: a run after a pause; S1 compares with the runs since then."""

    pause_days: float = 14.0  # our choice


@dataclass(frozen=True, slots=True)
class WalkJump:
    """S1w: a walk against the longest of a month."""

    window_days: float = 30.0  # our choice, as S1
    history_days: float = 14.0  # our choice
    caution_ratio: float = 1.30  # our choice
    least_extra_km: float = 2.0  # our choice
    least_extra_steps: float = 2700.0  # two kilometres at 110 steps a minute and 1.35 m/s

    @property
    def cuts(self) -> tuple[tuple[float, Level], ...]:
        """How loud from which ratio on."""
        return ((self.caution_ratio, Level.CAUTION),)

    def least_extra(self, measure: str) -> float:
        """How much more it has to be at least. [km] or [steps]"""
        return self.least_extra_km if measure == "distance" else self.least_extra_steps


@dataclass(frozen=True, slots=True)
class DayJump:
    """S2: the load of a day against the highest of a month."""

    window_days: float = 30.0  # our choice, as S1
    valid_days: float = 14.0  # our choice
    caution_ratio: float = 1.30  # our choice
    alert_ratio: float = 2.0  # our choice


@dataclass(frozen=True, slots=True)
class UprightJump:
    """S3: the time on the feet of a day against the longest of a month."""

    window_days: float = 30.0  # our choice, as S1
    history_days: float = 14.0  # our choice
    least_days: float = 6.0  # with a figure; our choice, as few as a ratio may rest on
    caution_ratio: float = 1.10  # our choice
    caution_extra_min: float = 60.0  # our choice [BW·min]
    alert_ratio: float = 1.50  # our choice
    alert_extra_min: float = 120.0  # our choice [BW·min]


@dataclass(frozen=True, slots=True)
class WeekJump:
    """S4: a week against the three before it, and against the highest of them."""

    load_ratio: float = 1.40  # our choice, set on simulated steady lives
    load_ceiling: float = 1.20  # idem: a week after a rest week is none to speak of
    upright_ratio: float = 1.40  # idem
    upright_ceiling: float = 1.10  # idem
    quiet_days: float = 7.0  # our choice: a week speaks once in this many days
    least_runs: float = 4.0  # our choice: fewer in four weeks are too uneven to compare


@dataclass(frozen=True, slots=True)
class PainDuring:
    """P1: pain during load against the limit that runner and kinesist agreed on."""

    cautions_of_three: float = 2.0  # our choice
    above_median: float = 2.0  # our choice [NRS]
    median_days: float = 28.0  # our choice
    least_scores: float = 5.0  # our choice: fewer are no usual


@dataclass(frozen=True, slots=True)
class MorningPain:
    """P2: first-step pain on the morning after, against the runner's own week."""

    rise: float = 2.0  # our choice: one point is within the noise of the scale [NRS]
    least_score: float = 3.0  # our choice [NRS]
    high_baseline: float = 7.0  # our choice: from here a smaller rise counts [NRS]
    high_rise: float = 1.0  # our choice, on three mornings in a row [NRS]


@dataclass(frozen=True, slots=True)
class PainWeeks:
    """P3: the mornings of a week against those of the week before."""

    rise: float = 2.0  # our choice: at 1 it is noise [NRS]
    least_mornings: float = 5.0  # our choice, of seven, in both weeks


@dataclass(frozen=True, slots=True)
class LoadThenPain:
    """C1: a jump in load, and morning pain up within two days."""

    rise: float = 2.0  # our choice: at 1 chance alone would speak five times as often [NRS]
    least_score: float = 3.0  # our choice, as P2 [NRS]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Those of every rule, by its number."""

    S1: RunJump = RunJump()
    S1b: RunReturn = RunReturn()
    S1w: WalkJump = WalkJump()
    S2: DayJump = DayJump()
    S3: UprightJump = UprightJump()
    S4: WeekJump = WeekJump()
    P1: PainDuring = PainDuring()
    P2: MorningPain = MorningPain()
    P3: PainWeeks = PainWeeks()
    C1: LoadThenPain = LoadThenPain()


DEFAULTS = Thresholds()
