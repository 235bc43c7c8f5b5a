"""Which version of each rule speaks: it stands beside whatever a rule said."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from plantar.alert import Rule
from processing.rules import (
    day_jump,
    first_run,
    load_then_pain,
    morning_pain,
    pain_during,
    pain_weeks,
    session_jump,
    upright_jump,
    walk_jump,
    week_jump,
)

VERSIONS: Final[Mapping[Rule, int]] = MappingProxyType(
    {
        Rule.S1: session_jump.VERSION,
        Rule.S1B: first_run.VERSION,
        Rule.S1W: walk_jump.VERSION,
        Rule.S2: day_jump.VERSION,
        Rule.S3: upright_jump.VERSION,
        Rule.S4: week_jump.VERSION,
        Rule.P1: pain_during.VERSION,
        Rule.P2: morning_pain.VERSION,
        Rule.P3: pain_weeks.VERSION,
        Rule.C1: load_then_pain.VERSION,
    }
)
