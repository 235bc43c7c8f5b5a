"""The colours of light and of dark, each with its contrast on the page; none ever speaks alone.

What the browser styles takes them as CSS variables and follows the system by itself; what is sent
to it as a drawing of its own (charts) is recoloured here.
"""

from typing import Any, Final

from plantar.alert import Level

PAGE: Final = "#FFFFFF"
INK: Final = "#1B2733"  # 15.2
MUTED: Final = "#5B6773"  # 5.8
RULE: Final = "#D5DBE1"  # decoration
GRID: Final = "#EBEEF1"  # decoration
PANEL: Final = "#F3F5F7"
BLUE: Final = "#0B4F8A"  # 8.4

RUNNING: Final = "#0B4F8A"  # 8.4
WALKING: Final = "#4A90C2"  # 3.5
STANDING: Final = "#6E665A"  # 5.7
UNSPLIT: Final = "#88949F"  # 3.1: load that no activity explains
BAR: Final = "#C3CCD4"  # a day in a sparkline
BAND: Final = "#9FB3C4"  # the usual band, drawn half transparent
BAND_KEY: Final = "#CFD9E1"  # the same on white, for a legend
HATCH: Final = "#A9B4BE"  # a day without a figure

ALERT: Final = "#B3261E"  # 6.5
CAUTION: Final = "#B45F06"  # 4.6

PAIN_FIRST_STEPS: Final = "#8E2157"  # 8.4
PAIN_AFTER_24H: Final = "#5E4B8B"  # 7.4
PAIN_DURING: Final = "#B07AA1"  # 3.4: its label is set in ink
PAIN_EVENING: Final = "#697D28"  # 4.6

#: The colour that stands in the dark where one of the above stands in the light.
DARK: Final = {
    PAGE: "#10171E",
    INK: "#E9EEF3",
    MUTED: "#A9B5C0",
    RULE: "#35424E",
    GRID: "#222D37",
    PANEL: "#1A232C",
    BLUE: "#8FC3F0",
    WALKING: "#3F83B8",
    STANDING: "#A79D8C",
    UNSPLIT: "#7B8792",
    BAR: "#4A5763",
    BAND: "#5B7286",
    BAND_KEY: "#33424F",
    HATCH: "#5E6B77",
    ALERT: "#FF8A80",
    CAUTION: "#F0A35E",
    PAIN_FIRST_STEPS: "#F08DBE",
    PAIN_AFTER_24H: "#B7A5E8",
    PAIN_DURING: "#CFA0C3",
    PAIN_EVENING: "#AEC66B",
}
#: What CSS calls them.
NAMES: Final = {
    "page": PAGE,
    "ink": INK,
    "muted": MUTED,
    "rule": RULE,
    "grid": GRID,
    "panel": PANEL,
    "blue": BLUE,
    "walking": WALKING,
    "standing": STANDING,
    "unsplit": UNSPLIT,
    "bar": BAR,
    "band": BAND,
    "band-key": BAND_KEY,
    "hatch": HATCH,
    "alert": ALERT,
    "caution": CAUTION,
    "pain-first-steps": PAIN_FIRST_STEPS,
    "pain-after-24h": PAIN_AFTER_24H,
    "pain-during": PAIN_DURING,
    "pain-evening": PAIN_EVENING,
}
_NAME_OF: Final = {colour: name for name, colour in NAMES.items()}

#: Colour of a level; its shape is in `dashboard.frame.marks`.
LEVEL_COLOURS: Final = {
    Level.ALERT: ALERT,
    Level.CAUTION: CAUTION,
    Level.INFO: MUTED,
    Level.OK: MUTED,
}


def css(colour: str) -> str:
    """The colour as HTML and inline SVG take it, which then follow light and dark."""
    return f"var(--{_NAME_OF[colour]})"


def variables() -> str:
    """The colours as CSS: light, and dark where the system asks for it; paper is always light."""
    light = "".join(f"--{name}:{colour};" for name, colour in NAMES.items())
    dark = "".join(f"--{name}:{DARK[colour]};" for name, colour in NAMES.items())
    return f":root{{{light}}}\n@media screen and (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"


def recoloured(drawing: Any, *, dark: bool) -> Any:  # noqa: ANN401  any part of a JSON drawing
    """A chart's option in the colours of the dark, if it is dark."""
    if not dark:
        return drawing
    if isinstance(drawing, dict):
        return {key: recoloured(part, dark=True) for key, part in drawing.items()}
    if isinstance(drawing, list | tuple):
        return [recoloured(part, dark=True) for part in drawing]
    return DARK.get(drawing, drawing) if isinstance(drawing, str) else drawing
