"""The contrasts of the theme, reckoned from its colours and not from what is said of them."""

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest

from dashboard.frame import palette
from tests.screens import contrast
from tests.screens.colours import SEEN_BY
from tests.screens.colours import contrast as ratio

DASHBOARD = Path(palette.__file__).parent
SAID = re.compile(r'^[A-Z0-9_]+: Final = "(#[0-9A-F]{6})"  # ([\d.]+)', re.MULTILINE)


def test_black_on_white_and_a_grey_have_the_contrast_that_wcag_says() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert ratio("#FFFFFF", "#767676") == pytest.approx(4.54, abs=0.005)


def test_red_and_green_are_close_for_who_sees_no_green_and_far_for_everybody() -> None:
    red, green = "#C04040", "#608020"

    assert contrast.distance(red, green) > 60
    assert contrast.distance(red, green, "deuteranopia") < 25


@pytest.mark.parametrize(
    "pair",
    contrast.pairs(),
    ids=lambda pair: f"{pair.one}-{pair.other}-{'dark' if pair.dark else 'light'}",
)
def test_every_word_and_every_shape_keeps_its_contrast(pair: contrast.Pair) -> None:
    assert pair.ratio >= pair.least


def test_every_colour_is_held_to_a_contrast_or_said_to_be_held_to_none() -> None:
    held = {name for pair in contrast.pairs() for name in (pair.one, pair.other)}

    # Running has the colour of what can be clicked.
    assert held | set(contrast.BESIDE) == set(palette.NAMES) - {"running"}
    assert not held & set(contrast.BESIDE)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("seen_by", [None, *SEEN_BY])
def test_stacked_activities_are_told_apart_by_whatever_eyes(
    seen_by: str | None, *, dark: bool
) -> None:
    for one, other in combinations(contrast.STACKED, 2):
        assert contrast.apart(one, other, seen_by, dark=dark) >= contrast.APART


def test_the_contrasts_beside_the_colours_are_right() -> None:
    said = SAID.findall((DASHBOARD / "palette.py").read_text("utf-8"))

    assert len(said) == 13
    for colour, figure in said:
        assert f"{ratio(colour, palette.PAGE):.1f}" == figure


def test_streamlit_is_told_the_same_colours() -> None:
    theme = tomllib.loads((DASHBOARD.parent / ".streamlit" / "config.toml").read_text("utf-8"))[
        "theme"
    ]
    called = {
        "primaryColor": "blue",
        "backgroundColor": "page",
        "secondaryBackgroundColor": "panel",
        "textColor": "ink",
        "borderColor": "rule",
        "linkColor": "blue",
    }
    for name, ours in called.items():
        assert theme["light"][name] == contrast.shown(ours, dark=False)
        assert theme["dark"][name] == contrast.shown(ours, dark=True)


def test_the_table_in_the_documents_is_of_these_colours() -> None:
    assert contrast.TABLE.read_text("utf-8") == contrast.table()
