"""Figures of the report: the same numbers, the same file; nothing drawn where nothing is known."""

import math
import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from cli.validate.drawing import COLOURS, HEIGHT, WIDTH, svg
from cli.validate.figure import Axis, Bound, Figure, Mark, Series

SVG = "{http://www.w3.org/2000/svg}"


def figure(*series: Series, bounds: tuple[Bound, ...] = (), x: Axis | None = None) -> Figure:
    return Figure("steps", "Steps & time", x or Axis("time [s]"), Axis("steps [1]"), series, bounds)


def parsed(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314 - drawn a moment ago, by us


def paths(drawn: str) -> list[str]:
    """The lines of a drawing, keys of the legend first."""
    found = [one.get("d", "") for one in parsed(drawn).iter(f"{SVG}path")]
    return [d for d in found if d]


def test_a_figure_is_a_picture_with_its_title_units_and_names() -> None:
    drawn = svg(figure(Series("walked", (0, 10), (0, 17)), bounds=(Bound(16, "counted"),)))

    texts = [one.text for one in parsed(drawn).iter(f"{SVG}text")]
    assert {"Steps & time", "time [s]", "steps [1]", "walked", "counted"} <= set(texts)


def test_the_same_numbers_give_the_same_file() -> None:
    series = Series("walked", (0.1 + 0.2, 1.0), (1 / 3, 2 / 3))
    nearly = Series("walked", (0.3, 1.0), (0.333333333333, 0.666666666667))

    assert svg(figure(series)) == svg(figure(nearly))


def test_a_line_is_lifted_where_nothing_is_known() -> None:
    drawn = svg(figure(Series("walked", (0, 1, 2, 3, 4), (0, 1, math.nan, 1, 0))))

    assert paths(drawn)[-1].count("M") == 2


def test_a_stair_keeps_its_height_until_the_next_step() -> None:
    drawn = svg(figure(Series("walked", (0, 1, 2), (0, 1, 2), Mark.STEP)))

    heights = [point.split()[1] for point in re.split("[ML]", paths(drawn)[-1])[1:]]
    assert heights[0] == heights[1]
    assert heights[2] == heights[3]
    assert len(set(heights)) == 3


def test_every_colour_has_one_for_the_dark() -> None:
    drawn = svg(figure(Series("walked", (0, 1), (0, 1))))
    light, dark = drawn.split("@media (prefers-color-scheme:dark)")

    assert all(pair[0] in light and pair[1] in dark for pair in COLOURS)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8))
def test_whatever_is_measured_lies_on_the_paper(heights: list[float]) -> None:
    drawn = svg(figure(Series("walked", range(len(heights)), heights, Mark.POINTS)))

    for disc in parsed(drawn).iter(f"{SVG}circle"):
        assert 0 <= float(disc.get("cx", "nan")) <= WIDTH
        assert 0 <= float(disc.get("cy", "nan")) <= HEIGHT


def test_a_series_of_one_height_and_one_of_nothing_are_drawn_too() -> None:
    parsed(svg(figure(Series("still", (0, 1), (5, 5)))))
    parsed(svg(figure(Series("absent", (), ()))))
    parsed(svg(figure()))
