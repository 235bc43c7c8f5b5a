"""The colours, each with its contrast on white; none of them ever speaks alone."""

from typing import Final

from plantar.alert import Level

INK: Final = "#1B2733"  # 15.2
MUTED: Final = "#5B6773"  # 5.8
RULE: Final = "#D5DBE1"  # decoration
GRID: Final = "#EBEEF1"  # decoration
PANEL: Final = "#F3F5F7"
BLUE: Final = "#0B4F8A"  # 8.4

RUNNING: Final = "#0B4F8A"  # 8.4
WALKING: Final = "#4A90C2"  # 3.5
STANDING: Final = "#6E665A"  # 5.7
UNSPLIT: Final = "#9AA5AF"  # load that no activity explains
BAR: Final = "#C3CCD4"  # a day in a sparkline
BAND: Final = "#9FB3C4"  # the usual band, drawn half transparent
BAND_KEY: Final = "#CFD9E1"  # the same on white, for a legend
HATCH: Final = "#A9B4BE"  # a day without a figure

ALERT: Final = "#B3261E"  # 6.5
CAUTION: Final = "#B45F06"  # 4.6

PAIN_FIRST_STEPS: Final = "#8E2157"  # 8.4
PAIN_AFTER_24H: Final = "#5E4B8B"  # 7.4
PAIN_DURING: Final = "#B07AA1"  # 3.4: its label is set in ink
PAIN_EVENING: Final = "#6B7F2A"  # 4.5

#: Colour of a level; its shape is in `dashboard.marks`.
LEVEL_COLOURS: Final = {
    Level.ALERT: ALERT,
    Level.CAUTION: CAUTION,
    Level.INFO: MUTED,
    Level.OK: MUTED,
}
