"""Sparklines show what was measured, and show that something was not."""

import math
import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from dashboard.charting import sparkline

NAN = math.nan
loads = st.lists(st.one_of(st.just(NAN), st.floats(0, 200_000)), max_size=60)
scores = st.lists(st.one_of(st.just(NAN), st.integers(0, 10).map(float)), max_size=60)


def bars(svg: str) -> int:
    """How many bars the one shape of them has."""
    return svg.partition(f'fill="{sparkline.BAR}" d="')[2].partition('"')[0].count("z")


def test_a_rest_day_is_a_bar_of_no_height_and_a_missing_day_is_hatched() -> None:
    svg = sparkline.load([900.0, 0.0, NAN, 700.0], [NAN] * 4, None, "#000", "load")

    assert bars(svg) == 3
    assert f" {sparkline.LOAD_HEIGHT - 2}V{sparkline.LOAD_HEIGHT - 2:.1f}h" in svg
    assert svg.count('class="missing"') == 1


def test_days_before_the_first_figure_are_empty_not_missing() -> None:
    svg = sparkline.load([NAN, NAN, 900.0], [NAN] * 3, None, "#000", "load")

    assert "missing" not in svg


def test_the_line_breaks_where_there_is_no_mean() -> None:
    svg = sparkline.load([1.0] * 5, [1.0, 1.0, NAN, 1.0, 1.0], None, "#111", "load")

    assert svg.count(f'stroke="{sparkline.INK}"') == 2


def test_the_band_lies_over_the_days_it_holds_for() -> None:
    svg = sparkline.load([1000.0] * 42, [NAN] * 42, (500.0, 1500.0), "#000", "load")

    start = re.search(rf'<rect x="([\d.]+)"[^>]*fill="{re.escape(sparkline.BAND)}"', svg)

    assert start is not None
    step = (sparkline.LOAD_WIDTH - sparkline.MARGIN) / 42
    assert float(start[1]) == round(14 * step, 1)


def test_nothing_measured_draws_no_dot() -> None:
    assert "<circle" not in sparkline.load([NAN] * 3, [NAN] * 3, None, "#000", "load")
    assert "<circle" not in sparkline.pain([NAN] * 3, None, "pain")


def test_a_label_cannot_leave_its_attribute() -> None:
    svg = sparkline.pain([3.0], 5, '"><script>alert(1)</script>')

    assert "<script" not in svg
    assert ET.fromstring(svg).attrib["aria-label"].startswith('"><script>')  # noqa: S314 (our own)


def test_a_ratio_past_the_scale_is_an_arrow_at_its_end() -> None:
    assert "<path" in sparkline.bullet(2.01, "#000")
    assert "<path" in sparkline.bullet(0.49, "#000")
    assert "<circle" in sparkline.bullet(2.0, "#000")


def test_the_scale_of_a_ratio_has_no_band() -> None:
    assert "<rect" not in sparkline.bullet(1.2, "#000")


@given(loads)
def test_any_days_give_a_picture_within_its_frame(days: list[float]) -> None:
    svg = sparkline.load(days, days, None, "#000", "load")

    assert "nan" not in svg
    for shape in ET.fromstring(svg).iter("rect"):  # noqa: S314 (our own)
        assert float(shape.attrib["y"]) >= -0.1
        assert float(shape.attrib["height"]) >= 0.0


@given(scores)
def test_a_worse_score_is_never_drawn_lower(days: list[float]) -> None:
    svg = sparkline.pain(days, None, "pain")

    drawn = [
        float(point.split(",")[1])
        for line in re.findall(r'<polyline[^>]*points="([^"]*)"', svg)
        for point in line.split()
    ]
    known = [score for score in days if math.isfinite(score)]
    assert len(drawn) == len(known)
    for (score, y), (other, z) in zip(
        zip(known, drawn, strict=True), list(zip(known, drawn, strict=True))[1:], strict=False
    ):
        assert (score <= other) == (y >= z) or score == other
