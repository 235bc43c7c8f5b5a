"""The lower panel of a report's chart: how the foot answered, on the same days."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.charting.canvas import Canvas, last
from dashboard.charting.pain_panel import LIGHT, LINES
from dashboard.frame.palette import INK, MUTED
from dashboard.present import MOMENTS
from dashboard.report.frame import (
    LEFT,
    LINE_HEIGHT,
    PAIN,
    RIGHT,
    TO_BASELINE,
    grid,
    in_the_middle,
    points,
    y_of,
)
from dashboard.report.strokes import DASHES, Point, polylines, rule, sign, spread, text
from plantar.pain import WORST_PAIN, PainMoment

#: A sign on a line. [pt]
SIGN = 1.35
#: The piece of its line that stands before a name. [pt]
SAMPLE = 13.0


@dataclass(frozen=True, slots=True)
class Line:
    """One moment, drawn; its name stands where the last answer lies."""

    name: str
    colour: str
    dash: str
    shape: str
    points: Sequence[Point | None]

    @property
    def end(self) -> float:
        """Where its last answer lies. [pt]"""
        return next(point[1] for point in reversed(self.points) if point is not None)


def pain_panel(drawn: Canvas) -> list[str]:
    """Everything in the panel; a morning without an answer breaks the line."""
    words, story = drawn.words, drawn.story
    marks = [
        (score / WORST_PAIN, words.number(score)) for score in (0, WORST_PAIN // 2, WORST_PAIN)
    ]
    shapes = [
        text(0, PAIN[0] - 7, words.say("Pain (0–10)"), weight="bold"),
        *grid(PAIN, marks),
    ]
    if story.pain_limit is not None:
        y = y_of(PAIN, story.pain_limit / WORST_PAIN)
        said = words.say("agreed limit {limit}", limit=story.pain_limit)
        shapes += [rule(y, LEFT, RIGHT, INK, 0.9), text(LEFT + 3, y - 2, said, fill=MUTED)]
    drawn_lines = [line for moment in LINES if (line := _line(drawn, moment)) is not None]
    if not drawn_lines:
        shapes.append(in_the_middle(PAIN, words.say("No pain score was given in this period")))
    for line in reversed(drawn_lines):  # the first steps lie in front
        shapes += polylines(line.points, line.colour, 1.0, line.dash)
        shapes += [sign(line.shape, *point, SIGN, line.colour) for point in line.points if point]
    places = spread([line.end for line in drawn_lines], LINE_HEIGHT, PAIN[1])
    for line, y in zip(drawn_lines, places, strict=True):
        shapes += _name(line, y)
    return shapes


def _line(drawn: Canvas, moment: PainMoment) -> Line | None:
    scores = [drawn.story.pain.get((day, moment)) for day in drawn.dates]
    if last(scores) is None:
        return None
    colour, _, dash, shape, _ = LINES[moment]
    ys = [None if score is None else y_of(PAIN, score / WORST_PAIN) for score in scores]
    name = drawn.words.say(MOMENTS[moment])
    return Line(name, colour, DASHES[dash], shape, points(drawn, ys))


def _name(line: Line, y: float) -> list[str]:
    start = RIGHT + 5
    sample = [(start, y), (start + SAMPLE, y)]
    return [
        *polylines(sample, line.colour, 1.0, line.dash),
        sign(line.shape, start + SAMPLE / 2, y, SIGN, line.colour),
        text(
            start + SAMPLE + 3,
            y + TO_BASELINE,
            line.name,
            fill=INK if line.colour in LIGHT else line.colour,
        ),
    ]
