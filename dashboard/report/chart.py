"""The chart of a report as SVG: load above, pain below, on one time axis; it reads in grey too."""

from typing import Final

from dashboard.charting.canvas import Canvas, canvas
from dashboard.charting.story import Story
from dashboard.frame.palette import BAND, HATCH, INK, MUTED, RUNNING, STANDING, UNSPLIT, WALKING
from dashboard.report.frame import HEIGHT, LOAD, WIDTH, in_the_middle, time_axis
from dashboard.report.load_drawing import EDGE, USUAL, load_panel, parts
from dashboard.report.pain_drawing import pain_panel
from dashboard.report.strokes import Box, bar, hatch, polylines, rect, text
from plantar.words.catalogue import Words

#: Room that a sign of the legend takes at most; between two keys, and of a key itself. [pt]
SIGN_WIDTH, KEY_GAP, KEY = 3.7, 9.0, 11.0
#: Top and height of the legend's keys. [pt]
KEY_TOP, KEY_HEIGHT = 2.0, 6.0
FIELD: Final = Box(0, KEY_TOP, KEY, KEY_HEIGHT)


def chart(story: Story, words: Words) -> str:
    """The chart as SVG text, empty where there is nothing to draw.

    Every word in it is of the catalogue, none from outside.
    """
    measured = any(day.load_wse is not None for day in story.shown())
    if not measured and not any(day in story.dates for day, _ in story.pain):
        return ""
    drawn = canvas(story, words)
    load = (
        [*_legend(drawn), *load_panel(drawn)]
        if measured
        else [in_the_middle(LOAD, words.say("No load was measured in this period"))]
    )
    shapes = "".join([*load, *pain_panel(drawn), *time_axis(drawn)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}"'
        f' width="{WIDTH:g}" height="{HEIGHT:g}">{shapes}</svg>'
    )


def _legend(drawn: Canvas) -> list[str]:
    """A key for everything that is drawn, and for nothing else."""
    shapes, left = [], 0.0
    for key, name in _keys(drawn):
        shapes.append(f'<g transform="translate({left:.1f} 0)">{key}</g>')
        shapes.append(text(left + KEY + 3, KEY_TOP + KEY_HEIGHT, name))
        left += KEY + 3 + SIGN_WIDTH * len(name) + KEY_GAP
    return shapes


def _keys(drawn: Canvas) -> list[tuple[str, str]]:
    words, story = drawn.words, drawn.story
    names = (
        (STANDING, words.say("standing")),
        (WALKING, words.say("walking")),
        (RUNNING, words.say("running")),
        (UNSPLIT, words.say("not split")),
    )
    pieces = [part for day in story.shown() if day.load_wse for part in parts(day)]
    keys = []
    for colour, name in names:
        drawn_so = {pattern for load, of, pattern in pieces if of == colour and load > 0}
        if drawn_so and (colour != UNSPLIT or story.has_unsplit()):
            box = bar(FIELD, colour, drawn_so.pop(), whole=True)
            keys.append((box, name))
    middle = KEY_TOP + KEY_HEIGHT / 2
    across = [(0.0, middle), (KEY, middle)]
    ratios = [story.ratios.get(day) for day in drawn.dates]
    if any(ratio and ratio.acute is not None for ratio in ratios):
        keys.append(("".join(polylines(across, INK, 1.7)), words.say("7-day mean")))
    if any(ratio and ratio.chronic is not None for ratio in ratios):
        keys.append(("".join(polylines(across, MUTED, 1.1, USUAL)), words.say("usual")))
    if any(story.usual.get(day) for day in drawn.dates):
        edges = [[(0.0, y), (KEY, y)] for y in (KEY_TOP, KEY_TOP + KEY_HEIGHT)]
        box = rect(FIELD, BAND, 0.38)
        lines = [*polylines(edges[0], MUTED, 0.6, EDGE), *polylines(edges[1], MUTED, 0.6, EDGE)]
        keys.append((box + "".join(lines), words.say("usual band")))
    if any(story.is_missing(day) for day in drawn.dates):
        keys.append((hatch(FIELD, HATCH), words.say("no figure")))
    return keys
